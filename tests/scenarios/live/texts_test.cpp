#include "scenarios/live/texts.h"

#include "tests/support/catch.h"

using namespace podium;
using namespace podium::live;

TEST_CASE("speeds are written as people write them, and read back") {
  for (const char* text : {"1x", "10x", "0.5x", "0.125x", "1000x", "2.75x", "max"}) {
    const auto speed = parse_speed(text);
    REQUIRE(speed);
    CHECK(speed_text(*speed) == text);
  }
  CHECK(speed_text(*parse_speed("10")) == "10x");
  CHECK(speed_text(*parse_speed("1.50x")) == "1.5x");
  CHECK(speed_text(*parse_speed("0.005")) == "0.005x");
  CHECK(parse_speed("0.25x")->numerator == 1);
  CHECK(parse_speed("0.25x")->denominator == 4);
}

TEST_CASE("what is not a speed is refused") {
  for (const char* text :
       {"", "x", "0", "0x", "0.0x", "-1x", "10y", "10xx", "1.x", "1.2345x", ".5x", "fast", "9999999999x"}) {
    CHECK_FALSE(parse_speed(text));
  }
}

TEST_CASE("steps are sums of numbers with units") {
  CHECK(parse_step("30s") == 30s);
  CHECK(parse_step("1h30m") == 90min);
  CHECK(parse_step("250ms") == 250ms);
  CHECK(parse_step("1m500ms") == 60'500ms);
}

TEST_CASE("what is not a step is refused") {
  for (const char* text : {"", "30", "s", "0s", "-5s", "5 s", "1w", "30s?", "9223372036854775807h"}) {
    CHECK_FALSE(parse_step(text));
  }
}
