#include "io/matrix_file.h"

#include <gtest/gtest.h>

#include "io/npy.h"
#include "io/npz.h"
#include "support/errors.h"
#include "support/matrices.h"
#include "support/npy_samples.h"
#include "support/temporary_folder.h"
#include "support/written.h"

using attn::test::errorOf;
using attn::test::matrixOf;
using attn::test::shared;

namespace lab::test {
namespace {

std::string npy() { return npyHeader(1, 2) + bytesOf<float>({1, 2}); }
std::string npz() { return npzBytes({{"Q", shared(matrixOf({{1, 2}}))}, {"a:b", shared(matrixOf({{3}}))}}); }

TEST(ReadMatrix, ReadsEachKindOfFileByItsExtension) {
  const TemporaryFolder folder;
  folder.write("m.npy", npy());
  folder.write("m.NPY", npy());
  folder.write("m.npz", npz());
  folder.write("m.csv", "1,2");
  folder.write("m.tsv", "1\t2");
  for (const char* name : {"m.npy", "m.NPY", "m.npz:Q", "m.csv", "m.tsv"})
    EXPECT_EQ(*readMatrix((folder / name).string(), "--x").values, matrixOf({{1, 2}})) << name;
  EXPECT_EQ(*readMatrix((folder / "m.npz:a:b").string(), "--x").values, matrixOf({{3}}));
}

TEST(ReadMatrix, ReadsAFileWithAColonInItsName) {
  const TemporaryFolder folder;
  folder.write("a:b.npy", npy());
  folder.write("old.npz:copy.csv", "7");
  EXPECT_EQ(*readMatrix((folder / "a:b.npy").string(), "--x").values, matrixOf({{1, 2}}));
  EXPECT_EQ(*readMatrix((folder / "old.npz:copy.csv").string(), "--x").values, matrixOf({{7}}));
}

TEST(ReadMatrix, NamesTheOptionAndTheFile) {
  const TemporaryFolder folder;
  const std::string missing = (folder / "none.npy").string();
  EXPECT_EQ(errorOf([&] { readMatrix(missing, "--x"); }).message, "--x " + missing + ": there is no such file");
  const std::string text = folder.write("m.txt", "1").string();
  EXPECT_EQ(errorOf([&] { readMatrix(text, "--w-q"); }).message,
            "--w-q " + text + " has the extension '.txt'; expected one of .npy, .npz, .csv, .tsv");
  const std::string empty = folder.write("m.csv", "").string();
  EXPECT_EQ(errorOf([&] { readMatrix(empty, "--x"); }).message, "--x " + empty + " is an empty file");
  EXPECT_EQ(errorOf([&] { readMatrix(folder.path().string(), "--x"); }).id, "is_folder");
}

TEST(ReadTokens, ReadsOneALine) {
  const TemporaryFolder folder;
  const std::vector<std::string> expected = {"我", "the cat", ","};
  for (const char* text : {"我\nthe cat\n,", "我\nthe cat\n,\n", "\xEF\xBB\xBF我\r\nthe cat\r\n,\r\n"})
    EXPECT_EQ(readTokens(folder.write("t", text), "--query-tokens"), expected) << text;
}

TEST(ReadTokens, NamesTheLineThatIsEmptyAndTheByteThatIsNotText) {
  EXPECT_EQ(errorOf([] { parseTokens("a\n\nb\n", "t"); }).message, "t, line 2, is empty; expected one token a line");
  EXPECT_EQ(errorOf([] { parseTokens("a\n\xff\n", "t"); }).argument("place"), "2");
  EXPECT_EQ(errorOf([] { parseTokens("", "t"); }).id, "no_token");
}

}  // namespace
}  // namespace lab::test
