#include "i18n/i18n.h"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>

#include "core/checks.h"
#include "io/assets.h"
#include "io/json_text.h"

namespace lab {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

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
  const nlohmann::json root = parseJson(readAsset(asset), asset);
  if (!root.is_object()) throw attn::InputError("json_broken", {{"input", asset}, {"line", "1"}, {"place", "0"}});
  Texts texts;
  flatten(root, "", asset, texts);
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
  attn::InputError::Arguments slots = error.arguments();
  // The kind of a name ("score") and the input ("key-text") are words of the sentence around them.
  for (const auto& [slot, prefix] : {std::pair{"what", "kind."}, {"input", "input."}})
    if (const auto given = slots.find(slot); given != slots.end())
      if (const auto word = texts_.find(prefix + given->second); word != texts_.end()) given->second = word->second;
  if (const auto sentence = texts_.find("error." + error.id()); sentence != texts_.end())
    return attn::fillSlots(sentence->second, slots);
  for (const attn::ErrorRow& row : attn::knownErrors())
    if (error.id() == row.id) return attn::fillSlots(row.english, slots);
  return error.what();
}

}  // namespace lab
