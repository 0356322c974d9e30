#include "i18n/i18n.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "document/edits.h"
#include "support/errors.h"

namespace fs = std::filesystem;

namespace lab::test {
namespace {

const Words& english() { return Words::of(Language::English); }
const Words& chinese() { return Words::of(Language::Chinese); }

bool isErrorKey(const std::string& key) { return key.starts_with("error."); }

std::set<std::string> matches(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), expression); match != std::sregex_iterator();
       ++match)
    found.insert((*match)[1]);
  return found;
}

std::set<std::string> slotsOf(const std::string& text) { return matches(text, R"(\{([a-z_]+)\})"); }

TEST(Translations, HaveTheSameKeys) {
  // The engine's own table holds the English of errors.
  for (const auto& [key, text] : english().all()) EXPECT_TRUE(chinese().all().contains(key)) << key;
  for (const auto& [key, text] : chinese().all()) EXPECT_TRUE(isErrorKey(key) != english().all().contains(key)) << key;
}

TEST(Translations, HaveNoEmptyText) {
  for (const Words* words : {&english(), &chinese()})
    for (const auto& [key, text] : words->all()) EXPECT_FALSE(text.empty()) << key;
}

TEST(Translations, FillTheSameSlots) {
  for (const auto& [key, text] : english().all()) EXPECT_EQ(slotsOf(text), slotsOf(chinese()(key))) << key;
}

TEST(Translations, SayEveryErrorInChineseWithItsSlots) {
  std::set<std::string> known;
  for (const attn::ErrorRow& row : attn::knownErrors()) {
    const std::string key = std::string("error.") + row.id;
    known.insert(key);
    ASSERT_TRUE(chinese().all().contains(key)) << key;
    EXPECT_EQ(slotsOf(row.english), slotsOf(chinese()(key))) << key;
  }
  for (const auto& [key, text] : chinese().all())
    EXPECT_TRUE(!isErrorKey(key) || known.contains(key)) << key << " is no error any more";
}

/// What every source file of `folder` has in the first group of `pattern`, with the file's name.
std::vector<std::pair<std::string, std::string>> inSources(const char* folder, const char* pattern) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(ATTENTION_SOURCE_DIR) / folder)) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const std::string& key : matches(text, pattern)) found.emplace_back(key, entry.path().string());
  }
  return found;
}

TEST(Translations, HaveATextForEveryKeyInTheSources) {
  const auto uses = inSources("app", R"re((?:\bwords|\btr)\(\s*"([a-z0-9.-]+)")re");
  EXPECT_FALSE(uses.empty());
  for (const auto& [key, file] : uses) {
    // A key that ends in a point is continued by a name.
    const auto found = english().all().lower_bound(key);
    const bool known =
        found != english().all().end() && (key.ends_with('.') ? found->first.starts_with(key) : found->first == key);
    EXPECT_TRUE(known) << key << " in " << file;
  }
}

TEST(Errors, ThatTheSourcesRaiseAreAllKnown) {
  std::set<std::string> known;
  for (const attn::ErrorRow& row : attn::knownErrors()) EXPECT_TRUE(known.insert(row.id).second) << row.id;
  for (const char* folder : {"engine", "app"})
    for (const auto& [id, file] : inSources(folder, R"re(\bInputError\(\s*"([^"]*)")re"))
      EXPECT_TRUE(known.contains(id)) << id << " in " << file;
}

TEST(Translations, NameEveryEdit) {
  const Edit edits[] = {SetQueryText{},       SetKeyText{},    SetCrossText{},   SetTokenizer{},
                        SetEmbedding{},       SetDimension{},  SetSeed{},        SetPosition{},
                        SetProjection{},      SetScore{},      SetHeads{},       SetBias{},
                        SetMasks{},           SetNormalizer{}, SetTemperature{}, SetNumberParameter{},
                        SetMatrixParameter{}, PaintMask{},     PaintWeights{},   ResetWeights{},
                        ReplaceExperiment{},  OpenMatrices{},  MoveKey{}};
  static_assert(std::size(edits) == std::variant_size_v<Edit>);
  for (const Edit& edit : edits) EXPECT_TRUE(english().all().contains(editLabel(edit))) << editLabel(edit);
}

TEST(Words, GiveTheTextOfAKeyAndFillItsSlots) {
  EXPECT_EQ(english()("edit.set-temperature"), "Set temperature");
  EXPECT_EQ(chinese()("edit.set-temperature"), "设置温度");
  EXPECT_EQ(chinese()("error.file_missing", {{"input", "a.npy"}}), "a.npy：没有这个文件");
}

TEST(Words, ShowAKeyThatHasNoTextAsItIs) {
  EXPECT_EQ(english()("no.such-key"), "«no.such-key»");
  EXPECT_EQ(&english()("no.such-key"), &english()("no.such-key"));
}

TEST(Words, SayAnErrorInTheirLanguage) {
  const attn::InputError error("unknown_name", {{"what", "score"}, {"got", "dott"}, {"nearest", "dot"}});
  EXPECT_EQ(english().error(error), "unknown score 'dott'; did you mean 'dot'?");
  EXPECT_EQ(chinese().error(error), "没有名为“dott”的得分函数；是否指“dot”？");
}

TEST(LanguageNamed, KnowsEnglishAndChinese) {
  EXPECT_EQ(languageNamed("en"), Language::English);
  EXPECT_EQ(languageNamed("zh"), Language::Chinese);
  EXPECT_STREQ(languageName(Language::Chinese), "zh");
  EXPECT_EQ(attn::test::errorOf([] { languageNamed("de"); }).argument("nearest"), "en");
}

}  // namespace
}  // namespace lab::test
