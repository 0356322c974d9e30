#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "document/document.h"

namespace lab {

/// One small JSON object: `format` "attention-lab session", `version` 1, `experiment` with every option by its
/// command-line long name with `_` for `-`; matrices as nested lists with the shortest decimals.
std::string documentToJson(const Document& document);

/// Reads any version up to the current one; unknown members are ignored, missing ones take their defaults.
/// @param source the file's name in messages. @throws attn::InputError naming the member, what was expected and found.
Document documentFromJson(std::string_view json, const std::string& source);

Document openDocument(const std::filesystem::path& path);
void saveDocument(const Document& document, const std::filesystem::path& path);

}  // namespace lab
