// Requests as they come from a socket: however the bytes are cut, the same request comes out, or none. (How
// early it is seen that it will be none depends on the pieces.)
#include <optional>
#include <string>

#include "runtime/http/request_parser.h"
#include "tests/fuzz/target.h"

namespace {

using podium::http::RequestParser;

struct Outcome {
  std::string method, path, body;
  bool operator==(const Outcome&) const = default;
};

// Feeds the bytes in pieces, as a connection does: what was not taken comes again with more behind it.
std::optional<Outcome> parse(std::string_view bytes, std::size_t piece) {
  RequestParser parser({.header_bytes = 1024, .body_bytes = 4096});
  std::string waiting;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    waiting += bytes.substr(at, piece);
    waiting.erase(0, parser.feed(waiting));
    if (parser.state() == RequestParser::State::kDone || parser.state() == RequestParser::State::kFailed)
      break;
  }
  if (parser.state() == RequestParser::State::kFailed)
    podium::fuzz::expect(parser.failure() >= 400, "a failure has a code");
  if (parser.state() != RequestParser::State::kDone) return std::nullopt;
  const podium::http::Request request = parser.take();
  return Outcome{request.method, request.path, request.body};
}

}  // namespace

PODIUM_FUZZ_TARGET(input) {
  const auto whole = parse(input, input.size() + 1);
  podium::fuzz::expect(parse(input, 1) == whole, "a request is the same byte by byte");
  podium::fuzz::expect(parse(input, 7) == whole, "a request is the same in pieces");
}
