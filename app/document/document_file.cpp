#include "document/document_file.h"

#include "core/input_error.h"
#include "document/session_reader.h"
#include "document/session_writer.h"
#include "io/files.h"

namespace lab {
namespace {

/// A session is read into memory several times its size; nothing the window can make comes near this.
constexpr std::uint64_t sessionLimit = 1ULL << 29;

}  // namespace

std::string documentToJson(const Document& document) { return sessionJson(document); }

Document documentFromJson(std::string_view json, const std::string& source) { return readSession(json, source); }

Document openDocument(const std::filesystem::path& path) {
  return documentFromJson(readFile(path, sessionLimit), path.string());
}

void saveDocument(const Document& document, const std::filesystem::path& path) {
  const std::string json = documentToJson(document);
  // What could not be opened again is not saved.
  if (json.size() > sessionLimit)
    throw attn::InputError(
        "file_too_large",
        {{"input", path.string()}, {"got", std::to_string(json.size())}, {"expected", std::to_string(sessionLimit)}});
  writeFile(path, json);
}

}  // namespace lab
