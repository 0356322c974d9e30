#pragma once

#include <string>
#include <string_view>

#include "io/matrix_file.h"

namespace lab {

/// Reads comma- or tab-separated numbers (RFC 4180 quotes, LF, CRLF or CR, a byte order mark). A first row or first
/// column that is not numbers are labels, also where only the corner between them is not one; quoted numbers count
/// as labels there, unless quotes are everywhere. Decimal point whatever the locale.
/// @param separator ',' or '\t'
/// @throws attn::InputError `invalid_utf8`, `csv_quote`, `csv_ragged`, `csv_not_a_number`, `csv_no_numbers`,
///         `not_finite`, `float_range`.
LoadedMatrix parseCsv(std::string_view text, char separator, const std::string& input);

}  // namespace lab
