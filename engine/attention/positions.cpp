#include "attention/positions.h"

#include <cmath>
#include <string>

#include "core/checks.h"
#include "core/random.h"

namespace attn {
namespace {

// Sine and cosine of pair c stand in columns sineAt(c) and cosineAt(c).
template <class SineAt, class CosineAt>
Matrix sinusoids(Index count, Index width, SineAt&& sineAt, CosineAt&& cosineAt) {
  Matrix table(count, width);
  for (Index pair = 0; 2 * pair < width; ++pair)
    for (Index position = 0; position < count; ++position) {
      const double angle = static_cast<double>(position) * positionFrequency(pair, width);
      table(position, sineAt(pair)) = static_cast<float>(std::sin(angle));
      if (2 * pair + 1 < width) table(position, cosineAt(pair)) = static_cast<float>(std::cos(angle));
    }
  return table;
}

}  // namespace

double positionFrequency(Index pair, Index width) {
  return std::pow(10000.0, -2.0 * static_cast<double>(pair) / static_cast<double>(width));
}

Matrix sinusoidalPositions(Index count, Index width) {
  return sinusoids(
      count, width, [](Index pair) { return 2 * pair; }, [](Index pair) { return 2 * pair + 1; });
}

Matrix sinusoidalHalvesPositions(Index count, Index width) {
  const Index sines = (width + 1) / 2;
  return sinusoids(
      count, width, [](Index pair) { return pair; }, [sines](Index pair) { return sines + pair; });
}

Matrix drawnPositions(Index count, Index width, std::uint64_t seed) {
  return normalMatrix(seed, "position", count, width, 0.25);
}

Matrix turnedByPosition(const char* name, const Matrix& joined, Index heads, Index first) {
  if (joined.cols() % heads != 0)
    throw InputError("heads_divide",
                     {{"input", name}, {"got", std::to_string(joined.cols())}, {"expected", std::to_string(heads)}});
  const Index width = joined.cols() / heads;
  if (width % 2 != 0) throw InputError("rope_width", {{"input", name}, {"got", std::to_string(width)}});
  Matrix turned(joined.rows(), joined.cols());
  for (Index pair = 0; pair < width / 2; ++pair)
    for (Index row = 0; row < joined.rows(); ++row) {
      const double angle = static_cast<double>(first + row) * positionFrequency(pair, width);
      const double cosine = std::cos(angle), sine = std::sin(angle);
      for (Index column = 2 * pair; column < joined.cols(); column += width) {
        const auto x = static_cast<double>(joined(row, column)), y = static_cast<double>(joined(row, column + 1));
        turned(row, column) = static_cast<float>(x * cosine - y * sine);
        turned(row, column + 1) = static_cast<float>(x * sine + y * cosine);
      }
    }
  return turned;
}

}  // namespace attn
