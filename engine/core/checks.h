#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/input_error.h"
#include "core/types.h"

namespace attn {

/// "5 × 3".
std::string shapeText(Index rows, Index columns);
std::string shapeText(const Matrix& values);

/// The shortest decimal that reads back as `value`; "NaN", "∞", "−∞".
std::string numberText(double value);
std::string numberText(float value);

/// "0.01 … 100": a range with both ends in it.
std::string rangeText(double low, double high);

/// @throws InputError `shape` if there is no row or no column.
void requireNotEmpty(std::string_view name, const Matrix& values);

/// Whether the row has neither NaN nor ∞.
bool isFiniteRow(const Matrix& values, Index row);

/// @throws InputError `not_finite` naming the first NaN or ∞ with its index, counting from 0.
void requireFinite(std::string_view name, const Matrix& values);
/// The same of one row.
void requireFiniteRow(std::string_view name, const Matrix& values, Index row);

/// @throws InputError `shape` unless `values` is rows × columns.
void requireShape(std::string_view name, const Matrix& values, Index rows, Index columns);

/// @throws InputError `width` unless both have the same number of columns.
void requireSameWidth(std::string_view name, const Matrix& values, std::string_view otherName, const Matrix& other);

/// @throws InputError `rows` unless both have the same number of rows.
void requireSameRows(std::string_view name, const Matrix& values, std::string_view otherName, const Matrix& other);

/// @throws InputError `product` unless left · right exists: `left` has as many columns as `right` has rows.
void requireProduct(std::string_view leftName, const Matrix& left, std::string_view rightName, const Matrix& right);

/// @throws InputError `out_of_range` unless low ≤ value ≤ high.
void requireRange(std::string_view name, double value, double low, double high);

/// What scores may be divided by.
inline constexpr double leastTemperature = 1e-3, greatestTemperature = 1e6;

/// @throws InputError `out_of_range` unless leastTemperature ≤ tau ≤ greatestTemperature.
void requireTemperature(double tau);

/// The name in `valid` with the fewest edits (insert, delete, change, swap) to `name`.
std::string nearestName(std::string_view name, const std::vector<std::string>& valid);

}  // namespace attn
