#include "views/links_tools.h"

#include <algorithm>
#include <array>

#include "scene/number_text.h"
#include "ui/dialog.h"

namespace lab {
namespace {

constexpr std::array<attn::Index, 6> kTops = {0, 1, 2, 3, 5, 10};

LinksLayout shownLayout(const ViewInput& input, const LinksState& state) {
  return state.options.layout.value_or(naturalLinksLayout(input.headWeights.front()->picture));
}

std::vector<Choice> layouts(const Ui& ui) {
  return {{ui.tr("links.columns"), ui.tr("links.columns.tip")}, {ui.tr("links.rows"), ui.tr("links.rows.tip")}};
}

std::vector<Choice> headChoices(const Ui& ui) {
  return {{ui.tr("links.this-head"), ui.tr("links.this-head.tip")},
          {ui.tr("links.all-heads"), ui.tr("links.all-heads.tip")}};
}

/// Joined buttons are lower than the row's other controls.
void lower(const Ui& ui) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x, at.y + ui.u(0.375F)});
}

void drawLayout(Ui& ui, const ViewInput& input, LinksState& state) {
  const int current = shownLayout(input, state) == LinksLayout::Columns ? 0 : 1;
  if (const auto chosen = segments(ui, "links-layout", layouts(ui), current)) {
    state.options.layout = *chosen == 0 ? LinksLayout::Columns : LinksLayout::Rows;
    state.options.zoom = 1;
    state.options.scroll = 0;
  }
}

void drawHeads(Ui& ui, LinksState& state) {
  if (const auto chosen = segments(ui, "links-heads", headChoices(ui), state.options.allHeads ? 1 : 0))
    state.options.allHeads = *chosen == 1;
}

void drawTop(Ui& ui, LinksState& state, float width) {
  std::vector<Choice> choices;
  int current = 0;
  for (std::size_t i = 0; i < kTops.size(); ++i) {
    const std::string name =
        kTops[i] == 0 ? ui.tr("links.top-all") : ui.tr("links.top", {{"count", std::to_string(kTops[i])}});
    choices.push_back({name, ui.tr("links.top.tip")});
    if (state.options.filter.perQuery == kTops[i]) current = static_cast<int>(i);
  }
  if (const auto chosen = combo(ui, "links-top", choices, current, width))
    state.options.filter.perQuery = kTops[static_cast<std::size_t>(*chosen)];
}

std::string leastText(const Ui& ui, const LinksState& state) {
  const double largest = state.cache.last() ? state.cache.last()->largest : 1;
  return ui.tr("links.least") + " " + cellText(state.options.filter.least, tableDecimals(largest));
}

/// The slider ends at the largest weight, beyond which there is nothing.
void drawLeast(Ui& ui, LinksState& state, float width) {
  const double largest = state.cache.last() ? state.cache.last()->largest : 1;
  double& least = state.options.filter.least;
  const SliderResult moved = linearSlider(ui, "links-least", std::min(least, std::max(largest, 1e-6)), 0,
                                          std::max(largest, 1e-6), 0, width, true);
  if (moved.value) least = *moved.value;
  tooltip(ui, ui.tr("links.least.tip"));
}

void fit(LinksState& state) {
  const bool readable = state.options.zoom == 1 && state.overflow > 0;
  state.options.zoom = readable ? 0 : 1;
  state.options.scroll = 0;
}

struct Moved {
  bool layout = false, top = false, least = false, heads = false;
};

/// What did not find room in the row.
void drawMenu(Ui& ui, const ViewInput& input, ViewState& view, const Moved& moved) {
  LinksState& state = view.links;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (beginMenu(ui, "links-menu")) {
    if (moved.layout) drawLayout(ui, input, state);
    if (moved.heads) drawHeads(ui, state);
    if (moved.top) drawTop(ui, state, ui.u(24));
    if (moved.least) {
      ImGui::TextUnformatted(leastText(ui, state).c_str());
      drawLeast(ui, state, ui.u(24));
    }
    checkbox(ui, "whole-range", ui.tr("links.widest-is-one"), view.wholeRange);
    tooltip(ui, ui.tr("links.widest-is-one.tip"));
    // The legend can be clicked; the keyboard has its heads here.
    const auto heads = static_cast<attn::Index>(input.headWeights.size());
    for (attn::Index head = 0; head < heads && heads > 1 && state.options.allHeads; ++head) {
      bool shown = !state.options.hiddenHeads.contains(head);
      const std::string name = "links-shown." + std::to_string(head);
      if (head % 4 != 0) ImGui::SameLine();
      if (!checkbox(ui, name.c_str(), std::to_string(head + 1), shown)) continue;
      if (shown)
        state.options.hiddenHeads.erase(head);
      else
        state.options.hiddenHeads.insert(head);
    }
    if (button(ui, "export", ui.tr("tools.export"))) {
      ImGui::CloseCurrentPopup();
      view.wantsExport = true;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

}  // namespace

std::optional<EditRequest> drawLinksTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  if (input.headWeights.empty()) return std::nullopt;
  LinksState& state = view.links;
  const bool several = input.headWeights.size() > 1;
  // The list of heads comes after these controls, and the score and temperature where the panel is folded.
  const float kept = (several ? ui.u(17.5F) : 0) + (row.hasControls() ? ui.u(ToolRow::easyControls) : 0);
  const auto fits = [&](float width) { return !row.compact() && row.room() - kept > width + ui.u(1.5F); };
  Moved moved;
  row.fromRight(buttonWidth(ui, ui.tr("tools.view")));
  if (button(ui, "view-menu", ui.tr("tools.view"))) openMenu(ui, "links-menu");
  row.fromRight(buttonWidth(ui, ui.tr("tools.fit")));
  if (button(ui, "fit", ui.tr("tools.fit"), Look::Plain, ui.tr("links.fit.tip"))) fit(state);
  if (several) {
    const float width = segmentsWidth(ui, headChoices(ui));
    moved.heads = row.room() - kept < width;
    if (!moved.heads) {
      row.fromRight(width);
      lower(ui);
      drawHeads(ui, state);
    }
  }
  const float label = textSize(ui, ui.tr("links.least") + " 0.0000", TextSize::Base).width, slider = ui.u(14);
  moved.least = !fits(label + slider);
  if (!moved.least) {
    row.fromRight(slider);
    drawLeast(ui, state, slider);
    row.fromRight(label);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    textMiddle(ui, ImGui::GetWindowDrawList(), {at.x + label, at.y + ui.u(1.75F)}, leastText(ui, state), TextSize::Base,
               ui.palette->dim, Align::Right);
  }
  moved.top = !fits(ui.u(13));
  if (!moved.top) {
    row.fromRight(ui.u(13));
    drawTop(ui, state, ui.u(13));
  }
  moved.layout = !fits(segmentsWidth(ui, layouts(ui)));
  if (!moved.layout) {
    row.fromRight(segmentsWidth(ui, layouts(ui)));
    lower(ui);
    drawLayout(ui, input, state);
  }
  drawMenu(ui, input, view, moved);
  return std::nullopt;
}

}  // namespace lab
