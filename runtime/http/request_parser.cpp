#include "runtime/http/request_parser.h"

#include <utility>  // before Boost 1.74, which uses std::exchange without it

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cassert>

namespace podium::http {

namespace beast = boost::beast::http;

struct RequestParser::Beast {
  explicit Beast(Limits limits) {
    parser.header_limit(2 * limits.header_bytes);  // past ours: Beast's depends on how the bytes come
    parser.body_limit(limits.body_bytes);
  }
  const auto& head() const { return parser.get(); }

  beast::request_parser<beast::string_body> parser;
};

namespace {

constexpr std::string_view kLastChunk = "0\r\n\r\n";

std::string text(boost::beast::string_view view) { return {view.data(), view.size()}; }

int status_of(const boost::system::error_code& error) {
  if (error == beast::error::header_limit) return 431;
  if (error == beast::error::body_limit) return 413;
  if (error == beast::error::bad_version) return 505;
  return 400;
}

// RFC 9112, 2.2: a server should ignore an empty line before the request line.
std::size_t empty_lines(std::string_view bytes) {
  return std::min(bytes.find_first_not_of("\r\n"), bytes.size());
}

}  // namespace

RequestParser::RequestParser(Limits limits) : limits_(limits), beast_(std::make_unique<Beast>(limits)) {}
RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  state_ = State::kHeader;
  begun_ = false;
  head_bytes_ = 0;
  request_ = {};
  beast_ = std::make_unique<Beast>(limits_);
}

std::size_t RequestParser::feed(std::string_view bytes) {
  std::size_t taken = 0;
  if (!begun_) {
    taken = empty_lines(bytes);
    begun_ = taken < bytes.size();
  }
  while (taken < bytes.size() && (state_ == State::kHeader || state_ == State::kBody)) {
    // Beast asserts that it is never asked again with less than a whole last chunk.
    const bool chunked = state_ == State::kBody && beast_->parser.chunked();
    if (chunked && bytes.size() - taken < kLastChunk.size()) break;
    boost::system::error_code error;
    const std::size_t step =
        beast_->parser.put(boost::asio::const_buffer(bytes.data() + taken, bytes.size() - taken), error);
    taken += step;
    const bool needs_more = error == beast::error::need_more;
    if (error && !needs_more) {
      fail(status_of(error));
    } else {
      if (state_ == State::kHeader) limit_head(step, bytes.size() - taken);
      if (state_ == State::kHeader && beast_->parser.is_header_done()) read_head();
      if (state_ == State::kBody && beast_->parser.is_done()) state_ = State::kDone;
    }
    if (needs_more || step == 0) break;
  }
  return taken;
}

// Counts bytes of the head, of which some more may be waiting.
void RequestParser::limit_head(std::size_t read, std::size_t waiting) {
  head_bytes_ += read;
  if (head_bytes_ + (beast_->parser.is_header_done() ? 0 : waiting) > limits_.header_bytes) fail(431);
}

void RequestParser::fail(int status) {
  state_ = State::kFailed;
  failure_ = status;
}

// What stands behind the last chunk is not part of the head (RFC 9110, 6.5.1): Beast would add it there, so
// the head is read before Beast sees the body, and only then.
void RequestParser::read_head() {
  const auto& head = beast_->head();
  std::optional<Target> target = parse_target({head.target().data(), head.target().size()});
  if (head.version() != 10 && head.version() != 11) return fail(505);
  if (head.version() == 11 && head.count(beast::field::host) != 1) return fail(400);  // RFC 9112, 3.2
  if (!target) return fail(400);
  request_ = {text(head.method_string()), text(head.target()), std::move(target->path),
              std::move(target->query)};
  for (const auto& field : head) request_.headers.add(text(field.name_string()), text(field.value()));
  if (request_.headers.find("Expect") && !expects_continue()) return fail(417);
  has_chunks_ = head.version() >= 11;
  keep_alive_ = has_chunks_ && beast_->parser.keep_alive();
  beast_->parser.eager(true);  // takes as much of the body as there is
  state_ = State::kBody;
}

bool RequestParser::expects_continue() const {
  const auto value = request_.headers.find("Expect");
  return value && same_name(*value, "100-continue");
}

Request RequestParser::take() {
  assert(state_ == State::kDone);
  request_.body = std::move(beast_->parser.release().body());
  return std::move(request_);
}

}  // namespace podium::http
