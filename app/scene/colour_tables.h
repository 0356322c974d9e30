#pragma once

namespace lab {

// 256 colours each, six hexadecimal digits a colour, lowest value first.

/// Stéfan van der Walt and Nathaniel Smith 2015, CC0.
extern const char* const viridisHex;
extern const char* const magmaHex;
/// Jamie Nuñez, Christopher Anderton and Ryan Renslow 2018, CC0: looks nearly the same to colour-blind readers.
extern const char* const cividisHex;

}  // namespace lab
