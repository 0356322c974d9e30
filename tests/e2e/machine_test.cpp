// What the program says where a machine lacks something, and pictures without a display.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "e2e/desktop.h"

namespace {

namespace fs = std::filesystem;
using lab::e2e::Process;

struct Outcome {
  int code = 0;
  std::vector<std::string> lines;
};

/// Runs the program through a shell that joins its error output to its output.
Outcome run(const std::string& arguments, const std::vector<std::string>& environment) {
  Process process({"sh", "-c", std::string("exec '") + ATTENTION_LAB_PROGRAM + "' " + arguments + " 2>&1"},
                  environment);
  Outcome outcome;
  while (const auto line = process.readLine(60)) outcome.lines.push_back(*line);
  outcome.code = process.wait(60);
  return outcome;
}

/// One clear line, with `word` in it.
void expectOneErrorLine(const Outcome& outcome, const std::string& word) {
  EXPECT_EQ(outcome.code, 1);
  ASSERT_EQ(outcome.lines.size(), 1U) << (outcome.lines.empty() ? "" : outcome.lines.back());
  EXPECT_TRUE(outcome.lines[0].starts_with("attention-lab: error: ")) << outcome.lines[0];
  EXPECT_NE(outcome.lines[0].find(word), std::string::npos) << outcome.lines[0];
}

class Machine : public ::testing::Test {
 protected:
  Machine() {
    char pattern[] = "/tmp/attention lab 机 XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  ~Machine() override { fs::remove_all(folder_); }
  std::string quoted(const char* name) const { return "'" + (folder_ / name).string() + "'"; }
  std::string bytes(const char* name) const {
    std::ifstream stream(folder_ / name, std::ios::binary);
    std::ostringstream out;
    out << stream.rdbuf();
    return out.str();
  }
  fs::path folder_;
  const std::vector<std::string> noDisplay_ = {"DISPLAY=", "WAYLAND_DISPLAY="};
};

TEST_F(Machine, WithoutADisplaySaysSo) { expectOneErrorLine(run("", noDisplay_), "display"); }

TEST_F(Machine, WithADisplayThatIsGoneSaysSo) {
  expectOneErrorLine(run("", {"DISPLAY=:4711", "WAYLAND_DISPLAY="}), "display");
}

TEST_F(Machine, WithAnOldOpenGlSaysWhatIsNeeded) {
  std::vector<std::string> old = noDisplay_;
  old.insert(old.end(), {"MESA_GL_VERSION_OVERRIDE=3.0", "LIBGL_ALWAYS_SOFTWARE=1"});
  expectOneErrorLine(run("screenshot --text a -o " + quoted("ui.png"), old), "OpenGL");
  EXPECT_FALSE(fs::exists(folder_ / "ui.png"));
}

TEST_F(Machine, WithoutAnyFontSaysWhichPackageToInstall) {
  const fs::path config = folder_ / "fonts.conf";
  std::ofstream(config) << "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><cachedir>"
                        << (folder_ / "cache").string() << "</cachedir></fontconfig>";
  std::vector<std::string> bare = noDisplay_;
  bare.push_back("FONTCONFIG_FILE=" + config.string());
  expectOneErrorLine(run("screenshot --text a -o " + quoted("ui.png"), bare), "fonts-dejavu-core");
  EXPECT_FALSE(fs::exists(folder_ / "ui.png"));
}

TEST_F(Machine, TakesTheSamePictureTwiceWithoutADisplay) {
  for (const char* name : {"a.png", "b.png"})
    ASSERT_EQ(run(std::string("screenshot --text 我爱北京天安门 -o ") + quoted(name), noDisplay_).code, 0);
  EXPECT_GT(bytes("a.png").size(), 20000U);
  EXPECT_EQ(bytes("a.png"), bytes("b.png"));
}

TEST_F(Machine, TakesAPictureInEveryThemeLanguageAndSize) {
  std::vector<std::string> pictures;
  for (const char* options :
       {"--theme dark --lang en --size 1440x900", "--theme light --lang zh --size 1440x900",
        "--theme projector --lang en --size 1280x720", "--theme dark --lang zh --size 1440x900 --scale 2"}) {
    const Outcome outcome =
        run(std::string("screenshot --text 'a b c' ") + options + " -o " + quoted("ui.png"), noDisplay_);
    ASSERT_EQ(outcome.code, 0) << options << (outcome.lines.empty() ? "" : outcome.lines[0]);
    pictures.push_back(bytes("ui.png"));
  }
  for (std::size_t i = 0; i < pictures.size(); ++i)
    for (std::size_t j = i + 1; j < pictures.size(); ++j) EXPECT_NE(pictures[i], pictures[j]);
}

}  // namespace
