#pragma once

#include <vector>

#include "scene/shown_matrix.h"

namespace lab {

// One scale of colours for several matrices: as `rangeOf` would give it for all of them as one. A matrix of zeros, for
// which `rangeOf` has to make up an end, does not count.

/// @param pictures at least one. @param diverging symmetric about 0
ValueRange sharedRange(const std::vector<MatrixPicture>& pictures, bool diverging);

/// The same of matrices whose own ranges are known. @param matrices at least one, of one stage
ValueRange sharedRange(const std::vector<ShownMatrixPtr>& matrices);

}  // namespace lab
