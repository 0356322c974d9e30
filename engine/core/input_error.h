#pragma once

#include <exception>
#include <map>
#include <string>
#include <vector>

namespace attn {

/// What the command line's exit code says of an error.
enum class ErrorKind {
  BadData,   ///< text, files and their contents, output, display: exit 1
  WrongUse,  ///< unknown name or option, number out of range, options that exclude each other: exit 2
};

/// The one error that input can cause: which input, where in it, what was expected, what was found.
///
/// An error is an id and its arguments, so that the window can say it in the reader's language
/// (`error.<id>` of the translations) while `what()` says it in English. Arguments are neutral
/// values (names, numbers, shapes such as "5 × 3"), never sentences.
class InputError : public std::exception {
 public:
  using Arguments = std::map<std::string, std::string>;

  /// @param id one of `knownErrors()`; an unknown id is a bug and is asserted.
  InputError(std::string id, Arguments arguments);

  const std::string& id() const { return id_; }
  const Arguments& arguments() const { return arguments_; }
  ErrorKind kind() const { return kind_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string id_;
  Arguments arguments_;
  ErrorKind kind_;
  std::string message_;
};

/// One kind of error: its id, its exit code and its English sentence with `{argument}` slots.
struct ErrorRow {
  const char* id;
  ErrorKind kind;
  const char* english;
};

/// Every error the program can raise, for the translations' test and for `InputError`.
const std::vector<ErrorRow>& knownErrors();

/// `sentence` with each `{name}` replaced by its argument; a slot without one stays as it is.
std::string fillSlots(std::string sentence, const InputError::Arguments& arguments);

}  // namespace attn
