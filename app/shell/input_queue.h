#pragma once

#include <deque>
#include <vector>

namespace lab {

/// What the window system reported, as a plain value.
struct InputEvent {
  enum class Kind { Move, Leave, Button, Key, Character, Wheel, Focus } kind;
  float x = 0, y = 0;  ///< Move: place; Wheel: amount
  int code = 0;        ///< Button: 0 left, 1 right, 2 middle; Key: GLFW key; Character: code point
  bool down = false;   ///< Button, Key; Focus: gained
  int modifiers = 0;   ///< Key: GLFW modifier bits
};

/// Events waiting for their frame. Dear ImGui 1.86 looks at its input once a frame, so a click that goes down and
/// up between two frames would be lost; here it is spread over as many frames as it needs.
class InputQueue {
 public:
  void push(const InputEvent& event) { events_.push_back(event); }
  bool empty() const { return events_.empty(); }

  /// The events of the next frame, oldest first: no key or button changes twice; a release waits if anything was
  /// pressed in this frame; a button waits if the pointer moved in this frame; no move after a button.
  std::vector<InputEvent> nextFrame();

 private:
  std::deque<InputEvent> events_;
};

}  // namespace lab
