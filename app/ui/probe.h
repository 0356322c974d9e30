#pragma once

#include <map>
#include <string>
#include <string_view>

#include "scene/geometry.h"

namespace lab {

/// What tests ask of the window: where a named part is drawn and what it shows. Off unless tests asked for it, so
/// that a frame costs nothing more.
class Probe {
 public:
  struct Part {
    Rect rect;
    std::string value;
    int times = 0;  ///< that it was drawn in this frame
  };
  void enable() { enabled_ = true; }
  bool enabled() const { return enabled_; }
  void beginFrame() { parts_.clear(); }
  void note(std::string_view name, Rect rect, std::string_view value = {}) {
    if (!enabled_) return;
    Part& part = parts_[std::string(name)];
    part = {rect, std::string(value), part.times + 1};
  }
  const std::map<std::string, Part>& parts() const { return parts_; }

 private:
  bool enabled_ = false;
  std::map<std::string, Part> parts_;
};

}  // namespace lab
