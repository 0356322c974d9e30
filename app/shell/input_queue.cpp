#include "shell/input_queue.h"

#include <algorithm>

namespace lab {

std::vector<InputEvent> InputQueue::nextFrame() {
  using Kind = InputEvent::Kind;
  std::vector<InputEvent> frame;
  bool moved = false, pressed = false, buttonChanged = false;
  const auto changedBefore = [&](const InputEvent& event) {
    return std::any_of(frame.begin(), frame.end(),
                       [&](const InputEvent& done) { return done.kind == event.kind && done.code == event.code; });
  };
  while (!events_.empty()) {
    const InputEvent& next = events_.front();
    const bool isSwitch = next.kind == Kind::Button || next.kind == Kind::Key;
    if (next.kind == Kind::Move && buttonChanged) break;
    if (next.kind == Kind::Button && moved) break;
    if (isSwitch && changedBefore(next)) break;
    if (isSwitch && !next.down && pressed) break;
    moved = moved || next.kind == Kind::Move || next.kind == Kind::Leave;
    buttonChanged = buttonChanged || next.kind == Kind::Button;
    pressed = pressed || (isSwitch && next.down);
    frame.push_back(next);
    events_.pop_front();
  }
  return frame;
}

}  // namespace lab
