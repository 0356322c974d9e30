#include <set>
#include <sstream>

#include "cli/line_runner.h"

namespace {

std::set<std::string> namesOf(const std::string& listed) {
  std::set<std::string> names;
  std::istringstream lines(listed);
  for (std::string line; std::getline(lines, line);) names.insert(line.substr(0, line.find('\t')));
  return names;
}

}  // namespace

TEST_F(CommandLine, ListsWhatIsBuiltAndNothingElse) {
  using Names = std::set<std::string>;
  const std::vector<std::pair<const char*, Names>> lists = {
      {"scores",
       {"dot", "scaled_dot", "general", "additive", "concat", "mlp", "location", "cosine", "gaussian", "key_linear"}},
      {"normalizers", {"softmax", "sparsemax", "entmax15", "hardmax", "sigmoid", "ratio", "uniform"}},
      {"masks", {"causal", "window", "dilated", "global_window", "block", "padding", "local_m", "local_p", "custom"}},
      {"biases", {"none", "alibi", "relative"}},
      {"positions", {"none", "sinusoidal", "sinusoidal_halves", "learned", "rope"}},
      {"embeddings", {"random", "onehot", "ngram"}},
      {"tokenizers", {"word", "character", "whitespace"}},
      {"views", {"heatmap", "links", "steps", "compare", "temperature", "space", "heads", "position", "draw"}},
      {"colour-maps", {"viridis", "cividis", "magma", "diverging"}}};
  for (const auto& [kind, names] : lists) {
    const Outcome outcome = run({"list", kind});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(namesOf(outcome.out), names) << kind;
  }
}

TEST_F(CommandLine, SaysWhatCanBeListed) { expectError(2, {"list"}, {"scores", "colour-maps"}); }
