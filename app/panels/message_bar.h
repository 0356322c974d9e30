#pragma once

#include <string>
#include <vector>

#include "ui/ui.h"

namespace lab {

/// One line for the reader: what was done goes away by itself, what went wrong stays until it is closed.
struct Message {
  enum class Kind { Done, Warning, Error } kind = Kind::Done;
  std::string text;
  double until = 0;  ///< seconds; Done only
};

/// Draws the messages over the bottom of `area`, newest last; removes those that are over or were closed.
void drawMessages(Ui& ui, std::vector<Message>& messages, Rect area);

}  // namespace lab
