// The forms of scalars that JSON carries as text. Each check returns what Kubernetes says of a text that has
// not the form, and an empty string of one that has.
#pragma once

#include <string>
#include <string_view>

namespace podium::schema {

std::string check_quantity(std::string_view text);    // "1", "250m", "1.5Gi", "1e3"
std::string check_time(std::string_view text);        // RFC 3339, any fraction: "2026-01-02T03:04:05Z"
std::string check_micro_time(std::string_view text);  // RFC 3339 with six digits of fraction
std::string check_duration(std::string_view text);    // Go's: "1h30m", "1.5s"
std::string check_base64(std::string_view text);

}  // namespace podium::schema
