#pragma once

#include <epoxy/gl.h>

#include <utility>

namespace lab::gfx {

/// An OpenGL name that frees itself. Made and freed on the thread that owns the context.
template <void (*Free)(GLuint)>
class GlHandle {
 public:
  GlHandle() = default;
  explicit GlHandle(GLuint id) : id_(id) {}
  GlHandle(GlHandle&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  GlHandle& operator=(GlHandle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  GlHandle(const GlHandle&) = delete;
  GlHandle& operator=(const GlHandle&) = delete;
  ~GlHandle() {
    if (id_ != 0) Free(id_);
  }
  GLuint id() const { return id_; }
  explicit operator bool() const { return id_ != 0; }

 private:
  GLuint id_ = 0;
};

inline void freeTexture(GLuint id) { glDeleteTextures(1, &id); }
inline void freeProgram(GLuint id) { glDeleteProgram(id); }
inline void freeShader(GLuint id) { glDeleteShader(id); }
inline void freeVertexArray(GLuint id) { glDeleteVertexArrays(1, &id); }
inline void freeFramebuffer(GLuint id) { glDeleteFramebuffers(1, &id); }

using TextureHandle = GlHandle<freeTexture>;
using ProgramHandle = GlHandle<freeProgram>;
using ShaderHandle = GlHandle<freeShader>;
using VertexArrayHandle = GlHandle<freeVertexArray>;
using FramebufferHandle = GlHandle<freeFramebuffer>;

}  // namespace lab::gfx
