#include "ui/field_text.h"

#include <deque>

#include "ui/soft_wrap.h"

namespace lab {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
// In a field a carriage return marks a soft break: ImGui draws none and takes none from the keyboard or the clipboard.
constexpr char32_t kFieldBreak = '\r';
// The reader's own carriage return: a character that is never used today and that the font draws with no width.
constexpr char32_t kFieldReturn = 0x206A;

// Fields come and go, and so does what was copied from them: one table for all, as ImGui has one clipboard for all.
StandIns& standIns() {
  static StandIns instance;
  return instance;
}

std::deque<char32_t>& sent() {
  static std::deque<char32_t> instance;
  return instance;
}

bool isPrivateUse(char32_t c) { return c >= StandIns::kFirst && c < StandIns::kFirst + StandIns::kCount; }

/// ImGui ends a text at 0, leaves some control characters out, and has 16 bits.
bool needsStandIn(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || c > 0xFFFF || isPrivateUse(c) || c == kFieldReturn;
}

void append(std::string& out, char32_t c) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  const auto tail = [&](int shift) { byte(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else if (c < kBrokenByte) {
    byte(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  } else {
    byte(c & 0xFF);
  }
}

/// The character that starts at `at`, which moves behind it.
char32_t next(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const std::size_t tails = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  const char32_t smallest = tails == 3 ? 0x10000 : tails == 2 ? 0x800 : 0x80;
  const char32_t broken = kBrokenByte + first;
  if (first < 0xC2 || first > 0xF4 || text.size() - at < tails) return broken;
  char32_t c = first & (0x3FU >> tails);
  for (std::size_t i = 0; i < tails; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0) != 0x80) return broken;
    c = (c << 6) | (byte & 0x3F);
  }
  if (c < smallest || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return broken;
  at += tails;
  return c;
}

}  // namespace

char32_t StandIns::standInFor(char32_t character) {
  const auto known = standIns_.find(character);
  if (known != standIns_.end()) return known->second;
  char32_t& meaning = meanings_[next_];
  if (meaning != 0) standIns_.erase(meaning - 1);
  meaning = character + 1;  // 0 is a character too
  const char32_t standIn = kFirst + next_;
  standIns_[character] = standIn;
  next_ = (next_ + 1) % kCount;
  return standIn;
}

char32_t StandIns::meaningOf(char32_t standIn) const {
  if (!isPrivateUse(standIn) || meanings_[standIn - kFirst] == 0) return standIn;
  return meanings_[standIn - kFirst] - 1;
}

std::u32string charactersOf(std::string_view utf8) {
  std::u32string characters;
  for (std::size_t at = 0; at < utf8.size();) characters += next(utf8, at);
  return characters;
}

std::string utf8Of(std::u32string_view characters) {
  std::string out;
  for (const char32_t c : characters) append(out, c);
  return out;
}

std::string toField(std::u32string_view characters) {
  std::string out;
  for (const char32_t c : characters) {
    if (c == kSoftBreak)
      append(out, kFieldBreak);
    else if (c == '\r')
      append(out, kFieldReturn);
    else
      append(out, needsStandIn(c) ? standIns().standInFor(c) : c);
  }
  return out;
}

std::u32string fromField(std::string_view field) {
  std::u32string characters = charactersOf(field);
  for (char32_t& c : characters) {
    if (c == kFieldBreak)
      c = kSoftBreak;
    else if (c == kFieldReturn)
      c = '\r';
    else
      c = standIns().meaningOf(c);
  }
  return characters;
}

char32_t sendToField(char32_t character) {
  if (!needsStandIn(character) && character != kReplacement) return character;
  if (character < 0x20 || character >= kBrokenByte) return 0;
  sent().push_back(character);
  return kReplacement;
}

std::string sendToField(std::string_view clipboard, bool manyLines) {
  forgetSent();
  std::u32string arriving;
  const std::u32string characters = charactersOf(clipboard);
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const char32_t c = characters[i];
    if (c == '\r' && i + 1 < characters.size() && characters[i + 1] == '\n') continue;
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    if (c == '\n' || c == '\r' || c == 0x85)
      arriving += manyLines ? U'\n' : U' ';
    else if (c == '\t' || c == '\v' || c == '\f')
      arriving += U' ';
    else if (!control)
      arriving += sendToField(c < kBrokenByte ? c : kReplacement);
  }
  return utf8Of(arriving);
}

char32_t arriveInField(char32_t character) {
  if (character != kReplacement || sent().empty()) return character;
  const char32_t meant = sent().front();
  sent().pop_front();
  return needsStandIn(meant) ? standIns().standInFor(meant) : meant;
}

void forgetSent() { sent().clear(); }

std::string copiedFromField(std::string_view field) { return utf8Of(withoutSoftBreaks(fromField(field))); }

}  // namespace lab
