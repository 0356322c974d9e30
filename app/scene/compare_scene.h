#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scene/compare_columns.h"
#include "scene/drawing.h"
#include "scene/scene_style.h"

namespace lab {

/// The rows of the numbers under each column.
enum class CompareNumber { Entropy, EffectiveKeys, Largest, ItsKey, JensenShannon, Kendall };
inline constexpr std::size_t compareNumbers = 6;

/// Where everything of a comparison stands. Maps, bars and labels of a column share the columns of the keys.
struct CompareLayout {
  struct Column {
    Rect head;  ///< title, detail and formula
    Rect map;   ///< all its cells; empty without weights
    Rect bars;
    Rect numbers;
  };
  Rect area;
  Rect columnsArea;  ///< right of the names of rows
  Rect columnsClip;  ///< columns are drawn only here: with room for the outlines of the first and last
  std::vector<Column> columns;
  float step = 0;  ///< from one column to the next
  float cell = 0, gap = 0;
  bool twoLines = false;               ///< a title's detail stands under it
  float formulaHeight = 0;             ///< 0: no room for formulas
  float labelsHeight = 0;              ///< under the bars
  float labelWidth = 0;                ///< the longest turned label
  bool everyLabel = false;             ///< every key has its label; else the largest of a row
  float rowHeight = 0;                 ///< of the numbers
  std::vector<CompareNumber> numbers;  ///< those there is room for, in their order
  std::optional<Rect> note;            ///< the sentence under the numbers
  Rect bar;                            ///< the colour bar
  float scrollMost = 0;                ///< points; 0: every column fits
  Rect scrollTrack, scrollThumb;
  ValueRange mapRange, barRange;

  /// A cell of a column's map, without its gap.
  Rect cellRect(std::size_t column, Cell cell) const;
  /// The bar of a key, from 0 to its value; beyond the range it ends at the range's end.
  Rect barRect(std::size_t column, attn::Index key, double value) const;
  float barY(std::size_t column, double value) const;
};

CompareLayout layoutCompare(const CompareSubject& subject, const CompareOptions& options, const SceneStyle& style,
                            Rect area);

/// What is under the pointer.
struct CompareHit {
  enum class Part { Head, Map, Bars, Numbers, Names } part = Part::Head;
  std::size_t column = 0;
  std::optional<attn::Index> query, key;  ///< of a map and of bars
  CompareNumber number{};                 ///< of Numbers and Names
  bool operator==(const CompareHit&) const = default;
};
std::optional<CompareHit> hitCompare(const CompareLayout& layout, const CompareSubject& subject, Point pointer);

/// What is lit up: a query, a key and a column.
struct CompareHover {
  std::optional<attn::Index> query, key;
  std::optional<CompareHit> hit;
};
Drawing compareDrawing(const CompareLayout& layout, const CompareSubject& subject, const SceneStyle& style,
                       const CompareHover& hover);

/// A number of a column as the table shows it: 3 decimals, the largest weights as many as all of them need, – where it
/// is not defined; of `ItsKey` the token.
std::string compareNumberText(const CompareSubject& subject, std::size_t column, CompareNumber number);
const char* compareNumberKey(CompareNumber number);  ///< i18n key of its name

/// The largest weight, or difference, of the selected row as it is shown; −1 if there is none.
attn::Index largestShown(const CompareSubject& subject, std::size_t column);

}  // namespace lab
