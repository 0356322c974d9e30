#include "cli/line_runner.h"

namespace {

/// Width and height of a PNG, from its header.
std::pair<unsigned, unsigned> pngSize(const std::string& bytes) {
  if (bytes.size() < 24 || bytes.compare(1, 3, "PNG") != 0) return {0, 0};
  const auto number = [&](std::size_t at) {
    unsigned value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = value * 256 + static_cast<unsigned char>(bytes[i]);
    return value;
  };
  return {number(16), number(20)};
}

}  // namespace

TEST_F(CommandLine, ExportsAHeatmapInTheSizeItIsAskedFor) {
  const Outcome outcome = run({"export", "--text", "我爱北京天安门", "--size", "400x300", "--scale", "2", "--lang",
                               "zh", "--title", "标题", "-o", path("map.png")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(pngSize(bytesOf(path("map.png"))), std::pair(800U, 600U));
  EXPECT_EQ(files(), 1U);
}

TEST_F(CommandLine, ExportsBareCellsOnePixelEachTimesTheScale) {
  const Outcome outcome =
      run({"export", "--query-text", "a b c", "--key-text", "d e", "--bare", "--scale", "3", "-o", path("map.PNG")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(pngSize(bytesOf(path("map.PNG"))), std::pair(6U, 9U));
}

TEST_F(CommandLine, DrawsWhatTheFigureOptionsAskFor) {
  const auto figure = [this](std::vector<std::string> options) {
    options.insert(options.begin(), {"export", "--text", "a b c d"});
    options.insert(options.end(), {"-o", path("map.png")});
    const Outcome outcome = run(options);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return bytesOf(path("map.png"));
  };
  const std::string plain = figure({});
  EXPECT_EQ(figure({"--stage", "weights", "--colour-map", "viridis", "--theme", "light", "--lang", "en", "--scale", "1",
                    "--view", "heatmap"}),
            plain);
  const std::string scores = figure({"--stage", "scores"});
  EXPECT_NE(scores, plain);
  EXPECT_EQ(figure({"--stage", "scores", "--colour-map", "diverging"}), scores);
  EXPECT_NE(figure({"--stage", "scores", "--colour-map", "viridis"}), scores);
  EXPECT_NE(figure({"--colour-map", "magma"}), plain);
  EXPECT_NE(figure({"--theme", "dark"}), plain);
  EXPECT_NE(figure({"--title", "A title"}), plain);
  EXPECT_NE(figure({"--lang", "zh"}), plain);
}

TEST_F(CommandLine, HandsAScreenshotItsExperimentAndOptions) {
  attn::Experiment experiment;
  lab::ScreenshotOptions options;
  window.screenshot = [&](const attn::Experiment& given, const lab::ScreenshotOptions& asked) {
    experiment = given;
    options = asked;
    return 0;
  };
  ASSERT_EQ(run({"screenshot", "--text", "a b c", "-o", path("ui.png")}).code, 0);
  EXPECT_EQ(experiment.queryText, "a b c");
  EXPECT_EQ(options.size, (lab::Size{1440, 900}));
  EXPECT_EQ(options.theme, lab::Theme::Dark);
  EXPECT_FALSE(options.select.has_value());
  ASSERT_EQ(run({"screenshot", "--text", "a b c", "--select", "2,1", "--size", "1280x720", "--scale", "2", "--theme",
                 "projector", "--lang", "zh", "-o", path("ui.png")})
                .code,
            0);
  EXPECT_EQ(options.select, (lab::Cell{2, 1}));
  EXPECT_EQ(options.size, (lab::Size{1280, 720}));
  EXPECT_EQ(options.scale, 2);
  EXPECT_EQ(options.theme, lab::Theme::Projector);
  EXPECT_EQ(options.language, lab::Language::Chinese);
  EXPECT_EQ(options.output, path("ui.png"));
}
