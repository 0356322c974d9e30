#pragma once

#include <string>
#include <vector>

#include "io/byte_sink.h"
#include "pipeline/trace.h"

namespace lab {

/// One stage of a computation as numbers: scores or weights of one head, or of several.
struct StageNumbers {
  std::string stage;                    ///< "weights"
  std::string head;                     ///< "0", "mean", "max", "all"
  std::vector<attn::MatrixPtr> blocks;  ///< (n, m) each, at least one; several are written as (h, n, m)
};

/// The labels are the tokens, or numbers from 0 where there are none; 9 significant digits, which bring every float
/// back; NaN is `nan`. Of one head only.
void stageToCsv(const attn::Trace& trace, const StageNumbers& numbers, ByteSink& sink);

/// float32, (n, m) or (h, n, m).
void stageToNpy(const StageNumbers& numbers, ByteSink& sink);

/// The same in an archive, named by the stage.
void stageToNpz(const StageNumbers& numbers, ByteSink& sink);

/// What `traceToJson` writes, with this one array in the place of all of them, and `head`.
void stageToJson(const attn::Trace& trace, const StageNumbers& numbers, ByteSink& sink);

}  // namespace lab
