#include <sys/resource.h>

#include <bit>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>

#include "cli/line_runner.h"

// Each fault gives one line that says which option or file, what was expected and what was found; its exit code;
// and no file.

namespace {

/// A .npy file of format 1.0: the header's length says what it holds, whatever `data` is.
std::string npy(const std::string& dtype, const std::string& shape, const std::string& data) {
  std::string header = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': " + shape + ", }";
  while ((10 + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::string file = "\x93NUMPY";
  file += {'\x01', '\x00', static_cast<char>(header.size() & 0xFF), static_cast<char>(header.size() >> 8)};
  return file + header + data;
}

std::string floats(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

}  // namespace

TEST_F(CommandLine, RefusesTextWithoutATokenAndTextThatIsNotUtf8) {
  expectError(1, {"compute", "--text", "", "-o", path("o.json")}, {"--text"});
  expectError(1, {"compute", "--text", " \t ", "-o", path("o.json")}, {"--text"});
  expectError(1, {"compute", "--query-text", "a", "--key-text", "", "-o", path("o.json")}, {"--key-text"});
  expectError(1, {"compute", "--text", "ab\xff", "-o", path("o.json")}, {"--text", "UTF-8", "2"});
}

TEST_F(CommandLine, RefusesMoreTokensThanItsLimit) {
  std::string text;
  for (int i = 0; i < 4097; ++i) text += "a ";

  expectError(1, {"screenshot", "--text", text, "--tokenizer", "whitespace", "-o", path("o.png")},
              {"--text", "4097", "4096"});
  for (int i = 4097; i < 16385; ++i) text += "a ";
  expectError(1, {"compute", "--text", text, "--tokenizer", "whitespace", "-o", path("o.npz")},
              {"--text", "16385", "16384"});
}

TEST_F(CommandLine, RefusesNumbersOutOfRangeAndWhatIsNone) {
  const auto refused = [this](const std::string& option, const std::string& value) {
    expectError(2, {"compute", "--text", "a b", option, value, "-o", path("o.json")}, {option, value});
  };
  for (const char* tau : {"0", "-1", "nan", "inf", "0.0009", "1000001", "warm", "1,5", ""})
    refused("--temperature", tau);
  for (const char* dim : {"0", "-3", "1.5", "four", "99999999999999999999"}) refused("--dim", dim);
  for (const char* seed : {"-1", "1.5", "x", "18446744073709551616"}) refused("--seed", seed);
  expectError(2, {"export", "--text", "a", "--scale", "0", "-o", path("o.png")}, {"--scale", "0"});
  expectError(2, {"export", "--text", "a", "--size", "800", "-o", path("o.png")}, {"--size", "800"});
  expectError(2, {"export", "--text", "a", "--size", "1x1", "-o", path("o.png")}, {"--size", "1x1"});
  expectError(2, {"screenshot", "--text", "a", "--size", "100x100", "-o", path("o.png")}, {"--size", "100x100"});
  expectError(2, {"screenshot", "--text", "a b", "--select", "0,2", "-o", path("o.png")}, {"--select", "0,2", "1,1"});
  expectError(2, {"screenshot", "--text", "a b", "--select", "one", "-o", path("o.png")}, {"--select", "one"});
  expectError(2, {"compute", "--text", "a b", "--embedding", "onehot", "--dim", "1", "-o", path("o.json")},
              {"--dim", "2"});
  expectError(2, {"compute", "--text", "a b", "--mask", "padding:3", "-o", path("o.json")}, {"--mask", "3", "2"});
  expectError(2, {"compute", "--text", "a b", "--mask", "padding", "-o", path("o.json")}, {"--mask", "padding"});
}

TEST_F(CommandLine, TakesTheTemperatureToBothEndsOfItsRange) {
  for (const char* tau : {"0.001", "1e-3", "1e6", "1000000", "+2"})
    EXPECT_EQ(run({"compute", "--text", "a b", "--temperature", tau, "-o", path("o.json")}).code, 0) << tau;
}

TEST_F(CommandLine, RefusesOptionsThatExcludeEachOther) {
  const std::string x = write("x.csv", "1,0\n0,1\n"), out = path("o.json");
  expectError(2, {"compute", "--text", "a", "--x", x, "-o", out}, {"--text", "--x"});
  expectError(2, {"compute", "--text", "a", "--query-text", "b", "-o", out}, {"--text", "--query-text"});
  expectError(2, {"compute", "--x", x, "--q", x, "--k", x, "-o", out}, {"--x", "--q"});
  expectError(2, {"compute", "--x", x, "--tokenizer", "word", "-o", out}, {"--x", "--tokenizer"});
  expectError(2, {"compute", "--q", x, "--k", x, "--w-q", x, "-o", out}, {"--q", "--w-q"});
  expectError(2, {"compute", "--q", x, "--k", x, "--projection", "random", "-o", out}, {"--q", "--projection"});
  expectError(2, {"compute", "--q", x, "--k", x, "--position", "sinusoidal", "-o", out},
              {"--position", "sinusoidal", "none or rope"});
}

TEST_F(CommandLine, RefusesWhatABareFigureHasNot) {
  const std::string out = path("o.png");
  expectError(2, {"export", "--text", "a", "--bare", "--size", "400x300", "-o", out}, {"--size", "--bare"});
  expectError(2, {"export", "--text", "a", "--bare", "--title", "A", "-o", out}, {"--title", "--bare"});
}

TEST_F(CommandLine, RefusesATitleThatIsNotUtf8) {
  expectError(1, {"export", "--text", "a", "--title", "ab\xff", "-o", path("o.png")}, {"--title", "UTF-8", "byte 2"});
}

TEST_F(CommandLine, SaysWhatIsMissing) {
  const std::string x = write("x.csv", "1,0\n0,1\n"), out = path("o.json");
  expectError(2, {"compute", "-o", out}, {"--text", "--x", "--q"});
  expectError(2, {"compute", "--text", "a"}, {"--output", ".npz", ".json"});
  expectError(2, {"compute", "--query-text", "a", "-o", out}, {"--query-text", "--key-text"});
  expectError(2, {"compute", "--key-text", "a", "-o", out}, {"--key-text", "--query-text"});
  expectError(2, {"compute", "--memory", x, "-o", out}, {"--memory", "--x"});
  expectError(2, {"compute", "--w-q", x, "-o", out}, {"--w-q", "--x"});
  expectError(2, {"compute", "--q", x, "-o", out}, {"--q", "--k"});
  expectError(2, {"compute", "--dim", "4", "-o", out}, {"--dim", "--text"});
}

TEST_F(CommandLine, ChecksTheParametersOfTheScore) {
  const std::string x = write("x.csv", "1,0\n0,1\n"), out = path("o.json"), wide = write("w.csv", "1,2,3\n");
  const auto refused = [&](int code, const std::string& score, const std::string& param,
                           const std::vector<std::string>& parts) {
    expectError(code, {"compute", "--x", x, "--score", score, "--param", param, "-o", out}, parts);
  };
  refused(2, "dot", "sigma=1", {"--param sigma", "--score dot"});
  refused(2, "gaussian", "sigm=1", {"--param", "gaussian", "'sigm'", "'sigma'"});
  refused(2, "gaussian", "sigma", {"--param", "NAME=NUMBER"});
  refused(2, "gaussian", "sigma=wide", {"--param sigma", "wide"});
  refused(2, "gaussian", "sigma=0", {"--param sigma", "0"});
  refused(2, "gaussian", "sigma=nan", {"--param sigma", "nan"});
  refused(2, "general", "W=3", {"--param W", "3"});
  refused(1, "general", "W=" + path("none.npy"), {"--param W", "none.npy"});
  refused(1, "general", "W=" + wide, {"--param W", "1 × 3", "2 × 2"});
}

TEST_F(CommandLine, NamesTheFileAndPlaceOfAValueThatIsNotFinite) {
  const std::string nan = write("nan.csv", "1,2\nnan,4\n"), inf = write("inf.csv", "1,2\n3,inf\n");
  expectError(1, {"compute", "--x", nan, "-o", path("o.json")}, {"--x", "nan.csv"});
  expectError(1, {"compute", "--x", inf, "-o", path("o.json")}, {"--x", "inf.csv"});
  const float quiet = std::bit_cast<float>(0x7FC00000U);
  const std::string binary = write("nan.npy", npy("<f4", "(2, 2)", floats({1, 2, quiet, 4})));
  expectError(1, {"compute", "--x", binary, "-o", path("o.json")}, {"nan.npy", "[1, 0]"});
}

TEST_F(CommandLine, NamesBothShapesThatDoNotFit) {
  const std::string two = write("two.csv", "1,0\n0,1\n"), three = write("three.csv", "1,0,0\n0,1,0\n0,0,1\n");
  expectError(1, {"compute", "--q", two, "--k", three, "-o", path("o.json")}, {"--q", "--k", "2", "3"});
  expectError(1, {"compute", "--q", two, "--k", two, "--v", three, "-o", path("o.json")}, {"--v", "--k", "2", "3"});
  expectError(1, {"compute", "--x", two, "--w-q", three, "-o", path("o.json")}, {"--x", "--w-q", "2", "3"});
  expectError(1, {"compute", "--x", two, "--memory", three, "-o", path("o.json")},
              {"K (from --memory)", "Q (from --x)"});
}

TEST_F(CommandLine, RefusesFilesThatAreCutShortLyingEmptyOrOfObjects) {
  const auto refused = [this](const std::string& name, const std::string& contents) {
    expectError(1, {"compute", "--x", write(name, contents), "-o", path("o.json")}, {"--x", name});
  };
  const std::string whole = npy("<f4", "(2, 2)", floats({1, 2, 3, 4}));
  refused("empty.npy", "");
  refused("empty.csv", "");
  refused("empty.npz", "");
  refused("magic.npy", "not a matrix at all");
  refused("header.npy", whole.substr(0, 40));
  refused("cut.npy", whole.substr(0, whole.size() - 3));
  refused("lying.npy", npy("<f4", "(1000000000000, 1000000)", floats({1, 2, 3, 4})));
  refused("overflow.npy", npy("<f4", "(4294967296, 4294967296)", ""));
  refused("object.npy", npy("|O", "(2, 2)", "\x80\x04garbage"));
  expectError(1,
              {"compute", "--x", write("long.npy", npy("<f16", "(1, 1)", std::string(16, ' '))), "-o", path("o.json")},
              {"--x", "long.npy", "<f16", "f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1"});
  refused("none.npy", npy("<f4", "(0, 4)", ""));
  refused("cube.npy", npy("<f4", "(1, 2, 2)", floats({1, 2, 3, 4})));
  refused("ragged.csv", "1,2\n3\n");
  refused("words.csv", "1,2\n3,four\n");
  refused("broken.npz", "PK\x03\x04 and no more");
  EXPECT_EQ(run({"compute", "--x", write("whole.npy", whole), "-o", path("o.json")}).code, 0);
}

TEST_F(CommandLine, SaysWhichFileIsNotThereOrNoMatrix) {
  expectError(1, {"compute", "--x", path("none.npy"), "-o", path("o.json")}, {"--x", "none.npy"});
  expectError(1, {"compute", "--x", "/dev/zero", "-o", path("o.json")}, {"--x", "/dev/zero", "device"});
  expectError(1, {"compute", "--text", "a", "-o", "/proc/o.npz"}, {"/proc/o.npz", "cannot be written"});
  expectError(1, {"compute", "--x", write("x.txt", "1 2"), "-o", path("o.json")}, {"x.txt", ".npy"});
  expectError(1, {"compute", "--session", path("none.json"), "-o", path("o.json")}, {"none.json"});
  expectError(1, {"compute", "--session", write("bad.json", "{\"a\": "), "-o", path("o.json")}, {"bad.json"});
  expectError(1, {"compute", "--text", "a", "--query-tokens", path("none.txt"), "-o", path("o.json")}, {"none.txt"});
}

TEST_F(CommandLine, RefusesOutputsItCannotWrite) {
  expectError(1, {"compute", "--text", "a", "-o", path("none/o.json")}, {"none/o.json"});
  expectError(2, {"compute", "--text", "a", "-o", path("o.png")}, {"o.png", ".npz", ".json"});
  expectError(2, {"export", "--text", "a", "-o", path("o.jpg")}, {"o.jpg", ".png"});
  expectError(2, {"screenshot", "--text", "a", "-o", path("o.svg")}, {"o.svg", ".png"});
  std::filesystem::create_directory(path("folder.json"));
  expectError(1, {"compute", "--text", "a", "-o", path("folder.json")}, {"folder.json"});
}

TEST_F(CommandLine, SaysThatAFileIsLargerThanTheUserMayWrite) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_DFL);
  const rlimit small{2000, before.rlim_max};  // more than the one line of the error
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  expectError(1, {"compute", "--text", "a b c d e f g h i j", "-o", path("o.json")}, {"o.json", "EFBIG"});
  expectError(1, {"compute", "--text", "a b c d e f g h i j", "-o", path("o.npz")}, {"o.npz", "EFBIG"});
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
}

TEST_F(CommandLine, LeavesAnOlderOutputAsItIsWhenItFails) {
  const std::string out = write("o.json", "old");
  expectError(1, {"compute", "--text", "", "-o", out}, {"text"});
  EXPECT_EQ(bytesOf(out), "old");
}

TEST_F(CommandLine, SaysAnErrorInOneLineWhateverTheNameOfTheFile) {
  expectError(1, {"compute", "--x", path("two\nlines\x1b[31m.npy"), "-o", path("o.json")}, {"two lines"});
}

TEST_F(CommandLine, NamesTheOptionsWhereAComputedMatrixDoesNotFitOrOverflows) {
  const std::string x = write("x.csv", "1,2\n3,4\n"), tall = write("tall.csv", "1\n2\n3\n"),
                    huge = write("huge.csv", "3e38,3e38\n3e38,3e38\n");
  expectError(1, {"compute", "--x", x, "--w-o", tall, "-o", path("o.json")}, {"context (from --x)", "--w-o"});
  expectError(1, {"compute", "--x", x, "--memory", x, "--w-o", tall, "-o", path("o.json")},
              {"context (from --memory)"});
  expectError(1, {"compute", "--x", x, "--w-o", huge, "-o", path("o.json")}, {"output (from --w-o)"});
  expectError(1, {"compute", "--q", x, "--k", x, "--v", huge, "--normalizer", "sigmoid", "-o", path("o.json")},
              {"context (from --v)"});
}
