#include "io/stage_file.h"

#include <array>
#include <cassert>
#include <charconv>

#include "io/npz.h"
#include "io/result_json.h"

namespace lab {
namespace {

using Tokens = std::shared_ptr<const std::vector<std::string>>;

/// A field as RFC 4180 writes it: in quotes where it holds what would cut it, or is empty.
std::string quoted(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_of(",\"\r\n") == std::string::npos && text.front() != ' ' &&
                     text.front() != '\t' && text.back() != ' ' && text.back() != '\t';
  if (plain) return text;
  std::string out = "\"";
  for (const char letter : text) out += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return out + '"';
}

std::string labelAt(const Tokens& tokens, attn::Index count, attn::Index at) {
  const bool named = tokens && static_cast<attn::Index>(tokens->size()) == count;
  return named ? quoted((*tokens)[static_cast<std::size_t>(at)]) : std::to_string(at);
}

void appendNumber(std::string& line, float value) {
  constexpr int digits = 9;
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits).ptr;
  line.append(1, ',').append(text.data(), end);
}

}  // namespace

void stageToCsv(const attn::Trace& trace, const StageNumbers& numbers, ByteSink& sink) {
  assert(numbers.blocks.size() == 1);
  const attn::Matrix& values = *numbers.blocks.front();
  std::string line;  // its first field is empty: a reader then knows that names surround the numbers
  for (attn::Index c = 0; c < values.cols(); ++c) line += "," + labelAt(trace.keyTokens, values.cols(), c);
  sink.append(line + "\n");
  for (attn::Index r = 0; r < values.rows(); ++r) {
    line = labelAt(trace.rowTokens, values.rows(), r);
    for (attn::Index c = 0; c < values.cols(); ++c) appendNumber(line, values(r, c));
    sink.append(line + "\n");
  }
}

void stageToNpy(const StageNumbers& numbers, ByteSink& sink) {
  const attn::Index rows = numbers.blocks.front()->rows(), columns = numbers.blocks.front()->cols();
  const auto heads = static_cast<attn::Index>(numbers.blocks.size());
  sink.append(heads == 1 ? npyHeader(rows, columns) : npyHeader(heads, rows, columns));
  for (const attn::MatrixPtr& block : numbers.blocks)
    sink.append(
        {reinterpret_cast<const char*>(block->data()), static_cast<std::size_t>(block->size()) * sizeof(float)});
}

void stageToNpz(const StageNumbers& numbers, ByteSink& sink) {
  writeNpz({{numbers.stage.c_str(), numbers.blocks}}, sink);
}

void stageToJson(const attn::Trace& trace, const StageNumbers& numbers, ByteSink& sink) {
  JsonWriter json(sink);
  beginResult(json, trace);
  json.textMember("head", numbers.head);
  writeArray(json, {numbers.stage.c_str(), numbers.blocks});
  json.endObject();
}

}  // namespace lab
