#include "io/files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "core/input_error.h"
#include "io/descriptor.h"
#include "io/output_file.h"

namespace lab {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t pipeLimit = 1ULL << 30;  // bytes; a pipe may have no end

[[noreturn]] void throwReadError(const std::string& input, int code) {
  if (code == ENOENT || code == ENOTDIR) throw attn::InputError("file_missing", {{"input", input}});
  if (code == EISDIR) throw attn::InputError("is_folder", {{"input", input}});
  if (code == EACCES || code == EPERM) throw attn::InputError("no_permission", {{"input", input}});
  throw attn::InputError("cannot_read", {{"input", input}, {"got", errnoName(code)}});
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

}  // namespace

std::string readFile(const fs::path& path, std::uint64_t limit) { return readFile(path, ReadLimits{limit, {}}); }

std::string readFile(const fs::path& path, const ReadLimits& given) {
  ReadLimits limits = given;
  if (limits.input.empty()) limits.input = path.string();
  const Descriptor file(path, O_RDONLY);
  struct stat status {};
  if (!file.isOpen() || ::fstat(file.number(), &status) != 0) throwReadError(limits.input, errno);
  if (S_ISDIR(status.st_mode)) throwReadError(limits.input, EISDIR);
  // A device such as /dev/zero gives bytes for as long as one reads.
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
    throw attn::InputError("not_a_file", {{"input", limits.input}});
  if (S_ISFIFO(status.st_mode)) limits.bytes = std::min(limits.bytes, pipeLimit);
  const auto size = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  requireBelow(size, limits);
  return readToEnd(file.number(), static_cast<std::size_t>(size) + 1, limits);  // one more, to see the end
}

void writeFile(const fs::path& path, std::string_view bytes) {
  OutputFile file(path);
  file.append(bytes);
  file.keep();
}

std::string lowerExtension(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& letter : extension)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return extension;
}

}  // namespace lab
