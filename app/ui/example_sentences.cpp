#include "ui/example_sentences.h"

#include <sstream>

#include "io/assets.h"

namespace lab {

const std::vector<std::string>& exampleSentences() {
  static const std::vector<std::string> sentences = [] {
    std::vector<std::string> lines;
    std::istringstream text(readAsset("sentences.txt"));
    for (std::string line; std::getline(text, line);)
      if (!line.empty()) lines.push_back(line);
    return lines;
  }();
  return sentences;
}

}  // namespace lab
