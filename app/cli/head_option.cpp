#include "cli/head_option.h"

#include <charconv>

#include "core/input_error.h"

namespace lab {

HeadChoice headOf(const TypedOptions& options) {
  const std::string* typed = options.text("--head");
  if (typed == nullptr) return {};
  for (const HeadChoice::Kind kind : {HeadChoice::Kind::Mean, HeadChoice::Kind::Max, HeadChoice::Kind::All})
    if (*typed == headText({kind})) return {kind};
  HeadChoice choice;
  const char* const end = typed->data() + typed->size();
  const auto read = std::from_chars(typed->data(), end, choice.head);
  if (read.ec != std::errc{} || read.ptr != end || choice.head < 0)
    throw attn::InputError("out_of_range", {{"input", "--head"},
                                            {"got", *typed},
                                            {"expected", "the number of a head, counting from 0, mean, max or all"}});
  return choice;
}

}  // namespace lab
