#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "measures/temperature_sweep.h"
#include "pipeline/trace.h"
#include "scene/drawing.h"
#include "scene/matrix_picture.h"
#include "scene/scene_style.h"
#include "scene/views.h"

namespace lab {

/// The axis of temperatures.
inline constexpr double sweepLow = 0.01, sweepHigh = 100;

/// The normalizers that can be laid over the experiment's own.
inline constexpr std::array<const char*, 4> overlayNormalizers = {"softmax", "entmax15", "sparsemax", "hardmax"};

struct TemperatureOptions {
  std::array<bool, overlayNormalizers.size()> overlay{};  ///< beside the experiment's own, which always is
};

/// Curves of one row of weights, kept as long as their scores, mask, row and normalizers are the same.
class SweepMemory {
 public:
  struct Curve {
    std::string normalizer;
    attn::TemperatureSweep sweep;
  };
  /// The experiment's own normalizer first, then those that are laid over it. The trace has scores.
  const std::vector<Curve>& curves(const attn::Trace& trace, attn::Index query, const TemperatureOptions& options);
  /// Keys that may be attended, the largest score first; of the last call.
  const std::vector<attn::Index>& order() const { return order_; }
  int runs() const { return runs_; }  ///< sweeps computed so far: what tests count

 private:
  attn::MatrixPtr scores_;
  attn::MaskPtr visible_;
  std::shared_ptr<const std::vector<double>> centres_;
  attn::Index query_ = -1;
  std::vector<Curve> curves_;
  std::vector<attn::Index> order_;
  int runs_ = 0;
};

/// What is drawn: the row of a query at every temperature.
struct TemperatureSubject {
  const attn::Trace& trace;  ///< of one head, with scores
  const MatrixPicture& weights;
  const SweepMemory& memory;
  const std::vector<SweepMemory::Curve>& curves;
  attn::Index query = 0;
  std::optional<attn::Index> selectedKey;
  double tau = 1;  ///< where the marker stands: the newest temperature, of which the trace may not be yet
  bool stale = false;

  const std::vector<attn::Index>& order() const { return memory.order(); }  ///< the ranks of keys: their colours
  std::size_t drawn() const;                                                ///< so many of them have a curve
  bool usesTemperature() const;
};

inline constexpr std::size_t colouredKeys = 6, mostCurves = 40;

struct TemperatureLayout {
  Rect area;
  Rect legend;            ///< the names of the curves' line styles
  Rect weights, entropy;  ///< the two plots, with the same axis
  Rect table;
  float rowHeight = 0;
  std::size_t tableRows = 0;  ///< keys in the table
  double entropyTop = 1;      ///< the upper end of its axis
  double weightLow = 0, weightTop = 1;
  float markerX = 0;

  float xOf(double tau) const;
  /// To three significant digits, as the slider gives them, within the axis.
  double tauAt(float x) const;
  float weightY(double weight) const;
  float entropyY(double value) const;
};
TemperatureLayout layoutTemperature(const TemperatureSubject& subject, const SceneStyle& style, Rect area);

/// What is under the pointer.
struct TemperatureHit {
  enum class Part { Marker, Plot, Table } part = Part::Plot;
  std::optional<attn::Index> key;  ///< of the nearest curve, or of the table's row
  attn::Index step = 0;            ///< of the sweep, in a plot
};
std::optional<TemperatureHit> hitTemperature(const TemperatureLayout& layout, const TemperatureSubject& subject,
                                             Point pointer);

struct TemperatureHover {
  std::optional<attn::Index> key;   ///< lit up
  std::optional<attn::Index> step;  ///< where the pointer is
};
Drawing temperatureDrawing(const TemperatureLayout& layout, const TemperatureSubject& subject, const SceneStyle& style,
                           const TemperatureHover& hover);

/// The colour of the key at `rank` of the order: a category, or grey beyond the sixth.
Rgba sweepColour(const Palette& palette, std::size_t rank);

/// Where the temperature is `seconds` after a sweep began at `start`: up to 100, down to 0.01 and back to where it
/// began, evenly on the logarithmic scale; none when it is over.
std::optional<double> sweptTemperature(double start, double seconds);

/// The curves of the selected query. @throws attn::InputError `missing_input` for bare weights.
ViewFigure temperatureFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

/// The length of the dashes of the curve at `place`; 0: solid.
float sweepDash(std::size_t place);

}  // namespace lab
