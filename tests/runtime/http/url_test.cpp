#include "runtime/http/url.h"

#include "tests/support/catch.h"

namespace podium::http {

TEST_CASE("Percent-encoded bytes are decoded, whatever the case of their digits") {
  CHECK(percent_decode("/a%20b%2Fc%2fd") == "/a b/c/d");
  CHECK(percent_decode("%E2%82%AC") == "\xE2\x82\xAC");
  CHECK(percent_decode("a+b") == "a+b");
}

TEST_CASE("A '%' without two hexadecimal digits is no text") {
  CHECK_FALSE(percent_decode("%"));
  CHECK_FALSE(percent_decode("a%2"));
  CHECK_FALSE(percent_decode("%zz"));
  CHECK_FALSE(percent_decode("%-1"));
}

TEST_CASE("A query keeps the order and the repetition of its parameters") {
  const auto query = parse_query("b=1&a=two+words&b=%26%3D&flag&empty=&&c=x=y");
  CHECK(query ==
        Query{{"b", "1"}, {"a", "two words"}, {"b", "&="}, {"flag", ""}, {"empty", ""}, {"c", "x=y"}});
  CHECK(parse_query("") == Query{});
  CHECK_FALSE(parse_query("a=%g0"));
}

TEST_CASE("A target gives its decoded path and its query") {
  const auto target = parse_target("/api/v1/pods%20?labelSelector=app%3Dweb%2Ctier!%3Ddb&watch=true");
  REQUIRE(target);
  CHECK(target->path == "/api/v1/pods ");
  CHECK(target->query == Query{{"labelSelector", "app=web,tier!=db"}, {"watch", "true"}});
}

TEST_CASE("A target may be absolute, as a proxy's client sends it, or a star") {
  CHECK(parse_target("http://127.0.0.1:8001/healthz?a=b")->path == "/healthz");
  CHECK(parse_target("http://127.0.0.1:8001")->path == "/");
  CHECK(parse_target("http://host?a=b")->query == Query{{"a", "b"}});
  CHECK(parse_target("/redirect?to=http://elsewhere/")->path == "/redirect");
  CHECK(parse_target("*")->path == "*");
}

TEST_CASE("A target that is no path is none at all") {
  CHECK_FALSE(parse_target("example.com:443"));
  CHECK_FALSE(parse_target("/%"));
  CHECK_FALSE(parse_target("/a?b=%"));
}

}  // namespace podium::http
