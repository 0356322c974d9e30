// Fontconfig keeps what it has read of the fonts until the process ends; the leak sanitizer asks this function what to
// leave out. In other builds nobody calls it.

extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }
