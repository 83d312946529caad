// Events of events.k8s.io/v1 are those of v1 with other names for their fields.
#include <nlohmann/json.hpp>

#include "control-plane/codec/view.h"

namespace podium {
namespace {

using nlohmann::json;

struct Names {
  const char *stored, *shown;
};
constexpr Names kNames[] = {{"message", "note"},
                            {"involvedObject", "regarding"},
                            {"reportingComponent", "reportingController"},
                            {"source", "deprecatedSource"},
                            {"firstTimestamp", "deprecatedFirstTimestamp"},
                            {"lastTimestamp", "deprecatedLastTimestamp"},
                            {"count", "deprecatedCount"}};

void rename(json& tree, const char* from, const char* to) {
  const auto found = tree.find(from);
  if (found == tree.end()) return;
  json value = std::move(*found);
  tree.erase(found);
  tree[to] = std::move(value);
}

void to_stored(json& tree) {
  for (const Names& names : kNames) rename(tree, names.shown, names.stored);
  tree["apiVersion"] = "v1";
}

void from_stored(json& tree) {
  for (const Names& names : kNames) rename(tree, names.stored, names.shown);
  tree["apiVersion"] = "events.k8s.io/v1";
}

}  // namespace

const View& events_v1_view() {
  static const View view = {"events.k8s.io", "v1", "Event", "", "v1", &to_stored, &from_stored};
  return view;
}

}  // namespace podium
