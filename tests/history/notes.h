// What the clients of the workload write into, and what they share.
#pragma once

#include <string>

#include "control-plane/client/client.h"
#include "control-plane/objects/kinds/config_map.h"
#include "tests/history/workload.h"

namespace podium::history {

struct Notes {
  Recorded recorded;
  std::uint64_t place = 0;
  bool writing = true;  // writers and listers go on

  std::uint64_t next() { return ++place; }  // in the one order of all that clients do
  Span begin(const Client& client) { return {next(), 0, client.options().endpoint}; }
};

inline Version version_of(const Object& object) {
  const auto& map = static_cast<const ConfigMap&>(object);
  return {map.metadata.name.str(), std::string(map.data.get("value").view()), map.metadata.resource_version};
}

// Whether the answer says nothing of what became of the request.
inline bool is_no_answer(const ApiStatus& status) { return status.code == 503 || status.code == 504; }

}  // namespace podium::history
