// Objects as a durable store keeps them: a key that says what and where, and the object as JSON. The
// revision is the store's business, and not part of the record. Times are kept as on the wire, in whole
// seconds (micro-seconds where Kubernetes has them).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control-plane/objects/object.h"

namespace podium {

// "apps/deployments/default/web", "core/nodes/n1".
std::string record_key(const KindInfo& kind, const Key& key);

struct RecordName {
  const KindInfo* kind;
  Key key;
};
// Nothing if it is no such key, or of a kind that this build does not serve.
std::optional<RecordName> parse_record_key(std::string_view key);

// The bytes of an object without a revision. REQUIRES: its resource_version is 0.
std::string record_of(const Object& object);

struct ReadRecord {
  Ref<Object> object;  // with this revision
  std::string error;   // "apps/deployments/default/web: spec.replicas: ..."; empty if there is an object
};
ReadRecord read_record(std::string_view key, std::string_view bytes, std::uint64_t revision);

}  // namespace podium
