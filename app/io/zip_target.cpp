#include "io/zip_target.h"

#include <algorithm>
#include <cerrno>
#include <new>

namespace lab {

ZipTarget::ZipTarget(ByteSink& sink) : sink_(sink) { zip_error_init(&error_); }
ZipTarget::~ZipTarget() { zip_error_fini(&error_); }

zip_t* ZipTarget::open() {
  zip_source_t* source = zip_source_function_create(answer, this, nullptr);
  zip_t* archive = source != nullptr ? zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, nullptr) : nullptr;
  if (archive != nullptr) return archive;
  zip_source_free(source);
  throw std::bad_alloc();
}

void ZipTarget::rethrow() const {
  if (failure_) std::rethrow_exception(failure_);
}

/// libzip goes back to complete an entry's header once it has seen its numbers.
zip_int64_t ZipTarget::write(const char* bytes, zip_uint64_t length) {
  try {
    const zip_uint64_t within = std::min(length, sink_.size() - at_);
    if (within > 0) sink_.overwrite(at_, {bytes, within});
    if (within < length) sink_.append({bytes + within, length - within});
  } catch (...) {  // no exception may pass through C
    failure_ = std::current_exception();
    zip_error_set(&error_, ZIP_ER_WRITE, EIO);
    return -1;
  }
  at_ += length;
  return static_cast<zip_int64_t>(length);
}

zip_int64_t ZipTarget::seek(void* data, zip_uint64_t length) {
  const zip_int64_t to = zip_source_seek_compute_offset(at_, sink_.size(), data, length, &error_);
  if (to < 0) return -1;
  at_ = static_cast<zip_uint64_t>(to);
  return 0;
}

zip_int64_t ZipTarget::describe(void* data) {
  auto* status = static_cast<zip_stat_t*>(data);
  zip_stat_init(status);
  status->size = sink_.size();
  status->valid = ZIP_STAT_SIZE;
  return sizeof *status;
}

zip_int64_t ZipTarget::answer(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  auto& target = *static_cast<ZipTarget*>(self);
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      // An archive must say that it can be read; a new one never is.
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                            ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                                            ZIP_SOURCE_SUPPORTS, ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE,
                                            ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE,
                                            ZIP_SOURCE_WRITE, ZIP_SOURCE_REMOVE, -1);
    case ZIP_SOURCE_STAT:
      return target.describe(data);
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&target.error_, data, length);
    case ZIP_SOURCE_WRITE:
      return target.write(static_cast<const char*>(data), length);
    case ZIP_SOURCE_SEEK_WRITE:
      return target.seek(data, length);
    case ZIP_SOURCE_TELL_WRITE:
      return static_cast<zip_int64_t>(target.at_);
    case ZIP_SOURCE_OPEN:
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_REMOVE:
    case ZIP_SOURCE_FREE:
      return 0;
    default:
      zip_error_set(&target.error_, ZIP_ER_OPNOTSUPP, 0);
      return -1;
  }
}

}  // namespace lab
