// Compression of response bodies (RFC 1952).
#pragma once

#include <string>
#include <string_view>

namespace podium::http {

// `body` as a gzip file, at zlib's fastest level: on a local connection time counts more than bytes.
std::string gzip(std::string_view body);

}  // namespace podium::http
