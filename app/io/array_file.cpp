#include "io/array_file.h"

#include <algorithm>
#include <cassert>

#include "io/csv.h"
#include "io/files.h"
#include "io/npy.h"
#include "io/npy_header.h"
#include "io/npz.h"

namespace lab {
namespace fs = std::filesystem;

namespace {

using Bytes = std::shared_ptr<const std::string>;

/// The header of a .npy, or why it is none. @param bytes of the whole, of which `head` is the start
void describeNpy(std::string_view head, std::uint64_t bytes, FileArray& array) {
  try {
    const NpyHeader header = parseNpyHeader(head, array.file);
    array.shape = header.shape;
    array.dtype = npyTypeName(header.descr);
    requireMatrix(header, bytes, array.name);
  } catch (const attn::InputError& error) {
    array.problem = error;
  }
}

FileArray fromNpy(const fs::path& file, Bytes bytes) {
  FileArray array;
  array.name = file.stem().string();
  array.file = file.filename().string();
  parseNpyHeader(*bytes, array.file);  // a file that is none at all is said at once
  describeNpy(*bytes, bytes->size(), array);
  array.bytes = std::move(bytes);
  return array;
}

std::vector<FileArray> fromNpz(const fs::path& file, const Bytes& bytes) {
  std::vector<FileArray> arrays;
  for (const NpzMember& member : listNpz(*bytes, file.filename().string())) {
    FileArray array;
    array.name = member.name;
    array.file = file.filename().string();
    describeNpy(member.head, member.bytes, array);
    array.bytes = bytes;
    arrays.push_back(std::move(array));
  }
  return arrays;
}

FileArray fromText(const fs::path& file, std::string_view bytes, char separator) {
  FileArray array;
  array.name = file.stem().string();
  array.file = file.filename().string();
  array.dtype = "text";
  array.text = parseCsv(bytes, separator, array.file);
  array.shape = {static_cast<std::uint64_t>(array.text->values->rows()),
                 static_cast<std::uint64_t>(array.text->values->cols())};
  return array;
}

}  // namespace

const std::vector<std::string>& matrixExtensions() {
  static const std::vector<std::string> extensions = {".npy", ".npz", ".csv", ".tsv"};
  return extensions;
}

attn::Index FileArray::rows() const { return shape.size() == 2 ? static_cast<attn::Index>(shape[0]) : 1; }

attn::Index FileArray::columns() const { return shape.empty() ? 1 : static_cast<attn::Index>(shape.back()); }

std::vector<FileArray> describeArrays(const fs::path& file) {
  const std::string extension = lowerExtension(file), name = file.filename().string();
  const auto& known = matrixExtensions();
  if (std::find(known.begin(), known.end(), extension) == known.end())
    throw attn::InputError("unknown_extension",
                           {{"input", name}, {"got", extension}, {"expected", ".npy, .npz, .csv, .tsv"}});
  auto bytes = std::make_shared<const std::string>(readFile(file, ReadLimits{.input = name}));
  if (bytes->empty()) throw attn::InputError("file_empty", {{"input", name}});
  if (extension == ".npy") return {fromNpy(file, std::move(bytes))};
  if (extension == ".npz") return fromNpz(file, bytes);
  return {fromText(file, *bytes, extension == ".csv" ? ',' : '\t')};
}

LoadedMatrix loadArray(const FileArray& array) {
  assert(!array.problem);
  if (array.text) return *array.text;
  const bool zipped = lowerExtension(array.file) == ".npz";
  const std::string input = zipped ? array.file + ":" + array.name : array.file;
  attn::Matrix values = zipped ? parseNpz(*array.bytes, array.name, input) : parseNpy(*array.bytes, input);
  return {std::make_shared<const attn::Matrix>(std::move(values)), {}, {}};
}

}  // namespace lab
