#include "scene/temperature_scene.h"

#include <algorithm>
#include <cmath>

#include "attention/catalogue.h"
#include "pipeline/painted_rows.h"
#include "pipeline/row_sweep.h"
#include "scene/key_order.h"
#include "scene/label_text.h"
#include "scene/number_text.h"
#include "scene/temperature_axis.h"
#include "scene/text_wrap.h"

namespace lab {
namespace {

constexpr std::size_t kSums = 2;

/// The keys of a row that may be attended with the trace's numbers, the heaviest first: of a painted row the computed
/// ones, which are those of the curves.
std::vector<TemperatureRow::Key> keysOf(const attn::Trace& trace, attn::Index query) {
  const attn::HeadTrace& head = trace.head();
  std::vector<attn::Index> keys;
  std::vector<float> weights, scores;
  for (attn::Index key = 0; key < head.biased->cols(); ++key) {
    if (!(*head.visible)(query, key)) continue;
    keys.push_back(key);
    weights.push_back((*head.computed)(query, key));
    scores.push_back((*head.biased)(query, key));
  }
  const std::vector<double> scaled = attn::scaledScores(trace, 0, query);
  std::vector<TemperatureRow::Key> out;
  for (const std::size_t i : heaviestFirst(weights, scores))
    out.push_back({keys[i], keys[i], static_cast<double>(scores[i]), scaled[static_cast<std::size_t>(keys[i])],
                   static_cast<double>(weights[i])});
  return out;
}

}  // namespace

void SweepMemory::sweep(const attn::Trace& trace, attn::Index query, const TemperatureOptions& options) {
  std::vector<std::string> wanted = {trace.experiment.normalizer};
  for (std::size_t i = 0; i < overlayNormalizers.size(); ++i)
    if (options.overlay[i] && overlayNormalizers[i] != wanted[0]) wanted.emplace_back(overlayNormalizers[i]);
  std::vector<Curve> curves;
  for (const std::string& name : wanted) {
    const auto known =
        std::find_if(curves_.begin(), curves_.end(), [&](const Curve& curve) { return curve.normalizer == name; });
    if (known != curves_.end()) {
      curves.push_back(*known);
      continue;
    }
    curves.push_back({name, std::make_shared<const attn::TemperatureSweep>(
                                attn::sweepRow(trace, 0, query, name, sweptTemperatures(trace.keys())))});
    ++runs_;
  }
  curves_ = std::move(curves);
}

TemperatureRow SweepMemory::row(const attn::Trace& trace, attn::Index query, const TemperatureOptions& options) {
  const attn::HeadTrace& head = trace.head();
  const bool same = scores_ == head.biased && visible_ == head.visible && centres_ == head.centres && query_ == query;
  if (!same) curves_.clear();
  if (!same || weights_ != head.weights || temperature_ != trace.experiment.temperature) keys_ = keysOf(trace, query);
  scores_ = head.biased;
  weights_ = head.weights;
  visible_ = head.visible;
  centres_ = head.centres;
  query_ = query;
  temperature_ = trace.experiment.temperature;
  TemperatureRow out;
  out.keys = keys_;
  if (keys_.empty()) return out;
  sweep(trace, query, options);
  for (const Curve& curve : curves_)
    out.sweeps.push_back({&attn::findRow(attn::normalizerCatalogue(), curve.normalizer, "normalizer"), curve.sweep});
  out.measures = attn::paintedEffect(trace, 0, query).computed;
  out.temperature = out.tau = temperature_;
  out.biased = head.bias != nullptr;
  return out;
}

TemperatureRow temperatureRow(SweepMemory& memory, const attn::Trace& trace, attn::Index query,
                              const TemperatureOptions& options, const MatrixPicture& labels, double tau,
                              const SceneStyle& style) {
  TemperatureRow row = memory.row(trace, query, options);
  const bool painted = attn::isPainted(trace, 0, query);
  row.title = style.tr(painted ? "temperature.weights-computed" : "temperature.weights",
                       {{"row", labelWithIndex(labels.rowLabels, query)}});
  row.names = &labels.columnLabels;
  row.tau = tau;
  return row;
}

std::optional<double> sweptTemperature(double start, double seconds) {
  const double speed = 0.25;  // of the axis a second
  const double from = std::log(std::clamp(start, sweepLow, sweepHigh) / sweepLow) / std::log(sweepHigh / sweepLow);
  const double way = speed * seconds, top = 1 - from;
  if (way >= 2) return std::nullopt;
  const double share = way < top ? from + way : way < top + 1 ? 1 - (way - top) : way - top - 1;
  return std::clamp(threeDigits(sweepLow * std::pow(sweepHigh / sweepLow, share)), sweepLow, sweepHigh);
}

TemperatureLayout layoutTemperature(const TemperatureRow& row, const SceneStyle& style, Rect area) {
  const auto u = [&](float units) { return style.u(units); };
  TemperatureLayout out;
  out.area = area;
  // In a narrow view the table has fewer columns, then it is left out.
  float width = 0;
  if (area.width > u(84))
    width = std::clamp(area.width * 0.32F, u(36), u(48));
  else if (area.width > u(56))
    width = u(24);
  const float left = area.x + u(2.5F), right = area.right() - u(1.5F) - (width > 0 ? width + u(3.5F) : 0);
  out.chart = layoutTemperatureChart(row, style, {left, area.y, right - left, area.height}, {});
  if (width <= 0) return out;
  const Rect beside{area.right() - u(2) - width, area.y + u(2), width, area.height - u(3)};
  out.table = layoutTemperatureTable(row, style, beside, kSums, row.keys.size());
  return out;
}

std::optional<TemperatureHit> hitTemperature(const TemperatureLayout& layout, const TemperatureRow& row,
                                             Point pointer) {
  using Part = TemperatureHit::Part;
  if (const auto place = layout.table.rowAt(pointer)) return TemperatureHit{Part::Table, row.keys[*place].key, 0};
  const auto chart = hitTemperatureChart(layout.chart, row, pointer);
  if (!chart) return std::nullopt;
  return TemperatureHit{chart->marker ? Part::Marker : Part::Plot, chart->key, chart->step};
}

Drawing temperatureDrawing(const TemperatureLayout& layout, const TemperatureRow& row, const SceneStyle& style,
                           const TemperatureHover& hover) {
  Drawing drawing;
  drawTemperatureChart(drawing, layout.chart, row, style, hover);
  const TableSums sums = {{style.tr("compare.entropy"), fixedText(row.measures.entropy, 3)},
                          {style.tr("compare.effective-keys"), fixedText(row.measures.effectiveKeys, 3)}};
  drawTemperatureTable(drawing, layout.table, row, style, hover, sums);
  return drawing;
}

ViewFigure temperatureFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  const attn::Trace trace = attn::oneHead(subject.trace, subject.head);
  if (!trace.head().biased) throw attn::InputError("missing_input", {{"input", "scores"}});
  const attn::Index query = subject.selected ? std::min(subject.selected->row, trace.queries() - 1) : 0;
  SweepMemory memory;
  const MatrixPicture labels = pictureOf(trace, MatrixStage::Weights);
  const TemperatureRow row = temperatureRow(memory, trace, query, {}, labels, trace.experiment.temperature, style);
  ViewFigure figure;
  figure.size = size.value_or(Size{style.u(120), style.u(72)});
  if (row.keys.empty()) {
    float y = figure.size.height / 2 - style.u(2);
    for (const std::string& line : wrappedText(style.measure, style.tr("temperature.empty.row"), TextSize::Small,
                                               figure.size.width - style.u(8), 4)) {
      figure.drawing.emplace_back(
          TextShape{line, {figure.size.width / 2, y}, TextSize::Small, Anchor::Middle, 0, style.palette->dim});
      y += style.u(2.5F);
    }
    return figure;
  }
  const TemperatureLayout layout = layoutTemperature(row, style, {0, 0, figure.size.width, figure.size.height});
  figure.drawing = temperatureDrawing(layout, row, style, {});
  return figure;
}

}  // namespace lab
