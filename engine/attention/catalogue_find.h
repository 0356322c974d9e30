#pragma once

#include "core/checks.h"
#include "core/input_error.h"

namespace attn {

template <class Row>
std::vector<std::string> rowNames(const std::vector<Row>& rows) {
  std::vector<std::string> names;
  for (const Row& row : rows) names.emplace_back(row.name);
  return names;
}

template <class Row>
const Row& findRow(const std::vector<Row>& rows, std::string_view name, const char* what) {
  for (const Row& row : rows)
    if (row.name == name) return row;
  throw InputError("unknown_name",
                   {{"what", what}, {"got", std::string(name)}, {"nearest", nearestName(name, rowNames(rows))}});
}

}  // namespace attn
