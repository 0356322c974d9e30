#include "kernels/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

#include "kernels/isa.h"
#include "kernels/scratch.h"

namespace attn::kernels {
namespace {

class ThreadPool : public testing::Test {
 protected:
  void TearDown() override { setThreads(before_); }
  unsigned before_ = threads();
};

TEST_F(ThreadPool, RunsEveryBlockOnce) {
  for (const unsigned count : {1U, 2U, 5U}) {
    setThreads(count);
    EXPECT_EQ(threads(), count);
    for (const std::size_t blocks : {0, 1, 2, 3, 100}) {
      std::vector<std::atomic<int>> runs(blocks);
      for (int repeat = 1; repeat <= 20; ++repeat) {
        forBlocks(blocks, {}, [&](std::size_t block) { ++runs[block]; });
        for (const auto& run : runs) ASSERT_EQ(run, repeat);
      }
    }
  }
}

TEST_F(ThreadPool, RunsBlocksWithinBlocksOnTheirOwnThread) {
  setThreads(3);
  std::atomic<int> runs{0};
  forBlocks(10, {}, [&](std::size_t) {
    const std::thread::id here = std::this_thread::get_id();
    forBlocks(10, {}, [&](std::size_t) { runs += std::this_thread::get_id() == here ? 1 : 0; });
  });
  EXPECT_EQ(runs, 100);
}

TEST_F(ThreadPool, ServesSeveralThreadsAtOnce) {
  setThreads(2);
  std::atomic<int> runs{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i)
    callers.emplace_back([&] {
      for (int repeat = 0; repeat < 50; ++repeat) forBlocks(7, {}, [&](std::size_t) { ++runs; });
    });
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(runs, 4 * 50 * 7);
}

TEST_F(ThreadPool, RethrowsWhatABlockThrowsAndGoesOn) {
  setThreads(3);
  for (int repeat = 0; repeat < 20; ++repeat)
    EXPECT_THROW(forBlocks(50, {},
                           [](std::size_t block) {
                             if (block == 30) throw std::runtime_error("block 30");
                           }),
                 std::runtime_error);
  std::atomic<int> runs{0};
  forBlocks(50, {}, [&](std::size_t) { ++runs; });
  EXPECT_EQ(runs, 50);
}

TEST(Isa, IsTheOneTheEnvironmentAsksFor) {
  const char* requested = std::getenv("ATTENTION_ISA");
  EXPECT_EQ(currentIsa(), requested != nullptr ? requested : availableIsas().back());
  EXPECT_EQ(availableIsas().front(), "baseline");
  EXPECT_FALSE(selectIsa("avx1024"));
}

TEST(ScratchRoom, IsAlignedAndOnesOwnWhileItIsHeld) {
  const Scratch first(100), second(5000), empty(0);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(second.data()) % 64, 0U);
  first.data()[99] = 1;
  second.data()[0] = 2;
  EXPECT_EQ(first.data()[99], 1.0F);
  EXPECT_NE(first.data(), empty.data());
}

}  // namespace
}  // namespace attn::kernels
