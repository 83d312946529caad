// A kind without behaviour: served from the schema table alone, its fields kept as a tree.
#pragma once

#include <deque>

#include "control-plane/objects/object.h"

namespace podium {

// An object of a kind that no struct of kinds/ describes: a RuntimeClass, a CSIDriver. Whoever
// gives such a kind a behaviour gives it a struct, and it stops being generic by that.
struct Generic : Object {
  explicit Generic(const KindInfo& kind) : Object(kind) {}
  Tree body;  // everything but apiVersion, kind and metadata

  bool operator==(const Generic&) const = default;
  static const Type& type();
};

inline bool is_generic(const KindInfo& kind) { return kind.type == &Generic::type(); }

// The kinds that are answered for and never stored: NodeMetrics, PodMetrics, MetricValue,
// ExternalMetricValue, ComponentStatus. They are not
// among all_kinds(); their index is behind those.
const std::deque<KindInfo>& computed_kinds();
const KindInfo& computed_kind(std::string_view name);  // REQUIRES: it is one

// The kinds of the schema table that can be stored and have no struct among `typed`; numbered from
// `first` on.
std::deque<KindInfo> generic_kinds(const std::vector<const KindInfo*>& typed, std::size_t first);

}  // namespace podium
