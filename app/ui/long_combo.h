#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/types.h"
#include "ui/widgets.h"

namespace lab {

/// A list of any number of entries: it opens with the current one in the middle, draws only those that are seen, and
/// with more than a dozen has a field that keeps what contains the typed text.
/// @param filter what is typed; belongs to the caller, emptied when the list opens
/// @return the index that was chosen
std::optional<attn::Index> longCombo(Ui& ui, const char* name, attn::Index count,
                                     const std::function<std::string(attn::Index)>& label, attn::Index current,
                                     float width, std::string& filter, std::string_view tip);

}  // namespace lab
