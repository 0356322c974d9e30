#include "io/csv.h"

#include <algorithm>

#include "core/input_error.h"
#include "io/csv_fields.h"
#include "io/decimal.h"
#include "text/tokenizers.h"

namespace lab {
namespace {

using attn::Index;
using attn::InputError;

/// The file cut up: its first row and first column, which may be labels, and the numbers of the rest.
struct Table {
  std::vector<CsvField> top;   ///< the first row, with the corner
  std::vector<CsvField> left;  ///< the first column, without the corner
  std::vector<double> body;    ///< the rest, row by row
  bool quotesMeanText = true;  ///< false where the last field is quoted too: then everything may be

  std::size_t rows() const { return left.size() + 1; }
  std::size_t columns() const { return top.size(); }
};

double numberOf(const CsvField& field, std::size_t column, const std::string& input) {
  const std::optional<double> value = numberFromText(field.text);
  if (!value)
    throw InputError("csv_not_a_number", {{"input", input},
                                          {"place", std::to_string(field.line)},
                                          {"column", std::to_string(column + 1)},
                                          {"got", field.text}});
  return *value;
}

void requireWidth(std::size_t got, std::size_t line, const Table& table, const std::string& input) {
  if (got != table.columns())
    throw InputError("csv_ragged", {{"input", input},
                                    {"place", std::to_string(line)},
                                    {"got", std::to_string(got)},
                                    {"expected", std::to_string(table.columns())}});
}

Table readTable(std::string_view text, char separator, const std::string& input) {
  Table table;
  CsvFields fields(text, separator, input);
  bool first = true;
  std::size_t column = 0;
  while (std::optional<CsvField> field = fields.next()) {
    const bool last = field->lastOfLine;
    const std::size_t line = field->line;
    table.quotesMeanText = !field->quoted;
    if (first)
      table.top.push_back(std::move(*field));
    else if (column == 0)
      table.left.push_back(std::move(*field));
    else if (column < table.columns())
      table.body.push_back(numberOf(*field, column, input));
    ++column;
    if (!last) continue;
    requireWidth(column, line, table, input);
    first = false;
    column = 0;
  }
  if (table.top.empty()) throw InputError("csv_no_numbers", {{"input", input}});
  return table;
}

struct Labelled {
  bool top = false, left = false;
};

/// "1x" is a number with a slip of the pen, "query" is a name.
bool beginsLikeANumber(std::string_view text) {
  while (!text.empty() && (text.front() == '+' || text.front() == '-' || text.front() == '.')) text.remove_prefix(1);
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// Rows and columns are labels as a whole: one odd cell among numbers is a mistake that the reader wants to hear of.
Labelled labelsOf(const Table& table) {
  const auto isText = [&](const CsvField& field) {
    return (field.quoted && table.quotesMeanText) || !numberFromText(field.text);
  };
  const auto topBegin = table.top.begin() + 1, topEnd = table.top.end();
  const auto leftBegin = table.left.begin(), leftEnd = table.left.end();
  const CsvField& corner = table.top.front();
  const bool several = table.columns() > 1, high = table.rows() > 1;
  if (corner.text.empty()) return {high, several};
  const bool allTop = several && std::all_of(topBegin, topEnd, isText);
  const bool allLeft = high && std::all_of(leftBegin, leftEnd, isText);
  const Labelled whole{high && allTop && (isText(corner) || allLeft), several && allLeft && (isText(corner) || allTop)};
  if (whole.top || whole.left || !isText(corner)) return whole;
  // A name in the corner that neither side accounts for: tokens may read as numbers ("In,1992").
  if (!corner.quoted && beginsLikeANumber(corner.text)) return {};
  const bool anyTop = std::any_of(topBegin, topEnd, isText), anyLeft = std::any_of(leftBegin, leftEnd, isText);
  return {high && (anyTop || !anyLeft), several && (anyLeft || !anyTop)};
}

/// The number at a place of the whole table. The first row and column are texts still.
double valueAt(const Table& table, std::size_t row, std::size_t column, const std::string& input) {
  if (row == 0) return numberOf(table.top[column], column, input);
  if (column == 0) return numberOf(table.left[row - 1], column, input);
  return table.body[(row - 1) * (table.columns() - 1) + column - 1];
}

}  // namespace

LoadedMatrix parseCsv(std::string_view text, char separator, const std::string& input) {
  if (text.empty()) throw InputError("file_empty", {{"input", input}});
  if (const std::size_t bad = attn::firstInvalidUtf8(text); bad != std::string_view::npos)
    throw InputError("invalid_utf8", {{"input", input}, {"place", std::to_string(bad)}});
  constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(byteOrderMark)) text.remove_prefix(byteOrderMark.size());

  Table table = readTable(text, separator, input);
  const Labelled labelled = labelsOf(table);
  const std::size_t firstRow = labelled.top ? 1 : 0, firstColumn = labelled.left ? 1 : 0;

  LoadedMatrix loaded;
  auto values = std::make_shared<attn::Matrix>(static_cast<Index>(table.rows() - firstRow),
                                               static_cast<Index>(table.columns() - firstColumn));
  for (Index r = 0; r < values->rows(); ++r)
    for (Index c = 0; c < values->cols(); ++c) {
      const double value =
          valueAt(table, static_cast<std::size_t>(r) + firstRow, static_cast<std::size_t>(c) + firstColumn, input);
      (*values)(r, c) = finiteFloat(value, input, r, c);
    }
  loaded.values = std::move(values);
  if (labelled.top)
    for (std::size_t c = firstColumn; c < table.columns(); ++c) loaded.columnLabels.push_back(table.top[c].text);
  if (labelled.left) {
    if (!labelled.top) loaded.rowLabels.push_back(table.top.front().text);
    for (const CsvField& field : table.left) loaded.rowLabels.push_back(field.text);
  }
  return loaded;
}

}  // namespace lab
