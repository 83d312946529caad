// Random clients on bad links: whatever the seed, what they saw is what a correct API server may say.
#include "tests/history/workload.h"
#include "tests/support/catch.h"

using namespace podium::history;

TEST_CASE("what clients saw through cuts, losses, restarts and compactions breaks no promise") {
  WorkloadCounts sum;
  for (std::uint64_t seed = 1; seed <= 16; ++seed) {
    WorkloadOptions options;
    options.seed = seed;
    const Recorded recorded = record(options);
    INFO("seed " << seed);
    CHECK(violations(recorded.history) == std::vector<std::string>{});
    CHECK(recorded.history.watches.size() >= 3);
    sum.acknowledged += recorded.counts.acknowledged;
    sum.conflicts += recorded.counts.conflicts;
    sum.unanswered += recorded.counts.unanswered;
    sum.resumed += recorded.counts.resumed;
    sum.expired += recorded.counts.expired;
    sum.lists_of_pages += recorded.counts.lists_of_pages;
  }
  // Nothing is shown by histories in which nothing went wrong.
  CHECK(sum.acknowledged > 7'000);
  CHECK(sum.conflicts > 2'000);
  CHECK(sum.unanswered > 160);
  CHECK(sum.resumed > 800);
  CHECK(sum.expired > 8);
  CHECK(sum.lists_of_pages > 160);
}

TEST_CASE("the same seed makes the same history") {
  const Recorded first = record({}), second = record({});
  REQUIRE(first.history.writes.size() == second.history.writes.size());
  for (std::size_t i = 0; i < first.history.writes.size(); ++i)
    CHECK(first.history.writes[i].result == second.history.writes[i].result);
}
