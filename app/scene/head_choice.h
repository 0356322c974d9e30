#pragma once

#include <string>

#include "scene/matrix_picture.h"

namespace lab {

/// Which head a figure or a file of numbers shows: one, the mean or the largest number of all, or each of them.
struct HeadChoice {
  enum class Kind { One, Mean, Max, All };
  Kind kind = Kind::One;
  attn::Index head = 0;  ///< of One, counting from 0
  bool operator==(const HeadChoice&) const = default;
};

/// "0", "mean", "max" or "all".
std::string headText(const HeadChoice& choice);

/// @throws attn::InputError `out_of_range` for a head that the trace has not.
void requireHead(const attn::Trace& trace, const HeadChoice& choice);

/// The matrices of a stage that `choice` means, each as a picture: of All one a head, else one. In the mean and the
/// largest a key may be attended where any head may; NaN of one head is NaN. A stage that the trace does not have
/// gives one picture without values. @param stage scores or weights. @throws attn::InputError of `requireHead`.
std::vector<MatrixPicture> picturesOf(const attn::Trace& trace, MatrixStage stage, const HeadChoice& choice);

}  // namespace lab
