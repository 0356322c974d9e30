#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lab {

/// The folder that holds `i18n/`, `shaders/`, …: $ATTENTION_LAB_ASSETS, else `../share/attention-lab` beside the
/// program, else the source tree it was built from. Found from any working directory.
/// @throws attn::InputError `assets_missing` naming the places that were tried.
const std::filesystem::path& assetsFolder();

/// The whole of an asset, such as "i18n/en.json". @throws attn::InputError.
std::string readAsset(std::string_view name);

}  // namespace lab
