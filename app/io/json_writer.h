#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/types.h"
#include "io/byte_sink.h"

namespace lab {

/// Writes JSON as one goes along: members in the order they are written, one a line; a row of a matrix is one line.
/// The same calls give the same bytes. They are in `sink` once the outermost object or list has ended.
class JsonWriter {
 public:
  explicit JsonWriter(ByteSink& sink) : sink_(&sink) {}

  void beginObject() { begin('{'); }
  void endObject() { end('}'); }
  void beginArray() { begin('['); }
  void endArray() { end(']'); }
  void key(std::string_view name);

  /// Bytes that are not UTF-8 become U+FFFD: JSON has no other text.
  void text(std::string_view value);
  void number(float value);  ///< the shortest decimal that reads back as the same number; not finite: null
  void number(double value);
  void count(std::uint64_t value);
  void boolean(bool value);

  void textMember(std::string_view name, std::string_view value);

  void texts(const std::vector<std::string>& values);
  void matrix(const attn::Matrix& values);  ///< a list of its rows
  void row(const attn::Matrix& values, attn::Index row);

 private:
  void begin(char open);
  void end(char close);
  void separate();
  void newLine();
  void flush();

  struct Level {
    char open;
    bool empty = true;
    bool rows = false;  ///< holds lists, which stand on lines of their own
  };
  ByteSink* sink_;
  std::string out_;  ///< not in the sink yet
  std::vector<Level> levels_;
  bool afterKey_ = false;
};

}  // namespace lab
