#pragma once

#include <zip.h>

#include <exception>

#include "io/byte_sink.h"

namespace lab {

/// Lets libzip write an archive into a sink, piece by piece. It must outlive the archive.
class ZipTarget {
 public:
  explicit ZipTarget(ByteSink& sink);
  ~ZipTarget();
  ZipTarget(const ZipTarget&) = delete;
  ZipTarget& operator=(const ZipTarget&) = delete;

  /// A new archive; the caller closes or discards it. @throws std::bad_alloc
  zip_t* open();
  /// What the sink threw while libzip called it, if it did.
  void rethrow() const;

 private:
  static zip_int64_t answer(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command);
  zip_int64_t write(const char* bytes, zip_uint64_t length);
  zip_int64_t seek(void* data, zip_uint64_t length);
  zip_int64_t describe(void* data);

  ByteSink& sink_;
  zip_uint64_t at_ = 0;
  zip_error_t error_;
  std::exception_ptr failure_;
};

}  // namespace lab
