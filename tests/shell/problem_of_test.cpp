#include "shell/problem_of.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/work.h"

namespace lab {
namespace {

TEST(ProblemOf, IsNothingWhereAllWentWell) {
  bool done = false;
  EXPECT_FALSE(problemOf([&] { done = true; }));
  EXPECT_TRUE(done);
}

TEST(ProblemOf, SaysWhatWentWrongForEveryException) {
  EXPECT_EQ(problemOf([] { throw attn::InputError("disk_full", {{"input", "a.png"}}); })->id(), "disk_full");
  EXPECT_EQ(problemOf([] { throw std::bad_alloc(); })->id(), "too_large");
  const auto other = problemOf([] { throw std::runtime_error("no such surface"); });
  ASSERT_TRUE(other);
  EXPECT_EQ(other->id(), "failed");
  EXPECT_NE(std::string(other->what()).find("no such surface"), std::string::npos);
}

TEST(ProblemOf, LetsACancellationThrough) {
  EXPECT_THROW(static_cast<void>(problemOf([] { throw attn::Cancelled{}; })), attn::Cancelled);
}

}  // namespace
}  // namespace lab
