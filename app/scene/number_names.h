#pragma once

#include <optional>
#include <string>

#include "i18n/i18n.h"
#include "pipeline/numbers.h"

namespace lab {

// How the matrices of a computation and the places in them are called, in formulas and in sentences.

/// "q_{2,1}", "x_{2,1}": a number's own symbol, as TeX; indices count from 1.
std::string numberTex(const attn::Trace& all, attn::Index head, const attn::NumberPlace& place);

/// A parameter of a score as formulas write it: "W_{q}", "\beta". @param name as `attn::scoreParameter` has it
std::string parameterTex(std::string_view name);

/// "Kᵀ", "W_Q", "weights": the matrix within a sentence; of the score's own as the score calls it: "W_q", "W [q; 0]".
/// @param kind one that the computation has @param transposed as the Steps view draws it
std::string matrixName(const Words& words, const attn::Trace& all, attn::NumberKind kind, bool transposed = false);

/// A query after the word "query": its text, or its number from 1 where it has none.
std::string queryToken(const attn::Trace& all, attn::Index at);

/// "query hopped, key rabbit", "key rabbit, dimension 2", "row 1, column 2"; "query 6, key 2" of tokens without text.
std::string placeText(const Words& words, const attn::Trace& all, const attn::NumberPlace& place);

/// "row 4 of Q", "column 2 of Kᵀ", "a number of Q Kᵀ": what a span is.
std::string spanText(const Words& words, const attn::Trace& all, attn::Index head, const attn::NumberSpan& span,
                     bool transposed = false);

/// Number `at` of a row of a worked-out score as a place; none of a row that is a step on the way, such as "q − k".
std::optional<attn::NumberPlace> placeInDerivation(const attn::Trace& all, const attn::DerivationRow& row,
                                                   attn::ScorePlace pair, attn::Index at);

/// Where a number without arithmetic comes from: "drawn from seed 1", "given", "1 at the token's own place, else 0";
/// of a masked one why it is −∞ or 0.
std::string originText(const Words& words, const attn::Trace& all, attn::Index head, const attn::NumberPlace& place);

/// Whose rows a matrix has.
enum class NumberRows { Queries, Keys, Other };
NumberRows rowsOf(attn::NumberKind kind);
/// Whether it has a column for each key.
bool isPairs(attn::NumberKind kind);

}  // namespace lab
