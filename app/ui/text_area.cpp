#include "ui/text_area.h"

#include <imgui_internal.h>

#include <algorithm>

#include "ui/field_text.h"
#include "ui/widgets.h"

namespace lab {
namespace {

std::ptrdiff_t lineCount(std::u32string_view shown) { return std::count(shown.begin(), shown.end(), U'\n') + 1; }

/// The key with which the cursor was moved in this frame, in the order in which ImGui asks for them.
Step stepKey() {
  const bool word = ImGui::GetIO().KeyCtrl;
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_LeftArrow))) return word ? Step::WordLeft : Step::Left;
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_RightArrow))) return word ? Step::WordRight : Step::Right;
  return Step::None;
}

/// ImGui 1.86 makes room for what a callback wrote by the bytes that it grew, which is too little where three-byte
/// characters were replaced by more of one byte: the end of the text would be cut off.
void makeRoom([[maybe_unused]] std::size_t characters) {
#if IMGUI_VERSION_NUM < 19130
  ImVector<ImWchar>& room = ImGui::GetCurrentContext()->InputTextState.TextW;
  if (room.Size < static_cast<int>(characters) + 1) room.resize(static_cast<int>(characters) + 1);
#endif
}

int filterTyped(ImGuiInputTextCallbackData* data) {
  data->EventChar = static_cast<ImWchar>(arriveInField(data->EventChar));
  return 0;
}

struct Editing {
  TextAreaState* state;
  const Wrap* wrap;
};

int afterFrame(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag == ImGuiInputTextFlags_CallbackCharFilter) return filterTyped(data);
  const Editing& editing = *static_cast<Editing*>(data->UserData);
  TextAreaState& state = *editing.state;
  const std::string_view buffer(data->Buf, static_cast<std::size_t>(data->BufTextLen));
  const auto characters = [&](int bytes) {
    return charactersOf(buffer.substr(0, static_cast<std::size_t>(bytes))).size();
  };
  Caret caret{characters(data->CursorPos), characters(data->CursorPos)};
  if (data->SelectionStart != data->SelectionEnd)
    caret.anchor = characters(data->SelectionEnd == data->CursorPos ? data->SelectionStart : data->SelectionEnd);
  const Step step = state.editing ? stepKey() : Step::None;
  state.text = afterEvent(state.text, fromField(buffer), caret, step, *editing.wrap);

  const std::string wanted = toField(state.text.shown);
  if (wanted != buffer) {
    data->DeleteChars(0, data->BufTextLen);
    data->InsertChars(0, wanted.data(), wanted.data() + wanted.size());
    makeRoom(state.text.shown.size());
  }
  const auto bytes = [&](std::size_t offset) {
    return static_cast<int>(toField(std::u32string_view(state.text.shown).substr(0, offset)).size());
  };
  data->CursorPos = bytes(state.text.caret.cursor);
  data->SelectionStart = bytes(state.text.caret.anchor);
  data->SelectionEnd = data->CursorPos;
  return 0;
}

}  // namespace

TextAreaResult textArea(Ui& ui, const char* name, TextAreaState& state, const std::string& text, float width,
                        int minLines, int maxLines) {
  const float lineHeight = ui.fonts->pixelSize(TextSize::Base), inner = width - ui.u(2) - 2;
  const auto widthOf = [&](char32_t c) {
    return compat::textSize(ui.fonts->at(TextSize::Base), lineHeight, toField({&c, 1})).width;
  };
  const Wrap wrap = [&](std::u32string_view plain) {
    std::u32string shown = withSoftBreaks(plain, inner, widthOf);
    // More lines than the field has: the scrollbar takes some of the width.
    if (lineCount(shown) > maxLines) shown = withSoftBreaks(plain, inner - ImGui::GetStyle().ScrollbarSize, widthOf);
    return shown;
  };
  if (!state.editing) {
    state.text = {charactersOf(text), {}, {}};
    state.text.shown = wrap(state.text.plain);
    state.buffer = toField(state.text.shown);
  }
  const auto lines = std::clamp<std::ptrdiff_t>(lineCount(state.text.shown), minLines, maxLines);
  const float padding = ui.u(0.6F);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.u(), padding});
  if (state.takeFocus) {
    ImGui::SetKeyboardFocusHere();
    state.takeFocus = false;
  }
  Editing editing{&state, &wrap};
  ImGui::InputTextMultiline((std::string("###") + name).c_str(), &state.buffer,
                            {width, static_cast<float>(lines) * lineHeight + 2 * padding},
                            ImGuiInputTextFlags_CallbackAlways | ImGuiInputTextFlags_CallbackCharFilter |
                                ImGuiInputTextFlags_NoUndoRedo | ImGuiInputTextFlags_NoHorizontalScroll,
                            afterFrame, &editing);
  ImGui::PopStyleVar();
  focusRing(ui);
  // Escape brings back what was there before the editing, without asking the callback.
  if (std::u32string shown = fromField(state.buffer); shown != state.text.shown)
    state.text = {withoutSoftBreaks(shown), shown, {}};
  TextAreaResult result;
  result.text = state.editing || ImGui::IsItemActive() ? utf8Of(state.text.plain) : text;
  result.changed = result.text != text;
  result.left = ImGui::IsItemDeactivated();
  state.editing = ImGui::IsItemActive();
  probe(ui, name, result.text);
  return result;
}

bool textLine(const char* label, const char* hint, std::string& text, ImGuiInputTextFlags flags) {
  std::string field = toField(charactersOf(text));
  const bool result =
      ImGui::InputTextWithHint(label, hint, &field, flags | ImGuiInputTextFlags_CallbackCharFilter, filterTyped);
  text = utf8Of(fromField(field));
  return result;
}

}  // namespace lab
