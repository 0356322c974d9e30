#include "figure/png_file.h"

#include <png.h>

#include <cassert>
#include <cmath>
#include <new>
#include <stdexcept>

namespace lab {

namespace {

void appendBytes(png_structp png, png_bytep data, png_size_t size) {
  auto& bytes = *static_cast<std::vector<unsigned char>*>(png_get_io_ptr(png));
  bytes.insert(bytes.end(), data, data + size);
}

[[noreturn]] void raise(png_structp, png_const_charp message) { throw std::runtime_error(message); }

void ignore(png_structp, png_const_charp) {}

/// libpng's two structs, freed together.
struct Writer {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, raise, ignore);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  Writer() {
    if (!info) throw std::bad_alloc();
  }
  ~Writer() { png_destroy_write_struct(&png, &info); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
};

}  // namespace

std::vector<unsigned char> encodePng(const PngPicture& picture) {
  assert(picture.palette.size() <= 256);
  std::vector<unsigned char> bytes;
  const Writer writer;
  const bool indexed = !picture.palette.empty();
  png_set_write_fn(writer.png, &bytes, appendBytes, nullptr);
  png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), 8, indexed ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  std::vector<png_color> colours;
  for (const Rgba c : picture.palette) colours.push_back({c.r, c.g, c.b});
  if (indexed) png_set_PLTE(writer.png, writer.info, colours.data(), static_cast<int>(colours.size()));
  const auto perMetre = static_cast<png_uint_32>(std::lround(picture.pixelsPerPoint * 72 / 0.0254));
  png_set_pHYs(writer.png, writer.info, perMetre, perMetre, PNG_RESOLUTION_METER);
  // Flat areas and text: these settings give files as small as the slow ones within a few per cent.
  png_set_filter(writer.png, 0, indexed ? PNG_FILTER_NONE : PNG_FILTER_SUB);
  png_set_compression_level(writer.png, 6);
  png_write_info(writer.png, writer.info);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(picture.width) * (indexed ? 1 : 3));
  for (int y = 0; y < picture.height; ++y) {
    picture.fillRow(y, row.data());
    png_write_row(writer.png, row.data());
  }
  png_write_end(writer.png, nullptr);
  return bytes;
}

}  // namespace lab
