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
    parser.header_limit(limits.header_bytes);
    parser.body_limit(limits.body_bytes);
    parser.eager(true);  // reads on into the body
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
      if (state_ == State::kHeader && beast_->parser.is_header_done()) check_head();
      if (state_ == State::kBody && beast_->parser.is_done()) state_ = State::kDone;
    }
    if (needs_more || step == 0) break;
  }
  return taken;
}

void RequestParser::fail(int status) {
  state_ = State::kFailed;
  failure_ = status;
}

void RequestParser::check_head() {
  const auto& head = beast_->head();
  std::optional<Target> target = parse_target({head.target().data(), head.target().size()});
  if (head.version() != 10 && head.version() != 11) return fail(505);
  if (head.version() == 11 && head.count(beast::field::host) != 1) return fail(400);  // RFC 9112, 3.2
  if (!target) return fail(400);
  if (head.count(beast::field::expect) != 0 && !expects_continue()) return fail(417);
  target_ = std::move(*target);
  state_ = State::kBody;
}

bool RequestParser::expects_continue() const {
  const auto value = beast_->head()[beast::field::expect];
  return same_name({value.data(), value.size()}, "100-continue");
}

bool RequestParser::keep_alive() const { return has_chunks() && beast_->parser.keep_alive(); }

bool RequestParser::has_chunks() const { return beast_->head().version() >= 11; }

Request RequestParser::take() {
  assert(state_ == State::kDone);
  auto message = beast_->parser.release();
  Request request;
  request.method = text(message.method_string());
  request.target = text(message.target());
  request.path = std::move(target_.path);
  request.query = std::move(target_.query);
  for (const auto& field : message) request.headers.add(text(field.name_string()), text(field.value()));
  request.body = std::move(message.body());
  return request;
}

}  // namespace podium::http
