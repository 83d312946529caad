// Writes the scalars that JSON carries as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace podium::schema {

std::string base64(std::string_view bytes);
// "2026-01-02T03:04:05Z" of seconds since 1970; with `micros` of at least 0 as six digits of fraction.
std::string rfc3339(std::int64_t seconds, int micros);
std::string go_duration(std::int64_t nanoseconds);  // "1h0m0s", "1.5s", "300ms"
bool valid_utf8(std::string_view text);

}  // namespace podium::schema
