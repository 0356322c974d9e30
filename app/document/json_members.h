#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/types.h"

namespace lab {

/// A JSON value and what it is called in messages: "experiment.temperature". Reading it as something that it is not
/// is an attn::InputError `member` naming it, what was expected and what was found.
class JsonMember {
 public:
  JsonMember(const nlohmann::json& value, const std::string& source, std::string name)
      : value_(&value), source_(&source), name_(std::move(name)) {}

  /// The member of this object; null if there is none.
  std::optional<JsonMember> find(const char* key) const;
  /// @throws attn::InputError `member_missing`
  JsonMember at(const char* key) const;
  std::vector<std::pair<std::string, JsonMember>> members() const;
  std::vector<JsonMember> items() const;

  const std::string& text() const;
  bool isNumber() const { return value_->is_number(); }
  bool isObject() const { return value_->is_object(); }
  double number() const;
  /// Within low … high.
  double number(double low, double high) const;
  std::uint64_t count(std::uint64_t high) const;
  std::vector<std::string> texts() const;
  /// (rows, columns) from a list of lists of one length, or one row from a list of numbers; finite, not empty.
  attn::MatrixPtr matrix() const;

  const std::string& source() const { return *source_; }
  const std::string& name() const { return name_; }
  [[noreturn]] void fail(const std::string& expected) const;

 private:
  JsonMember below(const nlohmann::json& value, const std::string& key) const;
  float entry(const nlohmann::json& value, std::size_t row, std::size_t column) const;

  const nlohmann::json* value_;
  const std::string* source_;
  std::string name_;
};

}  // namespace lab
