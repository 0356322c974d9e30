#include "io/npz.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <deque>
#include <memory>
#include <new>

#include "core/checks.h"
#include "core/input_error.h"
#include "io/zip_target.h"

namespace lab {
namespace {

using attn::InputError;

constexpr std::uint64_t memberLimit = 1ULL << 32;
constexpr std::string_view suffix = ".npy";

struct DiscardZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, DiscardZip>;
using MemberFile = std::unique_ptr<zip_file_t, CloseFile>;
using Source = std::unique_ptr<zip_source_t, FreeSource>;

[[noreturn]] void throwBroken(const std::string& input) { throw InputError("zip_broken", {{"input", input}}); }

/// @param bytes stay in place for as long as the archive is read
Archive openArchive(std::string_view bytes, const std::string& input) {
  if (bytes.empty()) throw InputError("file_empty", {{"input", input}});
  zip_error_t ignored;
  zip_error_init(&ignored);
  Source source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &ignored));
  Archive archive(source ? zip_open_from_source(source.get(), ZIP_RDONLY, &ignored) : nullptr);
  zip_error_fini(&ignored);
  if (!archive) throwBroken(input);
  static_cast<void>(source.release());  // the archive has taken it over
  return archive;
}

struct Member {
  std::string name;  ///< without ".npy"
  zip_uint64_t index;
};

std::vector<Member> arraysOf(zip_t* archive) {
  std::vector<Member> members;
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* raw = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
    std::string name = raw != nullptr ? raw : "";
    if (!name.ends_with(suffix)) continue;
    name.resize(name.size() - suffix.size());
    members.push_back({std::move(name), static_cast<zip_uint64_t>(i)});
  }
  return members;
}

std::string listOf(const std::vector<Member>& members) {
  constexpr std::size_t shown = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(members.size(), shown); ++i) text += (i > 0 ? ", " : "") + members[i].name;
  return members.size() > shown ? text + ", …" : text;
}

std::string nearestOf(const std::vector<Member>& members, const std::string& name) {
  std::vector<std::string> names;
  for (const Member& member : members) names.push_back(member.name);
  return attn::nearestName(name, names);
}

const Member& chosen(const std::vector<Member>& members, const std::optional<std::string>& name,
                     const std::string& input) {
  if (members.empty()) throw InputError("npz_no_arrays", {{"input", input}});
  if (!name && members.size() == 1) return members.front();
  if (!name) throw InputError("npz_several", {{"input", input}, {"expected", listOf(members)}});
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name == *name; });
  if (found == members.end())
    throw InputError(
        "npz_unknown_array",
        {{"input", input}, {"got", *name}, {"nearest", nearestOf(members, *name)}, {"expected", listOf(members)}});
  return *found;
}

/// Of a member unpacked, as the archive says.
std::uint64_t memberBytes(zip_t* archive, zip_uint64_t index, const std::string& input) {
  zip_stat_t status;
  zip_stat_init(&status);
  if (zip_stat_index(archive, index, 0, &status) != 0 || (status.valid & ZIP_STAT_SIZE) == 0) throwBroken(input);
  if (status.size > memberLimit)
    throw InputError(
        "file_too_large",
        {{"input", input}, {"got", std::to_string(status.size)}, {"expected", std::to_string(memberLimit)}});
  return status.size;
}

std::string unpacked(zip_t* archive, zip_uint64_t index, const std::string& input) {
  const std::uint64_t size = memberBytes(archive, index, input);
  const MemberFile file(zip_fopen_index(archive, index, 0));
  if (!file) throwBroken(input);
  constexpr std::size_t chunk = 1 << 16;
  std::string bytes;
  // One byte more than was said, so that a member which is longer is found out.
  while (bytes.size() <= size) {
    const std::size_t have = bytes.size();
    bytes.resize(std::min<std::size_t>(have + std::max(have, chunk), size + 1));
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + have, bytes.size() - have);
    if (got < 0) throwBroken(input);
    bytes.resize(have + static_cast<std::size_t>(got));
    if (got == 0) break;
  }
  if (bytes.size() != size) throwBroken(input);
  return bytes;
}

std::string arrayBytes(std::string_view bytes, const std::optional<std::string>& name, const std::string& input) {
  const Archive archive = openArchive(bytes, input);
  const std::vector<Member> members = arraysOf(archive.get());
  return unpacked(archive.get(), chosen(members, name, input).index, input);
}

bool exists(const NamedArray& array) { return !array.blocks.empty() && array.blocks.front() != nullptr; }

/// Adds one array without copying its numbers.
/// @param header stays in place until the archive is closed
bool addArray(zip_t* archive, const NamedArray& array, std::string& header) {
  std::vector<zip_buffer_fragment_t> parts = {{reinterpret_cast<zip_uint8_t*>(header.data()), header.size()}};
  for (const attn::MatrixPtr& block : array.blocks) {
    auto* numbers = reinterpret_cast<zip_uint8_t*>(const_cast<float*>(block->data()));  // libzip only reads
    parts.push_back({numbers, static_cast<zip_uint64_t>(block->size()) * sizeof(float)});
  }
  zip_source_t* source = zip_source_buffer_fragment(archive, parts.data(), parts.size(), 0);
  if (source == nullptr) return false;
  const std::string name = std::string(array.name) + std::string(suffix);
  const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  constexpr zip_uint16_t midnight = 0, january1980 = (1 << 5) | 1;  // the first date a zip can hold
  const auto at = static_cast<zip_uint64_t>(index);
  return zip_set_file_compression(archive, at, ZIP_CM_STORE, 0) == 0 &&
         zip_file_set_dostime(archive, at, midnight, january1980, 0) == 0;
}

}  // namespace

attn::Matrix parseNpz(std::string_view bytes, const std::optional<std::string>& name, const std::string& input) {
  return parseNpy(arrayBytes(bytes, name, input), input);
}

MatrixBlocks parseNpzBlocks(std::string_view bytes, const std::optional<std::string>& name, const std::string& input) {
  return parseNpyBlocks(arrayBytes(bytes, name, input), input);
}

std::vector<NpzMember> listNpz(std::string_view bytes, const std::string& input) {
  constexpr std::size_t headBytes = 1 << 16;
  const Archive archive = openArchive(bytes, input);
  const std::vector<Member> members = arraysOf(archive.get());
  if (members.empty()) throw InputError("npz_no_arrays", {{"input", input}});
  std::vector<NpzMember> listed;
  for (const Member& member : members) {
    const MemberFile file(zip_fopen_index(archive.get(), member.index, 0));
    if (!file) throwBroken(input);
    std::string head(headBytes, '\0');
    const zip_int64_t got = zip_fread(file.get(), head.data(), head.size());
    if (got < 0) throwBroken(input);
    head.resize(static_cast<std::size_t>(got));
    listed.push_back({member.name, std::move(head), memberBytes(archive.get(), member.index, input)});
  }
  return listed;
}

void writeNpz(const std::vector<NamedArray>& arrays, ByteSink& sink) {
  assert(std::any_of(arrays.begin(), arrays.end(), exists));
  ZipTarget target(sink);
  Archive archive(target.open());
  std::deque<std::string> headers;
  for (const NamedArray& array : arrays) {
    if (!exists(array)) continue;
    const attn::Index rows = array.blocks.front()->rows(), columns = array.blocks.front()->cols();
    headers.push_back(array.blocks.size() == 1
                          ? npyHeader(rows, columns)
                          : npyHeader(static_cast<attn::Index>(array.blocks.size()), rows, columns));
    if (!addArray(archive.get(), array, headers.back())) throw std::bad_alloc();
  }
  const bool closed = zip_close(archive.get()) == 0;
  target.rethrow();
  if (!closed) throw std::bad_alloc();  // only that is left: nothing here comes from a file
  static_cast<void>(archive.release());
}

}  // namespace lab
