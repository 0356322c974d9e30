#pragma once

#include <filesystem>

#include "io/byte_sink.h"
#include "io/descriptor.h"

namespace lab {

/// A file that appears whole or not at all. Its bytes go into a file without a name in the target's folder, which the
/// system drops if the program ends early; where the file system has no such files, into a hidden one, which the
/// destructor removes. `keep` puts it in place; mode and links of an existing file stay. What is not a plain file
/// (a pipe, a terminal) gets all its bytes in `keep`.
class OutputFile final : public ByteSink {
 public:
  /// @throws attn::InputError `folder_missing`, `is_folder`, `no_permission`, `disk_full`, `cannot_write`; so do all
  ///         members.
  explicit OutputFile(const std::filesystem::path& path);
  ~OutputFile() override;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void append(std::string_view bytes) override;
  void overwrite(std::uint64_t at, std::string_view bytes) override;
  std::uint64_t size() const override { return written_ + waiting_.size(); }
  void keep();

 private:
  void openBeside();
  void flush();
  bool putInPlace();
  [[noreturn]] void fail(int code) const;

  std::filesystem::path path_, target_;
  bool plain_ = true;    ///< or a pipe, a terminal
  bool exists_ = false;  ///< before
  mode_t mode_ = 0;      ///< of the existing file
  Descriptor file_;
  std::filesystem::path beside_;  ///< the hidden file; empty: there is none
  std::string waiting_;           ///< not written yet
  std::uint64_t written_ = 0;
};

}  // namespace lab
