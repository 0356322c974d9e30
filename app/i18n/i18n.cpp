#include "i18n/i18n.h"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>

#include "core/checks.h"
#include "io/assets.h"

namespace lab {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

[[noreturn]] void throwBroken(const std::string& asset, std::size_t line, std::size_t byte) {
  throw attn::InputError("json_broken",
                         {{"input", asset}, {"line", std::to_string(line)}, {"place", std::to_string(byte)}});
}

/// Nested objects become dotted keys.
void flatten(const nlohmann::json& object, const std::string& prefix, const std::string& asset, Texts& texts) {
  for (const auto& [key, value] : object.items()) {
    if (value.is_object())
      flatten(value, prefix + key + ".", asset, texts);
    else if (value.is_string())
      texts[prefix + key] = value.get<std::string>();
    else
      throw attn::InputError(
          "member", {{"input", asset}, {"member", prefix + key}, {"got", value.dump()}, {"expected", "\"…\""}});
  }
}

Texts readTexts(Language language) {
  const std::string asset = std::string("i18n/") + languageName(language) + ".json";
  const std::string text = readAsset(asset);
  Texts texts;
  try {
    const nlohmann::json root = nlohmann::json::parse(text);
    if (!root.is_object()) throwBroken(asset, 1, 0);
    flatten(root, "", asset, texts);
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t byte = std::min(error.byte, text.size());
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
    throwBroken(asset, static_cast<std::size_t>(lines) + 1, error.byte);
  }
  return texts;
}

/// A text for a key that has none; kept, because the caller gets a reference.
const std::string& unknownText(std::string_view key) {
  static std::mutex guard;
  static Texts unknown;
  const std::scoped_lock lock(guard);
  return unknown.try_emplace(std::string(key), "«" + std::string(key) + "»").first->second;
}

}  // namespace

Language languageNamed(std::string_view name) {
  if (name == "en") return Language::English;
  if (name == "zh") return Language::Chinese;
  throw attn::InputError(
      "unknown_name",
      {{"what", "language"}, {"got", std::string(name)}, {"nearest", attn::nearestName(name, {"en", "zh"})}});
}

const char* languageName(Language language) { return language == Language::English ? "en" : "zh"; }

const Words& Words::of(Language language) {
  const auto read = [](Language wanted) {
    Words words;
    words.language_ = wanted;
    words.texts_ = readTexts(wanted);
    return words;
  };
  if (language == Language::English) {
    static const Words english = read(Language::English);
    return english;
  }
  static const Words chinese = read(Language::Chinese);
  return chinese;
}

const std::string& Words::operator()(std::string_view key) const {
  const auto found = texts_.find(key);
  return found != texts_.end() ? found->second : unknownText(key);
}

std::string Words::operator()(std::string_view key, const attn::InputError::Arguments& slots) const {
  return attn::fillSlots((*this)(key), slots);
}

std::string Words::error(const attn::InputError& error) const {
  const auto sentence = texts_.find("error." + error.id());
  if (language_ == Language::English || sentence == texts_.end()) return error.what();
  attn::InputError::Arguments slots = error.arguments();
  // The kind of a name ("score") is a word of the sentence around it.
  if (const auto what = slots.find("what"); what != slots.end())
    if (const auto word = texts_.find("kind." + what->second); word != texts_.end()) what->second = word->second;
  return attn::fillSlots(sentence->second, slots);
}

}  // namespace lab
