#include "io/npz.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "io/files.h"
#include "io/npy.h"
#include "support/errors.h"
#include "support/matrices.h"
#include "support/npy_samples.h"
#include "support/written.h"

using attn::test::errorOf;
using attn::test::matrixOf;
using attn::test::seededNormal;
using attn::test::shared;

namespace lab::test {
namespace {

std::string oneArray() { return npzBytes({{"Q", shared(matrixOf({{1, 2}}))}}); }
std::string twoArrays() { return npzBytes({{"Q", shared(matrixOf({{1, 2}}))}, {"K", shared(matrixOf({{3}}))}}); }

std::string emptyZip() { return "PK\x05\x06" + std::string(18, '\0'); }

TEST(ParseNpz, NeedsNoNameWhereThereIsOneArray) {
  EXPECT_EQ(parseNpz(oneArray(), std::nullopt, "x"), matrixOf({{1, 2}}));
}

TEST(ParseNpz, ListsTheNamesWhereOneIsNeeded) {
  EXPECT_EQ(parseNpz(twoArrays(), "K", "x"), matrixOf({{3}}));
  EXPECT_EQ(errorOf([] { parseNpz(twoArrays(), std::nullopt, "x.npz"); }).message,
            "x.npz holds several arrays; add ':' and one of Q, K");
  EXPECT_EQ(errorOf([] { parseNpz(twoArrays(), "V", "x.npz"); }).message,
            "x.npz: there is no array 'V'; did you mean 'Q'? It holds Q, K");
}

TEST(ParseNpz, SaysThatAFileIsNotAZip) {
  EXPECT_EQ(errorOf([] { parseNpz("", std::nullopt, "x"); }).id, "file_empty");
  EXPECT_EQ(errorOf([] { parseNpz("not a zip", std::nullopt, "x"); }).id, "zip_broken");
  EXPECT_EQ(errorOf([] { parseNpz(emptyZip(), std::nullopt, "x"); }).id, "npz_no_arrays");
}

TEST(ParseNpz, GivesAnErrorForEveryLengthThatAFileCanBeCutTo) {
  const std::string whole = oneArray();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    SCOPED_TRACE(length);
    errorOf([&] { parseNpz(std::string_view(whole).substr(0, length), std::nullopt, "x"); });
  }
}

/// Writes `value` over every place of the file that holds `old`, both as 32-bit words.
std::string withSize(std::string file, std::uint32_t old, std::uint32_t value) {
  const std::string from = bytesOf<std::uint32_t>({old}), to = bytesOf<std::uint32_t>({value});
  for (std::size_t at = file.find(from); at != std::string::npos; at = file.find(from, at + 4)) file.replace(at, 4, to);
  return file;
}

TEST(ParseNpz, BelievesNoSizeThatTheArrayDoesNotHave) {
  const std::string file = oneArray();
  const auto size = static_cast<std::uint32_t>(npyHeader(1, 2).size() + 8);
  for (const std::uint32_t lie : {0U, size - 1, size + 1, 0x7fffffffU, 0xfffffffeU}) {
    SCOPED_TRACE(lie);
    errorOf([&] { parseNpz(withSize(file, size, lie), std::nullopt, "x"); });
  }
}

TEST(ParseNpz, FindsAChangedByte) {
  std::string file = oneArray();
  file[file.find(bytesOf<float>({1, 2}))] ^= 1;  // its checksum no longer fits
  EXPECT_EQ(errorOf([&] { parseNpz(file, std::nullopt, "x"); }).id, "zip_broken");
}

TEST(NpzBytes, AreReadBackExactly) {
  const auto scores = shared(seededNormal(7, 5, "scores")), weights = shared(seededNormal(3, 4, "weights"));
  const std::string file = npzBytes({{"scores", scores}, {"context", nullptr}, {"weights", weights}});
  EXPECT_EQ(parseNpz(file, "scores", "x"), *scores);
  EXPECT_EQ(parseNpz(file, "weights", "x"), *weights);
  EXPECT_EQ(errorOf([&] { parseNpz(file, "context", "x"); }).id, "npz_unknown_array");
}

TEST(NpzBytes, PassOnWhatTheirSinkThrows) {
  struct FullDisk final : ByteSink {
    void append(std::string_view) override { throw attn::InputError("disk_full", {{"input", "x.npz"}}); }
    void overwrite(std::uint64_t, std::string_view) override {}
    std::uint64_t size() const override { return 0; }
  } sink;
  EXPECT_EQ(errorOf([&] { writeNpz({{"a", shared(matrixOf({{1}}))}}, sink); }).id, "disk_full");
}

TEST(NpzBytes, AreTheSameInEveryTimeZone) {
  const char* const before = std::getenv("TZ");
  const std::string zone = before != nullptr ? before : "";
  const std::string here = twoArrays();
  for (const char* other : {"Asia/Shanghai", "America/Los_Angeles", "XYZ-5:45"}) {
    ::setenv("TZ", other, 1);
    ::tzset();
    EXPECT_EQ(twoArrays(), here) << other;
  }
  before != nullptr ? ::setenv("TZ", zone.c_str(), 1) : ::unsetenv("TZ");
  ::tzset();
}

}  // namespace
}  // namespace lab::test
