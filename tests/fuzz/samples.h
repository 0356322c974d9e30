#pragma once

#include <string>
#include <vector>

namespace lab::fuzz {

// Valid files of each kind, small ones that use every part of the format.

std::vector<std::string> npySamples();
std::vector<std::string> npzSamples();
std::vector<std::string> csvSamples();
std::vector<std::string> textSamples();
std::vector<std::string> sessionSamples();

}  // namespace lab::fuzz
