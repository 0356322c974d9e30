#version 330 core
// A plane of queries, one texel a point: which key weighs most (red, green: low and high byte), how firmly (blue: 0 to 7)
// and how spread the weights are (alpha: entropy, 0 to 255). Scores are those of engine/pipeline/plane_scores.h,
// normalizers those of the catalogue. Each pair of them is a program of its own:
// KIND: 0 affine, 1 angle, 2 distance, 3 hidden layer. NORMALIZER: 0 softmax, 1 sparsemax, 2 entmax15, 3 hardmax,
// 4 sigmoid, 5 ratio, 6 uniform. FACTORS: some factor is not 1. KEYS: how many there are, where there are so few that
// loops over them are written out and scores are kept; without it u_count says and scores are computed again.
#ifdef KEYS
uniform vec4 u_key[KEYS];      // three numbers and the bias
const int u_count = KEYS;
#else
uniform int u_count;
#endif
uniform int u_units;
uniform sampler2D u_keys;      // 2 x keys: three numbers and the bias; the factor of the weight
uniform sampler2D u_hidden;    // (4 + keys) x units: three numbers and a factor, then one number for each key
uniform vec4 u_nearest;        // of angle: x, y, rest; of distance: scale in w
uniform vec4 u_window;         // left, bottom, width, height in the plane
uniform vec2 u_size;           // texels
uniform float u_per_tau;

out vec4 o_code;

vec3 g_point;
float g_per_norm = 1.0;

float hiddenSum(int key) {
  float sum = 0.0;
  for (int unit = 0; unit < u_units; ++unit) {
    vec4 numbers = vec4(texelFetch(u_hidden, ivec2(0, unit), 0).r, texelFetch(u_hidden, ivec2(1, unit), 0).r,
                        texelFetch(u_hidden, ivec2(2, unit), 0).r, texelFetch(u_hidden, ivec2(3, unit), 0).r);
    sum += numbers.w * tanh(dot(numbers.xyz, g_point) + texelFetch(u_hidden, ivec2(4 + key, unit), 0).r);
  }
  return sum;
}

float scoreOf(int key) {
#ifdef KEYS
  vec4 numbers = u_key[key];
#else
  vec4 numbers = texelFetch(u_keys, ivec2(0, key), 0);
#endif
#if KIND == 0
  return dot(numbers.xyz, g_point) + numbers.w;
#elif KIND == 1
  return dot(numbers.xyz, g_point) * g_per_norm + numbers.w;
#elif KIND == 2
  vec2 away = g_point.xy - numbers.xy;
  return numbers.w - (dot(away, away) + numbers.z) * u_nearest.w;
#else
  return hiddenSum(key) + numbers.z + numbers.w;
#endif
}

#ifdef KEYS
float g_scores[KEYS];
#define score(key) g_scores[key]
#else
#define score(key) scoreOf(key)
#endif

// Where a row's weights begin: sum of max(z - t, 0) = 1, of shifted scores z <= 0. Newton's steps from the left never
// overshoot, since the sum is convex in t, and end at the answer after as many steps as there are corners on the way.
float sparsemaxThreshold(float highest) {
  float t = -1.0;
  for (int step = 0; step < 24; ++step) {
    float sum = -1.0, count = 0.0;
    for (int key = 0; key < u_count; ++key) {
      float above = (score(key) - highest) * u_per_tau - t;
      if (above > 0.0) { sum += above; count += 1.0; }
    }
    if (sum <= 1e-7 * count) break;
    t += sum / count;
  }
  return t;
}

// Sum of max(z/2 - t, 0)^2 = 1, likewise.
float entmaxThreshold(float highest) {
  float t = -1.0;
  for (int step = 0; step < 24; ++step) {
    float squares = -1.0, sum = 0.0;
    for (int key = 0; key < u_count; ++key) {
      float above = (score(key) - highest) * 0.5 * u_per_tau - t;
      if (above > 0.0) { squares += above * above; sum += above; }
    }
    if (squares <= 1e-7) break;
    t += squares / (2.0 * sum);
  }
  return t;
}

// Softmax without factors in one pass after the maximum: entropy = ln Z - sum of w z / Z.
void softmax(float highest, out float best, out float entropy) {
  float sum = 0.0, weighted = 0.0;
  for (int key = 0; key < u_count; ++key) {
    float z = max((score(key) - highest) * u_per_tau, -80.0);
    float w = exp(z);
    sum += w;
    weighted += w * z;
  }
  best = 1.0 / sum;
  entropy = log(sum) - weighted / sum;
}

// What a key's weight is before its factor, once `row` (threshold, sum or count) of the row is known.
float weightOf(float s, float highest, float row) {
  if (NORMALIZER == 0) return exp(max((s - highest) * u_per_tau, -80.0)) / row;
  if (NORMALIZER == 1) return max((s - highest) * u_per_tau - row, 0.0);
  if (NORMALIZER == 2) { float above = max((s - highest) * 0.5 * u_per_tau - row, 0.0); return above * above; }
  if (NORMALIZER == 3) return s == highest ? 1.0 / row : 0.0;
  if (NORMALIZER == 4) return 1.0 / (1.0 + exp(-s * u_per_tau));
  if (NORMALIZER == 5) return s / row;
  return 1.0 / float(u_count);
}

float rowNumber(float highest) {
  if (NORMALIZER == 1) return sparsemaxThreshold(highest);
  if (NORMALIZER == 2) return entmaxThreshold(highest);
  float sum = 0.0;
  if (NORMALIZER == 4 || NORMALIZER == 6) return sum;
  for (int key = 0; key < u_count; ++key) {
    float s = score(key);
    if (NORMALIZER == 0) sum += exp(max((s - highest) * u_per_tau, -80.0));
    if (NORMALIZER == 3) sum += s == highest ? 1.0 : 0.0;
    if (NORMALIZER == 5) sum += s;
  }
  return sum;
}

void main() {
  g_point = vec3(u_window.xy + gl_FragCoord.xy / u_size * u_window.zw, 1.0);
#if KIND == 1
  vec2 fromZero = g_point.xy - u_nearest.xy;
  g_per_norm = 1.0 / max(sqrt(dot(fromZero, fromZero) + u_nearest.z), 1e-8);
#endif
#ifdef KEYS
  for (int key = 0; key < KEYS; ++key) g_scores[key] = scoreOf(key);
#endif
  float highest = score(0);
  int winner = 0;
  for (int key = 1; key < u_count; ++key) {
    float s = score(key);
    if (s > highest) { highest = s; winner = key; }
  }
  float best = 0.0, entropy = 0.0;
  bool undefinedRow = false;
#if NORMALIZER == 0 && !FACTORS
  softmax(highest, best, entropy);
#else
  float row = rowNumber(highest);
  undefinedRow = NORMALIZER == 5 && row == 0.0;
  best = -1e30;
  for (int key = 0; key < u_count; ++key) {
    float w = weightOf(score(key), highest, row);
#if FACTORS
    w *= texelFetch(u_keys, ivec2(1, key), 0).r;
#endif
    if (w > best) { best = w; winner = key; }
    // A negative weight has no entropy: this makes the sum so small that it is shown as the lowest colour.
    entropy += w > 0.0 ? -w * log(w) : (w < 0.0 ? -1e30 : 0.0);
  }
#endif
  if (undefinedRow) {
    o_code = vec4(1.0);
    return;
  }
  float even = 1.0 / float(u_count);
  float firmness = u_count > 1 ? clamp((best - even) / (1.0 - even), 0.0, 1.0) : 1.0;
  float share = u_count > 1 ? clamp(entropy / log(float(u_count)), 0.0, 1.0) : 0.0;
  o_code = vec4(float(winner & 255), float(winner >> 8), floor(firmness * 7.0 + 0.5), floor(share * 255.0 + 0.5)) / 255.0;
}
