// What the fuzzers do for hours, in a few seconds and the same each time: valid files cut short at every byte, with
// bytes changed, pieces repeated, left out and put in, and sizes that lie.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "samples.h"
#include "targets.h"

namespace lab::fuzz {
namespace {

/// SplitMix64: the same mutations on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t limit) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::size_t>((z ^ (z >> 31)) % limit);
  }

 private:
  std::uint64_t state_;
};

/// Pieces that readers treat in a way of their own.
const std::vector<std::string>& pieces() {
  static const std::vector<std::string> all = {std::string(4, '\0'),
                                               std::string(8, '\xff'),
                                               "\xff\xff\xff\x7f",
                                               "\x01\x00",
                                               "\"",
                                               "\"\"",
                                               ",",
                                               "\t",
                                               "\r\n",
                                               "\n",
                                               "nan",
                                               "-inf",
                                               "1e999",
                                               "-",
                                               "9999999999",
                                               "18446744073709551616",
                                               "[",
                                               "]",
                                               "{",
                                               "}",
                                               "(",
                                               ")",
                                               "null",
                                               "\xEF\xBB\xBF",
                                               "\xC0\x80",
                                               "\xED\xA0\x80",
                                               "\xF4\x90\x80\x80",
                                               "e\xCC\x81",
                                               "PK\x05\x06",
                                               "PK\x01\x02",
                                               "'",
                                               "True",
                                               ":",
                                               "-1",
                                               "0",
                                               " "};
  return all;
}

void mutateOnce(std::string& bytes, Dice& dice) {
  const std::size_t at = dice.below(bytes.size() + 1);
  const std::size_t length = std::min(bytes.size() - at, 1 + dice.below(16));
  switch (dice.below(6)) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<char>(dice.below(256));
      break;
    case 1:
      if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8)));
      break;
    case 2:
      bytes.erase(at, length);
      break;
    case 3:
      bytes.insert(at, bytes.substr(at, length));
      break;
    case 4:
      bytes.insert(at, pieces()[dice.below(pieces().size())]);
      break;
    default:
      bytes.replace(at, length, pieces()[dice.below(pieces().size())]);
      break;
  }
}

struct Reader {
  const char* name;
  void (*read)(std::string_view);
  std::vector<std::string> (*samples)();
  int mutations;  ///< a sample; what keeps the whole test within a few seconds
};

// Shows what the failing test reads, by name: GoogleTest prints parameters.
void PrintTo(const Reader& reader, std::ostream* out) { *out << reader.name; }

class Mutations : public testing::TestWithParam<Reader> {};

TEST_P(Mutations, OfValidFilesEndInAValueOrAnInputError) {
  const Reader& reader = GetParam();
  Dice dice(20240601);
  for (const std::string& sample : reader.samples()) {
    reader.read(sample);
    for (std::size_t length = 0; length < sample.size(); ++length)
      reader.read(std::string_view(sample).substr(0, length));
    for (int i = 0; i < reader.mutations; ++i) {
      std::string bytes = sample;
      for (std::size_t changes = 1 + dice.below(4); changes > 0; --changes) mutateOnce(bytes, dice);
      reader.read(bytes);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Readers, Mutations,
                         testing::Values(Reader{"npy", npy, npySamples, 20000}, Reader{"npz", npz, npzSamples, 20000},
                                         Reader{"csv", csv, csvSamples, 20000}, Reader{"text", text, textSamples, 1500},
                                         Reader{"session", session, sessionSamples, 3000}),
                         [](const testing::TestParamInfo<Reader>& instance) {
                           return std::string(instance.param.name);
                         });

}  // namespace
}  // namespace lab::fuzz
