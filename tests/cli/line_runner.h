#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command_line.h"

/// What one command line did.
struct Outcome {
  int code = 0;
  std::string out, err;
};

/// Runs command lines in a folder of their own.
class CommandLine : public testing::Test {
 protected:
  CommandLine();
  ~CommandLine() override;

  /// A file of the test's folder.
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  /// Writes a file there. @return its path.
  std::string write(const std::string& name, const std::string& contents) const;
  static std::string bytesOf(const std::string& path);
  /// How many files the folder holds.
  std::size_t files() const;

  Outcome run(const std::vector<std::string>& arguments) const;
  /// Runs `compute … -o out.json` and reads what it wrote.
  nlohmann::json compute(std::vector<std::string> arguments) const;
  /// Expects exit `code`, one line on standard error that starts as it must and holds `parts`, and no new file.
  void expectError(int code, const std::vector<std::string>& arguments, const std::vector<std::string>& parts) const;

  /// The window of these tests only remembers what it was asked for.
  lab::WindowCommands window;

 private:
  std::filesystem::path folder_;
};

/// Every number of a list or of nested lists, row by row.
std::vector<double> numbersOf(const nlohmann::json& lists);

/// Each number within `tolerance` of the expected one.
void expectNumbers(const nlohmann::json& lists, const std::vector<double>& expected, double tolerance);
