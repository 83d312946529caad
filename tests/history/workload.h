// Clients of an API server on a simulated network that write, read, list and watch the same few objects at
// random, on links that lose and delay, with a server that restarts and forgets, and note what they see.
#pragma once

#include <cstdint>

#include "tests/history/history.h"

namespace podium::history {

struct WorkloadOptions {
  std::uint64_t seed = 1;
  int writers = 4, watchers = 3, listers = 1;
  int objects = 6;    // names that are written to: few, so that writers meet
  int troubles = 12;  // cuts, slow links, restarts and compactions, a few seconds apart
};

// How often what happened that makes a history worth checking.
struct WorkloadCounts {
  int acknowledged = 0, conflicts = 0, unanswered = 0;
  int resumed = 0, expired = 0;  // watches: after a break, begun anew after 410
  int lists_of_pages = 0;        // complete, of more than one page
};

struct Recorded {
  History history;
  WorkloadCounts counts;
};

class Backing;

// Runs it until every watcher had the time to hear of everything. A server for each backing, with its share
// of the clients; the last of several never restarts.
Recorded record(const WorkloadOptions& options, const std::vector<Backing*>& backings);
Recorded record(const WorkloadOptions& options);  // in memory

}  // namespace podium::history
