#include "scene/label_text.h"

#include <algorithm>

#include "scene/heatmap_layout.h"

namespace lab {

std::string labelWithIndex(const std::vector<std::string>& labels, attn::Index i, int characters) {
  const std::string& label = labels[static_cast<std::size_t>(i)];
  const std::string shown = elided(label, characters);
  if (std::count(labels.begin(), labels.end(), label) < 2) return shown;
  return shown + " (" + std::to_string(i + 1) + ")";
}

}  // namespace lab
