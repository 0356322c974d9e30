// Compiled once for each vector width: no Eigen header, and only Highway's functions and those of this file.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/attention_block_simd.cpp"
#include <hwy/foreach_target.h>
// foreach_target comes first
#include <hwy/highway.h>

#include "kernels/attention_block.h"
#include "kernels/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attn::kernels::HWY_NAMESPACE {
namespace {

// Scores are kept in chunks of this many keys, (chunk, query, key): a chunk's weights stay in the first-level
// cache between exponential and context, and every distance is a constant.
constexpr std::size_t chunkKeys = summedKeys;
constexpr std::size_t chunkSize = blockQueries * chunkKeys;
constexpr int contextRows = 6;
static_assert(blockQueries % static_cast<std::size_t>(tileRows) == 0 && blockQueries % contextRows == 0);
static_assert(chunkKeys % panelWidth == 0);

constexpr std::size_t roundUp(std::size_t count, std::size_t to) { return (count + to - 1) / to * to; }

// How the block's room is divided; each part begins on a cache line.
struct Room {
  float* queries;  // (tile, width, tileRows)
  float* scores;   // (chunk, blockQueries, chunkKeys): scores, then exponentials
  float* maxima;   // (blockQueries, lanes)
  float* sums;     // (blockQueries, lanes)
  float* lost;     // (blockQueries, lanes): what rounding has taken from the sums
  float* context;  // (blockQueries, valueWidth in whole vectors)
  float* row;      // one row of weights in one piece
};

constexpr std::size_t line = 16;

std::size_t roomFor(std::size_t keys, std::size_t width, std::size_t valueWidth) {
  const std::size_t chunks = roundUp(keys, chunkKeys);
  return roundUp(blockQueries * width, line) + chunks * blockQueries + 3 * roundUp(blockQueries * lanes, line) +
         roundUp(blockQueries * roundUp(valueWidth, lanes), line) + chunks;
}

Room divide(const AttentionBlock& b) {
  const std::size_t chunks = roundUp(b.keys, chunkKeys), perRow = roundUp(blockQueries * lanes, line);
  Room room{};
  room.queries = b.room;
  room.scores = room.queries + roundUp(blockQueries * b.width, line);
  room.maxima = room.scores + chunks * blockQueries;
  room.sums = room.maxima + perRow;
  room.lost = room.sums + perRow;
  room.context = room.lost + perRow;
  room.row = room.context + roundUp(blockQueries * roundUp(b.valueWidth, lanes), line);
  return room;
}

// Keys that row `row` of the block sees under the causal mask.
HWY_INLINE std::size_t causalLimit(const AttentionBlock& b, std::size_t row) {
  const std::ptrdiff_t limit = b.firstLimit + static_cast<std::ptrdiff_t>(row);
  if (limit <= 0) return 0;
  return static_cast<std::size_t>(limit) < b.keys ? static_cast<std::size_t>(limit) : b.keys;
}

HWY_INLINE hn::Mask<Tag> lanesBelow(std::size_t limit, std::size_t column) {
  const std::size_t count = limit > column ? limit - column : 0;
  return hn::FirstN(Tag(), count < lanes ? count : lanes);
}

void packPanel(const float* keys, std::size_t keyStep, std::size_t count, std::size_t width, float* panel) {
  packTransposed(keys, keyStep, count, width, panel, panelWidth);
}

void packQueries(const AttentionBlock& b, float* to) {
  const std::size_t step = static_cast<std::size_t>(tileRows);
  for (std::size_t row = 0; row < b.rows; row += step) {
    const std::size_t count = b.rows - row < step ? b.rows - row : step;
    packTransposed(b.queries + row * b.queryStep, b.queryStep, count, b.width, to + row * b.width, step);
  }
}

// One tile of scores into the room; columns from the row's limit on are −∞. `limits` is null where the row sees
// every column of the panel.
HWY_INLINE void storeScores(const Tile<tileRows>& tile, Floats scale, float* to, float* maxima,
                            const std::size_t* limits, std::size_t column) {
  const Tag tag;
#pragma GCC unroll 16
  for (int r = 0; r < tileRows; ++r) {
    const std::size_t row = static_cast<std::size_t>(r);
    Floats left = hn::Mul(tile.at[r][0], scale), right = hn::Mul(tile.at[r][1], scale);
    if (limits != nullptr) {
      left = hn::IfThenElse(lanesBelow(limits[row], column), left, constant(minusInfinity));
      right = hn::IfThenElse(lanesBelow(limits[row], column + lanes), right, constant(minusInfinity));
    }
    hn::Store(left, tag, to + row * chunkKeys);
    hn::Store(right, tag, to + row * chunkKeys + lanes);
    const Floats highest = hn::Max(hn::Load(tag, maxima + row * lanes), hn::Max(left, right));
    hn::Store(highest, tag, maxima + row * lanes);
  }
}

// Scores of keys [0, used) and the maxima of each row, one a lane.
void scoreBlock(const AttentionBlock& b, const Room& room, const std::size_t* limits, std::size_t fewest,
                std::size_t used) {
  const Floats scale = constant(b.scale);
  for (std::size_t i = 0; i < blockQueries * lanes; ++i) room.maxima[i] = minusInfinity;
  for (std::size_t column = 0; column < used; column += panelWidth) {
    const float* panel = b.packedKeys + column * b.width;
    float* to = room.scores + column / chunkKeys * chunkSize + column % chunkKeys;
    const bool whole = column + panelWidth <= fewest;
    for (std::size_t row = 0; row < b.rows; row += static_cast<std::size_t>(tileRows)) {
      Tile<tileRows> tile;
      multiplyTile<tileRows>(room.queries + row * b.width, 1, static_cast<std::size_t>(tileRows), panel, b.width, tile);
      storeScores(tile, scale, to + row * chunkKeys, room.maxima + row * lanes, whole ? nullptr : limits + row, column);
    }
  }
}

// One row of the room to `to`, times `factor`; `used` columns, and 0 up to the end.
void writeRow(const AttentionBlock& b, const Room& room, std::size_t row, std::size_t used, float factor, float* to) {
  const Tag tag;
  const Floats times = constant(factor);
  const float* from = room.scores + row * chunkKeys;
  const bool gather = b.stream && toAlignment(to) != 0;
  for (std::size_t column = 0; column < used; column += chunkKeys, from += chunkSize) {
    const std::size_t count = used - column < chunkKeys ? used - column : chunkKeys;
    if (gather)
      for (std::size_t i = 0; i < count; i += lanes) hn::Store(hn::Load(tag, from + i), tag, room.row + column + i);
    else
      scaleRow(from, times, to + column, count, b.stream);
  }
  if (gather) scaleRow(room.row, times, to, used, true);
  fillRow(to + used, 0.0F, b.keys - used, b.stream);
}

// Masked keys become −∞, and the maxima are those of the others.
void maskRow(const AttentionBlock& b, const Room& room, std::size_t row, std::size_t limit, std::size_t used) {
  const Tag tag;
  Floats highest = constant(minusInfinity);
  for (std::size_t column = 0; column < roundUp(used, panelWidth); column += lanes) {
    float* at = room.scores + column / chunkKeys * chunkSize + row * chunkKeys + column % chunkKeys;
    auto seen = lanesBelow(limit, column);
    if (b.visible != nullptr && column < limit)
      seen = hn::And(seen, visibleLanes(b.visible + row * b.visibleStep + column, b.keys - column));
    const Floats masked = hn::IfThenElse(seen, hn::Load(tag, at), constant(minusInfinity));
    hn::Store(masked, tag, at);
    highest = hn::Max(highest, masked);
  }
  hn::Store(highest, tag, room.maxima + row * lanes);
}

// Exponentials of one chunk in place of its scores, and their sums.
HWY_INLINE void exponentiate(float* scores, std::size_t rows, std::size_t columns, const float* highest, Floats factor,
                             const Room& room) {
  const Tag tag;
  for (std::size_t row = 0; row < rows; ++row, scores += chunkKeys) {
    const Floats top = constant(highest[row]);
    Floats sum = hn::Zero(tag);
    for (std::size_t i = 0; i < columns; i += lanes) {
      const Floats e = fallingExponential(hn::Sub(hn::Load(tag, scores + i), top), factor);
      hn::Store(e, tag, scores + i);
      sum = hn::Add(sum, e);
    }
    Floats total = hn::Load(tag, room.sums + row * lanes), lost = hn::Load(tag, room.lost + row * lanes);
    addCarefully(sum, total, lost);
    hn::Store(total, tag, room.sums + row * lanes);
    hn::Store(lost, tag, room.lost + row * lanes);
  }
}

// Adds weights (contextRows, keys) · values (keys, vectors · lanes) to `context`.
template <int vectors>
HWY_INLINE void addContext(const float* HWY_RESTRICT weights, std::size_t keys, const float* HWY_RESTRICT values,
                           std::size_t valueStep, float* HWY_RESTRICT context, std::size_t contextStep) {
  const Tag tag;
  Floats sum[contextRows][vectors];
#pragma GCC unroll 8
  for (int r = 0; r < contextRows; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) sum[r][v] = hn::Zero(tag);
  for (std::size_t key = 0; key < keys; ++key, values += valueStep) {
    Floats value[vectors];
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) value[v] = hn::LoadU(tag, values + static_cast<std::size_t>(v) * lanes);
#pragma GCC unroll 8
    for (int r = 0; r < contextRows; ++r) {
      const Floats weight = hn::Set(tag, weights[static_cast<std::size_t>(r) * chunkKeys + key]);
#pragma GCC unroll 4
      for (int v = 0; v < vectors; ++v) sum[r][v] = hn::MulAdd(weight, value[v], sum[r][v]);
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < contextRows; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) {
      float* at = context + static_cast<std::size_t>(r) * contextStep + static_cast<std::size_t>(v) * lanes;
      hn::Store(hn::Add(hn::Load(tag, at), sum[r][v]), tag, at);
    }
}

void contextChunk(const AttentionBlock& b, const float* weights, std::size_t keys, const float* values,
                  float* context) {
  const std::size_t width = roundUp(b.valueWidth, lanes);
  std::size_t column = 0;
  while (column < width) {
    const std::size_t left = (width - column) / lanes;
    const std::size_t vectors = left >= 4 && mostVectors == 4 ? 4 : left >= 2 ? 2 : 1;
    for (std::size_t row = 0; row < b.rows; row += contextRows) {
      const float* w = weights + row * chunkKeys;
      float* to = context + row * width + column;
      if (vectors == 4)
        addContext<mostVectors>(w, keys, values + column, b.valueStep, to, width);
      else if (vectors == 2)
        addContext<2>(w, keys, values + column, b.valueStep, to, width);
      else
        addContext<1>(w, keys, values + column, b.valueStep, to, width);
    }
    column += vectors * lanes;
  }
}

void weighAndGather(const AttentionBlock& b, const Room& room, const float* highest, std::size_t used) {
  const Floats factor = constant(static_cast<float>(b.perTau * static_cast<double>(log2e)));
  for (std::size_t i = 0; i < blockQueries * lanes; ++i) room.sums[i] = room.lost[i] = 0;
  if (b.context != nullptr)
    for (std::size_t i = 0; i < blockQueries * roundUp(b.valueWidth, lanes); ++i) room.context[i] = 0;
  const std::size_t padded = roundUp(used, panelWidth);
  for (std::size_t column = 0; column < used; column += chunkKeys) {
    float* chunk = room.scores + column * blockQueries;
    const std::size_t columns = padded - column < chunkKeys ? padded - column : chunkKeys;
    const std::size_t keys = used - column < chunkKeys ? used - column : chunkKeys;
    exponentiate(chunk, b.rows, columns, highest, factor, room);
    if (b.context != nullptr) contextChunk(b, chunk, keys, b.values + column * b.valueStep, room.context);
  }
}

void writeResults(const AttentionBlock& b, const Room& room, std::size_t used) {
  const Tag tag;
  for (std::size_t row = 0; row < b.rows; ++row) {
    const double sum = laneSum(hn::Load(tag, room.sums + row * lanes));
    const float factor = sum > 0 ? static_cast<float>(1.0 / sum) : 0.0F;
    if (b.weights != nullptr) writeRow(b, room, row, used, factor, b.weights + row * b.matrixStep);
    if (b.context != nullptr)
      scaleRow(room.context + row * roundUp(b.valueWidth, lanes), constant(factor), b.context + row * b.contextStep,
               b.valueWidth, false);
  }
}

void block(const AttentionBlock& b) {
  const Tag tag;
  const Room room = divide(b);
  const bool maskLater = b.visible != nullptr || (b.causal && b.scores != nullptr);
  std::size_t limits[blockQueries], causal[blockQueries];
  for (std::size_t row = 0; row < blockQueries; ++row) {
    causal[row] = b.causal ? causalLimit(b, row < b.rows ? row : b.rows - 1) : b.keys;
    limits[row] = maskLater && b.scores != nullptr ? b.keys : causal[row];
  }
  const std::size_t used = limits[b.rows - 1];  // limits never fall from row to row
  packQueries(b, room.queries);
  scoreBlock(b, room, limits, limits[0], used);
  if (b.scores != nullptr)
    for (std::size_t row = 0; row < b.rows; ++row) writeRow(b, room, row, used, 1.0F, b.scores + row * b.matrixStep);
  float highest[blockQueries];
  for (std::size_t row = 0; row < b.rows; ++row) {
    if (maskLater) maskRow(b, room, row, causal[row], used);
    highest[row] = laneMax(hn::Load(tag, room.maxima + row * lanes));
    if (b.rowMaxima != nullptr) b.rowMaxima[row] = highest[row];
  }
  if (b.weights != nullptr || b.context != nullptr) {
    weighAndGather(b, room, highest, used);
    writeResults(b, room, used);
  }
  if (b.stream) hwy::FlushStream();
}

}  // namespace

AttentionKernels kernelsOfAttention() { return {lanes, panelWidth, roomFor, packPanel, block}; }

}  // namespace attn::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attn::kernels {
HWY_EXPORT(kernelsOfAttention);
AttentionKernels attentionKernels() { return HWY_DYNAMIC_DISPATCH(kernelsOfAttention)(); }
}  // namespace attn::kernels
#endif
