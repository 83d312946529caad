// Base64 (RFC 4648): with the URL alphabet and without padding as tokens have it, and as Secrets have it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace podium {

std::string base64_url(std::string_view bytes);
std::string base64_padded(std::string_view bytes);  // with + and /, and filled up with =
// Either alphabet, padded or not; null if it is neither.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace podium
