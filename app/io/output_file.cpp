#include "io/output_file.h"

#include <sys/stat.h>

#include <atomic>
#include <cerrno>

#include "core/input_error.h"

namespace lab {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t flushAt = 1 << 18;  // bytes

/// What the path stands for once its symbolic links are followed, also where the last one leads nowhere yet.
fs::path linkTarget(fs::path path) {
  constexpr int kernelLimit = 40;
  std::error_code failed;
  for (int links = 0; links < kernelLimit && fs::is_symlink(path, failed); ++links) {
    const fs::path next = fs::read_symlink(path, failed);
    if (failed) break;
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  return path;
}

fs::path folderOf(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

fs::path hiddenBeside(const fs::path& target) {
  static std::atomic<unsigned> count{0};
  // Short, so that it fits wherever the target's own name does.
  return target.parent_path() / (".attention-lab-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
}

/// The name under which a file without a name can be linked.
std::string linkableName(const Descriptor& file) { return "/proc/self/fd/" + std::to_string(file.number()); }

bool linkTo(const Descriptor& file, const fs::path& name) {
  return ::linkat(AT_FDCWD, linkableName(file).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

/// @param at where to write; below 0: at the end
bool writeAll(const Descriptor& file, std::string_view bytes, off_t at = -1) {
  while (!bytes.empty()) {
    // Linux moves at most 2 GiB at a time; it says how much.
    const ssize_t done = at < 0 ? ::write(file.number(), bytes.data(), bytes.size())
                                : ::pwrite(file.number(), bytes.data(), bytes.size(), at);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
    if (at >= 0) at += done;
  }
  return true;
}

}  // namespace

void OutputFile::fail(int code) const {
  const std::string input = path_.string();
  std::error_code ignored;
  const fs::path folder = folderOf(target_);
  // Folders such as /proc are there and say ENOENT all the same.
  if ((code == ENOENT || code == ENOTDIR) && !fs::is_directory(folder, ignored))
    throw attn::InputError("folder_missing", {{"input", input}, {"expected", folder.string()}});
  if (code == EISDIR) throw attn::InputError("is_folder", {{"input", input}});
  if (code == EACCES || code == EPERM || code == EROFS) throw attn::InputError("no_permission", {{"input", input}});
  if (code == ENOSPC || code == EDQUOT) throw attn::InputError("disk_full", {{"input", input}});
  throw attn::InputError("cannot_write", {{"input", input}, {"got", errnoName(code)}});
}

OutputFile::OutputFile(const fs::path& path) : path_(path), target_(linkTarget(path)) {
  struct stat before {};
  exists_ = ::stat(target_.c_str(), &before) == 0;
  if (!exists_ && errno != ENOENT) fail(errno);
  if (exists_ && S_ISDIR(before.st_mode)) fail(EISDIR);
  mode_ = before.st_mode & 07777;
  plain_ = !exists_ || S_ISREG(before.st_mode);
  if (!plain_) {
    file_ = Descriptor(target_, O_WRONLY);
    if (!file_.isOpen()) fail(errno);
    return;
  }
  // A rename needs no right to the old file; one that is read-only shall stay as it is.
  if (exists_ && ::faccessat(AT_FDCWD, target_.c_str(), W_OK, AT_EACCESS) != 0) fail(errno);
  openBeside();
}

OutputFile::~OutputFile() {
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

void OutputFile::openBeside() {
  constexpr mode_t asUsual = 0666;  // less what the user's umask says
  file_ = Descriptor(folderOf(target_), O_TMPFILE | O_RDWR, asUsual);
  const bool linkable = file_.isOpen() && ::faccessat(AT_FDCWD, linkableName(file_).c_str(), F_OK, AT_EACCESS) == 0;
  if (!linkable) file_ = Descriptor();
  if (!file_.isOpen()) {
    const fs::path name = hiddenBeside(target_);
    file_ = Descriptor(name, O_RDWR | O_CREAT | O_EXCL, asUsual);
    if (!file_.isOpen()) fail(errno);
    beside_ = name;
  }
  if (!exists_ || ::fchmod(file_.number(), mode_) == 0) return;
  const int code = errno;
  if (!beside_.empty()) ::unlink(beside_.c_str());
  fail(code);
}

void OutputFile::append(std::string_view bytes) {
  if (!plain_ || waiting_.size() + bytes.size() < flushAt) {
    waiting_ += bytes;
    return;
  }
  flush();
  if (!writeAll(file_, bytes)) fail(errno);
  written_ += bytes.size();
}

void OutputFile::flush() {
  if (!writeAll(file_, waiting_)) fail(errno);
  written_ += waiting_.size();
  waiting_.clear();
}

void OutputFile::overwrite(std::uint64_t at, std::string_view bytes) {
  if (at >= written_) {
    waiting_.replace(at - written_, bytes.size(), bytes);
    return;
  }
  flush();
  if (!writeAll(file_, bytes, static_cast<off_t>(at))) fail(errno);
}

bool OutputFile::putInPlace() {
  if (beside_.empty()) {
    if (!exists_ && linkTo(file_, target_)) return true;
    if (!exists_ && errno != EEXIST) return false;
    const fs::path name = hiddenBeside(target_);
    if (!linkTo(file_, name)) return false;
    beside_ = name;
  }
  if (!file_.close() || ::rename(beside_.c_str(), target_.c_str()) != 0) return false;
  beside_.clear();
  return true;
}

void OutputFile::keep() {
  flush();
  if (plain_ ? !putInPlace() : !file_.close()) fail(errno);
}

}  // namespace lab
