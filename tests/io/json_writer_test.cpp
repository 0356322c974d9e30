#include "io/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

#include "support/matrices.h"

using attn::test::matrixOf;

namespace lab::test {
namespace {

TEST(JsonWriter, PutsMembersAndRowsOnLinesOfTheirOwn) {
  JsonWriter json;
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
  EXPECT_EQ(json.json(), R"({
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
  JsonWriter json;
  json.beginArray();
  json.number(-0.0);
  json.number(std::numeric_limits<float>::quiet_NaN());
  json.number(-std::numeric_limits<double>::infinity());
  json.boolean(true);
  json.endArray();
  EXPECT_EQ(json.json(), "[-0.0, null, null, true]\n");
}

TEST(JsonWriter, EscapesTextAndReplacesBytesThatAreNone) {
  JsonWriter json;
  json.beginArray();
  json.text("\"\\\n\x01我");
  json.text(
      "a\xff"
      "b");
  json.endArray();
  EXPECT_EQ(json.json(), "[\"\\\"\\\\\\n\\u0001我\", \"a\uFFFDb\"]\n");
}

}  // namespace
}  // namespace lab::test
