#include "attention/masks.h"

#include <algorithm>
#include <charconv>

#include "attention/catalogue.h"
#include "core/checks.h"

namespace attn {
namespace {

// "padding:L", as it is written.
std::string usage(const MaskRow& row) {
  std::string text = row.name;
  for (const char* argument : row.arguments) text.append(":").append(argument);
  return text;
}

Index parseArgument(std::string_view part, std::string_view whole, const MaskRow& row) {
  Index value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc() || end != part.data() + part.size())
    throw InputError("mask_arguments", {{"got", std::string(whole)}, {"expected", usage(row)}});
  return value;
}

const MaskRow& checkedRow(const MaskSpec& mask) {
  const MaskRow& row = findRow(maskCatalogue(), mask.name, "mask");
  if (mask.arguments.size() != row.arguments.size())
    throw InputError("mask_arguments", {{"got", maskText(mask)}, {"expected", usage(row)}});
  return row;
}

}  // namespace

MaskSpec parseMask(std::string_view text) {
  const std::size_t nameEnd = std::min(text.find(':'), text.size());
  const MaskRow& row = findRow(maskCatalogue(), text.substr(0, nameEnd), "mask");
  MaskSpec mask{row.name, {}};
  for (std::size_t at = nameEnd; at < text.size();) {
    const std::size_t end = std::min(text.find(':', at + 1), text.size());
    mask.arguments.push_back(parseArgument(text.substr(at + 1, end - at - 1), text, row));
    at = end;
  }
  checkedRow(mask);
  return mask;
}

std::string maskText(const MaskSpec& mask) {
  std::string text = mask.name;
  for (const Index argument : mask.arguments) text.append(":").append(std::to_string(argument));
  return text;
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

Mask combineMasks(const std::vector<MaskSpec>& masks, Index queries, Index keys) {
  Mask visible = Mask::Constant(queries, keys, true);
  for (const MaskSpec& mask : masks) visible = visible && checkedRow(mask).compute(queries, keys, mask.arguments);
  return visible;
}

}  // namespace attn
