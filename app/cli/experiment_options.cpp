#include "cli/experiment_options.h"

#include <algorithm>
#include <array>
#include <limits>

#include "attention/catalogue.h"
#include "cli/experiment_matrices.h"
#include "cli/naming_options.h"
#include "core/checks.h"
#include "core/input_error.h"
#include "document/document_file.h"
#include "pipeline/projections.h"
#include "text/embeddings.h"
#include "text/tokenizers.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;
using attn::InputError;

/// What an option is for, and the names it takes.
template <class Row>
std::string help(std::string text, const std::vector<Row>& rows) {
  text += ": ";
  for (const Row& row : rows) text += (&row == rows.data() ? "" : ", ") + std::string(row.name);
  return text;
}

std::vector<OptionRow> textRows() {
  return {{"--text", "TEXT", "Self-attention over the tokens of TEXT", true},
          {"--query-text", "TEXT", "Cross-attention: where the queries come from", true},
          {"--key-text", "TEXT", "Cross-attention: where keys and values come from", true},
          {"--tokenizer", "NAME", help("How text is cut into tokens (word)", attn::tokenizerCatalogue())},
          {"--embedding", "NAME", help("How tokens become vectors (random)", attn::embeddingCatalogue())},
          {"--dim", "D", "Numbers in a token's vector (4 for random, 16 for ngram)"}};
}

const std::vector<OptionRow> vectorRows = {{"--x", "FILE", "Vectors, one a row: self-attention"},
                                           {"--memory", "FILE", "Vectors that keys and values come from instead"},
                                           {"--w-q", "FILE", "Projection of the queries, applied as X W"},
                                           {"--w-k", "FILE", "Projection of the keys"},
                                           {"--w-v", "FILE", "Projection of the values"},
                                           {"--w-o", "FILE", "Projection of the context vectors to the output"}};

const std::vector<OptionRow> readyRows = {{"--q", "FILE", "Queries, one a row"},
                                          {"--k", "FILE", "Keys, one a row"},
                                          {"--v", "FILE", "Values, one a key; without them there is no context"}};

const std::vector<OptionRow> tableRows = {{"--scores", "FILE", "Scores, a row a query; --v may follow"},
                                          {"--weights", "FILE", "Weights as they are, a row a query; --v may follow"}};

std::vector<OptionRow> settingRows() {
  return {
      {"--session", "FILE", "A saved experiment to start from; the other options override"},
      {"--query-tokens", "FILE", "Names of the queries, one a line"},
      {"--key-tokens", "FILE", "Names of the keys, one a line"},
      {"--projection", "NAME", "random or identity, where no --w-* is given (random; identity for --x)"},
      {"--seed", "N", "Where random numbers start (1)"},
      {"--position", "NAME", help("Positions of the tokens (none)", attn::positionCatalogue())},
      {"--heads", "H", "Heads of the queries (1)"},
      {"--kv-heads", "G", "Heads of keys and values, shared by the queries' (as many)"},
      {"--score", "NAME", help("Score function (scaled_dot)", attn::scoreCatalogue())},
      {"--param", "NAME=VALUE", "Parameter of score, mask, bias or position, a number or a FILE; repeatable"},
      {"--mask", "NAME[:ARG]", help("Keys that may be attended; repeatable, combined by AND", attn::maskCatalogue())},
      {"--bias", "NAME[:ARG]", help("What is added to the scores (none)", attn::biasCatalogue())},
      {"--normalizer", "NAME", help("From scores to weights (softmax)", attn::normalizerCatalogue())},
      {"--temperature", "T", "What scores are divided by, 0.001 to 1000000 (1)"}};
}

/// Options that choose an entry, the one that the entry cannot do without first.
struct EntryRow {
  Entry entry;
  std::vector<const char*> choosing;
  std::vector<const char*> following;  ///< mean something for this entry only
};
const std::vector<EntryRow> entryRows = {
    {Entry::Text, {"--text", "--query-text", "--key-text"}, {"--tokenizer", "--embedding", "--dim"}},
    {Entry::Vectors, {"--x", "--memory"}, {"--w-q", "--w-k", "--w-v", "--w-o"}},
    {Entry::Ready, {"--q", "--k"}, {"--v"}},
    {Entry::Scores, {"--scores"}, {"--v"}},
    {Entry::Weights, {"--weights"}, {"--v"}},
};

[[noreturn]] void throwExcluded(const std::string& option, const std::string& other) {
  throw InputError("options_exclude", {{"input", option}, {"other", other}});
}

[[noreturn]] void throwMissing(const std::string& option, const std::string& neededBy) {
  throw InputError("option_needs", {{"input", neededBy}, {"other", option}});
}

/// The first of `names` that was given, or null.
const char* firstGiven(const TypedOptions& options, const std::vector<const char*>& names) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const char* name) { return options.has(name); });
  return found == names.end() ? nullptr : *found;
}

bool follows(Entry entry, std::string_view option) {
  const auto row =
      std::find_if(entryRows.begin(), entryRows.end(), [&](const EntryRow& r) { return r.entry == entry; });
  return std::find(row->following.begin(), row->following.end(), option) != row->following.end();
}

/// Options that mean something for some entries only must all mean the same one; `chosenBy` is how it was chosen.
void requireOneEntry(const TypedOptions& options, Entry entry, const std::string& chosenBy) {
  for (const EntryRow& row : entryRows) {
    if (row.entry == entry) continue;
    if (const char* option = firstGiven(options, row.choosing)) throwExcluded(option, chosenBy);
    for (const char* option : row.following)
      if (options.has(option) && !follows(entry, option)) throwExcluded(option, chosenBy);
  }
  if (entry != Entry::Text && entry != Entry::Vectors && options.has("--projection"))
    throwExcluded("--projection", chosenBy);
}

/// Decides where the computation starts and forgets what a session gave for another entry.
void chooseEntry(const TypedOptions& options, Experiment& experiment) {
  for (const EntryRow& row : entryRows) {
    const char* chosenBy = firstGiven(options, row.choosing);
    if (chosenBy == nullptr) continue;
    requireOneEntry(options, row.entry, chosenBy);
    if (options.has("--session") && experiment.entry == row.entry) return;
    Experiment fresh;
    fresh.entry = row.entry;
    fresh.seed = experiment.seed;
    fresh.position = experiment.position;
    fresh.heads = experiment.heads;
    fresh.kvHeads = experiment.kvHeads;
    fresh.score = experiment.score;
    fresh.parameters = experiment.parameters;
    fresh.bias = experiment.bias;
    fresh.masks = experiment.masks;
    fresh.normalizer = experiment.normalizer;
    fresh.temperature = experiment.temperature;
    experiment = fresh;
    return;
  }
  if (options.has("--session")) return requireOneEntry(options, experiment.entry, "--session");
  for (const EntryRow& row : entryRows)
    if (const char* option = firstGiven(options, row.following)) throwMissing(row.choosing.front(), option);
  throw InputError("argument_missing", {{"input", "an experiment"},
                                        {"expected", "--text, --x, --q and --k, --scores, --weights, or --session"}});
}

void readText(const TypedOptions& options, Experiment& experiment) {
  if (firstGiven(options, {"--text", "--query-text", "--key-text", "--tokenizer"})) {
    experiment.queryTokens.clear();  // a session's names, of other tokens
    experiment.keyTokens.clear();
  }
  if (const std::string* text = options.text("--text")) {
    if (options.has("--query-text")) throwExcluded("--text", "--query-text");
    if (options.has("--key-text")) throwExcluded("--text", "--key-text");
    experiment.queryText = *text;
    experiment.keyText.clear();
    experiment.crossText = false;
  }
  const bool hasKeys = experiment.crossText, hasQueries = !experiment.queryText.empty();
  if (const std::string* text = options.text("--query-text")) {
    if (!hasKeys && !options.has("--key-text")) throwMissing("--key-text", "--query-text");
    experiment.queryText = *text;
  }
  if (const std::string* text = options.text("--key-text")) {
    if (!hasQueries && !options.has("--query-text")) throwMissing("--query-text", "--key-text");
    experiment.keyText = *text;
    experiment.crossText = true;
  }
  if (const auto name = options.oneOf("--tokenizer", attn::rowNames(attn::tokenizerCatalogue()), "tokenizer"))
    experiment.tokenizer = *name;
  if (const auto name = options.oneOf("--embedding", attn::rowNames(attn::embeddingCatalogue()), "embedding"))
    experiment.embedding = *name;
  if (const auto dim = options.whole("--dim", 1, static_cast<std::uint64_t>(attn::largestWidth)))
    experiment.dim = static_cast<attn::Index>(*dim);
}

/// A mask as it is typed; the file of `custom:FILE` is read later.
attn::MaskSpec maskOf(const std::string& typed) {
  if (isCustomMask(typed)) return {"custom", {}};
  attn::MaskSpec mask = attn::parseMask(typed);
  if (mask.name == "custom") throw InputError("mask_arguments", {{"got", typed}, {"expected", "custom:FILE"}});
  return mask;
}

void readSettings(const TypedOptions& options, Experiment& experiment) {
  if (const auto name = options.oneOf("--projection", attn::rowNames(attn::projectionCatalogue()), "projection"))
    experiment.projection = *name;
  if (const auto seed = options.whole("--seed", 0, std::numeric_limits<std::uint64_t>::max())) experiment.seed = *seed;
  if (const auto name = options.oneOf("--position", attn::rowNames(attn::positionCatalogue()), "position"))
    experiment.position = *name;
  const bool turns =
      attn::findRow(attn::positionCatalogue(), experiment.position, "position").kind == attn::PositionKind::Rotary;
  if (experiment.entry == Entry::Ready && experiment.position != "none" && !turns)
    throw withOptionNames(InputError("position_ready", {{"got", experiment.position}}), experiment);
  if (const auto heads = options.whole("--heads", 1, attn::largestHeadCount))
    experiment.heads = static_cast<attn::Index>(*heads);
  if (const auto heads = options.whole("--kv-heads", 1, attn::largestHeadCount))
    experiment.kvHeads = static_cast<attn::Index>(*heads);
  if (const auto name = options.oneOf("--score", attn::rowNames(attn::scoreCatalogue()), "score"))
    experiment.score = *name;
  if (const auto name = options.oneOf("--normalizer", attn::rowNames(attn::normalizerCatalogue()), "normalizer"))
    experiment.normalizer = *name;
  if (const auto tau = options.number("--temperature", attn::leastTemperature, attn::greatestTemperature))
    experiment.temperature = *tau;
  if (const std::string* bias = options.text("--bias"))
    experiment.bias = namingOptions(experiment, [&] { return attn::parseBias(*bias); });
  if (options.has("--mask")) {
    experiment.masks.clear();
    for (const std::string& mask : options.all("--mask"))
      experiment.masks.push_back(namingOptions(experiment, [&] { return maskOf(mask); }));
  }
}

}  // namespace

void addExperimentOptions(TypedOptions& options, CLI::App& command) {
  options.add(command, "Experiment from text", textRows());
  options.add(command, "Experiment from vectors", vectorRows);
  options.add(command, "Experiment from ready queries, keys and values", readyRows);
  options.add(command, "Experiment from scores or weights", tableRows);
  options.add(command, "Settings of the experiment", settingRows());
}

Experiment experimentOf(const TypedOptions& options) {
  Experiment experiment;
  if (const std::string* session = options.text("--session")) experiment = openDocument(*session).experiment;
  chooseEntry(options, experiment);
  // Names and numbers come before files: they are checked in no time.
  if (experiment.entry == Entry::Text) readText(options, experiment);
  readSettings(options, experiment);
  readMatrices(options, experiment);
  namingOptions(experiment, [&] { readParameters(options, experiment); });
  return experiment;
}

}  // namespace lab
