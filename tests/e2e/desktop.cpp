#include "e2e/desktop.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;  // NOLINT: the C library's name

namespace lab::e2e {
namespace {

using Clock = std::chrono::steady_clock;

void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

/// Ours, with `replaced` entries in the place of those of the same name.
std::vector<std::string> environmentWith(const std::vector<std::string>& replaced) {
  std::vector<std::string> entries = replaced;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('=') + 1);
    bool known = false;
    for (const std::string& mine : replaced) known = known || mine.starts_with(name);
    if (!known) entries.push_back(text);
  }
  return entries;
}

std::vector<char*> pointersTo(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& text : strings) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  int toChild[2], fromChild[2];
  if (pipe2(toChild, O_CLOEXEC) != 0 || pipe2(fromChild, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, toChild[0], 0);
  posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1);
  std::vector<std::string> words = command, entries = environmentWith(environment);
  const int failed =
      posix_spawnp(&pid_, words[0].c_str(), &actions, nullptr, pointersTo(words).data(), pointersTo(entries).data());
  posix_spawn_file_actions_destroy(&actions);
  close(toChild[0]);
  close(fromChild[1]);
  input_ = toChild[1];
  output_ = fromChild[0];
  if (failed != 0) throw std::runtime_error("cannot start " + command[0]);
}

Process::~Process() {
  close(input_);
  if (!ended_) {
    kill(pid_, SIGTERM);
    if (wait(3) == -1 && !ended_) {
      kill(pid_, SIGKILL);
      wait(3);
    }
  }
  close(output_);
}

void Process::writeLine(const std::string& line) {
  const std::string bytes = line + "\n";
  if (write(input_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("the program reads no more");
}

std::optional<std::string> Process::readLine(double seconds) {
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (true) {
    if (const std::size_t at = buffer_.find('\n'); at != std::string::npos) {
      const std::string line = buffer_.substr(0, at);
      buffer_.erase(0, at + 1);
      return line;
    }
    const double left = std::chrono::duration<double>(end - Clock::now()).count();
    pollfd wanted{output_, POLLIN, 0};
    if (left <= 0 || poll(&wanted, 1, static_cast<int>(left * 1000) + 1) <= 0) return std::nullopt;
    char bytes[4096];
    const ssize_t count = read(output_, bytes, sizeof bytes);
    if (count <= 0) return std::nullopt;
    buffer_.append(bytes, static_cast<std::size_t>(count));
  }
}

int Process::wait(double seconds) {
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (!ended_) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    } else if (Clock::now() > end) {
      return -1;
    } else {
      pause(10);
    }
  }
  return *ended_;
}

Desktop::Desktop(int width, int height, const std::vector<std::string>& arguments) : arguments_(arguments) {
  char pattern[] = "/tmp/attention lab 中 XXXXXX";
  home_ = mkdtemp(pattern);
  const std::string screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
  server_ = std::make_unique<Process>(
      std::vector<std::string>{"Xvfb", "-displayfd", "1", "-screen", "0", screen, "-nolisten", "tcp"},
      std::vector<std::string>{});
  const auto number = server_->readLine(30);
  if (!number) throw std::runtime_error("Xvfb did not start");
  display_ = ":" + *number;
  start();
}

Desktop::~Desktop() {
  clipboardOwner_.reset();
  program_.reset();
  server_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(home_, ignored);
}

std::vector<std::string> Desktop::environment() const {
  return {"DISPLAY=" + display_, "HOME=" + home_.string(), "XDG_CONFIG_HOME=" + (home_ / "config").string(),
          "LIBGL_ALWAYS_SOFTWARE=1", "WAYLAND_DISPLAY="};
}

void Desktop::start() {
  std::vector<std::string> command = {ATTENTION_LAB_PROGRAM, "--test-server"};
  command.insert(command.end(), arguments_.begin(), arguments_.end());
  program_ = std::make_unique<Process>(command, environment());
  const auto line = program_->readLine(60);
  if (line != "ready") throw std::runtime_error("the window did not open: " + line.value_or("(nothing)"));
}

void Desktop::restart() {
  quit();
  start();
}

int Desktop::quit() {
  chord("ctrl+q");
  return program_->wait(20);
}

std::optional<Part> Desktop::part(const std::string& name) {
  program_->writeLine("get " + name);
  const auto line = program_->readLine(60);
  if (!line) throw std::runtime_error("no answer about " + name);
  std::istringstream words(*line);
  std::string kind, said;
  words >> kind >> said;
  if (kind != "part") return std::nullopt;
  Part found;
  words >> found.x >> found.y >> found.width >> found.height;
  words.get();
  std::getline(words, found.value);
  return found;
}

std::string Desktop::value(const std::string& name) {
  const auto found = part(name);
  return found ? found->value : "(not on the screen)";
}

bool Desktop::waitFor(const std::string& name, const std::optional<std::string>& value, double seconds) {
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  do {
    const auto found = part(name);
    if (found && (!value || found->value == *value)) return true;
    pause(30);
  } while (Clock::now() < end);
  return false;
}

bool Desktop::waitForOther(const std::string& name, const std::string& value, double seconds) {
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  do {
    if (const auto shown = part(name); shown && shown->value != value) return true;
    pause(30);
  } while (Clock::now() < end);
  return false;
}

bool Desktop::waitUntilGone(const std::string& name, double seconds) {
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  do {
    if (!part(name)) return true;
    pause(30);
  } while (Clock::now() < end);
  return false;
}

std::string Desktop::run(const std::vector<std::string>& command) {
  Process process(command, environment());
  std::string output;
  while (const auto line = process.readLine(30)) output += *line + "\n";
  if (process.wait(10) != 0) throw std::runtime_error(command[0] + " " + command[1] + " failed");
  return output;
}

void Desktop::hover(const std::string& name) {
  const auto found = part(name);
  if (!found) throw std::runtime_error(name + " is not on the screen");
  run({"xdotool", "mousemove", std::to_string(std::lround(found->x + found->width / 2)),
       std::to_string(std::lround(found->y + found->height / 2))});
}

void Desktop::click(const std::string& name) {
  hover(name);
  run({"xdotool", "click", "1"});
}

void Desktop::wheel(const std::string& name, int clicks) {
  hover(name);
  run({"xdotool", "click", "--repeat", std::to_string(std::abs(clicks)), "--delay", "30", clicks > 0 ? "4" : "5"});
}

void Desktop::dragFromTo(long from, long to, long y) {
  const std::string height = std::to_string(y);
  run({"xdotool", "mousemove", std::to_string(from), height, "mousedown", "1"});
  for (long step = 1; step <= 8; ++step) {
    run({"xdotool", "mousemove", std::to_string(from + (to - from) * step / 8), height});
    pause(15);
  }
  run({"xdotool", "mouseup", "1"});
}

void Desktop::drag(const std::string& name, double fromShare, double toShare) {
  const auto found = part(name);
  if (!found) throw std::runtime_error(name + " is not on the screen");
  const auto at = [&](double share) { return std::lround(found->x + found->width * share); };
  dragFromTo(at(fromShare), at(toShare), std::lround(found->y + found->height / 2));
}

void Desktop::dragBy(const std::string& name, int pixels) {
  const auto found = part(name);
  if (!found) throw std::runtime_error(name + " is not on the screen");
  const long from = std::lround(found->x + found->width / 2);
  dragFromTo(from, from + pixels, std::lround(found->y + found->height / 2));
}

void Desktop::type(const std::string& ascii) { run({"xdotool", "type", "--delay", "20", ascii}); }

void Desktop::chord(const std::string& keys) { run({"xdotool", "key", "--delay", "40", keys}); }

void Desktop::setClipboard(const std::string& text) {
  const std::filesystem::path file = home_ / "clipboard.txt";
  std::ofstream(file) << text;
  // xclip serves the selection until somebody else takes it, so it stays while we go on.
  clipboardOwner_ = std::make_unique<Process>(
      std::vector<std::string>{"xclip", "-quiet", "-selection", "clipboard", "-i", file.string()}, environment());
  pause(200);
}

std::string Desktop::clipboard() {
  // A line feed more, because only whole lines are read.
  std::string text = run({"sh", "-c", "xclip -selection clipboard -o; echo"});
  text.pop_back();
  return text;
}

}  // namespace lab::e2e
