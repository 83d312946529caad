#include "control-plane/kubelet/backoff.h"

#include <fstream>
#include <sstream>

#include "tests/support/catch.h"

using namespace podium;
using namespace podium::kubelet;

namespace {

constexpr TimePoint kStart{Duration{1'000'000s}};

// When a container that exits `run` after each start is restarted, within `horizon`, in whole seconds.
std::string restarts_of(Duration run, Duration horizon) {
  Backoff backoff;
  std::ostringstream times;
  for (TimePoint exit = kStart + run;;) {
    const TimePoint restart = backoff.allowed(exit, {});
    if (restart - kStart > horizon) return times.str();
    backoff.raise(exit, restart, {});
    times << (times.str().empty() ? "" : " ") << (restart - kStart) / 1s;
    exit = restart + run;
  }
}

}  // namespace

TEST_CASE("the first restart is free, then 10 s doubling to 300 s, as the reference table says") {
  std::ifstream table("../shared/data/k8s_reference/crashloop_expected.csv");
  if (!table) {
    WARN("skipped: ../shared/data/k8s_reference/crashloop_expected.csv is absent");
    return;
  }
  int rows = 0;
  for (std::string line; std::getline(table, line);) {
    std::stringstream fields(line);
    std::string run, model, five, thirty, times;
    std::getline(fields, run, ',');
    std::getline(fields, model, ',');
    std::getline(fields, five, ',');
    std::getline(fields, thirty, ',');
    std::getline(fields, times, '\r');  // the table's lines end as on Windows
    if (model != "observed (first restart free)") continue;
    ++rows;
    CHECK(restarts_of(std::chrono::seconds(std::stoi(run)), 1800s) == times);
  }
  CHECK(rows == 5);
}

TEST_CASE("a container that ran for more than ten minutes is restarted at once again") {
  Backoff backoff;
  backoff.raise(kStart, kStart, {});
  backoff.raise(kStart + 10s, kStart + 20s, {});
  CHECK(backoff.delay == 20s);
  CHECK(backoff.allowed(kStart + 620s, {}) == kStart + 640s);
  CHECK(backoff.allowed(kStart + 621s, {}) == kStart + 621s);
  backoff.raise(kStart + 621s, kStart + 621s, {});
  CHECK(backoff.delay == 10s);
}
