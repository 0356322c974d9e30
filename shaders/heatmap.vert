#version 330 core
// A rectangle in framebuffer pixels, origin bottom left, without a vertex buffer.
uniform vec4 u_rect;   // left, bottom, right, top
uniform vec2 u_target; // framebuffer size

void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 pixel = mix(u_rect.xy, u_rect.zw, corner);
  gl_Position = vec4(pixel / u_target * 2.0 - 1.0, 0.0, 1.0);
}
