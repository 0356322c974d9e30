#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lab {

/// The folder that holds `i18n/`, `shaders/`, …: $ATTENTION_LAB_ASSETS, else `../share/attention-lab` beside the
/// program, else `../assets`, which a build folder links to the source tree. Found from any working directory.
/// @throws attn::InputError `assets_missing` naming the places that were tried.
const std::filesystem::path& assetsFolder();

/// The whole of an asset, such as "i18n/en.json". @throws attn::InputError.
std::string readAsset(std::string_view name);

/// Where assets may be; an empty one is not tried.
struct AssetPlaces {
  std::filesystem::path named;      ///< by the environment; if it is set, nothing else is tried
  std::filesystem::path installed;  ///< share/attention-lab
  std::filesystem::path source;     ///< assets/ of the build folder, a link to the source tree's
};

/// The first that is a folder. @throws attn::InputError `assets_missing`.
std::filesystem::path findAssets(const AssetPlaces& places);

/// The file of an asset in `folder`. Shaders have a folder of their own at the top of the source tree, beside
/// `assets`; when installed they lie in it.
std::filesystem::path assetPath(const std::filesystem::path& folder, std::string_view name);

}  // namespace lab
