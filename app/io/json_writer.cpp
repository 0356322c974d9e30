#include "io/json_writer.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "io/decimal.h"

namespace lab {
namespace {

template <class Number>
std::string numberText(Number value) {
  if (!std::isfinite(value)) return "null";
  // JSON readers take "-0" for an integer and lose its sign.
  if (value == 0 && std::signbit(value)) return "-0.0";
  return shortestText(value);
}

}  // namespace

void JsonWriter::flush() {
  sink_->append(out_);
  out_.clear();
}

void JsonWriter::newLine() {
  constexpr std::size_t enough = 1 << 16;
  if (out_.size() >= enough) flush();
  out_ += '\n';
  out_.append(2 * levels_.size(), ' ');
}

/// What stands between the value before and the next one.
void JsonWriter::separate() {
  if (afterKey_) {
    afterKey_ = false;
    return;
  }
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.empty) out_ += ',';
  if (level.open == '{')
    newLine();
  else if (!level.empty)
    out_ += ' ';
  level.empty = false;
}

void JsonWriter::begin(char open) {
  // Lists and objects in a list stand on lines of their own.
  if (!afterKey_ && !levels_.empty() && levels_.back().open == '[') {
    Level& outer = levels_.back();
    if (!outer.empty) out_ += ',';
    outer.empty = false;
    outer.rows = true;
    newLine();
  } else {
    separate();
  }
  out_ += open;
  levels_.push_back({open});
}

void JsonWriter::end(char close) {
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty && (level.open == '{' || level.rows)) newLine();
  out_ += close;
  if (!levels_.empty()) return;
  out_ += '\n';
  flush();
}

void JsonWriter::key(std::string_view name) {
  separate();
  out_ += nlohmann::json(name).dump() + ": ";
  afterKey_ = true;
}

void JsonWriter::text(std::string_view value) {
  separate();
  out_ += nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void JsonWriter::number(float value) {
  separate();
  out_ += numberText(value);
}

void JsonWriter::number(double value) {
  separate();
  out_ += numberText(value);
}

void JsonWriter::count(std::uint64_t value) {
  separate();
  out_ += std::to_string(value);
}

void JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
}

void JsonWriter::textMember(std::string_view name, std::string_view value) {
  key(name);
  text(value);
}

void JsonWriter::texts(const std::vector<std::string>& values) {
  beginArray();
  for (const std::string& value : values) text(value);
  endArray();
}

void JsonWriter::row(const attn::Matrix& values, attn::Index row) {
  beginArray();
  for (attn::Index c = 0; c < values.cols(); ++c) number(values(row, c));
  endArray();
}

void JsonWriter::matrix(const attn::Matrix& values) {
  beginArray();
  for (attn::Index r = 0; r < values.rows(); ++r) row(values, r);
  endArray();
}

}  // namespace lab
