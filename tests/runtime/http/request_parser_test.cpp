#include "runtime/http/request_parser.h"

#include "tests/support/catch.h"

namespace podium::http {
namespace {

using State = RequestParser::State;

constexpr RequestParser::Limits kLimits{.header_bytes = 1000, .body_bytes = 100};

// Feeds `bytes` in pieces of `step`, as a socket might give them. Returns what was not taken.
std::string feed(RequestParser& parser, const std::string& bytes, std::size_t step) {
  std::string waiting;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    waiting += bytes.substr(at, step);
    waiting.erase(0, parser.feed(waiting));
  }
  return waiting;
}

int failure_of(const std::string& bytes) {
  RequestParser parser(kLimits);
  feed(parser, bytes, bytes.size());
  return parser.state() == State::kFailed ? parser.failure() : 0;
}

}  // namespace

TEST_CASE("A request is the same however its bytes are cut") {
  const std::string bytes =
      "\r\nPOST /a%20b?x=1 HTTP/1.1\r\nHost: h\r\nX-Y: z\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n6;note\r\n world\r\n0\r\n\r\nGET";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    RequestParser parser(kLimits);
    const std::string rest = feed(parser, bytes, step);
    REQUIRE(parser.state() == State::kDone);
    const Request request = parser.take();
    CHECK(rest == "GET");
    CHECK(request.method == "POST");
    CHECK(request.target == "/a%20b?x=1");
    CHECK(request.path == "/a b");
    CHECK(request.query == Query{{"x", "1"}});
    CHECK(request.headers.find("x-y") == "z");
    CHECK(request.body == "hello world");
  }
}

// RFC 9110, 6.5.1: trailer fields are not merged into the head, where they could pretend to be somebody.
TEST_CASE("Fields behind the last chunk are no part of the head, however the bytes are cut") {
  const std::string bytes =
      "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n0\r\nHost: x\r\nAuthorization: Bearer stolen\r\n\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    RequestParser parser(kLimits);
    CHECK(feed(parser, bytes, step).empty());
    REQUIRE(parser.state() == State::kDone);
    const Request request = parser.take();
    CHECK(request.headers.size() == 2);
    CHECK(!request.headers.find("authorization"));
    CHECK(request.body == "abc");
  }
}

TEST_CASE("A request without a length has no body, and the next one follows it") {
  RequestParser parser(kLimits);
  CHECK(feed(parser, "DELETE /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b", 1000) == "GET /b");
  CHECK(parser.take().body.empty());
  CHECK(parser.keep_alive());
}

TEST_CASE("What cannot be read is answered with the status that says why") {
  CHECK(failure_of("nonsense\r\n\r\n") == 400);
  CHECK(failure_of("GET /a\x01b HTTP/1.1\r\nHost: h\r\n\r\n") == 400);
  CHECK(failure_of("GET /% HTTP/1.1\r\nHost: h\r\n\r\n") == 400);
  CHECK(failure_of("GET / HTTP/1.1\r\nHost: h\r\nbad header\r\n\r\n") == 400);
  CHECK(failure_of("GET / HTTP/1.1\r\n\r\n") == 400);                        // no Host
  CHECK(failure_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == 400);  // two of them
  CHECK(failure_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n") == 400);
  CHECK(failure_of("POST / HTTP/1.1\r\nHost: h\r\nExpect: wonders\r\n\r\n") == 417);
  CHECK(failure_of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == 505);
}

TEST_CASE("A length beside chunks, as request smugglers send it, is refused") {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\n";
  CHECK(failure_of(head + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
  CHECK(failure_of(head + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n") == 400);
  CHECK(failure_of(head + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n") == 400);
}

TEST_CASE("A head over the limit is 431, complete or not; a body over the limit is 413") {
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(1000, 'x');
  CHECK(failure_of(head) == 431);
  CHECK(failure_of(head + "\r\n\r\n") == 431);
  // At the limit itself, too, however the bytes come.
  const std::string full = "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(1000 - 32, 'x') + "\r\n\r\n";
  REQUIRE(full.size() == kLimits.header_bytes);
  const std::string over = "GET / HTTP/1.1\r\nHost: hh\r\n" + full.substr(full.find("X:"));
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, over.size()}) {
    RequestParser fits(kLimits), does_not(kLimits);
    feed(fits, full, step);
    feed(does_not, over, step);
    CHECK(fits.state() == State::kDone);
    CHECK(does_not.state() == State::kFailed);
  }
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  CHECK(failure_of(post + "Content-Length: 101\r\n\r\n") == 413);
  CHECK(failure_of(post + "Content-Length: 100\r\n\r\n") == 0);
  CHECK(failure_of(post + "Transfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x')) == 413);
}

TEST_CASE("The connection goes on after HTTP/1.1 unless the client says otherwise, never after HTTP/1.0") {
  const auto keeps = [](const std::string& bytes) {
    RequestParser parser(kLimits);
    feed(parser, bytes, bytes.size());
    REQUIRE(parser.state() == State::kDone);
    return parser.keep_alive();
  };
  CHECK(keeps("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
  CHECK_FALSE(keeps("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
  CHECK_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
}

}  // namespace podium::http
