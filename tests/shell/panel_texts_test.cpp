#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "panels/file_picker.h"
#include "panels/temperature_field.h"
#include "pipeline/pipeline.h"
#include "scene/derivation_text.h"
#include "scene/formula.h"
#include "shell/settings.h"

namespace {

TEST(ScoreLine, IsTrueWhereItSaysEqual) {
  attn::Experiment experiment;
  experiment.queryText = "The animal didn't cross the street because it was too tired";
  attn::Pipeline pipeline;
  for (const attn::ScoreRow& row : attn::scoreCatalogue()) {
    experiment.score = row.name;
    const attn::Trace trace = pipeline.evaluate(experiment);
    for (attn::Index q = 0; q < trace.queries(); ++q)
      for (attn::Index k = 0; k < trace.keys(); ++k) {
        const float score = (*trace.head().scores)(q, k);
        const attn::ScoreDerivation derivation = attn::explainScore(trace, 0, q, k);
        // In exact numbers the line gives the engine's score; float products differ in the seventh digit.
        EXPECT_NEAR(row.evaluate(derivation.numbers), score, 1e-6 * std::max(1.0F, std::abs(score))) << row.name;
        const std::string line = lab::scoreLine(row, derivation);
        EXPECT_NO_THROW(lab::layoutFormula(line, 16, [](std::string_view text, float size, bool) {
          return lab::RunMetrics{static_cast<float>(text.size()) * size / 2, size * 0.8F, size * 0.2F};
        })) << line;
      }
  }
}

TEST(ScoreLine, ReadsAsInTheMock) {
  const attn::ScoreRow& row = attn::findRow(attn::scoreCatalogue(), "scaled_dot", "score");
  attn::ScoreDerivation derivation;
  derivation.numbers = {{"dot", 2.395}, {"d", 4}, {"s", 1.1975}};
  EXPECT_EQ(lab::scoreLine(row, derivation),
            "s = \\frac{q \\cdot k}{\\sqrt{d}} = \\frac{2.3950}{\\sqrt{4}} = \\accent{1.1975}");
}

TEST(TemperatureText, HasAtLeastTwoDecimalsBelow100) {
  EXPECT_EQ(lab::temperatureText(0.5), "0.50");
  EXPECT_EQ(lab::temperatureText(1), "1.00");
  EXPECT_EQ(lab::temperatureText(0.015), "0.015");
  EXPECT_EQ(lab::temperatureText(250), "250");
}

TEST(FilePicker, ListsFoldersFirstThenFilesOfItsKind) {
  const auto folder = std::filesystem::temp_directory_path() / ("picker 中 " + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "sub");
  for (const char* name : {"b.json", "a.JSON", "c.png", ".hidden.json"}) std::ofstream(folder / name) << "x";
  std::vector<std::string> names;
  for (const auto& entry : lab::listFolder(folder, {".json"})) names.push_back(entry.name);
  EXPECT_EQ(names, (std::vector<std::string>{"sub", "a.JSON", "b.json"}));
  EXPECT_TRUE(lab::listFolder(folder / "missing", {}).empty());
  std::filesystem::remove_all(folder);
}

TEST(Settings, SurviveARoundTripAndIgnoreNonsense) {
  const auto file = std::filesystem::temp_directory_path() / ("settings " + std::to_string(::getpid()) + ".json");
  lab::Settings settings;
  settings.theme = lab::Theme::Projector;
  settings.language = lab::Language::Chinese;
  settings.zoom = 1.25F;
  settings.windowWidth = 1280;
  settings.panels["steps"].inspectorOpen = false;
  settings.recentFiles = {"/a/中.json"};
  ASSERT_TRUE(lab::saveSettings(settings, file));
  EXPECT_EQ(lab::loadSettings(file), settings);
  for (const char* text : {"", "{", "[]", "{\"theme\": 3, \"zoom\": \"x\", \"window_width\": -5, \"recent_files\": {}}",
                           "{\"theme\": \"pink\"}"}) {
    std::ofstream(file) << text;
    const lab::Settings loaded = lab::loadSettings(file);
    EXPECT_EQ(loaded.theme, lab::Theme::Dark) << text;
    EXPECT_EQ(loaded.zoom, 1.0F) << text;
    EXPECT_GE(loaded.windowWidth, 640) << text;
  }
  std::filesystem::remove(file);
  EXPECT_EQ(lab::loadSettings(file), lab::Settings{});
}

TEST(Settings, KeepTenRecentFilesNewestFirst) {
  lab::Settings settings;
  for (int i = 0; i < 14; ++i) lab::rememberFile(settings, "/tmp/file" + std::to_string(i) + ".json");
  lab::rememberFile(settings, "/tmp/file9.json");
  EXPECT_EQ(settings.recentFiles.size(), 10U);
  EXPECT_EQ(settings.recentFiles.front(), "/tmp/file9.json");
}

}  // namespace
