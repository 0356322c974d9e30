#include "io/matrix_file.h"

#include <algorithm>
#include <optional>

#include "core/input_error.h"
#include "io/csv.h"
#include "io/files.h"
#include "io/npy.h"
#include "io/npz.h"
#include "text/tokenizers.h"

namespace lab {
namespace fs = std::filesystem;

namespace {

/// A file and, inside an .npz, an array.
struct Place {
  fs::path file;
  std::optional<std::string> array;
};

Place placeOf(const std::string& spec) {
  std::error_code failed;
  constexpr std::string_view mark = ".npz:";
  const std::size_t at = spec.rfind(mark);
  // A file may have a colon in its name.
  if (at == std::string::npos || fs::exists(spec, failed)) return {spec, std::nullopt};
  return {spec.substr(0, at + mark.size() - 1), spec.substr(at + mark.size())};
}

LoadedMatrix unlabelled(MatrixBlocks array) {
  return {std::make_shared<const attn::Matrix>(std::move(array.values)), {}, {}, array.blocks};
}

bool hasMatrixExtension(const std::string& extension) {
  const auto isOneOf = [&](auto... known) { return ((extension == known) || ...); };
  return isOneOf(".npy", ".npz", ".csv", ".tsv");
}

LoadedMatrix readFileOf(const std::string& spec, const std::string& option, bool stacked) {
  const std::string input = option.empty() ? spec : option + " " + spec;
  const Place place = placeOf(spec);
  const std::string extension = lowerExtension(place.file);
  std::error_code failed;
  if (!hasMatrixExtension(extension) && fs::is_regular_file(place.file, failed))
    throw attn::InputError("unknown_extension",
                           {{"input", input}, {"got", extension}, {"expected", ".npy, .npz, .csv, .tsv"}});
  const std::string bytes = readFile(place.file, ReadLimits{.input = input});
  if (extension == ".npy")
    return unlabelled(stacked ? parseNpyBlocks(bytes, input) : MatrixBlocks{parseNpy(bytes, input)});
  if (extension == ".npz")
    return unlabelled(stacked ? parseNpzBlocks(bytes, place.array, input)
                              : MatrixBlocks{parseNpz(bytes, place.array, input)});
  return parseCsv(bytes, extension == ".csv" ? ',' : '\t', input);
}

}  // namespace

LoadedMatrix readMatrix(const std::string& spec, const std::string& option) { return readFileOf(spec, option, false); }

LoadedMatrix readMatrixStack(const std::string& spec, const std::string& option) {
  return readFileOf(spec, option, true);
}

bool namesMatrixFile(const std::string& spec) {
  std::error_code failed;
  const fs::path file = placeOf(spec).file;
  return hasMatrixExtension(lowerExtension(file)) || fs::exists(file, failed);
}

std::vector<std::string> readTokens(const fs::path& path, const std::string& option) {
  const std::string input = option.empty() ? path.string() : option + " " + path.string();
  return parseTokens(readFile(path, ReadLimits{.input = input}), input);
}

std::vector<std::string> parseTokens(std::string_view text, const std::string& input) {
  if (const std::size_t bad = attn::firstInvalidUtf8(text); bad != std::string_view::npos)
    throw attn::InputError("invalid_utf8", {{"input", input}, {"place", std::to_string(bad)}});
  constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(byteOrderMark)) text.remove_prefix(byteOrderMark.size());
  std::vector<std::string> tokens;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty())
      throw attn::InputError("empty_line", {{"input", input}, {"place", std::to_string(tokens.size() + 1)}});
    tokens.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (tokens.empty()) throw attn::InputError("no_token", {{"input", input}});
  return tokens;
}

}  // namespace lab
