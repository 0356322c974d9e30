#include "io/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

#include "support/matrices.h"

using attn::test::matrixOf;

namespace lab::test {
namespace {

TEST(JsonWriter, PutsMembersAndRowsOnLinesOfTheirOwn) {
  StringSink sink;
  JsonWriter json(sink);
  json.beginObject();
  json.key("n");
  json.count(2);
  json.key("empty");
  json.beginObject();
  json.endObject();
  json.key("tokens");
  json.texts({"a", "b"});
  json.key("m");
  json.matrix(matrixOf({{1, 0.1}, {-2.5, 3}}));
  json.endObject();
  EXPECT_EQ(sink.bytes(), R"({
  "n": 2,
  "empty": {},
  "tokens": ["a", "b"],
  "m": [
    [1, 0.1],
    [-2.5, 3]
  ]
}
)");
}

TEST(JsonWriter, KeepsTheSignOfZeroAndHasNullForWhatIsNotFinite) {
  StringSink sink;
  JsonWriter json(sink);
  json.beginArray();
  json.number(-0.0);
  json.number(std::numeric_limits<float>::quiet_NaN());
  json.number(-std::numeric_limits<double>::infinity());
  json.boolean(true);
  json.endArray();
  EXPECT_EQ(sink.bytes(), "[-0.0, null, null, true]\n");
}

TEST(JsonWriter, HoldsBackOnlyLittleOfALargeMatrix) {
  struct Largest final : ByteSink {
    std::size_t largest = 0, all = 0;
    void append(std::string_view bytes) override {
      largest = std::max(largest, bytes.size());
      all += bytes.size();
    }
    void overwrite(std::uint64_t, std::string_view) override {}
    std::uint64_t size() const override { return all; }
  } sink;
  JsonWriter json(sink);
  json.matrix(attn::Matrix::Constant(1000, 100, 0.125F));
  EXPECT_GT(sink.all, 100U * 1000 * 7);
  EXPECT_LT(sink.largest, 100'000U);
}

TEST(JsonWriter, EscapesTextAndReplacesBytesThatAreNone) {
  StringSink sink;
  JsonWriter json(sink);
  json.beginArray();
  json.text("\"\\\n\x01我");
  json.text(
      "a\xff"
      "b");
  json.endArray();
  EXPECT_EQ(sink.bytes(), "[\"\\\"\\\\\\n\\u0001我\", \"a\uFFFDb\"]\n");
}

}  // namespace
}  // namespace lab::test
