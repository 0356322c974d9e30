#include "attention/masks.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <numeric>

#include "attention/catalogue.h"
#include "core/checks.h"

namespace attn {
namespace {

// "padding:L", as it is written.
std::string usage(const MaskRow& row) {
  std::string text = row.name;
  for (const MaskArgument& argument : row.arguments) text.append(":").append(argument.name);
  return text;
}

[[noreturn]] void refuse(std::string_view text, const MaskRow& row) {
  throw InputError("mask_arguments", {{"got", std::string(text)}, {"expected", usage(row)}});
}

Index parseNumber(std::string_view part, std::string_view whole, const MaskRow& row) {
  Index value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc() || end != part.data() + part.size()) refuse(whole, row);
  return value;
}

bool endsInList(const MaskRow& row) { return !row.arguments.empty() && row.arguments.back().list; }

// The row of a mask with the right number of arguments, each in its range.
const MaskRow& checkedRow(const MaskSpec& mask) {
  const MaskRow& row = findRow(maskCatalogue(), mask.name, "mask");
  const std::size_t given = mask.arguments.size(), wanted = row.arguments.size();
  if (endsInList(row) ? given < wanted : given != wanted) refuse(maskText(mask), row);
  for (std::size_t at = 0; at < given; ++at) {
    const MaskArgument& argument = row.arguments[std::min(at, wanted - 1)];
    requireRange(mask.name, static_cast<double>(mask.arguments[at]), static_cast<double>(argument.low),
                 static_cast<double>(largestMaskArgument));
  }
  return row;
}

// `sees(δ)` for every pair, δ = i + m − n − j: which only depends on the diagonal.
template <class Sees>
Mask byOffset(Index queries, Index keys, Sees&& sees) {
  Mask visible(queries, keys);
  for (Index i = 0; i < queries; ++i)
    for (Index j = 0; j < keys; ++j) visible(i, j) = sees(i + keys - queries - j);
  return visible;
}

}  // namespace

MaskSpec parseMask(std::string_view text) {
  const std::size_t nameEnd = std::min(text.find(':'), text.size());
  const MaskRow& row = findRow(maskCatalogue(), text.substr(0, nameEnd), "mask");
  MaskSpec mask{row.name, {}};
  std::size_t part = 0;
  for (std::size_t at = nameEnd; at < text.size();) {
    const bool list = part < row.arguments.size() && row.arguments[part].list;
    const std::size_t end = std::min(text.find_first_of(list ? ":," : ":", at + 1), text.size());
    mask.arguments.push_back(parseNumber(text.substr(at + 1, end - at - 1), text, row));
    const bool listGoesOn = end < text.size() && text[end] == ',';
    if (!listGoesOn) ++part;
    at = end;
  }
  if (part != row.arguments.size()) refuse(text, row);
  checkedRow(mask);
  return mask;
}

std::string maskText(const MaskSpec& mask) {
  const MaskRow& row = findRow(maskCatalogue(), mask.name, "mask");
  const std::size_t listFrom = endsInList(row) ? row.arguments.size() : mask.arguments.size() + 1;
  std::string text = mask.name;
  for (std::size_t at = 0; at < mask.arguments.size(); ++at)
    text.append(at < listFrom ? ":" : ",").append(std::to_string(mask.arguments[at]));
  return text;
}

MaskSpec standardMask(const MaskRow& row, Index queries, Index keys) {
  MaskSpec mask{row.name, {}};
  for (const MaskArgument& argument : row.arguments) {
    Index number = argument.list ? 0 : 2;
    if (mask.name == "padding") number = std::max<Index>(0, keys - 1);  // so that it shows
    if (mask.name == "block") number = keys;
    mask.arguments.push_back(number);
  }
  if (row.needsMatrix) mask.custom = std::make_shared<const Mask>(Mask::Constant(queries, keys, true));
  return mask;
}

Mask causalMask(Index queries, Index keys) {
  Mask visible = Mask::Constant(queries, keys, false);
  for (Index query = 0; query < queries; ++query) {
    const Index reach = std::clamp<Index>(query + keys - queries + 1, 0, keys);
    visible.row(query).head(reach).setConstant(true);
  }
  return visible;
}

Mask paddingMask(Index queries, Index keys, Index length) {
  requireRange("padding", static_cast<double>(length), 0, static_cast<double>(keys));
  Mask visible = Mask::Constant(queries, keys, false);
  visible.leftCols(length).setConstant(true);
  return visible;
}

Mask windowMask(Index queries, Index keys, Index width) {
  return byOffset(queries, keys, [=](Index offset) { return std::abs(offset) <= width; });
}

Mask dilatedMask(Index queries, Index keys, Index width, Index step) {
  return byOffset(queries, keys, [=](Index offset) { return std::abs(offset) <= width * step && offset % step == 0; });
}

Mask globalWindowMask(Index queries, Index keys, Index width, std::span<const Index> globalKeys) {
  Mask visible = windowMask(queries, keys, width);
  for (const Index key : globalKeys) {
    requireRange("global_window", static_cast<double>(key), 0, static_cast<double>(keys - 1));
    visible.col(key).setConstant(true);
    const Index aligned = key - keys + queries;
    if (aligned >= 0) visible.row(aligned).setConstant(true);
  }
  return visible;
}

Mask blockMask(Index queries, Index keys, std::span<const Index> lengths) {
  const Index total = std::accumulate(lengths.begin(), lengths.end(), Index{0});
  if (total != keys || queries != keys)
    throw InputError("blocks", {{"got", std::to_string(total)}, {"expected", shapeText(queries, keys)}});
  Mask visible = Mask::Constant(queries, keys, false);
  Index start = 0;
  for (const Index length : lengths) {
    visible.block(start, start, length, length).setConstant(true);
    start += length;
  }
  return visible;
}

Mask localMonotonicMask(Index queries, Index keys, Index reach) {
  Mask visible(queries, keys);
  for (Index i = 0; i < queries; ++i)
    for (Index j = 0; j < keys; ++j) visible(i, j) = std::abs(i - j) <= reach;
  return visible;
}

Mask customMask(Index queries, Index keys, const MaskPtr& custom) {
  if (!custom) throw InputError("missing_input", {{"input", "mask custom"}});
  if (custom->rows() != queries || custom->cols() != keys)
    throw InputError("shape", {{"input", "mask custom"},
                               {"got", shapeText(custom->rows(), custom->cols())},
                               {"expected", shapeText(queries, keys)}});
  return *custom;
}

Mask combineMasks(const std::vector<MaskSpec>& masks, Index queries, Index keys) {
  Mask visible = Mask::Constant(queries, keys, true);
  for (const MaskSpec& mask : masks) {
    const MaskRow& row = checkedRow(mask);
    if (row.compute != nullptr) visible = visible && row.compute(queries, keys, mask);
  }
  return visible;
}

}  // namespace attn
