#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lab {

/// One field of a separated-values file.
struct CsvField {
  std::string text;  ///< without its quotes; spaces around it cut off where it has none
  bool quoted = false;
  bool lastOfLine = false;
  std::size_t line = 1;  ///< where it starts, counting from 1
};

/// Cuts a text into fields, one after the other.
class CsvFields {
 public:
  CsvFields(std::string_view text, char separator, const std::string& input)
      : rest_(text), separator_(separator), input_(input) {}

  /// Null at the end. Empty lines at the end of the text are no fields.
  /// @throws attn::InputError `csv_quote`.
  std::optional<CsvField> next();

 private:
  std::string takeQuoted(std::size_t startLine);
  std::string takePlain();
  bool takeLineEnd();

  std::string_view rest_;
  char separator_;
  const std::string& input_;
  std::size_t line_ = 1;
  bool inLine_ = false;  ///< a separator stood before: a field follows, be it empty
};

}  // namespace lab
