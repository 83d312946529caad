// One reader and one writer of durations for scenario files, command lines and the clock.
#include "scenarios/cluster/duration.h"

#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("durations are sums of numbers with units") {
  CHECK(parse_duration("1h30m") == Duration(90min));
  CHECK(parse_duration("250ms") == Duration(250ms));
  CHECK(parse_duration("1.5s") == Duration(1500ms));
  CHECK(parse_duration("0.05s") == Duration(50ms));
  CHECK(parse_duration("1m500ms") == Duration(60'500ms));
  CHECK(parse_duration("2d") == Duration(48h));
  CHECK(parse_duration("7us3ns") == Duration(7003));
  CHECK(parse_duration("0") == Duration(0));
}

TEST_CASE("what is not a duration is refused, also what no clock can hold") {
  for (const char* text : {"", "5", "s", "-5s", "5-s", "5 s", "30s?", "1.s", ".5s", "1w", "1e3s",
                           "9223372036854775807h", "200000d"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("durations are written as people write them") {
  CHECK(duration_text(Duration(90s)) == "1m30s");
  CHECK(duration_text(Duration(2500ms)) == "2.5s");
  CHECK(duration_text(Duration(120s)) == "2m");
  CHECK(duration_text(Duration(1h + 5s)) == "1h5s");
  CHECK(duration_text(Duration(59'999'900us)) == "1m");
  CHECK(duration_text(Duration(250ms)) == "250ms");
  CHECK(duration_text(Duration(-3us)) == "-3us");
  CHECK(duration_text(Duration(0)) == "0s");
}
