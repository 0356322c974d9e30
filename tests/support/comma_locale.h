#pragma once

#include <clocale>
#include <cstdlib>
#include <string>

#include "support/temporary_folder.h"

namespace lab::test {

/// While it lives, the C library writes 0,5: in a locale of the system, else in one compiled for the test.
class CommaLocale {
 public:
  CommaLocale() : before_(std::setlocale(LC_ALL, nullptr)) {
    for (const char* installed : {"de_DE.UTF-8", "fr_FR.UTF-8", "nl_NL.UTF-8"})
      if (set(installed)) return;
    const std::string made = (folder_ / "de_DE.UTF-8").string();
    // localedef returns 1 after mere warnings: what counts is whether the locale can be set.
    if (std::system(("localedef -c -i de_DE -f UTF-8 '" + made + "' >/dev/null 2>&1").c_str()) < 0) return;
    ::setenv("LOCPATH", folder_.path().c_str(), 1);
    set("de_DE.UTF-8");
    ::unsetenv("LOCPATH");
  }
  ~CommaLocale() { std::setlocale(LC_ALL, before_.c_str()); }
  CommaLocale(const CommaLocale&) = delete;
  CommaLocale& operator=(const CommaLocale&) = delete;

  bool isSet() const { return isSet_; }

 private:
  bool set(const char* name) {
    isSet_ = std::setlocale(LC_ALL, name) != nullptr && std::string(std::localeconv()->decimal_point) == ",";
    return isSet_;
  }

  TemporaryFolder folder_;
  std::string before_;
  bool isSet_ = false;
};

}  // namespace lab::test
