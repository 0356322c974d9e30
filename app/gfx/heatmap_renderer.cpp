#include "gfx/heatmap_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "gfx/shader.h"

namespace lab::gfx {
namespace {

constexpr std::size_t kResidentMatrices = 6;  // the stages a reader flips between

/// Masked cells become +∞, which the shader hatches; NaN stays NaN.
float texelOf(const MatrixPicture& picture, attn::Index row, attn::Index column) {
  if (picture.visible && !(*picture.visible)(row, column)) return std::numeric_limits<float>::infinity();
  return (*picture.values)(row, column);
}

float strongest(const MatrixPicture& picture, attn::Index row, attn::Index column, int reduction) {
  const attn::Index endRow = std::min(row + reduction, picture.values->rows());
  const attn::Index endColumn = std::min(column + reduction, picture.values->cols());
  float best = std::numeric_limits<float>::infinity();
  for (attn::Index r = row; r < endRow; ++r) {
    for (attn::Index c = column; c < endColumn; ++c) {
      const float value = texelOf(picture, r, c);
      if (std::isnan(value)) return value;
      if (std::isinf(best) || (!std::isinf(value) && std::abs(value) > std::abs(best))) best = value;
    }
  }
  return best;
}

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

int HeatmapRenderer::reductionFor(float cell) {
  int reduction = 1;
  while (cell * static_cast<float>(reduction) < 1.0F) reduction *= 2;
  return reduction;
}

const Texture& HeatmapRenderer::resident(const MatrixPicture& picture, int reduction) {
  const auto found = std::find_if(residents_.begin(), residents_.end(), [&](const Resident& r) {
    return r.values == picture.values && r.visible == picture.visible && r.reduction == reduction;
  });
  if (found != residents_.end()) {
    residents_.splice(residents_.begin(), residents_, found);
    return residents_.front().texture;
  }
  Resident fresh{picture.values, picture.visible, reduction, {}};
  if (residents_.size() >= kResidentMatrices) {
    fresh.texture = std::move(residents_.back().texture);  // its size often fits: a drag reuses it
    residents_.pop_back();
  }
  const attn::Index rows = (picture.values->rows() + reduction - 1) / reduction;
  const attn::Index columns = (picture.values->cols() + reduction - 1) / reduction;
  const float* texels = picture.values->data();
  if (reduction > 1 || picture.visible) {
    staging_.resize(static_cast<std::size_t>(rows * columns));
    for (attn::Index r = 0; r < rows; ++r)
      for (attn::Index c = 0; c < columns; ++c)
        staging_[static_cast<std::size_t>(r * columns + c)] =
            reduction == 1 ? texelOf(picture, r, c) : strongest(picture, r * reduction, c * reduction, reduction);
    texels = staging_.data();
  }
  uploadFloats(fresh.texture, static_cast<int>(columns), static_cast<int>(rows), texels);
  ++uploads_;
  residents_.push_front(std::move(fresh));
  return residents_.front().texture;
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

void HeatmapRenderer::draw(const MatrixPicture& picture, const HeatmapDraw& draw, int targetWidth, int targetHeight) {
  if (!picture.values || picture.values->size() == 0) return;
  const int reduction = reductionFor(draw.cell);
  const GLuint table = tableOf(*draw.map).handle.id();
  const Texture& values = resident(picture, reduction);
  const float pitch = draw.cell * static_cast<float>(reduction);

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
  glUniform1f(at("u_cell"), pitch);
  glUniform1f(at("u_gap"), reduction > 1 ? 0.0F : draw.gap);
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
