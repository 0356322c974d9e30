#include "ui/text_images.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "ui/compat.h"

namespace lab {
namespace {

constexpr std::uint64_t kKeptFrames = 240;

std::string inkKey(Rgba c) { return fmt::format("{:02x}{:02x}{:02x}{:02x}", c.r, c.g, c.b, c.a); }

void drawImage(ImDrawList* list, const gfx::Texture& texture, Point topLeft) {
  const float x = std::round(topLeft.x), y = std::round(topLeft.y);
  list->AddImage(compat::textureId(texture.handle.id()), {x, y},
                 {x + static_cast<float>(texture.width), y + static_cast<float>(texture.height)});
}

}  // namespace

const TextImages::Image& TextImages::image(const std::string& key, const auto& make) {
  auto found = images_.find(key);
  if (found == images_.end()) {
    const Raster raster = make();
    found =
        images_.emplace(key, Image{gfx::rgbaTexture(raster.width, raster.height, raster.rgba), raster.origin}).first;
  }
  found->second.lastFrame = frame_;
  return found->second;
}

void TextImages::drawTurned(ImDrawList* list, std::string_view text, float pixelSize, float angle, Rgba ink, Point at) {
  const Image& turned = image(fmt::format("t{}|{}|{}|{}", pixelSize, angle, inkKey(ink), text),
                              [&] { return rasterText(text, pixelSize, angle, ink); });
  drawImage(list, turned.texture, {at.x - turned.origin.x, at.y - turned.origin.y});
}

Size TextImages::lineSize(std::string_view text, float pixelSize) {
  const RunMetrics run = measure_(text, pixelSize, false);
  return {run.width, pixelSize};
}

std::shared_ptr<const FormulaLayout> TextImages::layoutOf(std::string_view tex, float pixelSize) {
  const std::string key = fmt::format("{}|{}", pixelSize, tex);
  auto found = formulas_.find(key);
  if (found == formulas_.end()) {
    auto layout = std::make_shared<const FormulaLayout>(layoutFormula(tex, pixelSize, measure_));
    found = formulas_.emplace(key, Formula{std::move(layout), 0}).first;
  }
  found->second.lastFrame = frame_;
  return found->second.layout;
}

FormulaLayout TextImages::formula(std::string_view tex, float pixelSize) { return *layoutOf(tex, pixelSize); }

void TextImages::drawFormula(ImDrawList* list, std::string_view tex, float pixelSize, Rgba text, Rgba accent, Rgba dim,
                             Point at) {
  const auto layout = layoutOf(tex, pixelSize);
  const Image& set = image(fmt::format("f{}|{}{}{}|{}", pixelSize, inkKey(text), inkKey(accent), inkKey(dim), tex),
                           [&] { return rasterFormula(*layout, 1.0F, text, accent, dim); });
  drawImage(list, set.texture, {at.x - set.origin.x, at.y - layout->baseline - set.origin.y});
}

void TextImages::endFrame() {
  ++frame_;
  std::erase_if(images_, [&](const auto& entry) { return entry.second.lastFrame + kKeptFrames < frame_; });
  std::erase_if(formulas_, [&](const auto& entry) { return entry.second.lastFrame + kKeptFrames < frame_; });
}

}  // namespace lab
