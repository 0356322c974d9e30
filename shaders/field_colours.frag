#version 330 core
// The codes of field.frag as colours: a key's colour by how firmly it wins, or the entropy through a colour map.
uniform sampler2D u_codes;
uniform sampler2D u_key_colours;  // keys x 1
uniform sampler2D u_table;        // 256 x 1
uniform vec4 u_rect;              // left, bottom, right, top in framebuffer pixels
uniform ivec2 u_size;             // texels of the codes
uniform vec3 u_base;
uniform vec3 u_undefined;
uniform vec2 u_tint;              // the weakest and the firmest
uniform bool u_by_entropy;

out vec4 o_colour;

int winnerOf(vec4 code) { return int(code.r * 255.0 + 0.5) + 256 * int(code.g * 255.0 + 0.5); }

void main() {
  vec2 share = (gl_FragCoord.xy - u_rect.xy) / (u_rect.zw - u_rect.xy);
  ivec2 texel = clamp(ivec2(floor(share * vec2(u_size))), ivec2(0), u_size - 1);
  vec4 code = texelFetch(u_codes, texel, 0);
  int winner = winnerOf(code);
  if (winner == 65535) {
    o_colour = vec4(u_undefined, 1.0);
    return;
  }
  if (u_by_entropy) {
    o_colour = vec4(texelFetch(u_table, ivec2(int(code.a * 255.0 + 0.5), 0), 0).rgb, 1.0);
    return;
  }
  // A border stands where the winner is another than on the left or above.
  bool border = (texel.x > 0 && winnerOf(texelFetch(u_codes, texel - ivec2(1, 0), 0)) != winner) ||
                (texel.y + 1 < u_size.y && winnerOf(texelFetch(u_codes, texel + ivec2(0, 1), 0)) != winner);
  vec3 key = texelFetch(u_key_colours, ivec2(winner, 0), 0).rgb;
  float tint = mix(u_tint.x, u_tint.y, code.b * 255.0 / 7.0);
  o_colour = vec4(border ? u_base : mix(u_base, key, tint), 1.0);
}
