// Start to first frame and the cost of doing nothing, in a real window under Xvfb: what the README's table says.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "e2e/desktop.h"

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Processor time of a process so far, in seconds.
double processorTime(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::stringstream text;
  text << file.rdbuf();
  // Fields count from after the name's closing parenthesis; the 12th and 13th are user and system ticks.
  std::istringstream fields(text.str().substr(text.str().rfind(')') + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main() {
  lab::e2e::Desktop desktop(1440, 900);
  std::vector<double> starts;
  for (int i = 0; i < 9; ++i) {
    desktop.quit();
    const auto start = Clock::now();
    desktop.start();
    starts.push_back(secondsSince(start));
  }
  std::printf("start to first frame: median %.0f ms, fastest %.0f ms of %zu\n", 1000 * median(starts),
              1000 * *std::min_element(starts.begin(), starts.end()), starts.size());
  desktop.type("the animal did not cross the street");
  desktop.chord("Return");
  if (!desktop.waitFor("heatmap")) return 1;
  // The text field has lost the focus and with it the blinking cursor.
  desktop.click("cell.0.0");
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const double before = processorTime(desktop.program().pid());
  const auto start = Clock::now();
  std::this_thread::sleep_for(std::chrono::seconds(10));
  const double share = (processorTime(desktop.program().pid()) - before) / secondsSince(start);
  std::printf("idle: %.2f %% of a core\n", 100 * share);
  return 0;
}
