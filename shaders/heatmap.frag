#version 330 core
// The cells of a heatmap: one texel a cell, coloured through a table. A masked cell (+infinity) is hatched,
// an undefined one (NaN) is a crossed box.
uniform sampler2D u_values;
uniform sampler2D u_table;     // 256 x 1
uniform vec2 u_range;          // value of the first and of the last colour
uniform vec2 u_origin;         // top left of the matrix, framebuffer pixels from the top
uniform float u_target_height;
uniform vec2 u_cell;           // pitch of a texel in pixels, across and down
uniform float u_gap;
uniform ivec2 u_size;          // columns, rows
uniform float u_strength;      // 1, or less for a stale picture
uniform vec3 u_background;
uniform vec3 u_well;
uniform vec3 u_edge;
uniform vec3 u_bad;
uniform vec2 u_text;           // half the size of what is written in cells, in pixels; 0: nothing
uniform float u_line;          // thickness of a hatch line in pixels

out vec4 o_colour;

float lineCover(float distance) { return clamp(u_line * 0.5 + 0.5 - abs(distance), 0.0, 1.0); }

// Lines stay clear of the "0" or "NaN" that is written in a cell.
float outsideText(vec2 inside) {
  vec2 fromMiddle = abs(inside - 0.5 * (u_cell - u_gap));
  return fromMiddle.x < u_text.x && fromMiddle.y < u_text.y ? 0.0 : 1.0;
}

vec3 hatched(vec2 inside) {
  float side = max(min(u_cell.x, u_cell.y) - u_gap, 1.0);
  float period = clamp(side * 0.5, 5.0, 24.0);
  // Lines run from bottom left to top right: x + y is constant along them.
  float along = mod(inside.x + inside.y, period);
  return mix(u_well, u_edge, lineCover(min(along, period - along) * 0.7071) * 0.6 * outsideText(inside));
}

vec3 crossed(vec2 inside) {
  vec2 side = u_cell - u_gap;
  float border = min(min(inside.x, inside.y), min(side.x - inside.x, side.y - inside.y));
  // From corner to corner, also where a cell is not square.
  float along = inside.x * side.y / side.x;
  float slope = side.x / length(side);
  float diagonal = min(abs(along - inside.y), abs(along + inside.y - side.y)) * slope;
  float cover = max(border < 2.0 * u_line ? 1.0 : 0.0, lineCover(diagonal) * outsideText(inside));
  return mix(u_well, u_bad, cover);
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, u_target_height - gl_FragCoord.y);
  vec2 at = (pixel - u_origin) / u_cell;
  ivec2 cell = ivec2(floor(at));
  if (cell.x < 0 || cell.y < 0 || cell.x >= u_size.x || cell.y >= u_size.y) discard;
  vec2 inside = (at - vec2(cell)) * u_cell;
  if (inside.x >= u_cell.x - u_gap || inside.y >= u_cell.y - u_gap) discard;

  float value = texelFetch(u_values, cell, 0).r;
  uint bits = floatBitsToUint(value) & 0x7fffffffu;
  vec3 colour;
  if (bits == 0x7f800000u) {
    colour = hatched(inside);
  } else if (bits > 0x7f800000u) {
    colour = crossed(inside);
  } else {
    float t = clamp((value - u_range.x) / (u_range.y - u_range.x), 0.0, 1.0);
    colour = texelFetch(u_table, ivec2(int(floor(t * 255.0 + 0.5)), 0), 0).rgb;
  }
  o_colour = vec4(mix(u_background, colour, u_strength), 1.0);
}
