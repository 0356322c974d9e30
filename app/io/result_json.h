#pragma once

#include "io/json_writer.h"
#include "io/npz.h"
#include "pipeline/trace.h"

namespace lab {

/// Begins the object of a result: `format`, the tokens, `settings`; arrays follow.
void beginResult(JsonWriter& json, const attn::Trace& trace);

/// An array under its name, if it exists: nested lists, of several heads one list deeper.
void writeArray(JsonWriter& json, const NamedArray& array);

}  // namespace lab
