#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lab {

/// Where a writer puts its bytes as it goes along, so that a large file is never held in memory.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void append(std::string_view bytes) = 0;
  /// Replaces bytes that were appended before. @param at where the first of them is
  virtual void overwrite(std::uint64_t at, std::string_view bytes) = 0;
  /// How many bytes were appended.
  virtual std::uint64_t size() const = 0;
};

/// Keeps them as a text.
class StringSink final : public ByteSink {
 public:
  void append(std::string_view bytes) override { bytes_ += bytes; }
  void overwrite(std::uint64_t at, std::string_view bytes) override { bytes_.replace(at, bytes.size(), bytes); }
  std::uint64_t size() const override { return bytes_.size(); }

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace lab
