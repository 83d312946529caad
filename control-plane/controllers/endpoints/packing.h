// How endpoints are spread over slices: in place where they are, then into slices that change
// anyway, then into one slice with room for all the rest, then into new ones.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "control-plane/controllers/endpoints/endpoint.h"
#include "control-plane/controllers/framework/plan.h"

namespace podium::controllers {

inline constexpr const char* kServiceNameLabel = "kubernetes.io/service-name";
inline constexpr const char* kManagedByLabel = "endpointslice.kubernetes.io/managed-by";
inline constexpr const char* kManager = "endpointslice-controller.k8s.io";

// What shall change in a Service's slices.
struct SliceChanges {
  struct Edit {
    std::map<Text, Endpoint> replaced;  // by pod uid: where it is, as it shall be
    std::set<Text> removed;             // pod uids
    bool relabel = false;
  };
  std::map<Text, Edit> edits;  // by slice name
  std::vector<Wanted> added;

  bool empty() const { return edits.empty() && added.empty(); }
};

// The labels that every slice of the Service bears.
Labels slice_labels(const Service& service);

// The requests that bring `changes` about. `slices`: all of the Service, by name. A Service without
// any endpoint keeps one empty slice.
Step pack(const Service& service, const std::vector<Ref<const EndpointSlice>>& slices,
          const SliceChanges& changes, std::size_t max_per_slice);

}  // namespace podium::controllers
