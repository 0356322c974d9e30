#include "io/assets.h"

#include <cstdlib>

#include "core/input_error.h"
#include "io/files.h"

namespace lab {
namespace fs = std::filesystem;

namespace {

AssetPlaces knownPlaces() {
  AssetPlaces places;
  if (const char* named = std::getenv("ATTENTION_LAB_ASSETS"); named != nullptr && *named != '\0') places.named = named;
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (failed) return places;
  places.installed = program.parent_path().parent_path() / "share" / "attention-lab";
  places.source = program.parent_path().parent_path() / "assets";
  return places;
}

bool isFolder(const fs::path& path) {
  std::error_code failed;
  return !path.empty() && fs::is_directory(path, failed);
}

}  // namespace

fs::path findAssets(const AssetPlaces& places) {
  // A folder that was asked for is not replaced by another one in silence.
  if (!places.named.empty()) {
    if (isFolder(places.named)) return places.named;
    throw attn::InputError("assets_missing", {{"expected", places.named.string()}});
  }
  if (isFolder(places.installed)) return places.installed;
  if (isFolder(places.source)) return places.source;
  throw attn::InputError("assets_missing", {{"expected", places.installed.string() + ", " + places.source.string()}});
}

fs::path assetPath(const fs::path& folder, std::string_view name) {
  const fs::path inside = folder / name;
  std::error_code failed;
  if (name.starts_with("shaders/") && !fs::exists(inside, failed)) return folder.parent_path() / name;
  return inside;
}

const fs::path& assetsFolder() {
  static const fs::path folder = fs::canonical(findAssets(knownPlaces()));
  return folder;
}

std::string readAsset(std::string_view name) { return readFile(assetPath(assetsFolder(), name)); }

}  // namespace lab
