#include <sstream>

#include "scenarios/report/report_charts.h"
#include "tests/scenarios/report/page.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::test;

namespace {

std::string charts_of(const sim::Availability& traffic, int length) {
  std::ostringstream out;
  const TimePoint start{};
  report::write_traffic("users", traffic, {}, {start, start, start + std::chrono::seconds(length)}, out);
  return out.str();
}

// What stands between `begin` and the next quote.
std::string quoted(const std::string& page, const std::string& begin) {
  const std::size_t at = page.find(begin);
  if (at == std::string::npos) return "";
  return page.substr(at + begin.size(), page.find('"', at + begin.size()) - at - begin.size());
}

}  // namespace

TEST_CASE("failed requests stand on those that went well, and latency has a gap where none did") {
  sim::Availability traffic(10s);
  for (int second : {0, 1, 3}) {
    const TimePoint at{std::chrono::seconds(second)};
    for (int i = 0; i < 4; ++i) traffic.add(at, sim::Outcome::kOk, 2ms, at);
  }
  for (int i = 0; i < 4; ++i) traffic.add(TimePoint{2s}, sim::Outcome::kTimeout, 0ms, TimePoint{3s});
  traffic.add(TimePoint{3s}, sim::Outcome::kReset, 0ms, TimePoint{3s});
  const std::string page = charts_of(traffic, 4);
  CHECK(unbalanced_tag(page) == "");
  CHECK(page.find("17 requests, <b>70.59 % answered well</b>, timeout 4, reset 1") != std::string::npos);
  // Of 5 a second at the top (y 0), 4 are y 20; second 2 has 0 well and 4 failed, second 3 has 5 in all.
  CHECK(quoted(page, "<path class=\"failed\" d=\"")
            .find("M0 20L250 20L250 20L500 20L500 20L750 20L750 0L1000 0") == 0);
  const std::string line = quoted(page, "<path class=\"line p50\" d=\"");
  CHECK(count(line, "M") == 2);
  CHECK(line.find("M125 ") == 0);
  CHECK(line.find("M875 ") != std::string::npos);
}

TEST_CASE("a long run's curves have a bounded number of points") {
  sim::Availability traffic(10s);
  for (int second = 0; second < 20'000; ++second) {
    const TimePoint at{std::chrono::seconds(second)};
    traffic.add(at, sim::Outcome::kOk, 2ms, at);
  }
  const std::string page = charts_of(traffic, 20'000);
  const std::string line = quoted(page, "<path class=\"line p50\" d=\"");
  CHECK(count(line, "L") > 1'000);
  CHECK(count(line, "L") < 1'200);
  CHECK(count(page, "class=\"tip\"") <= 2 * 240);
}

TEST_CASE("traffic of which nothing is known has no chart") {
  CHECK(charts_of(sim::Availability(10s), 4).find("<svg") == std::string::npos);
}
