#include "io/csv_fields.h"

#include <algorithm>

#include "core/input_error.h"

namespace lab {

std::string CsvFields::takeQuoted(std::size_t startLine) {
  const auto throwQuote = [&] {
    throw attn::InputError("csv_quote", {{"input", input_}, {"place", std::to_string(startLine)}});
  };
  std::string text;
  for (std::size_t at = 1;; ++at) {
    if (at >= rest_.size()) throwQuote();
    if (rest_[at] == '"') {
      const bool escaped = at + 1 < rest_.size() && rest_[at + 1] == '"';
      if (!escaped) {
        rest_.remove_prefix(at + 1);
        break;
      }
      ++at;
    }
    if (rest_[at] == '\n') ++line_;
    text += rest_[at];
  }
  const std::size_t spaces = std::min(rest_.find_first_not_of(' '), rest_.size());
  rest_.remove_prefix(spaces);
  const bool ends = rest_.empty() || rest_[0] == separator_ || rest_[0] == '\n' || rest_[0] == '\r';
  if (!ends) throwQuote();
  return text;
}

std::string CsvFields::takePlain() {
  const char ends[] = {separator_, '\n', '\r'};
  const std::size_t length = std::min(rest_.find_first_of(std::string_view(ends, sizeof ends)), rest_.size());
  std::string_view text = rest_.substr(0, length);
  rest_.remove_prefix(length);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return std::string(text);
}

bool CsvFields::takeLineEnd() {
  if (!rest_.starts_with('\n') && !rest_.starts_with('\r')) return false;
  rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : 1);
  ++line_;
  return true;
}

std::optional<CsvField> CsvFields::next() {
  if (!inLine_ && rest_.find_first_not_of("\r\n") == std::string_view::npos) return std::nullopt;
  CsvField field;
  field.line = line_;
  while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  field.quoted = rest_.starts_with('"');
  field.text = field.quoted ? takeQuoted(line_) : takePlain();
  inLine_ = rest_.starts_with(separator_);
  if (inLine_) rest_.remove_prefix(1);
  field.lastOfLine = !inLine_;
  if (!inLine_) takeLineEnd();
  return field;
}

}  // namespace lab
