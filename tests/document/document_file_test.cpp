#include "document/document_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/errors.h"
#include "support/matrices.h"
#include "support/temporary_folder.h"

using attn::Entry;
using attn::Experiment;
using attn::test::errorOf;
using attn::test::matrixOf;
using attn::test::seededNormal;
using attn::test::shared;

namespace lab::test {
namespace {

bool sameMatrix(const attn::MatrixPtr& a, const attn::MatrixPtr& b) {
  return a == b || (a && b && a->rows() == b->rows() && a->cols() == b->cols() && *a == *b);
}

/// Replaces each matrix of `read` by the equal one of `saved`, so that == compares the rest.
void adoptEqualMatrices(const Experiment& saved, Experiment& read) {
  for (const auto member :
       {&Experiment::x, &Experiment::memory, &Experiment::wQ, &Experiment::wK, &Experiment::wV, &Experiment::wO,
        &Experiment::q, &Experiment::k, &Experiment::v, &Experiment::scores, &Experiment::weights})
    if (sameMatrix(read.*member, saved.*member)) read.*member = saved.*member;
  for (auto& [name, values] : read.parameters.matrices) {
    const auto found = saved.parameters.matrices.find(name);
    if (found != saved.parameters.matrices.end() && sameMatrix(values, found->second)) values = found->second;
  }
  for (std::size_t i = 0; i < std::min(saved.masks.size(), read.masks.size()); ++i) {
    const attn::MaskPtr &a = saved.masks[i].custom, &b = read.masks[i].custom;
    if (a && b && a->rows() == b->rows() && a->cols() == b->cols() && (*a == *b).all()) read.masks[i].custom = a;
  }
}

void expectRoundTrip(const Experiment& experiment) {
  const std::string json = documentToJson({experiment});
  Document read = documentFromJson(json, "file");
  EXPECT_EQ(documentToJson(read), json);
  adoptEqualMatrices(experiment, read.experiment);
  EXPECT_EQ(read.experiment, experiment) << json;
}

Document fromExperiment(const std::string& members) {
  return documentFromJson(R"({"format": "attention-lab session", "version": 1, "experiment": {)" + members + "}}",
                          "s.json");
}

/// The message about `members` of an experiment, without the file's name.
std::string complaint(const std::string& members) {
  return errorOf([&] { fromExperiment(members); }).message.substr(std::string("s.json: ").size());
}

TEST(DocumentFile, RoundTripsANewDocument) { expectRoundTrip({}); }

TEST(DocumentFile, RoundTripsText) {
  Experiment experiment;
  experiment.queryText = "我爱\"北京\"\n天安门\t\\ \x01 \xF0\x9F\x98\x80";
  experiment.keyText = "kept although it is not in use";
  expectRoundTrip(experiment);
  experiment.crossText = true;
  experiment.tokenizer = "character";
  experiment.embedding = "ngram";
  experiment.dim = 32;
  experiment.projection = "identity";
  experiment.seed = std::numeric_limits<std::uint64_t>::max();
  experiment.position = "sinusoidal";
  experiment.score = "gaussian";
  experiment.parameters.numbers["sigma"] = 1.0 / 3.0;
  experiment.masks = {{"causal", {}}, {"padding", {7}}};
  experiment.normalizer = "ratio";
  experiment.temperature = 0.1 + 0.2;  // needs all 17 digits
  expectRoundTrip(experiment);
}

TEST(DocumentFile, RoundTripsVectors) {
  Experiment experiment;
  experiment.entry = Entry::Vectors;
  experiment.x = shared(seededNormal(5, 3, "x") * 1e-30F);
  experiment.memory = shared(seededNormal(4, 3, "memory") * 1e30F);
  experiment.wQ = shared(seededNormal(3, 3, "wQ"));
  experiment.wK = shared(seededNormal(3, 3, "wK"));
  experiment.wV = shared(seededNormal(3, 2, "wV"));
  experiment.wO = shared(seededNormal(2, 6, "wO"));
  experiment.queryTokens = {"a", "b", "c", "d", "e"};
  experiment.keyTokens = {"一", "二", "三", "四"};
  experiment.score = "additive";
  experiment.parameters.matrices["W_q"] = shared(seededNormal(2, 3, "W_q"));
  experiment.parameters.matrices["v"] = shared(seededNormal(1, 2, "v"));
  expectRoundTrip(experiment);
}

TEST(DocumentFile, RoundTripsReadyMatricesToTheBit) {
  Experiment experiment;
  experiment.entry = Entry::Ready;
  const float denormal = std::numeric_limits<float>::denorm_min(), largest = std::numeric_limits<float>::max();
  experiment.q = shared(matrixOf({{denormal, largest}, {-largest, 16777216}}));
  experiment.k = shared(matrixOf({{-0.0, 0.1}}));
  expectRoundTrip(experiment);
  const Document read = documentFromJson(documentToJson({experiment}), "file");
  EXPECT_TRUE(std::signbit((*read.experiment.k)(0, 0)));
}

TEST(DocumentFile, RoundTripsHeadsBiasesAndEveryParameterOfThem) {
  Experiment experiment;
  experiment.heads = 4;
  expectRoundTrip(experiment);
  experiment.kvHeads = 2;
  experiment.bias = attn::parseBias("relative:8:16:causal");
  experiment.score = "general";
  experiment.position = "learned";
  attn::Mask custom = attn::Mask::Constant(2, 3, true);
  custom(1, 2) = false;
  experiment.masks = {{"local_p", {2}}, {"custom", {}, std::make_shared<const attn::Mask>(custom)}, {"block", {1, 2}}};
  experiment.parameters.matrices["W"] = shared(seededNormal(8, 2, "W"));
  experiment.parameters.perHead = {"W"};
  experiment.parameters.matrices["W_p"] = shared(seededNormal(2, 2, "W_p"));
  experiment.parameters.matrices["v_p"] = shared(seededNormal(1, 2, "v_p"));
  experiment.parameters.matrices["relative"] = shared(seededNormal(4, 8, "relative"));
  experiment.parameters.matrices["position"] = shared(seededNormal(9, 8, "position"));
  expectRoundTrip(experiment);
}

TEST(DocumentFile, RoundTripsANumberForEachHead) {
  Experiment experiment;
  experiment.heads = 2;
  experiment.score = "gaussian";
  experiment.parameters.matrices["sigma"] = shared(matrixOf({{0.5}, {2}}));
  experiment.parameters.perHead = {"sigma"};
  expectRoundTrip(experiment);
}

TEST(DocumentFile, RoundTripsScoresAndWeights) {
  Experiment scores;
  scores.entry = Entry::Scores;
  scores.scores = shared(seededNormal(2, 3, "scores"));
  scores.v = shared(seededNormal(3, 2, "v"));
  scores.bias = attn::BiasSpec("alibi");
  expectRoundTrip(scores);
  Experiment weights;
  weights.entry = Entry::Weights;
  weights.weights = shared(matrixOf({{0.25, 0.75}, {1, 0}}));
  weights.queryTokens = {"a", "b"};
  expectRoundTrip(weights);
  Experiment keys;
  keys.entry = Entry::Ready;
  keys.score = "key_linear";
  keys.k = shared(seededNormal(3, 2, "k"));
  expectRoundTrip(keys);
}

TEST(DocumentFile, TakesDefaultsForWhatIsMissingAndIgnoresWhatItDoesNotKnow) {
  EXPECT_EQ(fromExperiment(""), Document{});
  EXPECT_EQ(fromExperiment(R"("heads": 4, "text": "hi")").experiment.queryText, "hi");
}

TEST(DocumentFile, ReadsAListOfNumbersAsOneRow) {
  const Document read = fromExperiment(R"("entry": "vectors", "x": [1, 2.5])");
  EXPECT_EQ(*read.experiment.x, matrixOf({{1, 2.5}}));
}

TEST(DocumentFile, NamesTheMemberThatIsOfTheWrongKind) {
  EXPECT_EQ(complaint(R"("temperature": "hot")"), "experiment.temperature is \"hot\"; expected 0.001 … 1e+06");
  EXPECT_EQ(complaint(R"("text": 3)"), "experiment.text is 3; expected \"…\"");
  EXPECT_EQ(complaint(R"("mask": "causal")"), "experiment.mask is \"causal\"; expected […]");
  EXPECT_EQ(complaint(R"("mask": [{}])"), "experiment.mask[0] is {…}; expected \"…\"");
  EXPECT_EQ(complaint(R"("param": [])"), "experiment.param is []; expected {…}");
  EXPECT_EQ(complaint(R"("query_tokens": ["a", null])"), "experiment.query_tokens[1] is null; expected \"…\"");
  EXPECT_EQ(complaint(R"("text": "a", "query_text": "b")"),
            "experiment.query_text is \"b\"; expected text | query_text");
}

TEST(DocumentFile, NamesTheMemberThatIsOutOfRange) {
  EXPECT_EQ(complaint(R"("temperature": 0)"), "experiment.temperature is 0; expected 0.001 … 1e+06");
  EXPECT_EQ(complaint(R"("seed": -1)"), "experiment.seed is -1; expected 0, 1, … 18446744073709551615");
  EXPECT_EQ(complaint(R"("dim": 1e9)"), "experiment.dim is 1000000000.0; expected 0, 1, … 16384");
  EXPECT_EQ(complaint(R"("heads": 0)"), "experiment.heads is 0; expected 1, 2, … 1024");
  EXPECT_EQ(complaint(R"("kv_heads": 1025)"), "experiment.kv_heads is 1025; expected 0, 1, … 1024");
  EXPECT_EQ(complaint(R"("bias": "relative:x")"),
            "experiment.bias is \"relative:x\"; expected relative[:BUCKETS:MAXDIST[:causal]]");
  EXPECT_EQ(complaint(R"("bias": "alibii")"), "experiment.bias is 'alibii'; did you mean 'alibi'?");
  EXPECT_EQ(complaint(R"("mask": [{"custom": [[1, 0.5]]}])"), "experiment.mask[0].custom is […]; expected 0, 1");
  EXPECT_EQ(complaint(R"("mask": ["padding:x"])"), "experiment.mask[0] is \"padding:x\"; expected padding:L");
  const auto sigma = errorOf([] { fromExperiment(R"("score": "gaussian", "param": {"sigma": -1})"); });
  EXPECT_EQ(sigma.argument("member"), "experiment.param.sigma");
}

TEST(DocumentFile, NamesTheNearestNameForAnUnknownOne) {
  EXPECT_EQ(complaint(R"("score": "gausian")"), "experiment.score is 'gausian'; did you mean 'gaussian'?");
  for (const char* member : {"entry", "tokenizer", "embedding", "projection", "position", "score", "normalizer"}) {
    const auto error = errorOf([&] { fromExperiment(std::string("\"").append(member).append("\": \"nonsense\"")); });
    EXPECT_EQ(error.id, "member_name");
    EXPECT_EQ(error.argument("member"), "experiment." + std::string(member));
  }
  EXPECT_EQ(complaint(R"("mask": ["casual"])"), "experiment.mask[0] is 'casual'; did you mean 'causal'?");
  EXPECT_EQ(errorOf([] { fromExperiment(R"("param": {"sigma": 1})"); }).argument("member"), "experiment.param");
}

TEST(DocumentFile, NamesTheEntryOfAMatrixThatIsWrong) {
  const auto vectors = [](const std::string& x) { return R"("entry": "vectors", "x": )" + x; };
  EXPECT_EQ(complaint(vectors("[[1, 2], [3, null]]")), "experiment.x[1][1] is null; expected 0.0");
  EXPECT_EQ(complaint(vectors("[[1, 2], [3]]")), "experiment.x[1] is […]; expected [2 × 0.0]");
  EXPECT_EQ(complaint(vectors("[[1], 2]")), "experiment.x[1] is 2; expected [1 × 0.0]");
  EXPECT_EQ(complaint(vectors("[]")), "experiment.x is []; expected [[0.0, …], …]");
  EXPECT_EQ(complaint(vectors("[[]]")), "experiment.x is […]; expected [[0.0, …], …]");
  EXPECT_EQ(complaint(vectors("[[1, 1e39]]")),
            "experiment.x[0, 1] is 1e+39; expected at most 3.4e38, the largest 32-bit float");
  EXPECT_EQ(errorOf([&] { fromExperiment(vectors("[[1e999]]")); }).id, "float_range");
}

TEST(DocumentFile, NeedsTheMatricesOfItsEntry) {
  EXPECT_EQ(complaint(R"("entry": "vectors")"), "experiment.x is missing");
  EXPECT_EQ(complaint(R"("entry": "ready", "q": [[1]])"), "experiment.k is missing");
  EXPECT_EQ(complaint(R"("entry": "ready", "k": [[1]])"), "experiment.q is missing");
  EXPECT_EQ(complaint(R"("entry": "scores")"), "experiment.scores is missing");
  EXPECT_EQ(complaint(R"("entry": "weights")"), "experiment.weights is missing");
}

TEST(DocumentFile, RefusesOtherFilesAndNewerVersions) {
  const auto error = [](const std::string& json) { return errorOf([&] { documentFromJson(json, "s.json"); }); };
  for (const char* other : {"{}", "[]", "3", R"({"format": 1})", R"({"format": "else", "version": 1})"})
    EXPECT_EQ(error(other).id, "not_a_session") << other;
  EXPECT_EQ(error(R"({"format": "attention-lab session", "version": 2})").message,
            "s.json is of version 2; this program reads up to 1: use a newer one");
  EXPECT_EQ(error(R"({"format": "attention-lab session"})").argument("member"), "version");
  EXPECT_EQ(error(R"({"format": "attention-lab session", "version": 0})").id, "member");
  EXPECT_EQ(error(R"({"format": "attention-lab session", "version": 1})").argument("member"), "experiment");
}

TEST(DocumentFile, SaysTheLineWhereAFileIsCutShort) {
  const std::string whole = documentToJson({});
  for (std::size_t length = 0; length + 2 < whole.size(); ++length)
    EXPECT_EQ(errorOf([&] { documentFromJson(whole.substr(0, length), "s.json"); }).id, "json_broken") << length;
  EXPECT_EQ(errorOf([] { documentFromJson("{\n\"a\": 1,\n", "s.json"); }).argument("line"), "3");
  EXPECT_EQ(errorOf([] { documentFromJson("{\"a\": \"\xff\"}", "s.json"); }).argument("place"), "8");
}

TEST(DocumentFile, IsSavedAndOpened) {
  const TemporaryFolder folder;
  Document document;
  document.experiment.queryText = "the cat";
  saveDocument(document, folder / "s.json");
  EXPECT_EQ(openDocument(folder / "s.json"), document);
  EXPECT_EQ(errorOf([&] { openDocument(folder / "none.json"); }).id, "file_missing");
}

}  // namespace
}  // namespace lab::test
