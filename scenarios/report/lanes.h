// What became of pods and nodes in a run, read from its chronicle: the lanes of reports and traces.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/chronicle/memory_chronicle.h"

namespace podium {

// Ordered as they are decided: a pod that is being deleted is Terminating whatever else it is.
enum class PodState : std::uint8_t {
  kPending,      // created, its containers do not run
  kRunning,      // its phase is Running, it is not Ready
  kReady,        // its condition Ready is True
  kDone,         // its phase is Succeeded or Failed
  kTerminating,  // its deletion was asked for
};
const char* to_string(PodState state);

struct PodSpan {
  PodState state = PodState::kPending;
  TimePoint from{}, to{};
};

// From a pod's creation to its deletion. A name that is used again begins another life.
struct PodLife {
  std::string name;  // "default/web-1"
  std::string node;  // empty: never bound
  TimePoint created{}, ended{};
  std::optional<TimePoint> bound;
  bool deleted = false;        // otherwise it ended because the story did
  std::vector<PodSpan> spans;  // from `created` to `ended` without gaps; none is empty
};

struct Period {
  TimePoint from{}, to{};
};

// A node as the control plane saw it, and as its machine was.
struct NodeLife {
  std::string name;
  TimePoint ended{};          // of its deletion, or of the story
  std::vector<Period> ready;  // its condition Ready was True
  std::vector<Period> down;   // its machine had no power, or was frozen
};

// Lives in the order of creation, of what the chronicle still knows at `end`. What was created before
// its first event lives from the first that tells of it.
std::vector<PodLife> pod_lives(const MemoryChronicle& chronicle, TimePoint end);
std::vector<NodeLife> node_lives(const MemoryChronicle& chronicle, TimePoint end);

// A user's act or a fault.
struct Mark {
  TimePoint at{};
  bool fault = false;
  std::string text;  // "power off: machine/node-1"
};
std::vector<Mark> marks(const MemoryChronicle& chronicle);

}  // namespace podium
