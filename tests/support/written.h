#pragma once

#include <string>
#include <vector>

#include "io/npz.h"

namespace lab::test {

/// What `write(sink)` puts into a sink.
template <class Write>
std::string written(Write&& write) {
  StringSink sink;
  write(sink);
  return sink.bytes();
}

/// The bytes of an .npz file.
inline std::string npzBytes(const std::vector<NamedArray>& arrays) {
  return written([&](ByteSink& sink) { writeNpz(arrays, sink); });
}

}  // namespace lab::test
