#include "panels/export_dialog.h"

#include <fmt/format.h>

#include <charconv>

#include "panels/catalogue_choices.h"
#include "scene/colour_map.h"
#include "ui/dialog.h"
#include "ui/text_area.h"

namespace lab {
namespace {

void realField(Ui& ui, const char* name, const char* label, FieldDraft& draft, double value, double low, double high,
               const std::function<void(double)>& set) {
  const float width = field(ui, ui.tr(label));
  numberField(ui, name, draft, fmt::format("{:g}", value), width, [&](const std::string& text) -> std::string {
    double typed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), typed);
    if (error != std::errc() || end != text.data() + text.size() || !(typed >= low && typed <= high))
      return ui.tr("parameter.error", {{"low", fmt::format("{:g}", low)},
                                       {"high", fmt::format("{:g}", high)},
                                       {"value", fmt::format("{:g}", value)}});
    set(typed);
    return {};
  });
  if (!draft.error.empty()) fieldMessage(ui, "✗", draft.error, ui.palette->bad);
}

/// As on the screen, unless the reader chooses another.
std::string colourMapOf(const ExportDialog& dialog) {
  const bool isSigned = dialog.options.stage == MatrixStage::Scores;
  return dialog.options.colourMap.value_or(isSigned ? standardColourMap(true).name : dialog.weightsMap);
}

void drawStageAndMap(Ui& ui, ExportDialog& dialog) {
  FigureOptions& options = dialog.options;
  const float stageWidth = field(ui, ui.tr("export.stage"));
  const std::vector<Choice> stages = {{ui.tr("stage.weights"), ""}, {ui.tr("stage.scores"), ""}};
  if (const auto chosen = combo(ui, "export.stage", stages, options.stage == MatrixStage::Weights ? 0 : 1, stageWidth))
    options.stage = *chosen == 0 ? MatrixStage::Weights : MatrixStage::Scores;
  const float mapWidth = field(ui, ui.tr("export.colour-map"));
  if (const auto chosen = combo(ui, "export.colour-map", choicesOf(ui, colourMapCatalogue()),
                                indexOf(colourMapCatalogue(), colourMapOf(dialog)), mapWidth))
    options.colourMap = colourMapCatalogue()[static_cast<std::size_t>(*chosen)].name;
}

void drawOptions(Ui& ui, ExportDialog& dialog) {
  FigureOptions& options = dialog.options;
  if (options.view == "heatmap") drawStageAndMap(ui, dialog);
  const float themeWidth = field(ui, ui.tr("export.theme"));
  const std::vector<Choice> themes = {{ui.tr("theme.light"), ""}, {ui.tr("theme.dark"), ""}};
  if (const auto chosen = combo(ui, "export.theme", themes, options.theme == Theme::Dark ? 1 : 0, themeWidth))
    options.theme = *chosen == 1 ? Theme::Dark : Theme::Light;
  const float titleWidth = field(ui, ui.tr("export.title"));
  ImGui::SetNextItemWidth(titleWidth);
  textLine("###export.title", ui.tr("export.title.none").c_str(), options.title);
  focusRing(ui);
  probe(ui, "export.title", options.title);
  const float sizeWidth = field(ui, ui.tr("export.size"), ui.tr("export.size.tip"));
  const std::vector<Choice> sizes = {{ui.tr("export.size.fitting"), ui.tr("export.size.fitting.tip")},
                                     {ui.tr("export.size.own"), ui.tr("export.size.tip")}};
  if (const auto chosen = combo(ui, "export.size", sizes, dialog.ownSize ? 1 : 0, sizeWidth))
    dialog.ownSize = *chosen == 1;
  if (dialog.ownSize) {
    realField(ui, "export.width", "export.width", dialog.widthDraft, dialog.width, figureSideLeast, figureSideMost,
              [&](double v) { dialog.width = static_cast<float>(v); });
    realField(ui, "export.height", "export.height", dialog.heightDraft, dialog.height, figureSideLeast, figureSideMost,
              [&](double v) { dialog.height = static_cast<float>(v); });
  }
  realField(ui, "export.scale", "export.scale", dialog.scaleDraft, options.scale, figureScaleLeast, figureScaleMost,
            [&](double v) { options.scale = v; });
  note(ui, ui.tr("export.scale.note"), ui.palette->dim);
}

}  // namespace

std::optional<FigureOptions> drawExportDialog(Ui& ui, ExportDialog& dialog) {
  std::optional<FigureOptions> chosen;
  if (!dialog.open || !beginDialog(ui, "export", ui.tr("export.heading"), ui.u(60), dialog.open)) return chosen;
  drawOptions(ui, dialog);
  space(ui.u(2));
  alignRight(buttonWidth(ui, ui.tr("dialog.cancel")) + ui.u() + buttonWidth(ui, ui.tr("export.choose")));
  if (button(ui, "export.cancel", ui.tr("dialog.cancel"))) dialog.open = false;
  ImGui::SameLine();
  if (button(ui, "export.choose", ui.tr("export.choose"), Look::Main)) {
    chosen = dialog.options;
    chosen->colourMap = colourMapOf(dialog);
    chosen->size = dialog.ownSize ? std::optional<Size>(Size{dialog.width, dialog.height}) : std::nullopt;
    chosen->language = ui.words->language();
    dialog.open = false;
  }
  if (!dialog.open) ImGui::CloseCurrentPopup();
  endDialog();
  return chosen;
}

}  // namespace lab
