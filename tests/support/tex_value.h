#pragma once

#include <cmath>
#include <cstdlib>
#include <numbers>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lab::test {

/// What a formula of printed numbers evaluates to: the judge of what the program prints. Reads the TeX of
/// scene/formula.h with numbers in the place of letters; whatever it does not know throws.
class TexValue {
 public:
  static double of(std::string_view tex) {
    TexValue reader(tex);
    const double value = reader.sum();
    reader.spaces();
    if (reader.at_ != tex.size()) reader.fail("the rest is not understood");
    return value;
  }

 private:
  explicit TexValue(std::string_view tex) : tex_(tex) {}

  [[noreturn]] void fail(const char* why) const {
    throw std::invalid_argument(std::string(why) + ": " + std::string(tex_.substr(std::min(at_, tex_.size()))) +
                                " in " + std::string(tex_));
  }
  void spaces() {
    while (true) {
      if (tex_.substr(at_).starts_with(" "))
        ++at_;
      else if (tex_.substr(at_).starts_with("\\,"))
        at_ += 2;
      else
        return;
    }
  }
  bool take(std::string_view sign) {
    spaces();
    if (!tex_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }
  void expect(std::string_view sign) {
    if (!take(sign)) fail("something else was expected");
  }
  bool takeMinus() { return take("−") || take("-"); }
  bool takePlus() { return take("\\dim{+}") || take("+"); }

  double sum() {
    double value = takeMinus() ? -product() : product();
    while (true) {
      if (takePlus())
        value += product();
      else if (takeMinus())
        value -= product();
      else
        return value;
    }
  }
  double product() {
    double value = power();
    while (true) {
      if (take("\\cdot"))
        value *= takeMinus() ? -power() : power();
      else if (take("/"))
        value /= takeMinus() ? -power() : power();
      else
        return value;
    }
  }
  double power() {
    const double base = factor();
    return take("^") ? std::pow(base, group()) : base;
  }
  double group() {
    expect("{");
    const double value = sum();
    expect("}");
    return value;
  }
  double inParentheses() {
    const bool large = take("\\left(");
    if (!large) expect("(");
    const double value = sum();
    expect(large ? "\\right)" : ")");
    return value;
  }
  double factor() {
    spaces();
    if (take("\\frac")) {
      const double above = group();
      return above / group();
    }
    if (take("\\sqrt")) return std::sqrt(group());
    if (take("\\accent")) return group();
    if (take("\\tanh")) return std::tanh(inParentheses());
    if (take("\\ln")) return std::log(inParentheses());
    if (take("\\cos")) return std::cos(inParentheses());
    if (take("\\sin")) return std::sin(inParentheses());
    if (take("\\max\\left(")) {
      const double first = sum();
      expect(",");
      const double second = sum();
      expect("\\right)");
      return std::max(first, second);
    }
    if (tex_.substr(at_).starts_with("(") || tex_.substr(at_).starts_with("\\left(")) return inParentheses();
    if (take("e")) return std::numbers::e;
    return number();
  }
  double number() {
    const std::size_t end = std::min(tex_.size(), tex_.find_first_not_of("0123456789.", at_));
    if (end == at_) fail("no number");
    const double value = std::strtod(std::string(tex_.substr(at_, end - at_)).c_str(), nullptr);
    at_ = end;
    return value;
  }

  std::string_view tex_;
  std::size_t at_ = 0;
};

}  // namespace lab::test
