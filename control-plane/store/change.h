// One write, as the store remembers it and tells it to watchers.
#pragma once

#include <cstdint>

#include "control-plane/objects/object.h"

namespace podium {

enum class ChangeType : std::uint8_t { kAdded, kModified, kDeleted };

// A watcher sees an object that enters its selection as added, and one that leaves it as deleted.
struct StoreChange {
  ChangeType type = ChangeType::kAdded;
  ObjectRef object;    // deleted: the last state, with the revision of the deletion
  ObjectRef previous;  // the state before, shared; null for what is added
  std::uint64_t revision = 0;
};

}  // namespace podium
