// What the gateway itself refuses, before any object is asked for.
#pragma once

#include <charconv>
#include <string_view>

#include "control-plane/client/api.h"
#include "control-plane/gateway/http_message.h"

namespace podium {

ApiStatus not_found_at_all();
ApiStatus unavailable();   // no API server runs
ApiStatus unauthorized();  // who asks cannot be told
ApiStatus method_not_allowed();
ApiStatus not_acceptable();
ApiStatus unsupported_patch();
ApiStatus bad_number(std::string_view text);
// Of a path that belongs to no group that is served.
HttpResponse no_such_page();
ApiStatus body_too_large(std::size_t limit);
HttpResponse too_many_requests();

// Parses a decimal parameter; an empty one leaves `value`.
template <class T>
ApiStatus read_number(std::string_view text, T& value) {
  if (text.empty()) return {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return {};
  return bad_number(text);
}

}  // namespace podium
