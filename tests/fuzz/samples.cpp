#include "samples.h"

#include "document/document_file.h"
#include "io/npz.h"
#include "support/npy_samples.h"
#include "support/written.h"

namespace lab::fuzz {
namespace {

using test::bytesOf;
using test::npyDict;
using test::npyFile;
using test::npzBytes;

attn::MatrixPtr smallMatrix() {
  attn::Matrix values(2, 2);
  values << 1, -2.5F, 0.1F, 3e10F;
  return std::make_shared<const attn::Matrix>(values);
}

}  // namespace

std::vector<std::string> npySamples() {
  return {npyFile(npyDict("<f4", "(1, 2)"), bytesOf<float>({1, 2})),
          npyFile(npyDict(">f8", "(2, 1)", true), bytesOf<double>({1, 2})),
          npyFile(npyDict("<f2", "(3,)"), bytesOf<std::uint16_t>({0, 15360, 31743}), 2),
          npyFile(npyDict("|b1", "()"), bytesOf<std::uint8_t>({1}), 3),
          npyFile(npyDict("<i8", "(1, 1)"), bytesOf<std::int64_t>({-1})),
          npyFile(npyDict("<u2", "(2, 1, 2)", true), bytesOf<std::uint16_t>({1, 3, 2, 4})),
          npyFile("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", "1234")};
}

std::vector<std::string> npzSamples() {
  return {npzBytes({{"a", smallMatrix()}}), npzBytes({{"a", smallMatrix()}, {"b", smallMatrix()}}),
          "PK\x05\x06" + std::string(18, '\0')};
}

std::vector<std::string> csvSamples() {
  return {"1,2\n3,4\n", ",the,cat\nthe,1,2\ncat,3,4\n", "\"a,b\",\"c\"\"d\"\r\n1,-2.5e-3\r\n", "the\t1\t2\ncat\t3\t4\n",
          "\xEF\xBB\xBF我,爱\n1,2\n"};
}

std::vector<std::string> textSamples() {
  return {"The animal didn't cross the street.", "我爱北京天安门", "a\nb\n我\n",
          "e\xCC\x81 \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9", " \t x\xC2\xA0y \xE3\x80\x80"};
}

std::vector<std::string> sessionSamples() {
  attn::Experiment text;
  text.queryText = "我爱北京天安门";
  text.masks = {{"causal", {}}, {"padding", {3}}};
  text.score = "gaussian";
  text.parameters.numbers["sigma"] = 2;
  attn::Experiment ready;
  ready.entry = attn::Entry::Ready;
  ready.q = ready.k = ready.v = smallMatrix();
  ready.queryTokens = {"a", "b"};
  ready.score = "general";
  ready.parameters.matrices["W"] = smallMatrix();
  attn::Experiment heads = text;
  heads.heads = 4;
  heads.kvHeads = 2;
  heads.bias = attn::parseBias("relative:8:16:causal");
  heads.parameters.matrices["relative"] = smallMatrix();
  heads.parameters.numbers.clear();
  heads.parameters.matrices["sigma"] = smallMatrix();
  heads.parameters.perHead = {"sigma"};
  attn::Experiment scores;
  scores.entry = attn::Entry::Scores;
  scores.scores = smallMatrix();
  scores.masks = {{"custom", {}, std::make_shared<const attn::Mask>(attn::Mask::Constant(2, 2, true))}};
  attn::Experiment weights;
  weights.entry = attn::Entry::Weights;
  weights.weights = weights.v = smallMatrix();
  return {documentToJson({text}), documentToJson({ready}), documentToJson({heads}), documentToJson({scores}),
          documentToJson({weights})};
}

}  // namespace lab::fuzz
