#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace attn {

/// Counts the versions of a stage's result; a later stage's key holds those it reads.
using Revision = std::uint64_t;

/// Remembers one result and what it was computed from. The key is all the result depends on, and
/// nothing else. If `compute` throws, the last result is dropped and nothing is remembered.
template <class Key, class Value>
class Stage {
 public:
  template <class Compute>
  const Value& get(Key key, Compute&& compute) {
    if (!value_ || !(*key_ == key)) {
      value_.reset();
      value_.emplace(std::forward<Compute>(compute)());
      key_.emplace(std::move(key));
      ++revision_;
    }
    return *value_;
  }
  /// The result of the last `get`.
  const Value& value() const { return *value_; }
  Revision revision() const { return revision_; }
  int runs() const { return static_cast<int>(revision_); }

 private:
  std::optional<Key> key_;
  std::optional<Value> value_;
  Revision revision_ = 0;
};

}  // namespace attn
