#include "control-plane/objects/go_duration_text.h"

#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("durations read as Go prints them") {
  CHECK(go_duration_text(0s) == "0s");
  CHECK(go_duration_text(340ms) == "340ms");
  CHECK(go_duration_text(1234ms) == "1.234s");
  CHECK(go_duration_text(1200ms) == "1.2s");
  CHECK(go_duration_text(40s) == "40s");
  CHECK(go_duration_text(160s) == "2m40s");
  CHECK(go_duration_text(300s) == "5m0s");
}
