// A bad scenario is told with file, line, field, value, and what was expected.
#include "scenarios/runner/run.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

std::string mistake_of(const std::string& text) {
  try {
    (void)scenario::read_scenario("bad.yaml", text);
    return "none";
  } catch (const scenario::Mistake& mistake) {
    return mistake.what();
  }
}

}  // namespace

TEST_CASE("mistakes in a scenario name the place, the value and what was expected") {
  CHECK(mistake_of("about: x\n") == "bad.yaml:1: name: it is missing: expected a text");
  CHECK(mistake_of("name: x\nlength: soon\n") ==
        "bad.yaml:2: length: \"soon\": expected a duration such as 30s, 1m30s or 250ms");
  CHECK(mistake_of("name: x\ncluster:\n  nodes: many\n") ==
        "bad.yaml:3: cluster.nodes: \"many\": expected a whole number");
  CHECK(mistake_of("name: x\nclutser: {}\n")
            .starts_with("bad.yaml:2: clutser: unknown field: expected one of: "));
  CHECK(mistake_of("name: x\nsteps:\n- at: 5s\n  do: explode\n")
            .starts_with("bad.yaml:4: steps[0].do: \"explode\": expected one of: cut-link"));
  CHECK(mistake_of("name: x\nsteps:\n- do: reboot\n  node: a\n")
            .starts_with("bad.yaml:3: steps[0].at: it is missing: expected a duration"));
  CHECK(mistake_of("name: x\nexpect:\n- name: e\n  within: 5s..1s\n  pods: web\n") ==
        "bad.yaml:4: expect[0].within: \"5s..1s\": expected a window such as 40s..60s, or 60s for 0s..60s");
  CHECK(mistake_of("name: x\nexpect:\n- name: e\n  pods: web\n")
            .starts_with("bad.yaml:3: expect[0]: when? expected one of"));
  CHECK(mistake_of("name: x\nexpect:\n- name: e\n  at-end: true\n  pods: web\n  count: few\n") ==
        "bad.yaml:6: expect[0].count: \"few\": expected a number, or a comparison such as >=2, <3, !=0, "
        "28..40 or 30%..40%");
  CHECK(mistake_of("name: x\nmanifests:\n- file: nowhere.yaml\n") ==
        "nowhere.yaml: cannot be read: expected the name of a file");
  CHECK(mistake_of("name: [x\n").starts_with("bad.yaml:"));
}

TEST_CASE("durations read and write as people write them") {
  using scenario::duration_text;
  using scenario::parse_duration;
  CHECK(parse_duration("1h30m") == Duration(90min));
  CHECK(parse_duration("250ms") == Duration(250ms));
  CHECK(parse_duration("1.5s") == Duration(1500ms));
  CHECK_FALSE(parse_duration("5"));
  CHECK_FALSE(parse_duration("-5s"));
  CHECK(duration_text(Duration(90s)) == "1m30s");
  CHECK(duration_text(Duration(2500ms)) == "2.5s");
  CHECK(duration_text(Duration(120s)) == "2m");
}
