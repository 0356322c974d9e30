#include "gfx/heatmap_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "gfx/shader.h"

namespace lab::gfx {
namespace {

constexpr std::size_t kResidentMatrices = 32;  // every step and what it comes from, and the stages of the strip

void setColour(GLuint program, const char* name, Rgba colour) {
  glUniform3f(glGetUniformLocation(program, name), static_cast<float>(colour.r) / 255.0F,
              static_cast<float>(colour.g) / 255.0F, static_cast<float>(colour.b) / 255.0F);
}

}  // namespace

HeatmapRenderer::HeatmapRenderer() : program_(loadProgram("shaders/heatmap.vert", "shaders/heatmap.frag")) {
  GLuint id = 0;
  glGenVertexArrays(1, &id);
  vertexArray_ = VertexArrayHandle(id);
}

const Texture& HeatmapRenderer::resident(const ShownMatrixPtr& matrix, std::size_t level) {
  const auto found = std::find_if(residents_.begin(), residents_.end(),
                                  [&](const Resident& r) { return r.matrix == matrix && r.level == level; });
  if (found != residents_.end()) {
    residents_.splice(residents_.begin(), residents_, found);
    return residents_.front().texture;
  }
  const MatrixPicture& picture = matrix->picture;
  const attn::Matrix& values = level == 0 ? *picture.values : matrix->coarser[level - 1];
  const float* texels = values.data();
  if (level == 0 && picture.visible) {
    staging_.resize(static_cast<std::size_t>(values.size()));
    for (attn::Index r = 0, at = 0; r < values.rows(); ++r)
      for (attn::Index c = 0; c < values.cols(); ++c, ++at)
        staging_[static_cast<std::size_t>(at)] = shownValue(picture, r, c);
    texels = staging_.data();
  }
  Resident fresh{matrix, level, recycled(static_cast<int>(values.cols()), static_cast<int>(values.rows()))};
  uploadFloats(fresh.texture, static_cast<int>(values.cols()), static_cast<int>(values.rows()), texels);
  ++uploads_;
  residents_.push_front(std::move(fresh));
  return residents_.front().texture;
}

Texture HeatmapRenderer::recycled(int width, int height) {
  if (residents_.size() < kResidentMatrices) return {};
  // Textures of the size that is needed now are what a drag leaves behind.
  const auto last = std::find_if(residents_.rbegin(), residents_.rend(), [&](const Resident& r) {
    return r.texture.width == width && r.texture.height == height;
  });
  const auto taken = last == residents_.rend() ? std::prev(residents_.end()) : std::prev(last.base());
  Texture texture = std::move(taken->texture);
  residents_.erase(taken);
  return texture;
}

const Texture& HeatmapRenderer::tableOf(const ColourMapRow& map) {
  for (const auto& [row, texture] : tables_)
    if (row == &map) return texture;
  std::array<std::uint8_t, 256 * 4> bytes{};
  for (std::size_t i = 0; i < 256; ++i) {
    bytes[4 * i] = map.table[i].r;
    bytes[4 * i + 1] = map.table[i].g;
    bytes[4 * i + 2] = map.table[i].b;
    bytes[4 * i + 3] = 255;
  }
  tables_.emplace_back(&map, rgbaTexture(256, 1, bytes));
  return tables_.back().second;
}

void HeatmapRenderer::draw(const ShownMatrixPtr& matrix, const HeatmapDraw& draw, int targetWidth, int targetHeight) {
  if (matrix->picture.values->size() == 0) return;
  std::size_t level = 0;
  Size pitch{draw.cell, draw.height > 0 ? draw.height : draw.cell};
  for (; std::min(pitch.width, pitch.height) < 1 && level < matrix->coarser.size(); ++level)
    pitch = {2 * pitch.width, 2 * pitch.height};
  const GLuint table = tableOf(*draw.map).handle.id();
  const Texture& values = resident(matrix, level);

  const auto height = static_cast<float>(targetHeight);
  glUseProgram(program_.id());
  const auto at = [&](const char* name) { return glGetUniformLocation(program_.id(), name); };
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, table);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, values.handle.id());
  glUniform1i(at("u_values"), 0);
  glUniform1i(at("u_table"), 1);
  glUniform2f(at("u_range"), static_cast<float>(draw.range.low), static_cast<float>(draw.range.high));
  glUniform2f(at("u_origin"), draw.origin.x, draw.origin.y);
  glUniform1f(at("u_target_height"), height);
  glUniform2f(at("u_target"), static_cast<float>(targetWidth), height);
  glUniform2f(at("u_cell"), pitch.width, pitch.height);
  glUniform1f(at("u_gap"), level > 0 ? 0.0F : draw.gap);
  glUniform2i(at("u_size"), values.width, values.height);
  glUniform1f(at("u_strength"), draw.strength);
  glUniform1f(at("u_line"), draw.line);
  glUniform2f(at("u_text"), draw.text.width, draw.text.height);
  glUniform4f(at("u_rect"), draw.clip.x, height - draw.clip.bottom(), draw.clip.right(), height - draw.clip.y);
  setColour(program_.id(), "u_background", draw.palette->bg);
  setColour(program_.id(), "u_well", draw.palette->well);
  setColour(program_.id(), "u_edge", draw.palette->edge);
  setColour(program_.id(), "u_bad", draw.palette->bad);
  glDisable(GL_BLEND);
  glDisable(GL_SCISSOR_TEST);
  glBindVertexArray(vertexArray_.id());
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

}  // namespace lab::gfx
