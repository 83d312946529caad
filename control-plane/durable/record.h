// Objects as a durable store keeps them: a key that says what and where, and the object as JSON. The
// revision is the store's business, and not part of the record. Times are kept as on the wire, in whole
// seconds (micro-seconds where Kubernetes has them).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "control-plane/objects/object.h"

namespace podium {

// "apps/deployments/default/web", "core/nodes/n1".
std::string record_key(const KindInfo& kind, const Key& key);

// The kind of a group ("" for core) and plural; null: not known. Kinds that are defined at run time are
// found by a function of whoever defines them.
using FindKind = std::function<const KindInfo*(std::string_view group, std::string_view plural)>;
const KindInfo* find_built_in_kind(std::string_view group, std::string_view plural);

struct RecordName {
  const KindInfo* kind;
  Key key;
};
// Nothing if it is no such key, or of a kind that is not found.
std::optional<RecordName> parse_record_key(std::string_view key, const FindKind& find = find_built_in_kind);

// A record beside the objects: somebody has claimed what only one object may have.
std::string claim_key(std::string_view what);  // "claims/port/30080"
bool is_claim(std::string_view key);

// Whether the record defines kinds: it has to be read before the objects of these.
bool defines_kinds(std::string_view key);

// The bytes of an object without a revision. REQUIRES: its resource_version is 0.
std::string record_of(const Object& object);

struct ReadRecord {
  Ref<Object> object;  // with this revision
  std::string error;   // "apps/deployments/default/web: spec.replicas: ..."; empty if there is an object
};
ReadRecord read_record(std::string_view key, std::string_view bytes, std::uint64_t revision,
                       const FindKind& find = find_built_in_kind);

}  // namespace podium
