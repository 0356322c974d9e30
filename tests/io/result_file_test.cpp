#include "io/result_file.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "io/npz.h"
#include "pipeline/pipeline.h"
#include "support/comma_locale.h"
#include "support/errors.h"
#include "support/matrices.h"
#include "support/written.h"

using attn::Entry;
using attn::Experiment;
using attn::Matrix;
using attn::test::matrixOf;
using attn::test::shared;
using nlohmann::json;

namespace lab::test {
namespace {

std::string npzOf(const attn::Trace& trace) {
  return written([&](ByteSink& sink) { traceToNpz(trace, sink); });
}
std::string jsonOf(const attn::Trace& trace) {
  return written([&](ByteSink& sink) { traceToJson(trace, sink); });
}

attn::Trace traceOf(const Experiment& experiment) { return attn::Pipeline().evaluate(experiment); }

Experiment sentence() {
  Experiment experiment;
  experiment.queryText = "我爱北京天安门";
  experiment.masks = {{"causal", {}}, {"padding", {3}}};
  experiment.score = "gaussian";
  experiment.parameters.numbers["sigma"] = 0.1;
  experiment.seed = std::numeric_limits<std::uint64_t>::max();
  return experiment;
}

Matrix matrixIn(const json& list) {
  Matrix values(list.size(), list.at(0).size());
  for (attn::Index r = 0; r < values.rows(); ++r)
    for (attn::Index c = 0; c < values.cols(); ++c) values(r, c) = list.at(r).at(c).get<float>();
  return values;
}

TEST(TraceToNpz, HoldsEveryArrayThatExists) {
  const attn::Trace trace = traceOf(sentence());
  const std::string file = npzOf(trace);
  for (const auto& [name, values] : {std::pair{"X_query", trace.xQuery},
                                     {"X_key", trace.xKey},
                                     {"Q", trace.q},
                                     {"K", trace.k},
                                     {"V", trace.v},
                                     {"scores", trace.head().scores},
                                     {"weights", trace.head().weights},
                                     {"context", trace.head().context},
                                     {"output", trace.output}})
    EXPECT_EQ(parseNpz(file, name, "x"), *values) << name;
}

TEST(TraceToNpz, LeavesOutWhatTheEntryDoesNotHave) {
  Experiment ready;
  ready.entry = Entry::Ready;
  ready.q = shared(matrixOf({{1, 0}}));
  ready.k = shared(matrixOf({{1, 0}, {0, 1}}));
  const std::string file = npzOf(traceOf(ready));
  EXPECT_EQ(attn::test::errorOf([&] { parseNpz(file, "V", "x"); }).argument("expected"), "Q, K, scores, weights");
}

TEST(TraceToJson, HoldsTheArraysExactly) {
  const attn::Trace trace = traceOf(sentence());
  const json read = json::parse(jsonOf(trace));
  EXPECT_EQ(read.at("format"), 1);
  EXPECT_EQ(read.at("tokens_query"), json({"我", "爱", "北京", "天安门"}));
  EXPECT_EQ(matrixIn(read.at("X_query")), *trace.xQuery);
  EXPECT_EQ(matrixIn(read.at("scores")), *trace.head().scores);
  EXPECT_EQ(matrixIn(read.at("weights")), *trace.head().weights);
  EXPECT_EQ(matrixIn(read.at("output")), *trace.output);
}

TEST(TraceToJson, SaysEverySettingWithItsDefaultsFilledIn) {
  const json settings = json::parse(jsonOf(traceOf(sentence()))).at("settings");
  EXPECT_EQ(settings, json::parse(R"({"text": "我爱北京天安门", "tokenizer": "word", "embedding": "random", "dim": 4,
      "projection": "random", "seed": 18446744073709551615, "position": "none", "heads": 1, "kv_heads": 1,
      "score": "gaussian", "param": {"sigma": 0.1}, "bias": "none", "mask": ["causal", "padding:3"], "normalizer": "softmax", "temperature": 1})"));
}

TEST(TraceToJson, HoldsTheMatricesThatWereGiven) {
  Experiment vectors;
  vectors.entry = Entry::Vectors;
  vectors.x = shared(matrixOf({{1, 2}, {3, 4}}));
  EXPECT_EQ(json::parse(jsonOf(traceOf(vectors))).at("settings").at("projection"), "identity");
  vectors.memory = shared(matrixOf({{5, 6}}));
  vectors.position = "sinusoidal";
  vectors.wQ = vectors.wO = shared(matrixOf({{0, 1}, {2, 0}}));
  const json partly = json::parse(jsonOf(traceOf(vectors))).at("settings");
  EXPECT_EQ(partly.at("x"), json({{1, 2}, {3, 4}}));
  EXPECT_EQ(partly.at("memory"), json::parse("[[5, 6]]"));
  EXPECT_EQ(partly.at("w_q"), json({{0, 1}, {2, 0}}));
  EXPECT_EQ(partly.at("w_k"), "identity");
  EXPECT_EQ(partly.at("w_v"), "identity");
  EXPECT_EQ(partly.at("w_o"), partly.at("w_q"));
  EXPECT_FALSE(partly.contains("projection"));
  vectors.wK = vectors.wV = vectors.wQ;
  EXPECT_EQ(json::parse(jsonOf(traceOf(vectors))).at("settings").dump().find("identity"), std::string::npos);
}

TEST(TraceToJson, WritesDrawnParametersAsListsAndVectorsFlat) {
  Experiment experiment = sentence();
  experiment.score = "additive";
  experiment.parameters = {};
  const attn::Trace trace = traceOf(experiment);
  const json param = json::parse(jsonOf(trace)).at("settings").at("param");
  EXPECT_EQ(matrixIn(param.at("W_q")), *trace.parameters.matrices.at("W_q"));
  EXPECT_EQ(matrixIn(json::array({param.at("v")})), *trace.parameters.matrices.at("v"));
}

TEST(TraceToJson, WritesNoMinusZeroAsTheEntropyOfOneKey) {
  Experiment one;
  one.queryText = "a";
  EXPECT_EQ(jsonOf(traceOf(one)).find("\"entropy\": -"), std::string::npos);
}

TEST(TraceToJson, WritesBothTextsOfCrossAttention) {
  Experiment experiment;
  experiment.crossText = true;
  experiment.queryText = "the cat";
  experiment.keyText = "le chat noir";
  const json read = json::parse(jsonOf(traceOf(experiment)));
  EXPECT_EQ(read.at("settings").at("query_text"), "the cat");
  EXPECT_EQ(read.at("settings").at("key_text"), "le chat noir");
  EXPECT_FALSE(read.at("settings").contains("text"));
  EXPECT_EQ(read.at("tokens_key"), json({"le", "chat", "noir"}));
}

TEST(TraceToJson, MeasuresEveryQueryByName) {
  Experiment experiment = sentence();
  experiment.normalizer = "uniform";
  experiment.masks = {};
  const json measures = json::parse(jsonOf(traceOf(experiment))).at("measures");
  ASSERT_EQ(measures.size(), 1U);  // heads
  ASSERT_EQ(measures[0].size(), 4U);
  const json& row = measures[0][1];
  // Quarters are exact; ln and exp are good to a few units of the last digit of a double.
  EXPECT_NEAR(row.at("entropy").get<double>(), 1.3862943611198906, 1e-12);
  EXPECT_NEAR(row.at("effective_keys").get<double>(), 4, 1e-12);
  EXPECT_EQ(row.at("maximum"), 0.25);
  EXPECT_NEAR(row.at("gini").get<double>(), 0, 1e-12);
  EXPECT_EQ(row.at("mean_distance"), 1.0);
  EXPECT_EQ(row.at("diagonal_mass"), 0.25);
  EXPECT_EQ(row.at("empty"), false);
}

TEST(TraceToJson, WritesNullForARowThatIsNotANumberAndSaysWhichRowIsEmpty) {
  Experiment ready;
  ready.entry = Entry::Ready;
  ready.q = shared(matrixOf({{1}, {1}}));
  ready.k = shared(matrixOf({{1}, {-1}}));
  ready.normalizer = "ratio";  // 1 − 1 = 0 in the sum
  const json undefined = json::parse(jsonOf(traceOf(ready)));
  EXPECT_EQ(undefined.at("weights"), json::parse("[[null, null], [null, null]]"));
  for (const auto& [name, value] : undefined.at("measures")[0][0].items())
    EXPECT_TRUE(name == "empty" ? value == false : value.is_null()) << name;
  ready.masks = {{"padding", {0}}};
  EXPECT_EQ(json::parse(jsonOf(traceOf(ready))).at("measures")[0][0].at("empty"), true);
}

TEST(TraceFiles, HaveTheSameBytesEachTimeAndWithADecimalComma) {
  const std::string npz = npzOf(traceOf(sentence())), text = jsonOf(traceOf(sentence()));
  EXPECT_EQ(npzOf(traceOf(sentence())), npz);
  EXPECT_EQ(jsonOf(traceOf(sentence())), text);
  const CommaLocale comma;
  if (!comma.isSet()) GTEST_SKIP() << "no locale with a decimal comma is installed or can be made";
  EXPECT_EQ(npzOf(traceOf(sentence())), npz);
  EXPECT_EQ(jsonOf(traceOf(sentence())), text);
}

}  // namespace
}  // namespace lab::test
