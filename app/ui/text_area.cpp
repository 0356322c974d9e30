#include "ui/text_area.h"

#include <algorithm>

#include "ui/widgets.h"

namespace lab {
namespace {

// ImGui 1.86 does not wrap what is edited, so breaks are put into the edited buffer and taken out again. The zero
// width space tells them from a break the reader typed.
constexpr std::string_view kSoftBreak = "\u200B\n";
constexpr std::string_view kMark = "\u200B";

std::size_t nextCharacter(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

std::size_t previousCharacter(std::string_view text, std::size_t at) {
  --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

/// Backspace at the start of a soft line takes away the break's line feed, Delete at its end takes the mark: the
/// character that the reader meant is the one beside the break.
void repairHalfBreaks(std::string& text, std::size_t& cursor, std::string_view before) {
  for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at)) {
    if (text.compare(at, kSoftBreak.size(), kSoftBreak) == 0) {
      at += kSoftBreak.size();
      continue;
    }
    const std::size_t from = at > 0 ? previousCharacter(text, at) : at;
    text.erase(from, at + kMark.size() - from);
    if (cursor > from) cursor = cursor > at + kMark.size() ? cursor - (at + kMark.size() - from) : from;
    at = from;
  }
  const bool markDeleted = before.size() == text.size() + kMark.size() && cursor < text.size() &&
                           text[cursor] == '\n' && before.substr(cursor, kSoftBreak.size()) == kSoftBreak;
  if (markDeleted) {
    const std::size_t end = cursor + 1 < text.size() ? nextCharacter(text, cursor + 1) : cursor + 1;
    text.erase(cursor, end - cursor);
  }
}

/// The byte of the soft-broken text that stands for byte `plain` of the text without breaks.
std::size_t brokenOffset(std::string_view broken, std::size_t plain) {
  std::size_t at = 0, counted = 0;
  while (at < broken.size()) {
    if (broken.substr(at, kSoftBreak.size()) == kSoftBreak) {
      at += kSoftBreak.size();
      continue;
    }
    if (counted == plain) break;
    ++at;
    ++counted;
  }
  return at;
}

struct EditContext {
  const Ui* ui;
  float width;
  std::string before;
};

int rewrap(ImGuiInputTextCallbackData* data) {
  EditContext& context = *static_cast<EditContext*>(data->UserData);
  std::string text(data->Buf, static_cast<std::size_t>(data->BufTextLen));
  if (text == context.before) return 0;
  auto cursor = static_cast<std::size_t>(data->CursorPos);
  repairHalfBreaks(text, cursor, context.before);
  const std::string plainBefore = withoutSoftBreaks(std::string_view(text).substr(0, cursor));
  const std::string wrapped = withSoftBreaks(withoutSoftBreaks(text), context.width, [&](std::string_view line) {
    return textSize(*context.ui, line, TextSize::Base).width;
  });
  if (wrapped != std::string_view(data->Buf, static_cast<std::size_t>(data->BufTextLen))) {
    data->DeleteChars(0, data->BufTextLen);
    data->InsertChars(0, wrapped.data(), wrapped.data() + wrapped.size());
    data->CursorPos = static_cast<int>(brokenOffset(wrapped, plainBefore.size()));
    data->SelectionStart = data->SelectionEnd = data->CursorPos;
  }
  context.before = wrapped;
  return 0;
}

}  // namespace

std::string withSoftBreaks(const std::string& text, float width,
                           const std::function<float(std::string_view)>& measure) {
  std::string out;
  std::size_t lineStart = 0, breakAt = 0, at = 0;  // breakAt: after the last space of this line
  while (at < text.size()) {
    if (text[at] == '\n') {
      out.append(text, lineStart, at + 1 - lineStart);
      lineStart = breakAt = at = at + 1;
      continue;
    }
    const std::size_t next = nextCharacter(text, at);
    // A space may hang over the edge: it is not seen.
    if (text[at] != ' ' && at > lineStart &&
        measure(std::string_view(text).substr(lineStart, next - lineStart)) > width) {
      // Chinese breaks anywhere; a Latin word only where it fills the whole line.
      const bool wide = static_cast<unsigned char>(text[at]) >= 0xE0;
      const std::size_t cut = breakAt > lineStart && !wide ? breakAt : at;
      out.append(text, lineStart, cut - lineStart);
      out += kSoftBreak;
      lineStart = breakAt = at = cut;
      continue;
    }
    if (text[at] == ' ' || static_cast<unsigned char>(text[at]) >= 0xE0) breakAt = next;
    at = next;
  }
  out.append(text, lineStart);
  return out;
}

std::string withoutSoftBreaks(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at, kSoftBreak.size()) == kSoftBreak) {
      at += kSoftBreak.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

TextAreaResult textArea(Ui& ui, const char* name, TextAreaState& state, const std::string& text, float width,
                        int minLines, int maxLines) {
  const float inner = width - ui.u(2) - 2;
  const auto wrapped = [&](const std::string& plain) {
    return withSoftBreaks(plain, inner,
                          [&](std::string_view line) { return textSize(ui, line, TextSize::Base).width; });
  };
  if (!state.editing) state.buffer = wrapped(text);
  const auto lines =
      std::clamp<std::ptrdiff_t>(std::count(state.buffer.begin(), state.buffer.end(), '\n') + 1, minLines, maxLines);
  const float lineHeight = ui.fonts->pixelSize(TextSize::Base);
  const float padding = ui.u(0.6F);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.u(), padding});
  if (state.takeFocus) {
    ImGui::SetKeyboardFocusHere();
    state.takeFocus = false;
  }
  EditContext context{&ui, inner, state.buffer};
  ImGui::InputTextMultiline(
      (std::string("###") + name).c_str(), &state.buffer, {width, static_cast<float>(lines) * lineHeight + 2 * padding},
      ImGuiInputTextFlags_CallbackAlways | ImGuiInputTextFlags_NoUndoRedo | ImGuiInputTextFlags_NoHorizontalScroll,
      rewrap, &context);
  ImGui::PopStyleVar();
  focusRing(ui);
  TextAreaResult result;
  result.text = state.editing || ImGui::IsItemActive() ? withoutSoftBreaks(state.buffer) : text;
  result.changed = result.text != text;
  result.left = ImGui::IsItemDeactivated();
  state.editing = ImGui::IsItemActive();
  probe(ui, name, result.text);
  return result;
}

}  // namespace lab
