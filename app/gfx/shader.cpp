#include "gfx/shader.h"

#include <stdexcept>
#include <string>

#include "io/assets.h"

namespace lab::gfx {
namespace {

ShaderHandle compile(GLenum kind, std::string_view asset, std::string_view defines = {}) {
  std::string source = readAsset(asset);
  if (!defines.empty()) source.insert(source.find('\n') + 1, std::string(defines) + "#line 2\n");
  const char* text = source.c_str();
  ShaderHandle shader(glCreateShader(kind));
  glShaderSource(shader.id(), 1, &text, nullptr);
  glCompileShader(shader.id());
  GLint ok = 0;
  glGetShaderiv(shader.id(), GL_COMPILE_STATUS, &ok);
  if (ok == GL_FALSE) {
    std::string log(4096, '\0');
    GLsizei length = 0;
    glGetShaderInfoLog(shader.id(), static_cast<GLsizei>(log.size()), &length, log.data());
    log.resize(static_cast<std::size_t>(length));
    throw std::runtime_error(std::string(asset) + ": " + log);
  }
  return shader;
}

}  // namespace

ProgramHandle loadProgram(std::string_view vertexAsset, std::string_view fragmentAsset, std::string_view defines) {
  const ShaderHandle vertex = compile(GL_VERTEX_SHADER, vertexAsset);
  const ShaderHandle fragment = compile(GL_FRAGMENT_SHADER, fragmentAsset, defines);
  ProgramHandle program(glCreateProgram());
  glAttachShader(program.id(), vertex.id());
  glAttachShader(program.id(), fragment.id());
  glLinkProgram(program.id());
  GLint ok = 0;
  glGetProgramiv(program.id(), GL_LINK_STATUS, &ok);
  if (ok == GL_FALSE)
    throw std::runtime_error(std::string(vertexAsset) + " and " + std::string(fragmentAsset) + " do not link");
  return program;
}

}  // namespace lab::gfx
