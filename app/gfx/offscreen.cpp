#include "gfx/offscreen.h"

#include <epoxy/egl.h>

#include <algorithm>
#include <cstring>

#include "core/input_error.h"
#include "gfx/texture.h"

namespace lab::gfx {

struct Offscreen::State {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
  int width = 0, height = 0;
  Texture colour;
  FramebufferHandle framebuffer;

  ~State() {
    colour = {};
    framebuffer = {};
    if (context != EGL_NO_CONTEXT) {
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
      eglDestroyContext(display, context);
    }
    if (display != EGL_NO_DISPLAY) eglTerminate(display);
  }
};

namespace {

[[noreturn]] void fail(const char* missing) { throw attn::InputError("no_opengl", {{"got", missing}}); }

EGLDisplay surfacelessDisplay() {
  const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (extensions == nullptr || std::strstr(extensions, "EGL_MESA_platform_surfaceless") == nullptr)
    fail("EGL_MESA_platform_surfaceless");
  // The core name of EGL 1.5 makes epoxy abort where only the extension is there.
  const EGLDisplay display = eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE) fail("eglInitialize");
  return display;
}

EGLContext coreContext(EGLDisplay display) {
  if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) fail("EGL_OPENGL_API");
  const EGLint attributes[] = {
      EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  const EGLContext context = eglCreateContext(display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, attributes);
  if (context == EGL_NO_CONTEXT) fail("OpenGL 3.3 core");
  if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_FALSE) fail("eglMakeCurrent");
  return context;
}

}  // namespace

Offscreen::Offscreen(int width, int height) : state_(std::make_unique<State>()) {
  state_->width = width;
  state_->height = height;
  state_->display = surfacelessDisplay();
  state_->context = coreContext(state_->display);
  if (std::max(width, height) > largestTexture()) fail("GL_MAX_TEXTURE_SIZE");
  const std::vector<std::uint8_t> blank(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  state_->colour = rgbaTexture(width, height, blank);
  GLuint id = 0;
  glGenFramebuffers(1, &id);
  state_->framebuffer = FramebufferHandle(id);
  bind();
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, state_->colour.handle.id(), 0);
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) fail("GL_FRAMEBUFFER_COMPLETE");
}

Offscreen::~Offscreen() = default;

void Offscreen::bind() const {
  glBindFramebuffer(GL_FRAMEBUFFER, state_->framebuffer.id());
  glViewport(0, 0, state_->width, state_->height);
}

std::vector<std::uint8_t> Offscreen::pixels() const {
  const std::size_t stride = static_cast<std::size_t>(state_->width) * 4;
  std::vector<std::uint8_t> bottomUp(stride * static_cast<std::size_t>(state_->height));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, state_->width, state_->height, GL_RGBA, GL_UNSIGNED_BYTE, bottomUp.data());
  std::vector<std::uint8_t> topDown(bottomUp.size());
  for (std::size_t row = 0; row < static_cast<std::size_t>(state_->height); ++row)
    std::memcpy(&topDown[row * stride], &bottomUp[bottomUp.size() - (row + 1) * stride], stride);
  return topDown;
}

}  // namespace lab::gfx
