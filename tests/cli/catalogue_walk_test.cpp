#include <cmath>
#include <sstream>

#include "attention/catalogue.h"
#include "cli/line_runner.h"
#include "text/embeddings.h"
#include "text/tokenizers.h"

// Every row of every catalogue as a reader meets it: computed, written to JSON, listed and helped with.

namespace {

using nlohmann::json;

const std::string text = "the cat sat on";  // four tokens in each way to cut it but by character

/// One row, however it is written on the command line.
struct Walked {
  std::string kind;    ///< "scores", as `list` takes it
  std::string option;  ///< "--score"
  std::string name, title, summary, formula, source;
  std::string typed;                             ///< what follows the option, where it is more than the name
  std::vector<std::string> ranges;               ///< what the list says of each number
  json echoed;                                   ///< what the settings say
  std::size_t rows = 4, columns = 4, heads = 1;  ///< of scores and weights
};

/// A row with what all catalogues have in common. @param hasFormula false where such rows have none
template <class Row>
Walked walked(const char* kind, const char* option, const Row& row) {
  Walked out{kind, option, row.name, row.title.en, row.summary.en, "", row.source, row.name, {}, row.name};
  if constexpr (requires { row.formula; }) out.formula = row.formula;
  return out;
}

void addRanges(const std::vector<attn::ParameterSpec>& parameters, Walked& out) {
  for (const attn::ParameterSpec& parameter : parameters) {
    const bool number = parameter.kind == attn::ParameterKind::Number;
    out.ranges.push_back(number ? parameter.name + (" in " + parameter.acceptedText()) : parameter.name);
  }
}

/// Numbers that suit four queries and four keys.
std::string maskTyped(const attn::MaskRow& row) {
  if (row.name == std::string("block")) return "block:1,3";
  std::string typed = row.name;
  for (const attn::MaskArgument& argument : row.arguments) typed += ":" + std::to_string(argument.low + 1);
  return typed;
}

std::vector<Walked> allRows() {
  std::vector<Walked> all;
  for (const attn::ScoreRow& row : attn::scoreCatalogue()) {
    all.push_back(walked("scores", "--score", row));
    addRanges(row.parameters, all.back());
  }
  for (const attn::NormalizerRow& row : attn::normalizerCatalogue())
    all.push_back(walked("normalizers", "--normalizer", row));
  for (const attn::MaskRow& row : attn::maskCatalogue()) {
    Walked out = walked("masks", "--mask", row);
    addRanges(row.parameters, out);
    for (const attn::MaskArgument& argument : row.arguments)
      out.ranges.push_back(argument.name + (" from " + std::to_string(argument.low)) + " to ");
    out.typed = maskTyped(row);
    out.echoed = json::array({out.typed});
    all.push_back(out);
  }
  for (const attn::BiasRow& row : attn::biasCatalogue()) {
    all.push_back(walked("biases", "--bias", row));
    addRanges(row.parameters, all.back());
    all.back().ranges.push_back(row.usage);
    if (all.back().name == "relative") all.back().echoed = "relative:32:128";
  }
  for (const attn::PositionRow& row : attn::positionCatalogue()) {
    all.push_back(walked("positions", "--position", row));
    addRanges(row.parameters, all.back());
  }
  for (const attn::EmbeddingRow& row : attn::embeddingCatalogue())
    all.push_back(walked("embeddings", "--embedding", row));
  for (const attn::TokenizerRow& row : attn::tokenizerCatalogue()) {
    all.push_back(walked("tokenizers", "--tokenizer", row));
    if (all.back().name == "character") all.back().rows = all.back().columns = 11;
  }
  return all;
}

class CatalogueWalk : public CommandLine, public testing::WithParamInterface<Walked> {
 protected:
  json computed(std::vector<std::string> more) const {
    const Walked& row = GetParam();
    std::string typed = row.typed;
    if (row.kind == "masks" && row.name == "custom")
      typed += ":" + write("mask.csv", "1,0,0,0\n1,1,0,0\n1,1,1,0\n1,1,1,1\n");
    more.insert(more.end(), {"--text", text, row.option, typed});
    return compute(more);
  }
};

void expectMatrices(const json& value, std::size_t heads, std::size_t rows, std::size_t columns) {
  const json list = heads == 1 ? json::array({value}) : value;
  ASSERT_EQ(list.size(), heads);
  for (const json& head : list) {
    ASSERT_EQ(head.size(), rows);
    for (const json& row : head) {
      ASSERT_EQ(row.size(), columns);
      for (const json& number : row) EXPECT_TRUE(number.is_number()) << "not finite";
    }
  }
}

}  // namespace

TEST_P(CatalogueWalk, IsComputedWithItsNameInTheSettingsAndFiniteNumbers) {
  const Walked& row = GetParam();
  for (const std::size_t heads : {1U, 2U}) {
    SCOPED_TRACE(heads);
    // One-hot vectors of three or eleven tokens cannot be halved.
    const std::string dim = row.name == "onehot" || row.name == "character" ? "12" : "8";
    const json result = computed({"--heads", std::to_string(heads), "--dim", dim});
    ASSERT_TRUE(result.is_object());
    const std::string key = row.option.substr(2);
    if (row.name == "custom")
      EXPECT_EQ(result["settings"]["mask"][0]["custom"][1], json({1, 1, 0, 0}));
    else
      EXPECT_EQ(result["settings"][key], row.echoed);
    expectMatrices(result["scores"], heads, row.rows, row.columns);
    expectMatrices(result["weights"], heads, row.rows, row.columns);
    EXPECT_EQ(result["measures"].size(), heads);
    EXPECT_EQ(result["measures"][0].size(), row.rows);
    EXPECT_EQ(result["output"].size(), row.rows);
  }
}

TEST_P(CatalogueWalk, IsListedWithTitleSummaryRangesFormulaAndSource) {
  const Walked& row = GetParam();
  EXPECT_FALSE(row.source.empty());
  std::istringstream listed(run({"list", row.kind}).out);
  std::string line;
  while (std::getline(listed, line) && !line.starts_with(row.name + "\t")) continue;
  std::vector<std::string> fields;
  std::istringstream cut(line);
  for (std::string field; std::getline(cut, field, '\t');) fields.push_back(field);
  const bool hasFormula = row.kind != "tokenizers";
  ASSERT_EQ(fields.size(), hasFormula ? 5U : 4U) << line;
  EXPECT_EQ(fields[1], row.title);
  EXPECT_TRUE(fields[2].starts_with(row.summary)) << line;
  for (const std::string& range : row.ranges) EXPECT_NE(line.find(range), std::string::npos) << range << " in " << line;
  if (hasFormula) {
    EXPECT_FALSE(row.formula.empty());
    EXPECT_EQ(fields[3], row.formula);
  }
  EXPECT_EQ(fields.back(), row.source);
}

TEST_P(CatalogueWalk, IsNamedInTheHelpOfItsOption) {
  const Walked& row = GetParam();
  std::istringstream help(run({"compute", "--help"}).out);
  std::string line;
  while (std::getline(help, line) && line.find(row.option + " ") == std::string::npos) continue;
  std::string names = line;  // a long help goes on in the next lines
  while (std::getline(help, line) && line.find(" --") == std::string::npos && !line.empty()) names += line;
  EXPECT_NE((names + ",").find(row.name + ","), std::string::npos) << names;
}

INSTANTIATE_TEST_SUITE_P(EveryRow, CatalogueWalk, testing::ValuesIn(allRows()), [](const auto& each) {
  std::string name;
  for (const char letter : each.param.kind + "Z" + each.param.name)
    if (std::isalnum(static_cast<unsigned char>(letter))) name += letter;
  return name;
});

TEST_F(CommandLine, RefusesEveryNumberOfAScoreOutsideOfItsRange) {
  for (const attn::ScoreRow& score : attn::scoreCatalogue())
    for (const attn::ParameterSpec& parameter : score.parameters) {
      if (parameter.kind != attn::ParameterKind::Number) continue;
      for (const std::string bad : {"nan", "inf", parameter.positive ? "0" : "-inf"})
        expectError(2,
                    {"compute", "--text", text, "--score", score.name, "--param", parameter.name + ("=" + bad), "-o",
                     path("o.json")},
                    {std::string("--param ") + parameter.name, bad, parameter.acceptedText()});
    }
}

TEST_F(CommandLine, RefusesEveryNumberOfAMaskBelowItsLeast) {
  for (const attn::MaskRow& mask : attn::maskCatalogue())
    for (std::size_t bad = 0; bad < mask.arguments.size(); ++bad) {
      std::string typed = mask.name;
      for (std::size_t i = 0; i < mask.arguments.size(); ++i)
        typed += ":" + std::to_string(mask.arguments[i].low - (i == bad ? 1 : 0));
      expectError(2, {"compute", "--text", text, "--mask", typed, "-o", path("o.json")}, {"--mask", mask.name});
    }
}
