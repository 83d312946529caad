#include "control-plane/rules/pod_qos.h"

namespace podium {

const char* qos_class(const PodSpec& spec) {
  bool any = false, guaranteed = true;
  const auto look = [&](const List<Container>& containers) {
    for (const Container& c : containers) {
      for (const char* resource : {"cpu", "memory"}) {
        const Quantity* limit = c.resources.limits.find(resource);
        const Quantity* request = c.resources.requests.find(resource);
        const bool limited = limit != nullptr && !limit->is_zero();
        any = any || limited || (request != nullptr && !request->is_zero());
        guaranteed = guaranteed && limited && request != nullptr && *request == *limit;
      }
    }
  };
  look(spec.containers);
  look(spec.init_containers);
  return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
}

}  // namespace podium
