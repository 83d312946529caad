// The head of a response as it goes over the wire.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/http/message.h"

namespace podium::http {

// How the client finds the end of the body (RFC 9112, 6.3).
struct Framing {
  enum class Kind { kNone, kLength, kChunked, kUntilClose };
  Kind kind = Kind::kNone;
  std::uint64_t length = 0;  // for kLength
};

// The status line, `headers`, Date and what `framing` needs, up to and with the empty line.
std::string response_head(int status, const Headers& headers, Framing framing, bool close);

// Whether a response of this status has a body at all: not 1xx, 204 and 304.
bool carries_body(int status);

// An answer that is a line of text.
Response text_response(int status, std::string line);

// "Not Found" for 404; empty for a status that is not registered.
const char* reason_phrase(int status);

}  // namespace podium::http
