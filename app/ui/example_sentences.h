#pragma once

#include <string>
#include <vector>

namespace lab {

/// Sentences for free exploration, from `assets/sentences.txt`, one a line. The last one is what the empty field
/// suggests.
const std::vector<std::string>& exampleSentences();

}  // namespace lab
