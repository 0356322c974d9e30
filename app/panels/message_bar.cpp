#include "panels/message_bar.h"

#include <algorithm>

#include "ui/widgets.h"

namespace lab {

void drawMessages(Ui& ui, std::vector<Message>& messages, Rect area) {
  std::erase_if(messages, [&](const Message& m) { return m.kind == Message::Kind::Done && ui.now >= m.until; });
  const Palette& p = *ui.palette;
  float bottom = area.bottom() - ui.u();
  for (std::size_t back = messages.size(); back > 0; --back) {
    const std::size_t i = back - 1;
    Message& message = messages[i];
    if (message.kind == Message::Kind::Done) ui.wakeAt = std::min(ui.wakeAt, message.until);
    const char* sign = message.kind == Message::Kind::Done ? "✓" : message.kind == Message::Kind::Warning ? "!" : "✗";
    const Rgba ink = message.kind == Message::Kind::Done      ? p.good
                     : message.kind == Message::Kind::Warning ? p.warn
                                                              : p.bad;
    const float room = std::min(area.width - ui.u(4), ui.u(110));
    const float textRoom = room - ui.u(9);
    const ImVec2 wrapped =
        ui.fonts->at(TextSize::Base)
            ->CalcTextSizeA(ui.fonts->pixelSize(TextSize::Base), 1e9F, textRoom, message.text.c_str());
    const float width = wrapped.x + ui.u(9), height = wrapped.y + ui.u(2);
    const Rect box{area.x + (area.width - width) / 2, bottom - height, width, height};
    bottom = box.y - ui.u();
    ImGui::SetNextWindowPos({box.x, box.y});
    ImGui::SetNextWindowSize({box.width, box.height});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, compat::colour4(p.well));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::Begin(("###message." + std::to_string(i)).c_str(), nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing);
    ImGui::SetCursorPos({ui.u(1.5F), ui.u()});
    ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ink));
    ImGui::TextUnformatted(sign);
    ImGui::PopStyleColor();
    ImGui::SameLine();
    ImGui::PushTextWrapPos(ui.u(3.5F) + textRoom);
    ImGui::TextUnformatted(message.text.c_str());
    ImGui::PopTextWrapPos();
    if (ui.probe != nullptr) ui.probe->note("message." + std::to_string(i), box, message.text);
    ImGui::SetCursorPos({box.width - ui.u(4.25F), std::max(0.0F, (height - ui.u(3.5F)) / 2)});
    const bool closed =
        button(ui, ("close-message." + std::to_string(i)).c_str(), "×", Look::Flat, ui.tr("message.close"));
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    if (closed) messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace lab
