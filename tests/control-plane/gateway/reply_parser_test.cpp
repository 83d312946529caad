#include "control-plane/gateway/reply_parser.h"

#include "tests/support/catch.h"

namespace podium {
namespace {

using State = ReplyParser::State;

// Feeds the text in pieces of that size, and returns the body.
std::string feed(ReplyParser& parser, const std::string& text, std::size_t piece) {
  std::string body;
  for (std::size_t at = 0; at < text.size(); at += piece)
    body += parser.feed(std::string_view(text).substr(at, piece));
  return body;
}

TEST_CASE("a reply with a length ends there, however it is cut") {
  const std::string text =
      "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: "
      "close\r\n\r\nhello and more";
  for (const std::size_t piece : {1, 2, 7, 1000}) {
    ReplyParser parser(false);
    CHECK(feed(parser, text, piece) == "hello");
    CHECK(parser.state() == State::kDone);
    CHECK(parser.head().code == 404);
    REQUIRE(parser.head().headers.size() == 1);  // without those of the connection
    CHECK(parser.head().headers[0].second == "text/plain");
  }
}

TEST_CASE("a reply without a length ends with the connection") {
  ReplyParser parser(false);
  CHECK(feed(parser, "HTTP/1.0 200 OK\r\n\r\nall of it", 3) == "all of it");
  CHECK(parser.state() == State::kBody);
  parser.end();
  CHECK(parser.state() == State::kDone);
}

TEST_CASE("replies without a body end with their head") {
  ReplyParser to_head(true);
  feed(to_head, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", 9);
  CHECK(to_head.state() == State::kDone);
  ReplyParser no_content(false);
  feed(no_content, "HTTP/1.1 204 No Content\r\n\r\n", 9);
  CHECK(no_content.state() == State::kDone);
}

TEST_CASE("what is no reply, or only half of one, is broken") {
  for (const char* text :
       {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal", "HTTP/1.1 200 OK\r\nContent-Len",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello"}) {
    INFO(text);
    ReplyParser parser(false);
    feed(parser, text, 4);
    parser.end();
    CHECK(parser.state() == State::kBroken);
  }
}

}  // namespace
}  // namespace podium
