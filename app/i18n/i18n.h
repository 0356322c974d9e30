#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_error.h"
#include "core/types.h"

namespace lab {

enum class Language { English, Chinese };

/// en | zh. @throws attn::InputError `unknown_name`.
Language languageNamed(std::string_view name);
const char* languageName(Language language);

/// The words of the interface in one language: `assets/i18n/en.json`, `zh.json`, by dotted keys. Every string a
/// person sees comes from here or from a catalogue row's Title.
class Words {
 public:
  /// The words of `language`, read once. @throws attn::InputError if the file is missing or broken.
  static const Words& of(Language language);

  Language language() const { return language_; }
  /// The text of `key`; the key itself, in «», if there is none (a test finds every such use).
  const std::string& operator()(std::string_view key) const;
  /// With its `{name}` slots filled.
  std::string operator()(std::string_view key, const attn::InputError::Arguments& slots) const;
  const char* title(const attn::Title& title) const { return language_ == Language::English ? title.en : title.zh; }
  /// An error in this language: `error.<id>` with its arguments (English from the engine's own table).
  std::string error(const attn::InputError& error) const;

  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  Language language_ = Language::English;
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace lab
