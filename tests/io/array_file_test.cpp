#include "io/array_file.h"

#include <gtest/gtest.h>

#include <cmath>

#include "io/files.h"
#include "io/npz.h"
#include "io/output_file.h"
#include "support/errors.h"
#include "support/matrices.h"
#include "support/npy_samples.h"
#include "support/temporary_folder.h"

using attn::test::errorOf;
using attn::test::matrixOf;
using attn::test::shared;

namespace lab::test {
namespace {

using Shape = std::vector<std::uint64_t>;

TEST(DescribeArrays, ListsEveryArrayOfAnNpz) {
  const TemporaryFolder folder;
  OutputFile file(folder / "two.npz");
  writeNpz({{"Q", shared(matrixOf({{1, 2, 3}, {4, 5, 6}}))},
            {"heads", {shared(matrixOf({{1, 2}})), shared(matrixOf({{3, 4}}))}}},
           file);
  file.keep();
  const std::vector<FileArray> arrays = describeArrays(folder / "two.npz");
  ASSERT_EQ(arrays.size(), 2U);
  EXPECT_EQ(arrays[0].name, "Q");
  EXPECT_EQ(arrays[0].dtype, "float32");
  EXPECT_EQ(arrays[0].shape, (Shape{2, 3}));
  EXPECT_FALSE(arrays[0].problem);
  EXPECT_MATRIX_NEAR(*loadArray(arrays[0]).values, matrixOf({{1, 2, 3}, {4, 5, 6}}), 0);
  ASSERT_TRUE(arrays[1].problem);
  EXPECT_EQ(arrays[1].problem->id(), "too_many_dimensions");
  EXPECT_EQ(arrays[1].shape, (Shape{2, 1, 2}));
}

TEST(DescribeArrays, TellsTheTypeAndShapeOfAnNpy) {
  const TemporaryFolder folder;
  const auto file = folder.write("m.npy", npyFile(npyDict("|b1", "(2, 2)"), bytesOf<std::uint8_t>({1, 0, 0, 1})));
  const FileArray array = describeArrays(file).at(0);
  EXPECT_EQ(array.name, "m");
  EXPECT_EQ(array.dtype, "bool");
  EXPECT_EQ(array.rows(), 2);
  EXPECT_MATRIX_NEAR(*loadArray(array).values, matrixOf({{1, 0}, {0, 1}}), 0);
  const auto line = folder.write("v.npy", npyFile(npyDict("<f8", "(3,)"), bytesOf<double>({1, 2, 3})));
  EXPECT_EQ(describeArrays(line).at(0).rows(), 1);
  EXPECT_EQ(describeArrays(line).at(0).columns(), 3);
}

TEST(DescribeArrays, KeepsTheNamesOfACsv) {
  const TemporaryFolder folder;
  const FileArray array = describeArrays(folder.write("w.csv", ",a,b\nx,0.5,0.5\n")).at(0);
  EXPECT_EQ(array.shape, (Shape{1, 2}));
  EXPECT_EQ(loadArray(array).columnLabels, (std::vector<std::string>{"a", "b"}));
}

TEST(DescribeArrays, SayWhyAFileIsNone) {
  const TemporaryFolder folder;
  const auto idOf = [&](const std::string& name, const std::string& bytes) {
    const auto file = folder.write(name, bytes);
    return errorOf([&] { describeArrays(file); }).id;
  };
  EXPECT_EQ(idOf("a.npz", "no zip"), "zip_broken");
  EXPECT_EQ(idOf("a.npy", "no npy"), "npy_magic");
  EXPECT_EQ(idOf("b.npy", ""), "file_empty");
  EXPECT_EQ(idOf("a.csv", "1,b\n2,3\n"), "csv_not_a_number");
  EXPECT_EQ(idOf("a.png", "x"), "unknown_extension");
  EXPECT_EQ(errorOf([&] { describeArrays(folder / "none.npy"); }).id, "file_missing");
}

TEST(DescribeArrays, SayWhyAnArrayIsNoMatrix) {
  const TemporaryFolder folder;
  const auto objects = folder.write("o.npy", npyFile(npyDict("|O", "(2,)"), "x"));
  EXPECT_EQ(describeArrays(objects).at(0).problem->id(), "dtype_object");
  const auto empty = folder.write("e.npy", npyFile(npyDict("<f4", "(0, 2)"), ""));
  EXPECT_EQ(describeArrays(empty).at(0).problem->id(), "empty_array");
}

TEST(DescribeArrays, CompareWhatTheHeaderSaysWithTheBytesThatAreThere) {
  const TemporaryFolder folder;
  const auto problemOf = [&](const std::string& bytes) {
    const auto npy = describeArrays(folder.write("m.npy", bytes)).at(0).problem;
    return npy ? npy->id() : "";
  };
  EXPECT_EQ(problemOf(npyFile(npyDict("<f4", "(2, 2)"), bytesOf<float>({1, 2, 3, 4}))), "");
  EXPECT_EQ(problemOf(npyFile(npyDict("<f4", "(2, 2)"), bytesOf<float>({1}))), "array_size");
  EXPECT_EQ(problemOf(npyFile(npyDict("<f4", "(2, 2)"), bytesOf<float>({1, 2, 3, 4, 5}))), "array_size");
  EXPECT_EQ(problemOf(npyFile(npyDict("<f4", "(3000000000, 3000000000)"), "")), "array_size");
  EXPECT_EQ(problemOf(npyFile(npyDict("<f4", "(18446744073709551615, 2)"), "")), "array_size");
}

std::uint32_t crc32Of(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char byte : bytes) {
    crc ^= static_cast<std::uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

void replaceAll(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

TEST(DescribeArrays, CompareTheHeadersOfAnNpzWithItsMembers) {
  const TemporaryFolder folder;
  OutputFile file(folder / "q.npz");
  writeNpz({{"Q", shared(matrixOf({{1, 2, 3}, {4, 5, 6}}))}}, file);
  file.keep();
  std::string bytes = readFile(folder / "q.npz");
  const std::size_t start = bytes.find("\x93NUMPY");
  ASSERT_NE(start, std::string::npos);
  std::string member = bytes.substr(start, npyHeader(2, 3).size() + 6 * sizeof(float));
  const std::uint32_t before = crc32Of(member);
  replaceAll(member, "(2, 3)", "(9, 9)");
  replaceAll(bytes, "(2, 3)", "(9, 9)");
  replaceAll(bytes, bytesOf<std::uint32_t>({before}), bytesOf<std::uint32_t>({crc32Of(member)}));
  const FileArray lying = describeArrays(folder.write("lying.npz", bytes)).at(0);
  ASSERT_TRUE(lying.problem);
  EXPECT_EQ(lying.problem->id(), "array_size");
}

TEST(LoadArray, FindsOutWhatTheHeaderDidNotSay) {
  const TemporaryFolder folder;
  const auto wrong = folder.write("w.npy", npyFile(npyDict("<f4", "(1,)"), bytesOf<float>({NAN})));
  const FileArray array = describeArrays(wrong).at(0);
  EXPECT_FALSE(array.problem);
  EXPECT_EQ(errorOf([&] { loadArray(array); }).id, "not_finite");
}

}  // namespace
}  // namespace lab::test
