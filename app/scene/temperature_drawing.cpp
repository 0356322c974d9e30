#include <algorithm>
#include <cmath>

#include "attention/catalogue.h"
#include "pipeline/row_sweep.h"
#include "scene/compare_choices.h"
#include "scene/label_text.h"
#include "scene/number_text.h"
#include "scene/temperature_scene.h"
#include "scene/text_width.h"

namespace lab {

namespace {

class TemperaturePainter {
 public:
  TemperaturePainter(const TemperatureLayout& layout, const TemperatureSubject& subject, const SceneStyle& style,
                     const TemperatureHover& hover)
      : layout_(layout), subject_(subject), style_(style), p_(*style.palette), hover_(hover), tau_(subject.tau) {}

  Drawing draw() {
    heads();
    axes();
    curves();
    if (hover_.step) pointerLine();
    marker();
    names();
    if (layout_.table.width > 0) table();
    return std::move(drawing_);
  }

 private:
  float u(float units) const { return style_.u(units); }
  Rgba shade(Rgba ink) const { return subject_.stale ? faded(ink, 0.5F) : ink; }
  void text(std::string what, Point at, TextSize size, Rgba ink, Anchor anchor = Anchor::Left) {
    drawing_.emplace_back(TextShape{std::move(what), at, size, anchor, 0, ink});
  }
  void box(Rect rect, Rgba fill) { drawing_.emplace_back(BoxShape{.rect = rect, .fill = fill}); }
  std::string label(attn::Index key, int characters = 24) const {
    return labelWithIndex(subject_.weights.columnLabels, key, characters);
  }

  // ---- around the curves ----

  void heads() {
    const float x = layout_.weights.x, y = layout_.weights.y - u(2.25F);
    const std::string row = labelWithIndex(subject_.weights.rowLabels, subject_.query);
    std::string title = style_.tr("temperature.weights", {{"row", row}});
    const std::size_t left = subject_.order().size() - subject_.drawn();
    if (left > 0)
      title += " · " + style_.tr("temperature.left-out",
                                 {{"drawn", std::to_string(subject_.drawn())}, {"count", std::to_string(left)}});
    text(elidedTo(style_.measure, title, TextSize::Small, layout_.weights.width), {x, y}, TextSize::Small, p_.dim);
    text(style_.tr("compare.entropy"), {x, layout_.entropy.y - u(2)}, TextSize::Small, p_.dim);
    text(style_.tr("temperature.axis"), {layout_.weights.right(), layout_.entropy.bottom() + u(4.25F)}, TextSize::Small,
         p_.dim, Anchor::Right);
    legend();
  }

  /// How the lines of each normalizer look.
  void legend() {
    float x = layout_.legend.x;
    const float y = layout_.legend.y + layout_.legend.height / 2;
    for (std::size_t i = 0; i < subject_.curves.size(); ++i) {
      const auto& row = attn::findRow(attn::normalizerCatalogue(), subject_.curves[i].normalizer, "normalizer");
      const std::string name = style_.words->title(row.title);
      const float width = u(4.5F) + style_.width(name, TextSize::Small);
      if (x + width > layout_.legend.right()) return;
      LineShape line;
      line.points = {{x, y}, {x + u(3.5F), y}};
      line.ink = p_.text;
      line.width = lineWidth(i);
      line.dash = sweepDash(i) * u(0.125F);
      drawing_.emplace_back(std::move(line));
      text(name, {x + u(4.5F), y}, TextSize::Small, p_.text);
      x += width + u(2.5F);
    }
    if (subject_.usesTemperature()) return;
    const std::string flat = style_.tr("temperature.unused");
    text(elidedTo(style_.measure, flat, TextSize::Small, layout_.legend.right() - x), {x, y}, TextSize::Small, p_.warn);
  }

  float lineWidth(std::size_t place) const { return (place == 0 ? 1 : 0.5F) + style_.metrics.line; }

  void tick(const Rect& plot, float y, double value, int decimals) {
    box({plot.x, y - 0.5F, plot.width, 1}, value == 0 ? p_.edge : p_.border);
    text(fixedText(value, decimals), {plot.x - u(1), y}, TextSize::Small, p_.dim, Anchor::Right);
  }

  void axes() {
    for (int i = 0; i <= 2; ++i) {
      const double weight = layout_.weightLow + (layout_.weightTop - layout_.weightLow) * i / 2;
      tick(layout_.weights, layout_.weightY(weight), weight, 1);
      const double entropy = layout_.entropyTop * i / 2;
      tick(layout_.entropy, layout_.entropyY(entropy), entropy, 1);
    }
    for (const double tau : {0.01, 0.1, 1.0, 10.0, 100.0}) {
      const float x = layout_.xOf(tau), bottom = layout_.entropy.bottom();
      box({x - 0.5F, bottom, 1, u(0.5F)}, p_.dim);
      text(temperatureKey(tau), {x, bottom + u(2)}, TextSize::Small, p_.dim, Anchor::Middle);
    }
  }

  // ---- curves ----

  void curve(const SweepMemory::Curve& of, std::size_t place, std::size_t rank, Rgba ink, float width) {
    const attn::Index key = subject_.order()[rank];
    LineShape line;
    line.ink = shade(ink);
    line.width = width;
    line.dash = sweepDash(place) * u(0.125F);
    const auto flush = [&] {
      if (line.points.size() > 1) drawing_.emplace_back(line);
      line.points.clear();
    };
    for (std::size_t step = 0; step < of.sweep.temperatures.size(); ++step) {
      const double weight = static_cast<double>(of.sweep.weights(static_cast<attn::Index>(step), key));
      if (!std::isfinite(weight)) {
        flush();
        continue;
      }
      line.points.push_back({layout_.xOf(of.sweep.temperatures[step]), layout_.weightY(weight)});
    }
    flush();
  }

  bool lit(attn::Index key) const { return hover_.key == key || (!hover_.key && subject_.selectedKey == key); }

  void curves() {
    const std::size_t coloured = std::min(subject_.drawn(), colouredKeys);
    // Grey ones behind, coloured ones in front, the strongest last.
    for (std::size_t rank = subject_.drawn(); rank-- > coloured;)
      curve(subject_.curves.front(), 0, rank, faded(p_.off, 0.55F), 1);
    for (std::size_t place = subject_.curves.size(); place-- > 0;)
      for (std::size_t rank = coloured; rank-- > 0;) {
        const Rgba ink = sweepColour(p_, rank);
        const bool dimmed = hover_.key && *hover_.key != subject_.order()[rank];
        curve(subject_.curves[place], place, rank, dimmed ? faded(ink, 0.4F) : ink, lineWidth(place));
      }
    for (std::size_t rank = 0; rank < subject_.drawn(); ++rank)
      if (lit(subject_.order()[rank]))
        curve(subject_.curves.front(), 0, rank, rank < coloured ? sweepColour(p_, rank) : p_.text, lineWidth(0) + 1.5F);
    for (std::size_t place = subject_.curves.size(); place-- > 0;) entropyCurve(place);
  }

  void entropyCurve(std::size_t place) {
    const attn::TemperatureSweep& sweep = subject_.curves[place].sweep;
    LineShape line;
    line.ink = shade(p_.dim);
    line.width = lineWidth(place);
    line.dash = sweepDash(place) * u(0.125F);
    for (std::size_t step = 0; step < sweep.temperatures.size(); ++step)
      if (std::isfinite(sweep.entropy[step]))
        line.points.push_back({layout_.xOf(sweep.temperatures[step]), layout_.entropyY(sweep.entropy[step])});
    if (line.points.size() > 1) drawing_.emplace_back(line);
  }

  void pointerLine() {
    const float x = layout_.xOf(subject_.curves.front().sweep.temperatures[static_cast<std::size_t>(*hover_.step)]);
    box({x - 0.5F, layout_.weights.y - u(0.5F), 1, layout_.entropy.bottom() - layout_.weights.y + u(0.5F)},
        faded(p_.text, 0.6F));
  }

  /// The engine's weight of a key at the experiment's temperature.
  double weightNow(attn::Index key) const {
    return static_cast<double>((*subject_.trace.head().weights)(subject_.query, key));
  }
  const attn::RowMeasures& measures() const {
    return (*subject_.trace.head().measures)[static_cast<std::size_t>(subject_.query)];
  }

  void dot(Point at, Rgba ink) {
    drawing_.emplace_back(DiscShape{.centre = at, .radius = u(0.5F), .fill = shade(ink), .edge = p_.bg, .line = 1.5F});
  }

  void marker() {
    const float x = layout_.markerX, bottom = layout_.entropy.bottom(), line = 1 + style_.metrics.line;
    const float now = layout_.xOf(subject_.trace.experiment.temperature);  // what the numbers are of
    const Rgba ink = subject_.usesTemperature() ? p_.accent : p_.off;
    box({x - line / 2, layout_.weights.y - u(0.75F), line, bottom - layout_.weights.y + u(0.75F)}, ink);
    for (std::size_t rank = std::min(subject_.drawn(), colouredKeys); rank-- > 0;)
      if (std::isfinite(weightNow(subject_.order()[rank])))
        dot({now, layout_.weightY(weightNow(subject_.order()[rank]))}, sweepColour(p_, rank));
    if (std::isfinite(measures().entropy)) dot({now, layout_.entropyY(measures().entropy)}, p_.dim);
    drawing_.emplace_back(
        DiscShape{.centre = {x, bottom}, .radius = u(0.9F), .fill = ink, .edge = p_.bg, .line = line});
    // A temperature beyond the axis stands at its end.
    const std::string beyond = tau_ < sweepLow ? "◂ " : "";
    const std::string shown = beyond + "τ = " + temperatureKey(tau_) + (tau_ > sweepHigh ? " ▸" : "");
    const float half = style_.width(shown, TextSize::Small) / 2;
    const float at = std::clamp(x, layout_.weights.x + half, layout_.weights.right() - half);
    const Rect back{at - half - u(0.5F), bottom + u(3.25F), 2 * half + u(1), u(2)};
    drawing_.emplace_back(BoxShape{.rect = back, .fill = p_.soft, .radius = 4});
    text(shown, back.centre(), TextSize::Small, p_.accent, Anchor::Middle);
  }

  // ---- names beside the coloured curves ----

  void names() {
    struct Name {
      std::size_t rank;
      float y;
    };
    std::vector<Name> names;
    for (std::size_t rank = 0; rank < std::min(subject_.drawn(), colouredKeys); ++rank)
      if (std::isfinite(weightNow(subject_.order()[rank])))
        names.push_back({rank, layout_.weightY(weightNow(subject_.order()[rank]))});
    std::stable_sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.y < b.y; });
    const float height = u(2.25F);
    const float low = layout_.weights.y + height / 2, high = layout_.weights.bottom() - height / 2;
    float last = low - height;
    for (Name& name : names) last = name.y = std::max(name.y, last + height);
    // What was pushed below the plot goes back up, and pushes in turn.
    float next = high + height;
    for (std::size_t i = names.size(); i-- > 0;) next = names[i].y = std::min(names[i].y, next - height);
    for (const Name& name : names) nameAt(name.rank, name.y, height);
  }

  void nameAt(std::size_t rank, float y, float height) {
    const attn::Index key = subject_.order()[rank];
    const std::string shown = label(key, 14);
    const float width = style_.width(shown, TextSize::Small) + u(2.25F);
    const bool fits = layout_.markerX + u(1.25F) + width <= layout_.weights.right();
    const float x = fits ? layout_.markerX + u(1.25F) : layout_.markerX - u(1.25F) - width;
    drawing_.emplace_back(
        BoxShape{.rect = {x, y - height / 2 + 1, width, height - 2}, .fill = faded(p_.bg, 0.85F), .radius = 4});
    // Colours of categories are too faint for letters on some backgrounds: a disc has the colour.
    drawing_.emplace_back(DiscShape{.centre = {x + u(0.875F), y}, .radius = u(0.5F), .fill = sweepColour(p_, rank)});
    text(shown, {x + u(1.75F), y}, TextSize::Small, hover_.key == key ? p_.accent : p_.text);
  }

  // ---- the row in numbers ----

  void table() {
    const Rect& at = layout_.table;
    const float row = layout_.rowHeight, right = at.right() - u(0.5F);
    const float weightX = right, scaledX = right - at.width * 0.22F, scoreX = scaledX - at.width * 0.22F;
    const auto middle = [&](std::size_t line) { return at.y + (static_cast<float>(line) + 0.5F) * row; };
    text(style_.tr("temperature.key"), {at.x + u(0.5F), middle(0)}, TextSize::Small, p_.dim);
    const bool biased = subject_.trace.head().bias != nullptr;
    text(style_.tr(biased ? "tip.score-bias" : "tip.score"), {scoreX, middle(0)}, TextSize::Small, p_.dim,
         Anchor::Right);
    text("÷ τ", {scaledX, middle(0)}, TextSize::Small, p_.dim, Anchor::Right);
    text(style_.tr("tip.weight"), {weightX, middle(0)}, TextSize::Small, p_.dim, Anchor::Right);
    const std::vector<double> scaled = attn::scaledScores(subject_.trace, 0, subject_.query);
    for (std::size_t rank = 0; rank < layout_.tableRows; ++rank) {
      const attn::Index key = subject_.order()[rank];
      const float y = middle(rank + 1);
      const Rect line{at.x, y - row / 2, at.width, row};
      if (subject_.selectedKey == key || hover_.key == key) box(line, subject_.selectedKey == key ? p_.soft : p_.hover);
      drawing_.emplace_back(
          DiscShape{.centre = {at.x + u(1.25F), y}, .radius = u(0.6F), .fill = sweepColour(p_, rank)});
      const float room = scoreX - u(6.5F) - at.x - u(2.5F);
      text(elidedTo(style_.measure, label(key), TextSize::Small, room), {at.x + u(2.5F), y}, TextSize::Small, p_.text);
      const double score = static_cast<double>((*subject_.trace.head().biased)(subject_.query, key));
      text(fixedText(score, 3), {scoreX, y}, TextSize::Small, p_.text, Anchor::Right);
      text(fixedText(scaled[static_cast<std::size_t>(key)], 3), {scaledX, y}, TextSize::Small, p_.text, Anchor::Right);
      text(fixedText(weightNow(key), 3), {weightX, y}, TextSize::Small, p_.text, Anchor::Right);
    }
    sums(layout_.tableRows + 1, weightX);
  }

  void sums(std::size_t line, float right) {
    const Rect& at = layout_.table;
    const auto put = [&](const std::string& name, const std::string& value) {
      const float y = at.y + (static_cast<float>(line++) + 0.5F) * layout_.rowHeight;
      text(name, {at.x + u(0.5F), y}, TextSize::Small, value.empty() ? p_.dim : p_.text);
      text(value, {right, y}, TextSize::Small, p_.text, Anchor::Right);
    };
    const std::size_t more = subject_.order().size() - layout_.tableRows;
    if (more > 0) put(style_.tr("temperature.more-keys", {{"count", std::to_string(more)}}), "");
    box({at.x, at.y + static_cast<float>(line) * layout_.rowHeight, at.width, style_.metrics.line}, p_.edge);
    put(style_.tr("compare.entropy"), fixedText(measures().entropy, 3));
    put(style_.tr("compare.effective-keys"), fixedText(measures().effectiveKeys, 3));
  }

  const TemperatureLayout& layout_;
  const TemperatureSubject& subject_;
  const SceneStyle& style_;
  const Palette& p_;
  const TemperatureHover& hover_;
  double tau_;
  Drawing drawing_;
};

}  // namespace

Drawing temperatureDrawing(const TemperatureLayout& layout, const TemperatureSubject& subject, const SceneStyle& style,
                           const TemperatureHover& hover) {
  return TemperaturePainter(layout, subject, style, hover).draw();
}

ViewFigure temperatureFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  const attn::Trace trace = attn::oneHead(subject.trace, subject.head);
  if (!trace.head().biased) throw attn::InputError("missing_input", {{"input", "scores"}});
  const attn::Index query = subject.selected ? std::min(subject.selected->row, trace.queries() - 1) : 0;
  SweepMemory memory;
  const auto& curves = memory.curves(trace, query, {});
  const MatrixPicture weights = pictureOf(trace, MatrixStage::Weights);
  const TemperatureSubject shown{trace, weights, memory, curves, query, std::nullopt, trace.experiment.temperature,
                                 false};
  ViewFigure figure;
  figure.size = size.value_or(Size{style.u(120), style.u(72)});
  const TemperatureLayout layout = layoutTemperature(shown, style, {0, 0, figure.size.width, figure.size.height});
  figure.drawing = temperatureDrawing(layout, shown, style, {});
  return figure;
}

Rgba sweepColour(const Palette& palette, std::size_t rank) {
  return rank < palette.categories.size() ? palette.categories[rank] : palette.off;
}

float sweepDash(std::size_t place) {
  static constexpr float dashes[] = {0, 9, 5, 2};
  return dashes[std::min<std::size_t>(place, 3)];
}

}  // namespace lab
