#pragma once

#include <string>
#include <string_view>

#include "io/matrix_file.h"

namespace lab {

/// Reads comma- or tab-separated numbers (RFC 4180 quotes, LF, CRLF or CR, a byte order mark). A first row or first
/// column are labels where no cell of it is a number; some may be where the corner between the two is empty or a name
/// of its own. Quoted numbers count as names there, unless quotes are everywhere. Any other cell that is not a number
/// is an error. Decimal point whatever the locale.
/// @param separator ',' or '\t'
/// @throws attn::InputError `invalid_utf8`, `csv_quote`, `csv_ragged`, `csv_not_a_number`, `csv_no_numbers`,
///         `not_finite`, `float_range`.
LoadedMatrix parseCsv(std::string_view text, char separator, const std::string& input);

}  // namespace lab
