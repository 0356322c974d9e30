#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scene/geometry.h"
#include "scene/text_style.h"

namespace lab {

/// A formula laid out: runs of text and filled rules, in points; `baseline` from the top.
struct FormulaLayout {
  enum class Ink { Text, Accent, Dim };
  struct Run {
    std::string text;
    Point origin;        ///< left end of its baseline
    float fontSize = 0;  ///< in points, ImGui's pixel size (ascent + descent)
    bool italic = false;
    Ink ink = Ink::Text;
  };
  struct Rule {  ///< a fraction's bar
    Rect rect;
    Ink ink = Ink::Text;
  };
  struct Stroke {  ///< a root's sign, as a line through points
    std::vector<Point> points;
    float width = 1;
    Ink ink = Ink::Text;
  };
  std::vector<Run> runs;
  std::vector<Rule> rules;
  std::vector<Stroke> strokes;
  Size size;
  float baseline = 0;
};

/// Of one run of text in a given size: advance, and ascent and descent of its font.
struct RunMetrics {
  float width = 0, ascent = 0, descent = 0;
};
using MeasureRun = std::function<RunMetrics(std::string_view text, float fontSize, bool italic)>;

/// Sets a formula of the small subset of TeX that the catalogue uses: letters and numbers, `\frac{}{}`, `\sqrt{}`,
/// `_{}` `^{}`, Greek (`\alpha` … `\Omega`), `\sum_{}^{}` with limits beside it, upright names (`\exp \tanh \ln
/// \max \min \cos \sin \softmax`, `\text{…}`), `\cdot \times \le \ge \ne \in \infty \partial \lVert \rVert
/// \lvert \rvert \top \odot \approx \to \dots \quad \,`, `\left( \right)` that grow, `\accent{…}` (the one accent
/// colour) and
/// `\dim{…}`. Letters are upright as in the mock (no italic) unless in `\mathit{…}`; a hyphen is set as a minus.
/// @param fontSize B-like pixel size of the main line; sub- and superscripts 0.72 of it.
/// @throws std::invalid_argument with the position, for an unknown command or a missing brace: a bug in a catalogue
///         row, which a test over all rows finds.
FormulaLayout layoutFormula(std::string_view tex, float fontSize, const MeasureRun& measure);

/// Replaces every `@name` in `tex` by its text, the longest name first; a name that is not given stays.
std::string fillFormula(std::string_view tex, const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace lab
