#include <zip.h>

#include <limits>

#include "cli/line_runner.h"
#include "support/npy_samples.h"

// Every option that takes a matrix against everything that can be wrong with one, for each reader: one line that
// names the option and the file, what was expected and what was found; exit 1, and nothing written.

namespace {

/// The fixture has a bytesOf of its own.
template <class Number>
std::string rawBytes(const std::vector<Number>& numbers) {
  return lab::test::bytesOf<Number>(numbers);
}
using lab::test::npyDict;
using lab::test::npyFile;

using Words = std::vector<std::string>;

/// How an option is used. FILE stands for the bad file, SQUARE for a good 2 × 2 one.
struct MatrixOption {
  const char* name;    ///< in the test's name
  const char* option;  ///< in the message
  Words words;
  bool stacked = false;          ///< may have a third dimension, one matrix a head
  const char* square = nullptr;  ///< what the message says a 3 × 5 matrix should be; null: any shape will do alone
};

const std::vector<MatrixOption>& matrixOptions() {
  static const std::vector<MatrixOption> options = {
      {"X", "--x", {"--x", "FILE"}},
      {"Memory", "--memory", {"--x", "SQUARE", "--memory", "FILE"}, false, "2"},
      {"Q", "--q", {"--q", "FILE", "--k", "SQUARE"}, false, "2"},
      {"K", "--k", {"--q", "SQUARE", "--k", "FILE"}, false, "2"},
      {"V", "--v", {"--q", "SQUARE", "--k", "SQUARE", "--v", "FILE"}, false, "2"},
      {"Scores", "--scores", {"--scores", "FILE"}},
      {"ScoresV", "--v", {"--scores", "SQUARE", "--v", "FILE"}, false, "2 × 2"},
      {"Weights", "--weights", {"--weights", "FILE"}},
      {"WeightsV", "--v", {"--weights", "SQUARE", "--v", "FILE"}, false, "2 × 2"},
      {"Wq", "--w-q", {"--x", "SQUARE", "--w-q", "FILE"}, false, "2 × 2"},
      {"Wk", "--w-k", {"--x", "SQUARE", "--w-k", "FILE"}, false, "2 × 2"},
      {"Wv", "--w-v", {"--x", "SQUARE", "--w-v", "FILE"}, false, "2 × 2"},
      {"Wo", "--w-o", {"--x", "SQUARE", "--w-o", "FILE"}, false, "2 × 2"},
      {"Param", "--param W", {"--x", "SQUARE", "--score", "general", "--param", "W=FILE"}, true, "2 × 2"},
      {"ParamRelative",
       "--param relative",
       {"--x", "SQUARE", "--bias", "relative:4:8", "--param", "relative=FILE"},
       false,
       "1 × 4"},
      {"Mask", "--mask custom", {"--scores", "SQUARE", "--mask", "custom:FILE"}, false, "2 × 2"},
  };
  return options;
}

std::string whole() { return npyFile(npyDict("<f4", "(2, 2)"), rawBytes<float>({1, 2, 3, 4})); }

/// A file that no option takes, and what the message says of it.
struct BadFile {
  std::string name;  ///< of the file
  std::string contents;
  Words said;         ///< found and expected
  std::string array;  ///< of an .npz: what stands after the colon
};

std::vector<BadFile> badNpys() {
  const auto of = [](const char* dtype, const char* shape, const std::string& numbers) {
    return npyFile(npyDict(dtype, shape), numbers);
  };
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  const std::string four = rawBytes<float>({1, 2, 3, 4});
  return {
      {"empty.npy", "", {"empty file"}, ""},
      {"text.npy", "1,2\n3,4\n", {"not a .npy file"}, ""},
      {"header.npy", whole().substr(0, 40), {"cut-short .npy header"}, ""},
      {"version.npy", npyFile(npyDict("<f4", "(2, 2)"), four, 9), {"version 9", "1.0, 2.0 or 3.0"}, ""},
      {"cut.npy", whole().substr(0, whole().size() - 3), {"13 bytes", "2 × 2 × 4"}, ""},
      {"long.npy", whole() + "more", {"20 bytes", "2 × 2 × 4"}, ""},
      {"lying.npy", of("<f4", "(1000000000000, 1000000)", four), {"16 bytes", "1000000000000 × 1000000 × 4"}, ""},
      {"overflow.npy", of("<f4", "(4294967296, 4294967296)", ""), {"0 bytes", "4294967296 × 4294967296"}, ""},
      {"negative.npy", of("<f4", "(-2, -2)", four), {"header"}, ""},
      {"object.npy", of("|O", "(2, 2)", "\x80\x04garbage"), {"Python objects", "numbers"}, ""},
      {"complex.npy", of("<c8", "(2, 1)", four), {"<c8", "f2, f4, f8"}, ""},
      {"words.npy", of("<U4", "(1, 1)", four), {"<U4", "f2, f4, f8"}, ""},
      {"rows.npy", of("<f4", "(0, 4)", ""), {"empty array", "(0, 4)", "one row"}, ""},
      {"columns.npy", of("<f4", "(4, 0)", ""), {"empty array", "(4, 0)", "one column"}, ""},
      {"four.npy", of("<f4", "(1, 1, 2, 2)", four), {"4 dimensions", "(1, 1, 2, 2)", "at most"}, ""},
      {"nan.npy", of("<f4", "(2, 2)", rawBytes<float>({1, 2, nan, 4})), {"[1, 0]", "NaN", "finite"}, ""},
      {"inf.npy", of("<f4", "(2, 2)", rawBytes<float>({1, 2, 3, -inf})), {"[1, 1]", "−∞", "finite"}, ""},
      {"large.npy", of("<f8", "(1, 2)", rawBytes<double>({1, 1e39})), {"[0, 1]", "1e+39", "3.4e38"}, ""},
  };
}

/// A zip of these files.
std::string npzOf(const std::vector<std::pair<std::string, std::string>>& members) {
  zip_source_t* bytes = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(bytes);  // the archive takes one hold of it
  zip_t* archive = zip_open_from_source(bytes, ZIP_TRUNCATE, nullptr);
  for (const auto& [member, contents] : members) {
    zip_source_t* source = zip_source_buffer(archive, contents.data(), contents.size(), 0);
    zip_file_add(archive, member.c_str(), source, ZIP_FL_ENC_UTF_8);
  }
  zip_close(archive);
  zip_stat_t status;
  zip_source_stat(bytes, &status);
  std::string out(status.size, '\0');
  zip_source_open(bytes);
  zip_source_read(bytes, out.data(), out.size());
  zip_source_close(bytes);
  zip_source_free(bytes);
  return out;
}

std::vector<BadFile> badNpzs() {
  const std::string two = npzOf({{"first.npy", whole()}, {"second.npy", whole()}});
  std::vector<BadFile> all = {
      {"empty.npz", "", {"empty file"}, ""},
      {"text.npz", "PK\x03\x04 and no more", {"not an .npz file"}, ""},
      {"cut.npz", two.substr(0, two.size() / 2), {"not an .npz file"}, ""},
      {"none.npz", npzOf({{"readme.txt", "no array"}}), {"no array"}, ""},
      {"several.npz", two, {"several arrays", "first, second"}, ""},
      {"unknown.npz", two, {"'secund'", "'second'", "first, second"}, "secund"},
  };
  // What is wrong with a .npy is wrong with one in an archive too.
  for (const BadFile& npy : badNpys()) {
    const std::string member = npy.name.substr(0, npy.name.size() - 4);
    all.push_back(
        {"of_" + member + ".npz", npzOf({{"good.npy", whole()}, {npy.name, npy.contents}}), npy.said, member});
  }
  return all;
}

std::vector<BadFile> badTables(const std::string& extension) {
  const std::string tab = extension == ".csv" ? "," : "\t";
  const auto rows = [&](const Words& words) {
    std::string text;
    for (const std::string& word : words)
      text += word == "|" ? "\n" : (text.empty() || text.back() == '\n' ? "" : tab) + word;
    return text + "\n";
  };
  return {
      {"empty" + extension, "", {"empty file"}, ""},
      {"blank" + extension, "\n\n", {"no numbers"}, ""},
      {"ragged" + extension, rows({"1", "2", "|", "3"}), {"line 2", "has 1", "expected 2"}, ""},
      {"word" + extension, rows({"1", "2", "|", "3", "four"}), {"line 2", "column 2", "'four'", "not a number"}, ""},
      {"hole" + extension, rows({"1", "2", "|", "3", ""}), {"line 2", "column 2", "not a number"}, ""},
      {"nan" + extension, rows({"1", "2", "|", "nan", "4"}), {"[1, 0]", "NaN", "finite"}, ""},
      {"inf" + extension, rows({"1", "-inf", "|", "3", "4"}), {"[0, 1]", "−∞", "finite"}, ""},
      {"large" + extension, rows({"1", "2", "|", "3", "1e39"}), {"[1, 1]", "1e+39", "3.4e38"}, ""},
      {"quote" + extension, "\"1" + tab + "2\n", {"line 1", "quote"}, ""},
      {"latin" + extension, "caf\xe9" + tab + "1\n2" + tab + "3\n", {"UTF-8", "byte 3"}, ""},
  };
}

class BadMatrix : public CommandLine, public testing::WithParamInterface<MatrixOption> {
 protected:
  void expectRefused(const std::string& spec, const Words& said) const {
    const MatrixOption& option = GetParam();
    Words words = {"compute"};
    for (std::string word : option.words) {
      if (word == "SQUARE") word = path("square.csv");
      if (const std::size_t at = word.find("FILE"); at != std::string::npos) word.replace(at, 4, spec);
      words.push_back(word);
    }
    words.insert(words.end(), {"-o", path("out.npz")});
    Words parts = said;
    parts.insert(parts.begin(), option.option);
    expectError(1, words, parts);
  }

  void expectRefused(const std::vector<BadFile>& files) const {
    for (const BadFile& file : files) {
      SCOPED_TRACE(file.name);
      const std::string place = write(file.name, file.contents);
      Words said = file.said;
      said.push_back(file.name);
      expectRefused(file.array.empty() ? place : place + ":" + file.array, said);
    }
  }

  void SetUp() override { write("square.csv", "1,0\n0,1\n"); }
};

}  // namespace

TEST_P(BadMatrix, IsRefusedAsNpy) { expectRefused(badNpys()); }
TEST_P(BadMatrix, IsRefusedAsNpz) { expectRefused(badNpzs()); }
TEST_P(BadMatrix, IsRefusedAsCsv) { expectRefused(badTables(".csv")); }
TEST_P(BadMatrix, IsRefusedAsTsv) { expectRefused(badTables(".tsv")); }

TEST_P(BadMatrix, IsRefusedWhereThereIsNoneOrAFolderOrAnotherKindOfFile) {
  expectRefused(path("none.npy"), {"none.npy", "no such file"});
  expectRefused(path("none.npz") + ":a", {"none.npz", "no such file"});
  expectRefused(write("matrix.mat", "MATLAB"), {"matrix.mat", "'.mat'", ".npy, .npz, .csv, .tsv"});
  std::filesystem::create_directory(path("folder.npy"));
  expectRefused(path("folder.npy"), {"folder.npy", "folder"});
  expectRefused("/dev/zero", {"/dev/zero", "device"});
}

TEST_P(BadMatrix, IsRefusedWithAThirdDimensionUnlessItIsOneForEachHead) {
  const std::string cube = npyFile(npyDict("<f4", "(3, 1, 2)"), rawBytes<float>({1, 2, 3, 4, 5, 6}));
  if (GetParam().stacked)
    expectRefused(write("cube.npy", cube), {"cube.npy", "3 × 1 × 2", "expected 1 × 1 × 2"});
  else
    expectRefused(write("cube.npy", cube), {"cube.npy", "3 dimensions", "(3, 1, 2)", "at most 2"});
}

TEST_P(BadMatrix, IsRefusedInAShapeThatDoesNotFitTheOthers) {
  const std::string wide = write("wide.csv", "1,2,3,4,5\n1,2,3,4,5\n1,2,3,4,5\n");
  if (GetParam().square == nullptr) return;  // alone, any shape will do
  expectRefused(wide, {GetParam().square});
}

INSTANTIATE_TEST_SUITE_P(EveryOption, BadMatrix, testing::ValuesIn(matrixOptions()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_F(CommandLine, RefusesBadFilesOfTokens) {
  const std::string x = write("x.csv", "1,0\n0,1\n");
  for (const char* option : {"--query-tokens", "--key-tokens"}) {
    const auto refused = [&](const std::string& file, const Words& said) {
      Words parts = said;
      parts.insert(parts.begin(), option);
      expectError(1, {"compute", "--q", x, "--k", x, option, file, "-o", path("o.json")}, parts);
    };
    refused(path("none.txt"), {"none.txt", "no such file"});
    refused(write("empty.txt", ""), {"empty.txt", "no token"});
    refused(write("hole.txt", "a\n\nb\n"), {"hole.txt", "line 2", "empty"});
    refused(write("latin.txt", "a\ncaf\xe9\n"), {"latin.txt", "UTF-8", "byte 5"});
    refused(write("three.txt", "a\nb\nc\n"), {"has 3", "2 rows"});
  }
}

// Wrong use comes before any file is read: exit 2.
TEST_F(CommandLine, RefusesHeadsThatDoNotDivide) {
  const std::string x = write("x.csv", "1,2,3\n4,5,6\n"), out = path("o.npz");
  expectError(2, {"compute", "--x", x, "--heads", "2", "-o", out}, {"--x", "3 columns", "2 heads"});
  expectError(2, {"compute", "--q", x, "--k", x, "--heads", "2", "-o", out}, {"--q", "3 columns", "2 heads"});
  expectError(2, {"compute", "--text", "a b", "--dim", "5", "--heads", "2", "-o", out}, {"5 columns", "2 heads"});
  expectError(2, {"compute", "--text", "a b", "--heads", "4", "--kv-heads", "3", "-o", out}, {"--kv-heads", "3", "4"});
  expectError(2, {"compute", "--text", "a b", "--heads", "0", "-o", out}, {"--heads", "0", "1 to 1024"});
  expectError(2, {"compute", "--x", x, "--position", "rope", "-o", out}, {"3 columns", "even"});
}
