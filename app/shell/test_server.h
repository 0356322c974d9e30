#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lab {

class App;

/// Lets an end-to-end test drive a real window without knowing its pixels. Prints "ready" after the first frame,
/// then answers lines of standard input:
///   get NAME   → "part NAME X Y WIDTH HEIGHT VALUE", or "none NAME" if it is not on the screen
///   idle       → "idle" once no event waits and nothing is being computed
///   list       → one "part …" a line, then "end"
/// Values have their line breaks written as \n.
class TestServer {
 public:
  /// @param wake called when a question has come.
  explicit TestServer(std::function<void()> wake);
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  void announce();
  /// Answers what can be answered after this frame. @param settled no input waits and the picture has come to rest.
  void answer(App& app, bool settled);

 private:
  std::mutex mutex_;
  std::vector<std::string> questions_;
  std::thread reader_;
};

}  // namespace lab
