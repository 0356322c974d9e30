#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ui/ui.h"

namespace lab {

/// A dialog that picks one file to open or to save.
struct FilePicker {
  enum class Purpose { Open, Save } purpose = Purpose::Open;
  bool open = false;
  std::string heading;                  ///< in the reader's language
  std::vector<std::string> extensions;  ///< ".json"; empty: all files
  std::filesystem::path folder;
  std::string name;  ///< what is typed: a name, or a path
  std::string error;

  struct Entry {
    std::string name;
    bool folder = false;
  };
  std::vector<Entry> entries;  ///< of `listed`
  std::filesystem::path listed;
  bool confirmOverwrite = false;
  bool justOpened = false;
};

/// Starts the dialog in `folder`, or in the home folder if that is gone.
void openFilePicker(FilePicker& picker, FilePicker::Purpose purpose, std::string heading,
                    std::vector<std::string> extensions, const std::filesystem::path& folder, std::string name);

/// @return the file that was picked; for Save with the first extension added where it has none, and only after the
/// reader agreed to replace an existing file.
std::optional<std::filesystem::path> drawFilePicker(Ui& ui, FilePicker& picker);

/// Folders first, then files with one of the extensions, by name; hidden ones left out.
std::vector<FilePicker::Entry> listFolder(const std::filesystem::path& folder,
                                          const std::vector<std::string>& extensions);

}  // namespace lab
