#include "document/json_members.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/input_error.h"
#include "io/decimal.h"

namespace lab {
namespace {

using attn::InputError;
using nlohmann::json;

/// A value as it is named in a message: itself where it is short.
std::string brief(const json& value) {
  if (value.is_object()) return "{…}";
  if (value.is_array()) return value.empty() ? "[]" : "[…]";
  constexpr std::size_t longest = 40;
  if (value.is_string() && value.get_ref<const std::string&>().size() > longest) return "\"…\"";
  return value.dump();
}

}  // namespace

void JsonMember::fail(const std::string& expected) const {
  throw InputError("member", {{"input", source()}, {"member", name_}, {"got", brief(*value_)}, {"expected", expected}});
}

JsonMember JsonMember::below(const json& value, const std::string& key) const {
  return {value, source(), name_.empty() ? key : name_ + "." + key};
}

std::optional<JsonMember> JsonMember::find(const char* key) const {
  if (!value_->is_object()) fail("{…}");
  const auto found = value_->find(key);
  if (found == value_->end()) return std::nullopt;
  return below(*found, key);
}

JsonMember JsonMember::at(const char* key) const {
  if (auto found = find(key)) return *found;
  throw InputError("member_missing", {{"input", source()}, {"member", name_.empty() ? key : name_ + "." + key}});
}

std::vector<std::pair<std::string, JsonMember>> JsonMember::members() const {
  if (!value_->is_object()) fail("{…}");
  std::vector<std::pair<std::string, JsonMember>> all;
  for (const auto& [key, value] : value_->items()) all.emplace_back(key, below(value, key));
  return all;
}

std::vector<JsonMember> JsonMember::items() const {
  if (!value_->is_array()) fail("[…]");
  std::vector<JsonMember> all;
  for (std::size_t i = 0; i < value_->size(); ++i)
    all.emplace_back((*value_)[i], source(), name_ + "[" + std::to_string(i) + "]");
  return all;
}

const std::string& JsonMember::text() const {
  if (!value_->is_string()) fail("\"…\"");
  return value_->get_ref<const std::string&>();
}

double JsonMember::number() const {
  if (!value_->is_number()) fail("0.0");
  return value_->get<double>();
}

double JsonMember::number(double low, double high) const {
  const bool inRange =
      value_->is_number() && value_->get<double>() >= low && value_->get<double>() <= high;  // also false for NaN
  if (!inRange) fail(shortestText(low) + " … " + shortestText(high));
  return value_->get<double>();
}

std::uint64_t JsonMember::count(std::uint64_t high) const {
  if (!value_->is_number_unsigned() || value_->get<std::uint64_t>() > high) fail("0, 1, … " + std::to_string(high));
  return value_->get<std::uint64_t>();
}

std::vector<std::string> JsonMember::texts() const {
  std::vector<std::string> all;
  for (const JsonMember& item : items()) all.push_back(item.text());
  return all;
}

float JsonMember::entry(const json& value, std::size_t row, std::size_t column) const {
  if (!value.is_number())
    JsonMember(value, source(), name_ + "[" + std::to_string(row) + "][" + std::to_string(column) + "]").fail("0.0");
  return finiteFloat(value.get<double>(), source() + ": " + name_, static_cast<attn::Index>(row),
                     static_cast<attn::Index>(column));
}

attn::MatrixPtr JsonMember::matrix() const {
  const char* const expected = "[[0.0, …], …]";
  const json& list = *value_;
  if (!list.is_array() || list.empty()) fail(expected);
  const bool oneRow = !list.front().is_array();
  const std::size_t rows = oneRow ? 1 : list.size();
  const std::size_t columns = oneRow ? list.size() : list.front().size();
  if (columns == 0) fail(expected);
  for (std::size_t r = 0; !oneRow && r < rows; ++r)
    if (!list[r].is_array() || list[r].size() != columns)
      JsonMember(list[r], source(), name_ + "[" + std::to_string(r) + "]")
          .fail("[" + std::to_string(columns) + " × 0.0]");
  auto values = std::make_shared<attn::Matrix>(static_cast<attn::Index>(rows), static_cast<attn::Index>(columns));
  for (std::size_t r = 0; r < rows; ++r) {
    const json& row = oneRow ? list : list[r];
    for (std::size_t c = 0; c < columns; ++c)
      (*values)(static_cast<attn::Index>(r), static_cast<attn::Index>(c)) = entry(row[c], r, c);
  }
  return values;
}

}  // namespace lab
