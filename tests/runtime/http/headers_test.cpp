#include "runtime/http/headers.h"

#include "runtime/http/response_head.h"
#include "tests/support/catch.h"

namespace podium::http {

TEST_CASE("The name of a header is found in any case, and its first value counts") {
  const Headers headers{{"Content-Type", "text/plain"}, {"X-A", "1"}, {"x-a", "2"}};
  CHECK(headers.find("content-type") == "text/plain");
  CHECK(headers.find("X-a") == "1");
  CHECK_FALSE(headers.find("X-B"));
}

TEST_CASE("A list header is searched item by item, in all its lines") {
  const Headers headers{{"Connection", "keep-alive, Upgrade"}, {"connection", "x"}};
  CHECK(headers.lists("Connection", "upgrade"));
  CHECK(headers.lists("Connection", "X"));
  CHECK_FALSE(headers.lists("Connection", "keep"));
}

TEST_CASE("gzip is accepted if it is named, or a star stands for it, with a weight above 0") {
  const auto accepts = [](const char* value) { return accepts_gzip({{"Accept-Encoding", value}}); };
  CHECK(accepts("gzip"));
  CHECK(accepts("deflate, gzip;q=0.5, br"));
  CHECK(accepts("*"));
  CHECK_FALSE(accepts("gzip;q=0"));
  CHECK_FALSE(accepts("gzip;q=0.0, *"));
  CHECK_FALSE(accepts("identity"));
  CHECK_FALSE(accepts_gzip({}));
}

TEST_CASE("A line break in a header's value does not begin another header") {
  const std::string head = response_head(200, {{"Warning", "a\r\nSet-Cookie: x"}}, {}, false);
  CHECK(head.find("\nSet-Cookie") == std::string::npos);
}

}  // namespace podium::http
