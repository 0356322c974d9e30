#include "shell/input_queue.h"

#include <gtest/gtest.h>

namespace {

using lab::InputEvent;
using lab::InputQueue;
using Kind = InputEvent::Kind;

InputEvent move(float x) { return {Kind::Move, x, 0}; }
InputEvent button(bool down) { return {Kind::Button, 0, 0, 0, down}; }
InputEvent keyEvent(int code, bool down) { return {Kind::Key, 0, 0, code, down}; }

std::vector<std::size_t> frameSizes(InputQueue& queue) {
  std::vector<std::size_t> sizes;
  while (!queue.empty()) sizes.push_back(queue.nextFrame().size());
  return sizes;
}

TEST(InputQueue, SpreadsAClickOverAFrameForTheMoveThePressAndTheRelease) {
  InputQueue queue;
  for (const InputEvent& event : {move(1), move(2), button(true), button(false)}) queue.push(event);
  EXPECT_EQ(frameSizes(queue), (std::vector<std::size_t>{2, 1, 1}));
}

TEST(InputQueue, HoldsAMoveBackThatFollowsAButton) {
  InputQueue queue;
  for (const InputEvent& event : {button(true), move(3)}) queue.push(event);
  EXPECT_EQ(queue.nextFrame().size(), 1U);
  EXPECT_EQ(queue.nextFrame().front().x, 3);
}

TEST(InputQueue, LetsAChordGoDownTogetherButItsReleaseWait) {
  InputQueue queue;
  for (const InputEvent& event : {keyEvent(341, true), keyEvent('Z', true), keyEvent('Z', false), keyEvent(341, false)})
    queue.push(event);
  EXPECT_EQ(frameSizes(queue), (std::vector<std::size_t>{2, 2}));
}

TEST(InputQueue, NeverChangesOneKeyTwiceInAFrame) {
  InputQueue queue;
  for (const InputEvent& event : {keyEvent('A', true), keyEvent('A', true), keyEvent('A', false)}) queue.push(event);
  EXPECT_EQ(frameSizes(queue), (std::vector<std::size_t>{1, 1, 1}));
}

TEST(InputQueue, KeepsTheOrderOfAllEvents) {
  InputQueue queue;
  const std::vector<InputEvent> events = {
      move(1), button(true), move(2), button(false), move(3), keyEvent('B', true), keyEvent('B', false)};
  for (const InputEvent& event : events) queue.push(event);
  std::vector<InputEvent> seen;
  while (!queue.empty())
    for (const InputEvent& event : queue.nextFrame()) seen.push_back(event);
  ASSERT_EQ(seen.size(), events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(seen[i].kind, events[i].kind) << i;
    EXPECT_EQ(seen[i].x, events[i].x) << i;
    EXPECT_EQ(seen[i].down, events[i].down) << i;
  }
}

}  // namespace
