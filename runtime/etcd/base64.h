// Bytes as JSON can carry them (RFC 4648, with padding).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace podium::etcd {

void append_base64(std::string& out, std::string_view bytes);

// Nothing if it is not base64.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace podium::etcd
