#include "shell/test_server.h"

#include <fmt/format.h>

#include <cstdio>
#include <iostream>

#include "shell/app.h"

namespace lab {
namespace {

std::string oneLine(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\\n") : std::string(1, c);
  return out;
}

void print(const std::string& line) {
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

std::string partLine(const std::string& name, const Probe::Part& part) {
  return fmt::format("part {} {:g} {:g} {:g} {:g} {}", name, part.rect.x, part.rect.y, part.rect.width,
                     part.rect.height, oneLine(part.value));
}

}  // namespace

TestServer::TestServer(std::function<void()> wake)
    : reader_([this, wake = std::move(wake)] {
        for (std::string line; std::getline(std::cin, line);) {
          {
            const std::lock_guard lock(mutex_);
            questions_.push_back(line);
          }
          wake();
        }
      }) {}

TestServer::~TestServer() {
  // The reader sits in a blocking read of standard input; the process ends with it.
  reader_.detach();
}

void TestServer::announce() { print("ready"); }

void TestServer::answer(App& app, bool settled) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> later;
  for (const std::string& question : questions_) {
    const auto& parts = app.probe().parts();
    if (!settled || app.busy()) {
      later.push_back(question);
    } else if (question.starts_with("get ")) {
      const auto found = parts.find(question.substr(4));
      print(found == parts.end() ? "none " + question.substr(4) : partLine(found->first, found->second));
    } else if (question == "idle") {
      print("idle");
    } else if (question == "list") {
      for (const auto& [name, part] : parts) print(partLine(name, part));
      print("end");
    }
  }
  questions_ = std::move(later);
}

}  // namespace lab
