#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/trace.h"
#include "scene/drawing.h"
#include "scene/matrix_picture.h"
#include "scene/scene_style.h"
#include "scene/temperature_chart.h"
#include "scene/temperature_row.h"
#include "scene/temperature_table.h"
#include "scene/views.h"

namespace lab {

/// The normalizers that can be laid over the experiment's own.
inline constexpr std::array<const char*, 4> overlayNormalizers = {"softmax", "entmax15", "sparsemax", "hardmax"};

struct TemperatureOptions {
  std::array<bool, overlayNormalizers.size()> overlay{};  ///< beside the experiment's own, which always is
};

/// A row of a trace with its curves, which are kept as long as their scores, mask, query and normalizers are the same.
class SweepMemory {
 public:
  /// @param trace of one head, with scores. The caller sets title, names, marker and selection. Without keys where
  /// none may be attended.
  TemperatureRow row(const attn::Trace& trace, attn::Index query, const TemperatureOptions& options);
  int runs() const { return runs_; }  ///< sweeps computed so far: what tests count

 private:
  struct Curve {
    std::string normalizer;
    std::shared_ptr<const attn::TemperatureSweep> sweep;
  };
  void sweep(const attn::Trace& trace, attn::Index query, const TemperatureOptions& options);

  attn::MatrixPtr scores_, weights_;
  attn::MaskPtr visible_;
  std::shared_ptr<const std::vector<double>> centres_;
  attn::Index query_ = -1;
  double temperature_ = 0;
  std::vector<Curve> curves_;
  std::vector<TemperatureRow::Key> keys_;
  int runs_ = 0;
};

/// `memory`'s row as the view shows it. @param labels of the weights; outlives the row  @param tau of the marker
TemperatureRow temperatureRow(SweepMemory& memory, const attn::Trace& trace, attn::Index query,
                              const TemperatureOptions& options, const MatrixPicture& labels, double tau,
                              const SceneStyle& style);

struct TemperatureLayout {
  Rect area;
  TemperatureChart chart;
  TemperatureTable table;
};
TemperatureLayout layoutTemperature(const TemperatureRow& row, const SceneStyle& style, Rect area);

/// What is under the pointer.
struct TemperatureHit {
  enum class Part { Marker, Plot, Table } part = Part::Plot;
  std::optional<attn::Index> key;  ///< of the nearest curve, or of the table's row
  attn::Index step = 0;            ///< of the sweep, in a plot
};
std::optional<TemperatureHit> hitTemperature(const TemperatureLayout& layout, const TemperatureRow& row, Point pointer);

Drawing temperatureDrawing(const TemperatureLayout& layout, const TemperatureRow& row, const SceneStyle& style,
                           const TemperatureHover& hover);

/// Where the temperature is `seconds` after a sweep began at `start`: up to 100, down to 0.01 and back to where it
/// began, evenly on the logarithmic scale; none when it is over.
std::optional<double> sweptTemperature(double start, double seconds);

/// The curves of the selected query. @throws attn::InputError `missing_input` for bare weights.
ViewFigure temperatureFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
