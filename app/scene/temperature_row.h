#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attention/catalogue.h"
#include "measures/row_measures.h"
#include "measures/temperature_sweep.h"

namespace lab {

/// One row of attention: its numbers at one temperature and its curves over all of them, as the engine gives them.
/// What the chart and the table of Temperature and of Space show.
struct TemperatureRow {
  struct Key {
    attn::Index key = 0;     ///< of the experiment
    attn::Index column = 0;  ///< of the sweeps' weights
    double score = 0;        ///< with its bias
    double scaled = 0;       ///< score / τ
    double weight = 0;
  };
  struct Sweep {
    const attn::NormalizerRow* normalizer = nullptr;       ///< never null
    std::shared_ptr<const attn::TemperatureSweep> curves;  ///< never null
  };
  std::string title;
  std::vector<Key> keys;      ///< those that may be attended, the heaviest first
  std::vector<Sweep> sweeps;  ///< the experiment's own first
  attn::RowMeasures measures;
  double temperature = 1;  ///< of the numbers
  double tau = 1;          ///< where the marker stands: the newest temperature, of which the numbers may not be yet
  bool biased = false;     ///< the scores have a bias
  bool stale = false;
  const std::vector<std::string>* names = nullptr;  ///< of all keys of the experiment; never null
  std::optional<attn::Index> selectedKey;           ///< of the experiment

  const attn::TemperatureSweep& own() const { return *sweeps.front().curves; }
  bool usesTemperature() const { return sweeps.front().normalizer->usesTemperature; }
  std::size_t drawn() const;     ///< keys with a curve, the heaviest
  std::size_t coloured() const;  ///< those whose curve has their colour, the others' are grey
  std::string name(attn::Index key, int characters = 24) const;
};

/// What is lit up in a chart and a table.
struct TemperatureHover {
  std::optional<attn::Index> key;   ///< of the experiment
  std::optional<attn::Index> step;  ///< of the sweep: where the pointer is
};

}  // namespace lab
