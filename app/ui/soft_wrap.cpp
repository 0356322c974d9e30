#include "ui/soft_wrap.h"

#include <algorithm>

#include "ui/field_text.h"

namespace lab {
namespace {

bool isChinese(char32_t c) { return c >= 0x2E80 && c < kBrokenByte; }

bool separatesWords(char32_t c) {
  return std::u32string_view(U" \t\r\n\u3000,;(){}[]|").find(c) != std::u32string_view::npos;
}

bool wordStartsAt(std::u32string_view text, std::size_t at) {
  return separatesWords(text[at - 1]) && !separatesWords(text[at]);
}

bool insideBreak(std::u32string_view shown, std::size_t at) { return at > 0 && shown[at - 1] == kSoftBreak; }

/// Characters of the text in front of character `at` of what is shown.
std::size_t plainOffset(std::u32string_view shown, std::size_t at) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < at; ++i) count += shown[i] != kSoftBreak && !insideBreak(shown, i) ? 1 : 0;
  return count;
}

/// The place in what is shown behind `plain` characters of the text; at a soft break behind it.
std::size_t shownOffset(std::u32string_view shown, std::size_t plain) {
  std::size_t at = 0;
  while (at < shown.size()) {
    if (shown[at] == kSoftBreak) {
      at += 2;
      continue;
    }
    if (plain == 0) break;
    --plain;
    ++at;
  }
  return at;
}

/// The offset that `step` leads to in a text without soft breaks.
std::size_t stepped(std::u32string_view plain, std::size_t at, Step step) {
  switch (step) {
    case Step::Left:
      return at > 0 ? at - 1 : 0;
    case Step::Right:
      return std::min(at + 1, plain.size());
    case Step::WordLeft:
      if (at > 0) --at;
      while (at > 0 && !wordStartsAt(plain, at)) --at;
      return at;
    case Step::WordRight:
      if (at < plain.size()) ++at;
      while (at < plain.size() && !wordStartsAt(plain, at)) ++at;
      return at;
    case Step::None:
      break;
  }
  return at;
}

Caret afterMove(const WrappedText& before, Caret caret, Step step) {
  const std::u32string& shown = before.shown;
  const bool selected = caret.cursor != caret.anchor, selectedBefore = before.caret.cursor != before.caret.anchor;
  // Without Shift a step from a selection goes to its end, as ImGui has done.
  const bool letGo = selectedBefore && !selected;
  if (step != Step::None && caret.cursor != before.caret.cursor && !letGo) {
    caret.cursor = shownOffset(shown, stepped(before.plain, plainOffset(shown, before.caret.cursor), step));
    if (!selected) caret.anchor = caret.cursor;
  }
  // Elsewhere the cursor gets into a break from its line: by End, by a click behind the line, by Up or Down.
  if (insideBreak(shown, caret.cursor)) --caret.cursor;
  if (insideBreak(shown, caret.anchor)) --caret.anchor;
  if (plainOffset(shown, caret.cursor) == plainOffset(shown, caret.anchor)) caret.anchor = caret.cursor;
  return caret;
}

/// What a change took away, [begin, end) of the text before, and what it put there.
struct Change {
  std::size_t begin = 0, end = 0;
  std::u32string inserted;
  std::size_t cursor = 0;  ///< afterwards, in the new text
};

Change changeOf(const WrappedText& before, std::u32string_view shown, std::size_t cursor) {
  const std::u32string_view old = before.shown;
  // After an edit the cursor is behind what was put in, which tells "aa" + "a" from "a" + "aa".
  std::size_t suffix = shown.size() - cursor;
  if (!old.ends_with(shown.substr(cursor))) {
    const std::size_t limit = std::min(old.size(), shown.size());
    suffix = 0;
    while (suffix < limit && old[old.size() - suffix - 1] == shown[shown.size() - suffix - 1]) ++suffix;
  }
  const std::size_t limit = std::min(old.size(), shown.size()) - suffix;
  std::size_t prefix = 0;
  while (prefix < limit && old[prefix] == shown[prefix]) ++prefix;

  Change change;
  change.begin = plainOffset(old, prefix);
  change.end = plainOffset(old, old.size() - suffix);
  for (const char32_t c : shown.substr(prefix, shown.size() - suffix - prefix))
    if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F && c != kSoftBreak)) change.inserted += c;
  // Only a part of a break is gone: Backspace behind it, or Delete in front of it, meant the character there.
  if (change.begin == change.end && change.inserted.empty() && old.size() > prefix + suffix) {
    if (before.caret.cursor > prefix)
      change.begin -= change.begin > 0 ? 1 : 0;
    else
      change.end += change.end < before.plain.size() ? 1 : 0;
  }
  if (cursor < prefix)
    change.cursor = plainOffset(old, cursor);
  else if (cursor <= shown.size() - suffix)
    change.cursor = change.begin + std::min(cursor - prefix, change.inserted.size());
  else
    change.cursor =
        plainOffset(old, old.size() - (shown.size() - cursor)) - (change.end - change.begin) + change.inserted.size();
  return change;
}

}  // namespace

std::u32string withSoftBreaks(std::u32string_view text, float width, const std::function<float(char32_t)>& widthOf) {
  std::u32string out;
  std::size_t lineStart = 0, breakAt = 0;   // breakAt: behind the last character of this line that may end it
  float lineWidth = 0, widthFromBreak = 0;  // from lineStart, from breakAt
  const auto cut = [&](std::size_t at) {
    out.append(text, lineStart, at - lineStart);
    out += kSoftBreak;
    out += U'\n';
    lineStart = breakAt = at;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char32_t c = text[at];
    if (c == '\n') {
      out.append(text, lineStart, at + 1 - lineStart);
      lineStart = breakAt = at + 1;
      lineWidth = widthFromBreak = 0;
      continue;
    }
    const float own = widthOf(c);
    if (c != ' ' && at > lineStart && lineWidth + own > width) {
      if (breakAt > lineStart && !isChinese(c)) {
        cut(breakAt);
        lineWidth = widthFromBreak;
        // What is left of the word may fill the next line too.
        if (at > lineStart && lineWidth + own > width) {
          cut(at);
          lineWidth = 0;
        }
      } else {
        cut(at);
        lineWidth = 0;
      }
      widthFromBreak = lineWidth;
    }
    lineWidth += own;
    widthFromBreak += own;
    if (c == ' ' || isChinese(c)) {
      breakAt = at + 1;
      widthFromBreak = 0;
    }
  }
  out.append(text, lineStart);
  return out;
}

std::u32string withoutSoftBreaks(std::u32string_view shown) {
  std::u32string plain;
  for (std::size_t i = 0; i < shown.size(); ++i)
    if (shown[i] != kSoftBreak && !(insideBreak(shown, i) && shown[i] == '\n')) plain += shown[i];
  return plain;
}

WrappedText afterEvent(const WrappedText& before, std::u32string_view shown, Caret caret, Step step, const Wrap& wrap) {
  WrappedText after = before;
  if (shown == before.shown) {
    after.caret = afterMove(before, caret, step);
  } else {
    const Change change = changeOf(before, shown, caret.cursor);
    after.plain.replace(change.begin, change.end - change.begin, change.inserted);
    after.shown = wrap(after.plain);
    after.caret.cursor = after.caret.anchor = shownOffset(after.shown, change.cursor);
    return after;
  }
  // The field, or a glyph that was □, may have got another width.
  std::u32string wrapped = wrap(after.plain);
  if (wrapped != after.shown) {
    after.caret = {shownOffset(wrapped, plainOffset(after.shown, after.caret.cursor)),
                   shownOffset(wrapped, plainOffset(after.shown, after.caret.anchor))};
    after.shown = std::move(wrapped);
  }
  return after;
}

}  // namespace lab
