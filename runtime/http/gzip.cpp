#include "runtime/http/gzip.h"

#include <zlib.h>

#include <new>

namespace podium::http {

std::string gzip(std::string_view body) {
  constexpr int kGzipFormat = 16;  // added to the window size, asks zlib for a gzip header
  constexpr int kMemoryLevel = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + kGzipFormat, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();  // the parameters are constants: only memory can be missing
  }
  std::string packed(deflateBound(&stream, body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);  // in one call: there is room for the worst case
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace podium::http
