#include "panels/file_picker.h"

#include <algorithm>
#include <cstdlib>

#include "ui/dialog.h"
#include "ui/text_area.h"

namespace lab {
namespace {

namespace fs = std::filesystem;

fs::path homeFolder() {
  const char* home = std::getenv("HOME");
  return home != nullptr && *home != '\0' ? fs::path(home) : fs::current_path();
}

void goTo(FilePicker& picker, const fs::path& folder) {
  picker.folder = folder.lexically_normal();
  picker.listed.clear();
  picker.error.clear();
  picker.confirmOverwrite = false;
}

bool hasExtension(const fs::path& file, const std::vector<std::string>& extensions) {
  if (extensions.empty()) return true;
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

/// What the typed name means: a folder to go to, a file to pick, or a mistake.
std::optional<fs::path> accept(Ui& ui, FilePicker& picker) {
  if (picker.name.empty()) return std::nullopt;
  fs::path path = picker.name[0] == '~' && (picker.name.size() == 1 || picker.name[1] == '/')
                      ? homeFolder() / picker.name.substr(std::min<std::size_t>(2, picker.name.size()))
                      : picker.folder / picker.name;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    goTo(picker, path);
    picker.name.clear();
    return std::nullopt;
  }
  if (picker.purpose == FilePicker::Purpose::Open) {
    if (fs::exists(path, ignored)) return path;
    picker.error = ui.tr("picker.missing", {{"name", picker.name}});
    return std::nullopt;
  }
  // "exp.v2" is a name without one of our endings: it gets one.
  if (!hasExtension(path, picker.extensions)) path += picker.extensions.front();
  if (!fs::is_directory(path.parent_path(), ignored)) {
    picker.error = ui.tr("picker.no-folder", {{"name", path.parent_path().string()}});
    return std::nullopt;
  }
  if (fs::exists(path, ignored) && !picker.confirmOverwrite) {
    picker.confirmOverwrite = true;
    picker.error = ui.tr("picker.exists", {{"name", path.filename().string()}});
    return std::nullopt;
  }
  return path;
}

/// The list of a folder. @return whether a file was double-clicked.
bool drawList(Ui& ui, FilePicker& picker) {
  bool picked = false;
  ImGui::PushStyleColor(ImGuiCol_ChildBg, compat::colour4(ui.palette->well));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(), ui.u(0.5F)});
  ImGui::BeginChild("files", {0, std::min(ui.u(40), ImGui::GetIO().DisplaySize.y * 0.4F)}, true,
                    ImGuiWindowFlags_AlwaysUseWindowPadding);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  for (std::size_t i = 0; i < picker.entries.size(); ++i) {
    const FilePicker::Entry entry = picker.entries[i];
    ImGui::PushID(static_cast<int>(i));
    const bool clicked =
        ImGui::Selectable("###entry", !entry.folder && entry.name == picker.name,
                          ImGuiSelectableFlags_AllowDoubleClick | ImGuiSelectableFlags_DontClosePopups, {0, ui.u(3)});
    // Drawn by hand: ImGui cuts a label at "##", and a file may be called so.
    const Rect row = compat::itemRect();
    const std::string label =
        elidedTo(ui, (entry.folder ? "▸ " : "   ") + entry.name, TextSize::Base, row.width - ui.u());
    textMiddle(ui, ImGui::GetWindowDrawList(), {row.x + ui.u(0.5F), row.centre().y}, label, TextSize::Base,
               ui.palette->text);
    probe(ui, "picker.entry." + entry.name, entry.folder ? "folder" : "file");
    ImGui::PopID();
    if (!clicked) continue;
    const bool twice = ImGui::IsMouseDoubleClicked(0);
    if (entry.folder) {
      goTo(picker, picker.folder / entry.name);
      break;
    }
    picker.name = entry.name;
    picker.confirmOverwrite = false;
    picker.error.clear();
    picked = picked || twice;
  }
  if (picker.entries.empty())
    note(ui, ui.tr(picker.purpose == FilePicker::Purpose::Open ? "picker.empty" : "picker.empty-save"),
         ui.palette->dim);
  ImGui::EndChild();
  return picked;
}

}  // namespace

std::vector<FilePicker::Entry> listFolder(const fs::path& folder, const std::vector<std::string>& extensions) {
  std::vector<FilePicker::Entry> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.empty() || name[0] == '.') continue;
    std::error_code ignored;
    const bool isFolder = it->is_directory(ignored);
    if (isFolder || hasExtension(it->path(), extensions)) entries.push_back({name, isFolder});
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.folder != b.folder ? a.folder : a.name < b.name; });
  return entries;
}

void openFilePicker(FilePicker& picker, FilePicker::Purpose purpose, std::string heading,
                    std::vector<std::string> extensions, const fs::path& folder, std::string name) {
  picker = {};
  picker.purpose = purpose;
  picker.open = picker.justOpened = true;
  picker.heading = std::move(heading);
  picker.extensions = std::move(extensions);
  picker.name = std::move(name);
  std::error_code ignored;
  picker.folder = fs::is_directory(folder, ignored) ? folder : homeFolder();
}

std::optional<fs::path> drawFilePicker(Ui& ui, FilePicker& picker) {
  std::optional<fs::path> picked;
  if (!picker.open || !beginDialog(ui, "picker", picker.heading, ui.u(80), picker.open, EscapeInField::ClosesDialog))
    return picked;
  if (picker.listed != picker.folder) {
    picker.entries = listFolder(picker.folder, picker.extensions);
    picker.listed = picker.folder;
    for (const auto& entry : picker.entries) ui.fonts->want(entry.name);
  }
  if (button(ui, "picker.up", "↑", Look::Plain, ui.tr("picker.up"))) goTo(picker, picker.folder.parent_path());
  ImGui::SameLine();
  if (button(ui, "picker.home", ui.tr("picker.home"))) goTo(picker, homeFolder());
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  const std::string folder = picker.folder.string();
  ImGui::TextUnformatted(elidedTo(ui, folder, TextSize::Base, ImGui::GetContentRegionAvail().x).c_str());
  tooltip(ui, folder);
  bool done = drawList(ui, picker);
  space(ui.u(0.5F));
  if (picker.justOpened) ImGui::SetKeyboardFocusHere();
  picker.justOpened = false;
  const std::string before = picker.name;
  ImGui::SetNextItemWidth(-1);
  done = textLine("###picker.name", ui.tr("picker.name").c_str(), picker.name,
                  ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll) ||
         done;
  focusRing(ui);
  probe(ui, "picker.name", picker.name);
  if (picker.name != before) {
    picker.confirmOverwrite = false;
    picker.error.clear();
  }
  if (!picker.error.empty())
    fieldMessage(ui, picker.confirmOverwrite ? "!" : "✗", picker.error,
                 picker.confirmOverwrite ? ui.palette->warn : ui.palette->bad);
  space(ui.u());
  const std::string& go = ui.tr(picker.confirmOverwrite                       ? "picker.replace"
                                : picker.purpose == FilePicker::Purpose::Open ? "picker.open"
                                                                              : "picker.save");
  alignRight(buttonWidth(ui, ui.tr("dialog.cancel")) + ui.u() + buttonWidth(ui, go));
  if (button(ui, "picker.cancel", ui.tr("dialog.cancel"))) picker.open = false;
  ImGui::SameLine();
  done = button(ui, "picker.go", go, Look::Main) || done;
  if (done) picked = accept(ui, picker);
  if (picked) picker.open = false;
  if (!picker.open) ImGui::CloseCurrentPopup();
  endDialog();
  return picked;
}

}  // namespace lab
