#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lab {

// Dear ImGui 1.86 edits text in 16-bit characters. What it cannot hold stands in a field as a private-use character
// and is the reader's own again in everything that comes out of the field.

/// A byte that is not UTF-8 is this + the byte among code points, so that nothing is lost on the way.
constexpr char32_t kBrokenByte = 0x110000;
/// Followed by a line feed: a line break that is shown and is no part of the text (soft_wrap.h).
constexpr char32_t kSoftBreak = 0x110100;

/// Which private-use character stands for which character. There are 6400; the oldest is given up for one more.
class StandIns {
 public:
  static constexpr char32_t kFirst = 0xE000, kCount = 0x1900;

  char32_t standInFor(char32_t character);
  /// The character that `standIn` stands for; itself if it stands for none.
  char32_t meaningOf(char32_t standIn) const;

 private:
  std::array<char32_t, kCount> meanings_{};
  std::unordered_map<char32_t, char32_t> standIns_;
  char32_t next_ = 0;
};

std::u32string charactersOf(std::string_view utf8);
std::string utf8Of(std::u32string_view characters);

/// What a field is given for `characters`, and what its content means. Both count the same characters.
std::string toField(std::u32string_view characters);
std::u32string fromField(std::string_view field);

// Typed and pasted characters pass through ImGui on their way to a field, which lets no private-use character through.
// So one that needs a stand-in travels as U+FFFD, which it also is in a field that does not ask for it.

/// @return what to hand to ImGui for a typed character; 0 for one that is no text.
char32_t sendToField(char32_t character);
/// The clipboard's text to hand to ImGui: tabs are spaces, line ends are line feeds (spaces where the field has one
/// line), other control characters are left out.
std::string sendToField(std::string_view clipboard, bool manyLines);
/// What a character that arrives means in the field; they arrive in the order in which they were sent.
char32_t arriveInField(char32_t character);
/// Those that are still on their way arrive nowhere.
void forgetSent();

/// The text that was copied from a field: without soft breaks, with the reader's own characters.
std::string copiedFromField(std::string_view field);

}  // namespace lab
