#pragma once

#include <filesystem>
#include <optional>

namespace lab {

/// Opens the window and runs until the reader closes it. @param file to open at once.
/// @param testServer prints a line after the first frame and answers questions on standard input (see test_server.h).
/// @return the exit code. @throws attn::InputError `no_display`, `no_opengl`.
int runWindow(const std::optional<std::filesystem::path>& file, bool testServer);

}  // namespace lab
