// A run as a trace in Chrome's format, for Perfetto (ui.perfetto.dev) and chrome://tracing.
#pragma once

#include <iosfwd>

#include "scenarios/runner/run.h"

namespace podium {

// A process for the cluster, with a thread for each component, and a process for each node, with a
// thread for itself and for each pod that was bound to it: bars for the pods' states, a mark for every
// event, an arrow from each event's cause to it, and counters of ready endpoints. Times count from
// `start`, in microseconds as the format wants.
void write_trace(const MemoryChronicle& chronicle, TimePoint start, TimePoint end, std::ostream& out);
void write_trace(const scenario::Outcome& outcome, std::ostream& out);

}  // namespace podium
