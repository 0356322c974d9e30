#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lab::e2e {

/// A program with its standard input and output in our hands; ended with the object.
class Process {
 public:
  /// @param environment "NAME=value" entries that replace ours.
  Process(const std::vector<std::string>& command, const std::vector<std::string>& environment);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void writeLine(const std::string& line);
  /// The next line of output; none after `seconds` or at the end.
  std::optional<std::string> readLine(double seconds);
  /// Waits for the end. @return the exit code, −1 if it was killed or is still running after `seconds`.
  int wait(double seconds);
  int pid() const { return pid_; }

 private:
  int pid_ = -1, input_ = -1, output_ = -1;
  std::string buffer_;
  std::optional<int> ended_;
};

/// Where a part of the window is and what it shows.
struct Part {
  double x = 0, y = 0, width = 0, height = 0;
  std::string value;
};

/// The program in a real window on a display of its own (Xvfb), with a home folder of its own.
class Desktop {
 public:
  Desktop(int width, int height, const std::vector<std::string>& arguments = {});
  ~Desktop();

  // ---- what is on the screen ----
  std::optional<Part> part(const std::string& name);
  std::string value(const std::string& name);
  /// Polls until the part is there and `value` is what it shows (any value: leave it out).
  bool waitFor(const std::string& name, const std::optional<std::string>& value = std::nullopt, double seconds = 20);
  /// Polls until the part shows something else than `value`.
  bool waitForOther(const std::string& name, const std::string& value, double seconds = 20);
  bool waitUntilGone(const std::string& name, double seconds = 20);

  // ---- hands ----
  void click(const std::string& name);
  void drag(const std::string& name, double fromShare, double toShare);
  /// Drags the middle of a part to the right.
  void dragBy(const std::string& name, int pixels);
  void hover(const std::string& name);
  void wheel(const std::string& name, int clicks);
  void type(const std::string& ascii);
  void chord(const std::string& keys);
  void setClipboard(const std::string& text);
  std::string clipboard();

  /// Ends the program (Ctrl+Q) and starts it again with the same home folder.
  void restart();
  int quit();
  /// Opens the window; done by the constructor.
  void start();
  const std::filesystem::path& home() const { return home_; }
  Process& program() { return *program_; }

 private:
  std::string run(const std::vector<std::string>& command);
  void dragFromTo(long from, long to, long y);
  std::vector<std::string> environment() const;

  std::filesystem::path home_;
  std::vector<std::string> arguments_;
  std::string display_;
  std::unique_ptr<Process> server_, program_, clipboardOwner_;
};

}  // namespace lab::e2e
