// Name/value header blocks of SPDY/3 (draft 3, 2.6.10), and their compression. One zlib stream runs
// through all blocks of a direction, so that each block must pass here, in order, even unwanted ones.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace podium::streams {

// Names in lower case, in the order of the block. Several values of a name are joined by NUL.
using SpdyHeaders = std::vector<std::pair<std::string, std::string>>;

// The first value of that name; empty if there is none.
std::string_view header_value(const SpdyHeaders& headers, std::string_view name);

std::string encode_headers(const SpdyHeaders& headers);
// Nothing if the block is malformed, a name is empty, not in lower case, or there twice.
std::optional<SpdyHeaders> decode_headers(std::string_view block);

class HeaderInflater {
 public:
  explicit HeaderInflater(std::size_t max_bytes);
  ~HeaderInflater();
  // A block, unpacked. Nothing if it is not intact, or longer than `max_bytes`: the stream cannot go on.
  std::optional<std::string> unpack(std::string_view packed);

 private:
  struct Zlib;
  const std::size_t max_bytes_;
  const std::unique_ptr<Zlib> zlib_;
};

class HeaderDeflater {
 public:
  HeaderDeflater();
  ~HeaderDeflater();
  std::string pack(std::string_view block);

 private:
  struct Zlib;
  const std::unique_ptr<Zlib> zlib_;
};

}  // namespace podium::streams
