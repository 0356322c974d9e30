#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "i18n/i18n.h"
#include "scene/palette.h"

namespace lab {

/// Which panels the reader opened or folded; none: as the view and the width have it.
struct PanelChoice {
  std::optional<bool> experimentOpen, inspectorOpen;
  bool operator==(const PanelChoice&) const = default;
};

/// What the program remembers between two starts.
struct Settings {
  Theme theme = Theme::Dark;
  Language language = Language::English;
  float zoom = 1;  ///< 0.5 … 3
  int windowWidth = 1440, windowHeight = 900;
  bool maximized = false;
  std::map<std::string, PanelChoice> panels;          ///< the reader's own, by view
  float experimentWidth = 272, inspectorWidth = 384;  ///< at 100 %
  std::string colourMap = "viridis";
  bool showValues = true, wholeRange = false;
  std::vector<std::string> recentFiles;  ///< newest first
  std::string folder;                    ///< the last one a file was opened from or saved to
  bool operator==(const Settings&) const = default;
};

/// $XDG_CONFIG_HOME/attention-lab/settings.json, or under ~/.config.
std::filesystem::path settingsFile();

/// What was remembered; whatever is missing or makes no sense takes its default. Never throws.
Settings loadSettings(const std::filesystem::path& file);

/// @return false if the file could not be written: the program goes on.
bool saveSettings(const Settings& settings, const std::filesystem::path& file);

/// Puts `file` at the head of the recent ones; ten at most.
void rememberFile(Settings& settings, const std::filesystem::path& file);

}  // namespace lab
