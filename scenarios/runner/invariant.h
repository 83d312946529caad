// An invariant: what holds at every revision of every cluster, whatever is done to it. A file of invariants/
// is one; a scenario asks for them by name (invariants: [bound-once]) or for all (invariants: all).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/store/change.h"
#include "scenarios/cluster/cluster.h"

namespace podium::scenario {

class Invariant {
 public:
  virtual ~Invariant() = default;
  // The kinds whose changes it wants to see.
  virtual std::vector<const KindInfo*> kinds() const = 0;
  // A change that was just stored. Returns what is broken, in a sentence; empty: nothing.
  virtual std::string changed(const StoreChange& change, Cluster& cluster) = 0;
  // After a liveness phase, when all that was broken is mended and has had time to heal.
  virtual std::string at_end(Cluster&) { return {}; }
};

// A file exports `InvariantKind <stem>_invariant()`.
struct InvariantKind {
  std::string_view name;  // "bound-once"
  std::string_view rule;  // "a pod is bound at most once"
  std::unique_ptr<Invariant> (*make)() = nullptr;
};

// All of them, in the order of their files.
const std::vector<InvariantKind>& invariants();

}  // namespace podium::scenario
