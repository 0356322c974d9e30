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
      {"mask_arguments", WrongUse, "mask '{got}': expected {expected}"},
      {"position_ready", WrongUse,
       "position '{got}' is added to vectors before the projections; it cannot be used with ready Q and K"},
      {"unknown_parameter", WrongUse, "score '{score}' has no parameter '{got}'; it has: {expected}"},
      {"parameter_kind", WrongUse, "parameter '{input}' is {got}; expected {expected}"},
      {"dim_too_small", WrongUse, "dim is {got}; onehot needs at least {expected}, one for each distinct token"},
      // Text
      {"no_token", BadData, "{input} has no token; type at least one word"},
      {"invalid_utf8", BadData, "{input} is not valid UTF-8 at byte {place}; save it as UTF-8"},
      {"too_many_tokens", BadData, "{input} has {got} tokens; the limit is {expected}"},
      // Command line
      {"options_exclude", WrongUse, "{input} cannot be used with {other}"},
      {"option_needs", WrongUse, "{input} needs {other}, which is not given"},
      {"argument_missing", WrongUse, "{input} is missing; expected {expected}"},
      {"value_missing", WrongUse, "{input} has no value; one must follow it"},
      {"wrong_extension", WrongUse, "{input} is '{got}'; its name must end in {expected}"},
      {"unexpected_argument", WrongUse, "unexpected argument '{got}'; a value follows its option"},
      {"wrong_use", WrongUse, "{got}"},
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
