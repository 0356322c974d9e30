#include "cli/line_runner.h"
#include "kernels/thread_pool.h"

namespace {

/// The pool is the whole program's: it is left as it was found.
class ThreadsOption : public CommandLine {
 protected:
  ~ThreadsOption() override { attn::kernels::setThreads(before_); }

 private:
  unsigned before_ = attn::kernels::threads();
};

}  // namespace

TEST_F(ThreadsOption, SetsHowManyCompute) {
  EXPECT_EQ(run({"compute", "--text", "a b", "--threads", "3", "-o", path("o.npz")}).code, 0);
  EXPECT_EQ(attn::kernels::threads(), 3U);
  EXPECT_EQ(run({"export", "--text", "a b", "--threads", "2", "-o", path("o.png")}).code, 0);
  EXPECT_EQ(attn::kernels::threads(), 2U);
  window.screenshot = [](const attn::Experiment&, const lab::ScreenshotOptions&) { return 0; };
  EXPECT_EQ(run({"screenshot", "--text", "a b", "--threads", "5", "-o", path("ui.png")}).code, 0);
  EXPECT_EQ(attn::kernels::threads(), 5U);
  window.openWindow = [](std::optional<std::filesystem::path>, bool) { return 0; };
  EXPECT_EQ(run({"--threads", "4"}).code, 0);
  EXPECT_EQ(attn::kernels::threads(), 4U);
}

TEST_F(ThreadsOption, GivesTheSameBytesForAnyNumber) {
  std::string text;
  for (int word = 0; word < 300; ++word) text += "w" + std::to_string(word * word % 97) + " ";
  for (const std::string score : {"scaled_dot", "additive"}) {
    std::string one;
    for (const std::string threads : {"1", "2", "3", "8"}) {
      const Outcome outcome = run({"compute", "--text", text, "--heads", "2", "--dim", "64", "--score", score, "--mask",
                                   "causal", "--threads", threads, "-o", path("o.npz")});
      ASSERT_EQ(outcome.code, 0) << outcome.err;
      const std::string bytes = bytesOf(path("o.npz"));
      if (one.empty()) one = bytes;
      EXPECT_TRUE(bytes == one) << score << " on " << threads << " threads";
    }
  }
}

TEST_F(ThreadsOption, RefusesWhatIsNoNumberOfThreads) {
  for (const char* bad : {"0", "-1", "1.5", "257", "many", ""}) {
    expectError(2, {"compute", "--text", "a", "--threads", bad, "-o", path("o.npz")}, {"--threads", bad, "1 to 256"});
    expectError(2, {"--threads", bad}, {"--threads", bad, "1 to 256"});
  }
}
