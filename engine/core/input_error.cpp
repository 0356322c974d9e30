#include "core/input_error.h"

#include <algorithm>
#include <cassert>

namespace attn {

// Slots: {input} the name of an argument, file or array; {place} an index such as "[2, 0]" (counting
// from 0); {expected} and {got} values; {what} a kind of name; {nearest} the nearest valid name.
const std::vector<ErrorRow>& knownErrors() {
  using enum ErrorKind;
  static const std::vector<ErrorRow> rows = {
      // Numbers and shapes
      {"not_finite", BadData, "{input}{place} is {got}; every number must be finite"},
      {"shape", BadData, "{input} is {got}; expected {expected}"},
      {"width", BadData, "{input} has {got} columns; expected {expected} as in {other}"},
      {"rows", BadData, "{input} has {got} rows; expected {expected} as in {other}"},
      {"product", BadData,
       "{left} is {expected} and {input} is {got}; {input} must have as many rows as {left} has columns"},
      {"missing_input", WrongUse, "{input} is missing"},
      {"out_of_range", WrongUse, "{input} is {got}; expected {expected}"},
      {"not_a_number", WrongUse, "{input}: '{got}' is not a number; expected {expected}"},
      {"unknown_name", WrongUse, "unknown {what} '{got}'; did you mean '{nearest}'?"},
      {"option_name", WrongUse, "{input}: unknown {what} '{got}'; did you mean '{nearest}'?"},
      {"mask_arguments", WrongUse, "mask '{got}': expected {expected}"},
      {"bias_arguments", WrongUse, "bias '{got}': expected {expected}"},
      {"blocks", WrongUse, "mask block adds up to {got}; there are {expected} queries and keys"},
      {"heads_share", WrongUse, "kv-heads is {got}; expected a divisor of the {expected} heads"},
      {"heads_divide", WrongUse, "{input} has {got} columns, which {expected} heads do not divide"},
      {"rope_width", WrongUse, "{input} has {got} columns a head; rope turns pairs and needs an even number"},
      {"position_ready", WrongUse,
       "position '{got}' is added to vectors before the projections; it cannot be used with ready Q and K"},
      {"unknown_parameter", WrongUse,
       "score '{score}' has no parameter '{got}'; did you mean '{nearest}'? It has: {expected}"},
      {"no_parameters", WrongUse, "score '{score}' has no parameters, and so no '{got}'"},
      {"parameter_kind", WrongUse, "parameter '{input}' is {got}; expected {expected}"},
      {"dim_too_small", WrongUse, "{input} is {got}; onehot needs at least {expected}, one for each distinct token"},
      // Text
      {"no_token", BadData, "{input} has no token; type at least one word"},
      {"invalid_utf8", BadData, "{input} is not valid UTF-8 at byte {place}; save it as UTF-8"},
      {"labels", BadData, "{input} has {got} tokens; {other} has {expected} rows"},
      {"too_many_tokens", BadData, "{input} has {got} tokens; the limit is {expected}"},
      // Command line
      {"options_exclude", WrongUse, "{input} cannot be used with {other}"},
      {"option_needs", WrongUse, "{input} needs {other}, which is not given"},
      {"argument_missing", WrongUse, "{input} is missing; expected {expected}"},
      {"value_missing", WrongUse, "{input} has no value; one must follow it"},
      {"wrong_extension", WrongUse, "{input} is '{got}'; its name must end in {expected}"},
      {"unexpected_argument", WrongUse, "unexpected argument '{got}'"},
      {"wrong_use", WrongUse, "{got}"},
      // Files
      {"assets_missing", BadData, "the program's own files were not found; looked in {expected}"},
      {"file_missing", BadData, "{input}: there is no such file"},
      {"folder_missing", BadData, "{input}: there is no folder '{expected}' to write it in"},
      {"not_a_file", BadData, "{input} is a device; expected a file or a pipe"},
      {"is_folder", BadData, "{input} is a folder; expected a file"},
      {"no_permission", BadData, "{input}: no permission"},
      {"disk_full", BadData, "{input} was not written: the disk is full"},
      {"cannot_read", BadData, "{input} cannot be read ({got})"},
      {"cannot_write", BadData, "{input} cannot be written ({got})"},
      {"file_too_large", BadData, "{input} has {got} bytes; the limit is {expected}"},
      {"file_empty", BadData, "{input} is an empty file"},
      {"empty_line", BadData, "{input}, line {place}, is empty; expected one token a line"},
      // Matrices in files
      {"unknown_extension", BadData, "{input} has the extension '{got}'; expected one of {expected}"},
      {"npy_magic", BadData, "{input} is not a .npy file: it does not begin like one"},
      {"npy_version", BadData, "{input} is of .npy version {got}; expected 1.0, 2.0 or 3.0"},
      {"npy_header", BadData, "{input} has a broken or cut-short .npy header; expected {expected}"},
      {"dtype", BadData, "{input} holds values of dtype {got}; expected one of {expected}"},
      {"dtype_object", BadData, "{input} holds Python objects; expected numbers, such as float32"},
      {"too_many_dimensions", BadData, "{input} has {got} dimensions, {shape}; expected at most {expected}"},
      {"empty_array", BadData, "{input} is an empty array, {got}; expected at least one row and one column"},
      {"array_size", BadData, "{input} is cut short or broken: it holds {got} bytes of numbers; expected {expected}"},
      {"float_range", BadData, "{input}{place} is {got}; expected at most 3.4e38, the largest 32-bit float"},
      {"too_many_numbers", BadData, "{input} is {got}; it may hold at most {expected} numbers"},
      {"zip_broken", BadData, "{input} is not an .npz file, or a broken one"},
      {"npz_no_arrays", BadData, "{input} holds no array"},
      {"npz_several", BadData, "{input} holds several arrays; add ':' and one of {expected}"},
      {"npz_unknown_array", BadData,
       "{input}: there is no array '{got}'; did you mean '{nearest}'? It holds {expected}"},
      {"array_twice", WrongUse, "two arrays are chosen as {input}; leave one of them out"},
      {"csv_quote", BadData, "{input}, line {place}: a quote is not closed, or text follows it"},
      {"csv_ragged", BadData, "{input}, line {place}, has {got} values; expected {expected} as in the first line"},
      {"csv_not_a_number", BadData, "{input}, line {place}, column {column}: '{got}' is not a number"},
      {"csv_no_numbers", BadData, "{input} holds no numbers"},
      // Saved experiments and translations
      {"json_broken", BadData, "{input} is broken or cut short at line {line}, byte {place}: expected JSON"},
      {"not_a_session", BadData, "{input} is not a saved experiment: expected {expected}"},
      {"newer_version", BadData, "{input} is of version {got}; this program reads up to {expected}: use a newer one"},
      {"member", BadData, "{input}: {member} is {got}; expected {expected}"},
      {"member_missing", BadData, "{input}: {member} is missing"},
      {"member_name", BadData, "{input}: {member} is '{got}'; did you mean '{nearest}'?"},
      // The machine
      {"too_large", BadData, "there is not enough memory for this: use fewer tokens, heads or comparisons"},
      {"failed", BadData, "this could not be done ({got})"},
      {"no_display", BadData, "there is no display; compute, export, list and screenshot need none"},
      {"no_opengl", BadData,
       "OpenGL 3.3 is not there ({got}); Mesa (libgl1-mesa-dri) brings one without a graphics card"},
      {"no_font", BadData, "the font {got} is not installed; the package {expected} has it"},
  };
  return rows;
}

std::string fillSlots(std::string sentence, const InputError::Arguments& arguments) {
  std::string out;
  for (std::size_t at = 0; at < sentence.size();) {
    const std::size_t open = sentence.find('{', at);
    const std::size_t close = open == std::string::npos ? open : sentence.find('}', open);
    if (close == std::string::npos) {
      out.append(sentence, at);
      break;
    }
    out.append(sentence, at, open - at);
    const auto found = arguments.find(sentence.substr(open + 1, close - open - 1));
    if (found != arguments.end())
      out += found->second;
    else
      out.append(sentence, open, close - open + 1);
    at = close + 1;
  }
  return out;
}

InputError::InputError(std::string id, Arguments arguments) : id_(std::move(id)), arguments_(std::move(arguments)) {
  const auto& rows = knownErrors();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const ErrorRow& r) { return id_ == r.id; });
  assert(row != rows.end() && "an InputError needs a row in knownErrors()");
  kind_ = row->kind;
  if (arguments_.contains("place") == false) arguments_["place"] = "";
  message_ = fillSlots(row->english, arguments_);
}

}  // namespace attn
