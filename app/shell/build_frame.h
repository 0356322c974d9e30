#pragma once

namespace lab {

class App;

/// One frame of the interface as draw lists, ready for ImGui's OpenGL renderer: the same for the window, for pictures
/// and for tests. The GL context is current, ImGui knows size, time and input.
void buildFrame(App& app, double now);

}  // namespace lab
