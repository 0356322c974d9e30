#include "panels/start_panel.h"

#include <algorithm>
#include <filesystem>

#include "ui/example_sentences.h"
#include "ui/text_area.h"

namespace lab {
namespace {

void drawField(Ui& ui, StartPanelState& state, StartPanelResult& result) {
  const std::string& suggestion = exampleSentences().back();
  const float height = ui.u(6), buttonWidth = textSize(ui, ui.tr("start.show"), TextSize::Base).width + ui.u(3);
  const float width = ImGui::GetContentRegionAvail().x - buttonWidth - ui.u();
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.u(2), (height - ui.metrics.base) / 2});
  // The field has the keyboard whenever nothing else wants it: a sentence can always be typed.
  const bool nothingElse = !ImGui::IsAnyItemActive() && compat::openPopups() == 0 && !compat::keyboardFocusVisible() &&
                           !ImGui::IsMouseDown(0);
  if ((!state.focused || nothingElse) && !ui.still) {
    ImGui::SetKeyboardFocusHere();
    state.focused = true;
  }
  ImGui::SetNextItemWidth(width);
  const bool entered = textLine("###start-text", suggestion.c_str(), state.text, ImGuiInputTextFlags_EnterReturnsTrue);
  focusRing(ui);
  probe(ui, "start-text", state.text);
  ImGui::SameLine();
  const bool clicked =
      button(ui, "start-show", ui.tr("start.show"), Look::Main, ui.tr("start.show.tip"), true, buttonWidth);
  ImGui::PopStyleVar();
  // Enter on the empty field shows its grey example.
  if (entered || clicked)
    result.text = state.text.find_first_not_of(" \t\n") == std::string::npos ? suggestion : state.text;
}

void drawExamples(Ui& ui, StartPanelResult& result) {
  const float left = ImGui::GetCursorPosX(), right = left + ImGui::GetContentRegionAvail().x;
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::TextUnformatted(ui.tr("start.try").c_str());
  ImGui::PopStyleColor();
  ImGui::SameLine();
  const float indent = ImGui::GetCursorPosX();
  float x = indent;
  const FontScope font(ui, TextSize::Small);
  for (std::size_t i = 0; i < exampleSentences().size(); ++i) {
    const std::string& sentence = exampleSentences()[i];
    const float width = textSize(ui, sentence, TextSize::Small).width + ui.u(3);
    if (x > indent && x + width > right) {
      ImGui::NewLine();
      ImGui::SetCursorPosX(indent);
      x = indent;
    } else if (x > indent) {
      ImGui::SameLine();
    }
    if (button(ui, ("start-example." + std::to_string(i)).c_str(), sentence)) result.text = sentence;
    x += width + ui.u();
    ImGui::SameLine(0, 0);
  }
  ImGui::NewLine();
}

void drawOpen(Ui& ui, StartPanelResult& result) {
  if (button(ui, "start-open", ui.tr("start.open"))) result.openFile = true;
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(("Ctrl+O   " + ui.tr("start.drop")).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void drawRecent(Ui& ui, const std::vector<std::string>& files, StartPanelResult& result) {
  ImGui::TextUnformatted(ui.tr("start.recent").c_str());
  space(ui.u(1.25F));
  rule(ui);
  if (files.empty()) {
    space(ui.u());
    note(ui, ui.tr("start.recent.none"), ui.palette->dim);
    return;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(files.size(), 5); ++i) {
    const std::filesystem::path file(files[i]);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Rect row{at.x, at.y, ImGui::GetContentRegionAvail().x, ui.u(4.5F)};
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::InvisibleButton("recent", {row.width, row.height})) result.recentFile = files[i];
    ImGui::PopID();
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (ImGui::IsItemHovered()) compat::fill(list, row, ui.palette->hover);
    focusRing(ui);
    probe(ui, "recent." + std::to_string(i), files[i]);
    const std::string name = elidedTo(ui, file.filename().string(), TextSize::Base, row.width * 0.45F);
    textMiddle(ui, list, {row.x + ui.u(0.5F), row.centre().y}, name, TextSize::Base, ui.palette->text);
    const std::string folder = elidedTo(ui, file.parent_path().string(), TextSize::Small, row.width * 0.5F);
    textMiddle(ui, list, {row.right() - ui.u(0.5F), row.centre().y}, folder, TextSize::Small, ui.palette->dim,
               Align::Right);
    list->AddLine({row.x, row.bottom()}, {row.right(), row.bottom()}, compat::colour(ui.palette->border),
                  ui.metrics.line);
  }
}

}  // namespace

StartPanelResult drawStartPanel(Ui& ui, StartPanelState& state, const std::vector<std::string>& recentFiles) {
  StartPanelResult result;
  const float available = ImGui::GetContentRegionAvail().x;
  const float width = std::min(ui.u(112), available - ui.u(4));
  ImGui::SetCursorPos({ImGui::GetCursorPosX() + (available - width) / 2,
                       std::max(ui.u(3), std::min(ui.u(11), ImGui::GetContentRegionAvail().y * 0.1F))});
  ImGui::BeginChild("start", {width, 0});
  {
    const FontScope large(ui, TextSize::Large);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(ui.tr("start.heading").c_str());
    ImGui::PopTextWrapPos();
  }
  space(ui.u(2));
  drawField(ui, state, result);
  space(ui.u(2));
  drawExamples(ui, result);
  space(ui.u(3));
  drawOpen(ui, result);
  space(ui.u(7));
  drawRecent(ui, recentFiles, result);
  ImGui::EndChild();
  return result;
}

}  // namespace lab
