#include "io/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "core/input_error.h"

namespace lab {
namespace fs = std::filesystem;

namespace {

/// An open file that closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, mode_t mode = 0)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool isOpen() const { return number_ >= 0; }
  int number() const { return number_; }
  /// Some file systems tell only here that a write has failed.
  bool close() {
    const int closed = ::close(number_);
    number_ = -1;
    return closed == 0;
  }

 private:
  int number_;
};

std::string errnoName(int code) {
  const char* name = strerrorname_np(code);
  return name != nullptr ? name : std::to_string(code);
}

[[noreturn]] void throwReadError(const std::string& input, int code) {
  if (code == ENOENT || code == ENOTDIR) throw attn::InputError("file_missing", {{"input", input}});
  if (code == EISDIR) throw attn::InputError("is_folder", {{"input", input}});
  if (code == EACCES || code == EPERM) throw attn::InputError("no_permission", {{"input", input}});
  throw attn::InputError("cannot_read", {{"input", input}, {"got", errnoName(code)}});
}

[[noreturn]] void throwWriteError(const fs::path& path, int code) {
  const std::string input = path.string();
  if (code == ENOENT || code == ENOTDIR)
    throw attn::InputError("folder_missing", {{"input", input}, {"expected", path.parent_path().string()}});
  if (code == EISDIR) throw attn::InputError("is_folder", {{"input", input}});
  if (code == EACCES || code == EPERM || code == EROFS) throw attn::InputError("no_permission", {{"input", input}});
  if (code == ENOSPC || code == EDQUOT) throw attn::InputError("disk_full", {{"input", input}});
  throw attn::InputError("cannot_write", {{"input", input}, {"got", errnoName(code)}});
}

void requireBelow(std::uint64_t bytes, const ReadLimits& limits) {
  if (bytes > limits.bytes)
    throw attn::InputError(
        "file_too_large",
        {{"input", limits.input}, {"got", std::to_string(bytes)}, {"expected", std::to_string(limits.bytes)}});
}

/// Pipes and files of /proc do not know their size: read until the end comes or the limit is passed.
std::string readToEnd(int descriptor, std::size_t expected, const ReadLimits& limits) {
  std::string bytes(expected, '\0');
  std::size_t have = 0;
  for (;;) {
    if (have == bytes.size()) bytes.resize(have + std::max<std::size_t>(have / 2, 4096));
    const ssize_t got = ::read(descriptor, bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throwReadError(limits.input, errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
    requireBelow(have, limits);
  }
  bytes.resize(have);
  return bytes;
}

bool writeAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    // Linux moves at most 2 GiB at a time; it says how much.
    const ssize_t done = ::write(descriptor, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

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

fs::path temporaryBeside(const fs::path& target) {
  static std::atomic<unsigned> count{0};
  // Short, so that it fits wherever the target's own name does.
  return target.parent_path() / (".attention-lab-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
}

void writeInPlace(const fs::path& target, const fs::path& shown, std::string_view bytes) {
  Descriptor file(target, O_WRONLY);
  if (!file.isOpen() || !writeAll(file.number(), bytes) || !file.close()) throwWriteError(shown, errno);
}

}  // namespace

std::string readFile(const fs::path& path, std::uint64_t limit) { return readFile(path, ReadLimits{limit, {}}); }

std::string readFile(const fs::path& path, const ReadLimits& given) {
  ReadLimits limits = given;
  if (limits.input.empty()) limits.input = path.string();
  const Descriptor file(path, O_RDONLY);
  struct stat status {};
  if (!file.isOpen() || ::fstat(file.number(), &status) != 0) throwReadError(limits.input, errno);
  if (S_ISDIR(status.st_mode)) throwReadError(limits.input, EISDIR);
  const auto size = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  requireBelow(size, limits);
  return readToEnd(file.number(), static_cast<std::size_t>(size) + 1, limits);  // one more, to see the end
}

void writeFile(const fs::path& path, std::string_view bytes) {
  const fs::path target = linkTarget(path);
  struct stat before {};
  const bool exists = ::stat(target.c_str(), &before) == 0;
  if (!exists && errno != ENOENT) throwWriteError(path, errno);
  if (exists && S_ISDIR(before.st_mode)) throwWriteError(path, EISDIR);
  if (exists && !S_ISREG(before.st_mode)) return writeInPlace(target, path, bytes);
  // A rename needs no right to the old file; one that is read-only shall stay as it is.
  if (exists && ::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0) throwWriteError(path, errno);

  const fs::path beside = temporaryBeside(target);
  Descriptor file(beside, O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (!file.isOpen()) throwWriteError(path, errno);
  const bool moded = !exists || ::fchmod(file.number(), before.st_mode & 07777) == 0;
  if (moded && writeAll(file.number(), bytes) && file.close() && ::rename(beside.c_str(), target.c_str()) == 0) return;
  const int code = errno;
  ::unlink(beside.c_str());
  throwWriteError(path, code);
}

}  // namespace lab
