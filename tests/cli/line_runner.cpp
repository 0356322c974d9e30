#include "cli/line_runner.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace fs = std::filesystem;

CommandLine::CommandLine() {
  // A name that needs care wherever a path is passed on.
  std::string pattern = (fs::temp_directory_path() / "attention lab 测试 XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  window.openWindow = [](std::optional<fs::path>, bool) -> int { throw std::logic_error("no window was expected"); };
  window.screenshot = [](const attn::Experiment&, const lab::ScreenshotOptions&) -> int {
    throw std::logic_error("no screenshot was expected");
  };
}

CommandLine::~CommandLine() { fs::remove_all(folder_); }

std::string CommandLine::write(const std::string& name, const std::string& contents) const {
  std::ofstream(folder_ / name, std::ios::binary) << contents;
  return path(name);
}

std::string CommandLine::bytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t CommandLine::files() const {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
}

Outcome CommandLine::run(const std::vector<std::string>& arguments) const {
  std::vector<const char*> argv = {"attention-lab"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  Outcome outcome;
  std::string uncaught;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    outcome.code = lab::runCommandLine(static_cast<int>(argv.size()), argv.data(), window);
  } catch (const std::exception& error) {
    uncaught = error.what();
  }
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  EXPECT_EQ(uncaught, "") << "an exception that nobody caught";
  return outcome;
}

nlohmann::json CommandLine::compute(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "compute");
  arguments.insert(arguments.end(), {"-o", path("out.json")});
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return nlohmann::json::parse(bytesOf(path("out.json")), nullptr, false);
}

void CommandLine::expectError(int code, const std::vector<std::string>& arguments,
                              const std::vector<std::string>& parts) const {
  const std::size_t before = files();
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.code, code) << outcome.err;
  EXPECT_TRUE(outcome.err.starts_with("attention-lab: error: ")) << outcome.err;
  EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << "not one line: " << outcome.err;
  for (const std::string& part : parts)
    EXPECT_NE(outcome.err.find(part), std::string::npos) << "'" << part << "' is not in: " << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(files(), before) << "something was written though the command failed";
}

std::vector<double> numbersOf(const nlohmann::json& lists) {
  if (lists.is_number()) return {lists.get<double>()};
  std::vector<double> numbers;
  for (const nlohmann::json& entry : lists)
    for (const double number : numbersOf(entry)) numbers.push_back(number);
  return numbers;
}

void expectNumbers(const nlohmann::json& lists, const std::vector<double>& expected, double tolerance) {
  const std::vector<double> numbers = numbersOf(lists);
  ASSERT_EQ(numbers.size(), expected.size()) << lists.dump();
  for (std::size_t i = 0; i < numbers.size(); ++i)
    EXPECT_NEAR(numbers[i], expected[i], tolerance) << "number " << i << " of " << lists.dump();
}
