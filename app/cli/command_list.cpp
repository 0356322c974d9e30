#include <fmt/format.h>

#include "attention/catalogue.h"
#include "cli/commands.h"
#include "core/input_error.h"
#include "scene/colour_map.h"
#include "scene/views.h"
#include "text/embeddings.h"
#include "text/tokenizers.h"

namespace lab {
namespace {

/// "sigma in (0, ∞)", or the name of a matrix.
std::string parameterText(const attn::ParameterSpec& parameter) {
  if (parameter.kind != attn::ParameterKind::Number) return parameter.name;
  return fmt::format("{} in {}", parameter.name, parameter.acceptedText());
}

std::string parametersText(const std::vector<attn::ParameterSpec>& parameters) {
  std::string text;
  for (const attn::ParameterSpec& parameter : parameters)
    text += (text.empty() ? " Parameters: " : ", ") + parameterText(parameter);
  return text;
}

/// What stands after name and title: the row's summary, its parameters, and how its arguments are written.
template <class Row>
std::string detail(const Row& row) {
  return row.summary.en;
}
std::string detail(const attn::ScoreRow& row) { return row.summary.en + parametersText(row.parameters); }
std::string detail(const attn::PositionRow& row) { return row.summary.en + parametersText(row.parameters); }
std::string detail(const attn::MaskRow& row) {
  std::string text = row.summary.en + parametersText(row.parameters);
  if (row.needsMatrix) return fmt::format("{} Written {}:FILE", text, row.name);
  if (row.arguments.empty()) return text;
  text += fmt::format("{} Written {}", row.parameters.empty() ? "" : ".", row.name);
  for (const attn::MaskArgument& argument : row.arguments) text += fmt::format(":{}", argument.name);
  for (const attn::MaskArgument& argument : row.arguments)
    text += fmt::format(", {} from {} to {}", argument.name, argument.low, attn::largestMaskArgument);
  return text;
}

std::string detail(const attn::BiasRow& row) {
  const std::string text = row.summary.en + parametersText(row.parameters);
  if (std::string_view(row.usage) == row.name) return text;
  return fmt::format("{}{} Written {}", text, row.parameters.empty() ? "" : ".", row.usage);
}

/// Formula and source, where such a row has them.
template <class Row>
std::string origin(const Row& row) {
  std::string text;
  if constexpr (requires { row.formula; }) text += fmt::format("\t{}", row.formula);
  if constexpr (requires { row.source; }) text += fmt::format("\t{}", row.source);
  return text;
}

template <class Row>
std::string lines(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows) text += fmt::format("{}\t{}\t{}{}\n", row.name, row.title.en, detail(row), origin(row));
  return text;
}

/// One list of names, as `attention-lab list` takes it.
struct ListedKind {
  const char* name;
  std::string (*lines)();
};

const std::vector<ListedKind>& listedKinds() {
  static const std::vector<ListedKind> kinds = {
      {"scores", [] { return lines(attn::scoreCatalogue()); }},
      {"normalizers", [] { return lines(attn::normalizerCatalogue()); }},
      {"masks", [] { return lines(attn::maskCatalogue()); }},
      {"biases", [] { return lines(attn::biasCatalogue()); }},
      {"positions", [] { return lines(attn::positionCatalogue()); }},
      {"embeddings", [] { return lines(attn::embeddingCatalogue()); }},
      {"tokenizers", [] { return lines(attn::tokenizerCatalogue()); }},
      {"views", [] { return lines(viewCatalogue()); }},
      {"colour-maps", [] { return lines(colourMapCatalogue()); }},
  };
  return kinds;
}

void addOptions(TypedOptions& options, CLI::App& command) {
  options.add(command, "What to list",
              {{"kind", "KIND",
                "scores, normalizers, masks, biases, positions, embeddings, tokenizers, views or colour-maps"}});
}

int run(const TypedOptions& options, const WindowCommands&) {
  std::vector<std::string> names;
  for (const ListedKind& kind : listedKinds()) names.emplace_back(kind.name);
  const std::optional<std::string> wanted = options.oneOf("kind", names, "list");
  if (!wanted)
    throw attn::InputError("argument_missing",
                           {{"input", "what to list"}, {"expected", fmt::format("{}", fmt::join(names, ", "))}});
  for (const ListedKind& kind : listedKinds())
    if (*wanted == kind.name) {
      printOut(kind.lines());
    }
  return 0;
}

}  // namespace

Command listCommand() { return {"list", "List the names that options take", addOptions, run}; }

}  // namespace lab
