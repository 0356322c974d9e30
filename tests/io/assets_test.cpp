#include "io/assets.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

using attn::test::errorOf;
namespace fs = std::filesystem;

namespace lab::test {
namespace {

TEST(FindAssets, PrefersTheNamedFolderThenTheInstalledOneThenTheSource) {
  const TemporaryFolder folder;
  for (const char* name : {"named", "installed", "source"}) fs::create_directory(folder / name);
  const fs::path none = folder / "none";
  EXPECT_EQ(findAssets({folder / "named", folder / "installed", folder / "source"}), folder / "named");
  EXPECT_EQ(findAssets({{}, folder / "installed", folder / "source"}), folder / "installed");
  EXPECT_EQ(findAssets({{}, none, folder / "source"}), folder / "source");
}

TEST(FindAssets, SaysWhereItHasLooked) {
  EXPECT_EQ(errorOf([] {
              findAssets({{}, "/none/share", "/none/source"});
            }).argument("expected"),
            "/none/share, /none/source");
  // A folder that was named and is not there is not replaced by another in silence.
  EXPECT_EQ(errorOf([] { findAssets({"/none/named", {}, ATTENTION_SOURCE_DIR}); }).argument("expected"), "/none/named");
}

TEST(AssetPath, FindsShadersInstalledAndInTheSourceTree) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "share/attention-lab/shaders");
  folder.write("share/attention-lab/shaders/a.frag", "installed");
  EXPECT_EQ(assetPath(folder / "share/attention-lab", "shaders/a.frag"), folder / "share/attention-lab/shaders/a.frag");
  EXPECT_EQ(assetPath(folder / "assets", "shaders/a.frag"), folder / "shaders/a.frag");
  EXPECT_EQ(assetPath(folder / "assets", "i18n/en.json"), folder / "assets/i18n/en.json");
}

TEST(ReadAsset, FindsTheTranslationsFromAnyFolder) {
  const fs::path before = fs::current_path();
  fs::current_path("/");
  EXPECT_NE(readAsset("i18n/en.json").find("axis.query"), std::string::npos);
  fs::current_path(before);
  EXPECT_EQ(errorOf([] { readAsset("i18n/none.json"); }).id, "file_missing");
}

}  // namespace
}  // namespace lab::test
