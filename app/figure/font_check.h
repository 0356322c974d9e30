#pragma once

#include <string_view>

namespace lab {

/// Boxes in place of words would go unnoticed in a file: where one of the program's fonts is not installed and no
/// other font has a letter, sign or Chinese character of `text`, this says which package has it. Emoji and scripts
/// beyond those fonts are not asked for; without a font of the reader's own they show as boxes.
/// @throws attn::InputError `no_font`.
void requireGlyphs(std::string_view text);

}  // namespace lab
