// The zlib streams of header blocks. Each block ends in a sync flush, not in the end of the stream.
#include <zlib.h>

#include <array>
#include <new>

#include "runtime/streams/spdy_dictionary.h"
#include "runtime/streams/spdy_headers.h"

namespace podium::streams {
namespace {

Bytef* bytes_of(std::string_view text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads its input
}

}  // namespace

struct HeaderInflater::Zlib {
  Zlib() {
    if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  }
  ~Zlib() { inflateEnd(&stream); }
  // One step. False: the input is not intact.
  bool step() {
    int result = inflate(&stream, Z_SYNC_FLUSH);
    if (result == Z_NEED_DICT) {
      const std::string dictionary = spdy_dictionary();
      if (inflateSetDictionary(&stream, bytes_of(dictionary), dictionary.size()) != Z_OK) return false;
      result = inflate(&stream, Z_SYNC_FLUSH);
    }
    return result == Z_OK || result == Z_BUF_ERROR;  // the latter: nothing to do
  }

  z_stream stream{};
};

HeaderInflater::HeaderInflater(std::size_t max_bytes)
    : max_bytes_(max_bytes), zlib_(std::make_unique<Zlib>()) {}
HeaderInflater::~HeaderInflater() = default;

std::optional<std::string> HeaderInflater::unpack(std::string_view packed) {
  z_stream& stream = zlib_->stream;
  stream.next_in = bytes_of(packed);
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string block;
  std::array<char, 4096> buffer;
  do {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = buffer.size();
    if (!zlib_->step()) return std::nullopt;
    block.append(buffer.data(), buffer.size() - stream.avail_out);
    if (block.size() > max_bytes_) return std::nullopt;
  } while (stream.avail_out == 0);
  if (stream.avail_in > 0) return std::nullopt;
  return block;
}

struct HeaderDeflater::Zlib {
  Zlib() {
    const std::string dictionary = spdy_dictionary();
    if (deflateInit(&stream, Z_DEFAULT_COMPRESSION) != Z_OK) throw std::bad_alloc();
    deflateSetDictionary(&stream, bytes_of(dictionary), dictionary.size());
  }
  ~Zlib() { deflateEnd(&stream); }

  z_stream stream{};
};

HeaderDeflater::HeaderDeflater() : zlib_(std::make_unique<Zlib>()) {}
HeaderDeflater::~HeaderDeflater() = default;

std::string HeaderDeflater::pack(std::string_view block) {
  z_stream& stream = zlib_->stream;
  stream.next_in = bytes_of(block);
  stream.avail_in = static_cast<uInt>(block.size());
  std::string packed;
  std::array<char, 1024> buffer;
  do {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = buffer.size();
    deflate(&stream, Z_SYNC_FLUSH);
    packed.append(buffer.data(), buffer.size() - stream.avail_out);
  } while (stream.avail_out == 0);
  return packed;
}

}  // namespace podium::streams
