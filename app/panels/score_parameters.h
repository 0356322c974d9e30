#pragma once

#include <map>
#include <optional>
#include <string>

#include "attention/catalogue.h"
#include "panels/edit_request.h"
#include "pipeline/trace.h"
#include "ui/widgets.h"

namespace lab {

/// The parameters of a score function: numbers with slider and field, matrices with their shape and where they
/// come from.
std::optional<EditRequest> drawScoreParameters(Ui& ui, const attn::ScoreRow& row, const attn::Experiment& experiment,
                                               const attn::Trace* trace, std::map<std::string, FieldDraft>& drafts);

}  // namespace lab
