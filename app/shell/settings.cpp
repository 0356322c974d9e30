#include "shell/settings.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "io/files.h"
#include "scene/colour_map.h"

namespace lab {
namespace {

using nlohmann::json;

constexpr std::size_t kRecentFiles = 10;

template <class Value>
void take(const json& object, const char* name, Value& into) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  try {
    into = found->get<Value>();
  } catch (const json::exception&) {
    // A setting of the wrong type is as good as none.
  }
}

void takeFlag(const json& object, const char* name, std::optional<bool>& into) {
  const auto found = object.find(name);
  if (found != object.end() && found->is_boolean()) into = found->get<bool>();
}

void takePanels(const json& object, Settings& settings) {
  const auto panels = object.find("panels");
  if (panels == object.end() || !panels->is_object()) return;
  for (const auto& [view, choice] : panels->items()) {
    if (!choice.is_object()) continue;
    takeFlag(choice, "experiment_open", settings.panels[view].experimentOpen);
    takeFlag(choice, "inspector_open", settings.panels[view].inspectorOpen);
  }
}

void takeNames(const json& object, Settings& settings) {
  std::string theme, language, map;
  take(object, "theme", theme);
  take(object, "language", language);
  take(object, "colour_map", map);
  try {
    if (!theme.empty()) settings.theme = themeNamed(theme);
    if (!language.empty()) settings.language = languageNamed(language);
    if (!map.empty()) settings.colourMap = colourMapNamed(map).name;
  } catch (const attn::InputError&) {
    // An unknown name keeps the default.
  }
}

}  // namespace

std::filesystem::path settingsFile() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != '\0')
    return std::filesystem::path(config) / "attention-lab" / "settings.json";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : ".") / ".config" / "attention-lab" / "settings.json";
}

Settings loadSettings(const std::filesystem::path& file) {
  Settings s;
  json object;
  try {
    object = json::parse(readFile(file, 1 << 20), nullptr, false);
  } catch (const attn::InputError&) {
    return s;
  }
  if (!object.is_object()) return s;
  takeNames(object, s);
  take(object, "zoom", s.zoom);
  take(object, "window_width", s.windowWidth);
  take(object, "window_height", s.windowHeight);
  take(object, "maximized", s.maximized);
  takePanels(object, s);
  take(object, "experiment_width", s.experimentWidth);
  take(object, "inspector_width", s.inspectorWidth);
  take(object, "show_values", s.showValues);
  take(object, "whole_range", s.wholeRange);
  take(object, "recent_files", s.recentFiles);
  take(object, "folder", s.folder);
  std::erase(s.recentFiles, std::string());
  s.zoom = std::clamp(s.zoom, 0.5F, 3.0F);
  s.windowWidth = std::clamp(s.windowWidth, 640, 16384);
  s.windowHeight = std::clamp(s.windowHeight, 480, 16384);
  s.experimentWidth = std::clamp(s.experimentWidth, 240.0F, 400.0F);
  s.inspectorWidth = std::clamp(s.inspectorWidth, 320.0F, 560.0F);
  if (s.recentFiles.size() > kRecentFiles) s.recentFiles.resize(kRecentFiles);
  return s;
}

bool saveSettings(const Settings& s, const std::filesystem::path& file) {
  json object = {{"theme", themeName(s.theme)},
                 {"language", languageName(s.language)},
                 {"zoom", s.zoom},
                 {"window_width", s.windowWidth},
                 {"window_height", s.windowHeight},
                 {"maximized", s.maximized},
                 {"experiment_width", s.experimentWidth},
                 {"inspector_width", s.inspectorWidth},
                 {"colour_map", s.colourMap},
                 {"show_values", s.showValues},
                 {"whole_range", s.wholeRange},
                 {"recent_files", s.recentFiles},
                 {"folder", s.folder}};
  for (const auto& [view, choice] : s.panels) {
    json panels = json::object();
    if (choice.experimentOpen) panels["experiment_open"] = *choice.experimentOpen;
    if (choice.inspectorOpen) panels["inspector_open"] = *choice.inspectorOpen;
    object["panels"][view] = panels;
  }
  try {
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    writeFile(file, object.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
    return true;
  } catch (const attn::InputError&) {
    return false;
  }
}

void rememberFile(Settings& settings, const std::filesystem::path& file) {
  const std::string name = std::filesystem::absolute(file).lexically_normal().string();
  std::erase(settings.recentFiles, name);
  settings.recentFiles.insert(settings.recentFiles.begin(), name);
  if (settings.recentFiles.size() > kRecentFiles) settings.recentFiles.resize(kRecentFiles);
  settings.folder = std::filesystem::path(name).parent_path().string();
}

}  // namespace lab
