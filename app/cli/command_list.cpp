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

/// What stands after name and title: the row's summary, or how its arguments are written.
template <class Row>
std::string detail(const Row& row) {
  return row.summary.en;
}
std::string detail(const attn::ScoreRow& row) {
  std::string text = row.summary.en;
  for (const attn::ParameterSpec& parameter : row.parameters)
    text += fmt::format("{}{}", &parameter == row.parameters.data() ? " Parameters: " : ", ", parameter.name);
  return text;
}
std::string detail(const attn::MaskRow& row) {
  if (row.needsMatrix) return fmt::format("{} Written {}:FILE", row.summary.en, row.name);
  if (row.arguments.empty()) return row.summary.en;
  std::string text = fmt::format("{} Written {}", row.summary.en, row.name);
  for (const attn::MaskArgument& argument : row.arguments) text += fmt::format(":{}", argument.name);
  return text;
}

std::string detail(const attn::BiasRow& row) {
  if (std::string_view(row.usage) == row.name) return row.summary.en;
  return fmt::format("{} Written {}", row.summary.en, row.usage);
}

template <class Row>
std::string lines(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows) text += fmt::format("{}\t{}\t{}\n", row.name, row.title.en, detail(row));
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
