#include "ui/field_cells.h"

#include <deque>

#include "ui/compat.h"

namespace lab {
namespace {

struct Call {
  gfx::FieldRenderer* renderer;
  FieldShape shape;
};

// ImGui hands a callback one pointer, and it must live until the frame is drawn: a deque never moves its entries.
std::deque<Call>& frameCalls() {
  static std::deque<Call> calls;
  return calls;
}

void drawCall(const ImDrawList*, const ImDrawCmd* command) {
  const Call& call = *static_cast<const Call*>(command->UserCallbackData);
  const ImGuiIO& io = ImGui::GetIO();
  const float scale = io.DisplayFramebufferScale.x > 0 ? io.DisplayFramebufferScale.x : 1;
  FieldShape shape = call.shape;
  shape.rect = {shape.rect.x * scale, shape.rect.y * scale, shape.rect.width * scale, shape.rect.height * scale};
  call.renderer->draw(shape, static_cast<int>(io.DisplaySize.x * scale), static_cast<int>(io.DisplaySize.y * scale));
}

}  // namespace

void drawField(const Ui& ui, ImDrawList* list, const FieldShape& field) {
  frameCalls().push_back({ui.fields, field});
  compat::addCallback(list, drawCall, &frameCalls().back());
}

void releaseFields() { frameCalls().clear(); }

}  // namespace lab
