#pragma once

#include <string_view>

namespace lab::fuzz {

// One reader each: any bytes at all end in a value that keeps its promises, or in an InputError. Everything else
// (another exception, a broken promise) ends the program.

void npy(std::string_view bytes);
void npz(std::string_view bytes);
void csv(std::string_view bytes);   ///< and tsv
void text(std::string_view bytes);  ///< token files and tokenizers
void session(std::string_view bytes);

}  // namespace lab::fuzz
