#pragma once

#include <vector>

#include "core/types.h"

namespace lab {

/// One way to look at an experiment, as --view names it.
struct ViewRow {
  const char* name;
  attn::Title title;
  attn::Title summary;
};

const std::vector<ViewRow>& viewCatalogue();

}  // namespace lab
