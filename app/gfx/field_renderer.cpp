#include "gfx/field_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include "gfx/shader.h"

namespace lab::gfx {
namespace {

using attn::PlaneScoreKind;

// Scores of one frame, at about 2 ns each on two cores of a software renderer; a GPU does a hundred times as many.
constexpr double kSoftwareBudget = 16e6, kGpuBudget = 4e9;
constexpr double kEngineBudget = 1.5e6;

/// As the shader counts them; −1: not known to it.
int normalizerCode(std::string_view name) {
  constexpr std::array<std::string_view, 7> names = {"softmax", "sparsemax", "entmax15", "hardmax",
                                                     "sigmoid", "ratio",     "uniform"};
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

int kindCode(PlaneScoreKind kind) {
  switch (kind) {
    case PlaneScoreKind::Affine:
      return 0;
    case PlaneScoreKind::Angle:
      return 1;
    case PlaneScoreKind::Distance:
      return 2;
    case PlaneScoreKind::Hidden:
      return 3;
    case PlaneScoreKind::Other:
      break;
  }
  return -1;
}

bool byShader(const attn::PlaneField& field) {
  return kindCode(field.scores.kind) >= 0 && normalizerCode(field.field.normalizer->name) >= 0;
}

// With so few keys a program with all of them written out is compiled in a few hundredths of a second.
bool writtenOut(const attn::PlaneField& field) { return field.field.keys.size() <= 16; }

/// What one point costs, in scores of the plainest kind.
double costOfPoint(const attn::PlaneField& field) {
  const auto keys = static_cast<double>(field.field.keys.size());
  if (!byShader(field)) return keys * static_cast<double>(field.plane.origin.size());
  const double units =
      field.scores.kind == PlaneScoreKind::Hidden ? 4 * static_cast<double>(field.scores.units.rows()) : 1;
  const int normalizer = normalizerCode(field.field.normalizer->name);
  return keys * units * (normalizer == 1 || normalizer == 2 ? 4 : 1);
}

GLuint newName(void (*make)(GLsizei, GLuint*)) {
  GLuint id = 0;
  make(1, &id);
  return id;
}

Texture nearestTexture(int width, int height, GLint format, GLenum channels, GLenum type, const void* texels) {
  Texture texture{TextureHandle(newName([](GLsizei n, GLuint* ids) { glGenTextures(n, ids); })), width, height};
  glBindTexture(GL_TEXTURE_2D, texture.handle.id());
  for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
    glTexParameteri(GL_TEXTURE_2D, filter, GL_NEAREST);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glTexImage2D(GL_TEXTURE_2D, 0, format, width, height, 0, channels, type, texels);
  return texture;
}

Texture colourTexture(const Rgba* colours, std::size_t count) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < count; ++i)
    for (const std::uint8_t part : {colours[i].r, colours[i].g, colours[i].b, std::uint8_t{255}}) bytes.push_back(part);
  return nearestTexture(static_cast<int>(count), 1, GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, bytes.data());
}

void setColour(GLint at, Rgba colour) {
  glUniform3f(at, static_cast<float>(colour.r) / 255.0F, static_cast<float>(colour.g) / 255.0F,
              static_cast<float>(colour.b) / 255.0F);
}

void bindTexture(GLenum unit, const Texture& texture) {
  glActiveTexture(GL_TEXTURE0 + unit);
  glBindTexture(GL_TEXTURE_2D, texture.handle.id());
}

}  // namespace

FieldRenderer::FieldRenderer()
    : colours_(loadProgram("shaders/heatmap.vert", "shaders/field_colours.frag")),
      vertexArray_(newName([](GLsizei n, GLuint* ids) { glGenVertexArrays(n, ids); })),
      framebuffer_(newName([](GLsizei n, GLuint* ids) { glGenFramebuffers(n, ids); })) {
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  const std::string_view renderer = name == nullptr ? "" : name;
  const bool software = renderer.find("llvmpipe") != std::string_view::npos ||
                        renderer.find("softpipe") != std::string_view::npos ||
                        renderer.find("SwiftShader") != std::string_view::npos;
  budget_ = software ? kSoftwareBudget : kGpuBudget;
}

void FieldRenderer::resizeCodes(int width, int height) {
  if (codes_.handle && codes_.width == width && codes_.height == height) return;
  codes_ = nearestTexture(width, height, GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
}

void FieldRenderer::uploadField(const attn::PlaneField& field) {
  const attn::PlaneScores& scores = field.scores;
  const auto count = static_cast<std::size_t>(scores.keys.rows());
  std::vector<float> keys(count * 8, 0.0F);
  for (std::size_t key = 0; key < count; ++key) {
    std::copy_n(scores.keys.row(static_cast<attn::Index>(key)).data(), 4, &keys[key * 8]);
    keys[key * 8 + 4] = field.field.factors.empty() ? 1.0F : static_cast<float>(field.field.factors[key]);
  }
  keys_ = nearestTexture(2, static_cast<int>(count), GL_RGBA32F, GL_RGBA, GL_FLOAT, keys.data());
  if (scores.kind != PlaneScoreKind::Hidden) return;
  attn::Matrix hidden(scores.units.rows(), 4 + scores.inner.cols());
  hidden << scores.units, scores.inner;
  uploadFloats(hidden_, static_cast<int>(hidden.cols()), static_cast<int>(hidden.rows()), hidden.data());
}

GLuint FieldRenderer::programFor(const attn::PlaneField& field) {
  const auto define = [](const char* name, long value) {
    return std::string("#define ") + name + " " + std::to_string(value) + "\n";
  };
  std::string defines = define("KIND", kindCode(field.scores.kind)) +
                        define("NORMALIZER", normalizerCode(field.field.normalizer->name)) +
                        define("FACTORS", field.field.factors.empty() ? 0 : 1);
  if (writtenOut(field)) defines += define("KEYS", static_cast<long>(field.field.keys.size()));
  auto found = programs_.find(defines);
  if (found == programs_.end())
    found = programs_.emplace(defines, loadProgram("shaders/heatmap.vert", "shaders/field.frag", defines)).first;
  return found->second.id();
}

void FieldRenderer::computeByShader(const Shown& wanted) {
  const attn::PlaneField& field = *wanted.field;
  uploadField(field);
  const auto width = static_cast<float>(wanted.width), height = static_cast<float>(wanted.height);
  GLint target = 0;
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &target);
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer_.id());
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, codes_.handle.id(), 0);
  glViewport(0, 0, wanted.width, wanted.height);
  const GLuint program = programFor(field);
  glUseProgram(program);
  const auto at = [&](const char* name) { return glGetUniformLocation(program, name); };
  bindTexture(1, hidden_.handle ? hidden_ : keys_);
  bindTexture(0, keys_);
  glActiveTexture(GL_TEXTURE0);
  glUniform1i(at("u_keys"), 0);
  glUniform1i(at("u_hidden"), 1);
  if (writtenOut(field))
    glUniform4fv(at("u_key"), static_cast<GLsizei>(field.field.keys.size()), field.scores.keys.data());
  else
    glUniform1i(at("u_count"), static_cast<GLint>(field.field.keys.size()));
  glUniform1i(at("u_units"), static_cast<GLint>(field.scores.units.rows()));
  glUniform4f(at("u_nearest"), static_cast<float>(field.scores.nearest.x), static_cast<float>(field.scores.nearest.y),
              field.scores.rest, field.scores.scale);
  glUniform4f(at("u_window"), static_cast<float>(wanted.window.left), static_cast<float>(wanted.window.bottom),
              static_cast<float>(wanted.window.width()), static_cast<float>(wanted.window.height()));
  glUniform2f(at("u_size"), width, height);
  glUniform1f(at("u_per_tau"), static_cast<float>(1.0 / field.field.temperature));
  glUniform4f(at("u_rect"), 0, 0, width, height);
  glUniform2f(at("u_target"), width, height);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<GLuint>(target));
  glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
}

void FieldRenderer::computeByEngine(const Shown& wanted) {
  const auto codes = fieldCodes(wanted.field->field, wanted.field->plane, wanted.window, wanted.width, wanted.height);
  std::vector<std::uint8_t> texels;
  texels.reserve(codes.size() * 4);
  for (int y = wanted.height - 1; y >= 0; --y)  // textures grow upwards
    for (int x = 0; x < wanted.width; ++x) {
      const FieldCode code = codes[static_cast<std::size_t>(y * wanted.width + x)];
      const auto low = static_cast<std::uint8_t>(code.winner & 255U),
                 high = static_cast<std::uint8_t>(code.winner >> 8U);
      texels.insert(texels.end(), {low, high, code.firmness, code.entropy});
    }
  glBindTexture(GL_TEXTURE_2D, codes_.handle.id());
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, wanted.width, wanted.height, GL_RGBA, GL_UNSIGNED_BYTE, texels.data());
}

void FieldRenderer::compute(const Shown& wanted) {
  resizeCodes(wanted.width, wanted.height);
  byShader(*wanted.field) ? computeByShader(wanted) : computeByEngine(wanted);
  shown_ = wanted;
  ++computations_;
}

void FieldRenderer::draw(const FieldShape& shape, int targetWidth, int targetHeight) {
  const float left = std::round(shape.rect.x), top = std::round(shape.rect.y);
  const float right = std::round(shape.rect.right()), bottom = std::round(shape.rect.bottom());
  if (right <= left || bottom <= top) return;
  glDisable(GL_BLEND);
  glDisable(GL_SCISSOR_TEST);
  glBindVertexArray(vertexArray_.id());
  // As many points as the budget allows: every pixel, every second one, …
  const double pixels = static_cast<double>(right - left) * static_cast<double>(bottom - top);
  const double budget = byShader(*shape.field) ? budget_ : kEngineBudget;
  const double fits = std::ceil(std::sqrt(pixels * costOfPoint(*shape.field) / budget));
  const int step = std::max(static_cast<int>(fits), shape.coarse ? 2 : 1);
  step_ = step;
  const auto texels = [&](float length) { return (static_cast<int>(length) + step - 1) / step; };
  const Shown wanted{shape.field, shape.window, texels(right - left), texels(bottom - top)};
  if (shown_ != wanted) compute(wanted);
  if (inks_ != shape.inks) {
    keyColours_ = colourTexture(shape.inks.keys.data(), shape.inks.keys.size());
    table_ = colourTexture(shape.inks.map->table.data(), shape.inks.map->table.size());
    inks_ = shape.inks;
  }
  const auto height = static_cast<float>(targetHeight);
  const GLuint program = colours_.id();
  glUseProgram(program);
  const auto at = [&](const char* name) { return glGetUniformLocation(program, name); };
  bindTexture(2, table_);
  bindTexture(1, keyColours_);
  bindTexture(0, codes_);
  glUniform1i(at("u_codes"), 0);
  glUniform1i(at("u_key_colours"), 1);
  glUniform1i(at("u_table"), 2);
  glUniform2i(at("u_size"), codes_.width, codes_.height);
  setColour(at("u_base"), shape.inks.base);
  setColour(at("u_undefined"), shape.inks.undefined);
  glUniform2f(at("u_tint"), weakestTint, firmestTint);
  glUniform1i(at("u_by_entropy"), shape.inks.byEntropy ? 1 : 0);
  glUniform4f(at("u_rect"), left, height - bottom, right, height - top);
  glUniform2f(at("u_target"), static_cast<float>(targetWidth), height);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

}  // namespace lab::gfx
