#include "control-plane/rules/admission/limit_ranger.h"

#include <algorithm>

#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/rules/admission/pod_resources.h"

namespace podium {
namespace {

constexpr const char* kAnnotation = "kubernetes.io/limit-ranger";
constexpr const char* kContainer = "Container";
constexpr const char* kPod = "Pod";
constexpr const char* kClaim = "PersistentVolumeClaim";

using Texts = std::vector<std::string>;

std::string join(const Texts& parts, const char* separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

// Adds what is not named yet; returns the names that were added.
Texts fill(ResourceList& list, const ResourceList& from) {
  Texts added;
  for (const auto& [name, amount] : from) {
    if (list.contains(name)) continue;
    list.set(name, amount);
    added.push_back(name.str());
  }
  return added;
}

// Fills one container; `what` is "container" or "init container".
void fill_container(List<Container>& containers, std::size_t i, const ResourceRequirements& defaults,
                    const char* what, Texts& notes) {
  ResourceRequirements filled = containers[i].resources;
  const std::string of = " for " + std::string(what) + " " + containers[i].name.str();
  const Texts requests = fill(filled.requests, defaults.requests);
  const Texts limits = fill(filled.limits, defaults.limits);
  if (!requests.empty()) notes.push_back(join(requests, ", ") + " request" + of);
  if (!limits.empty()) notes.push_back(join(limits, ", ") + " limit" + of);
  if (!requests.empty() || !limits.empty()) containers.edit()[i].resources = std::move(filled);
}

ResourceRequirements defaults_of(const LimitRange& range) {
  ResourceRequirements defaults;
  for (const LimitRangeItem& item : range.spec.value().limits) {
    if (!(item.type_ == kContainer)) continue;
    for (const auto& [name, amount] : item.default_request) defaults.requests.set(name, amount);
    for (const auto& [name, amount] : item.default_) defaults.limits.set(name, amount);
  }
  return defaults;
}

// What is asked for, of one container, pod or claim.
struct Asked {
  const ResourceList &requests, &limits;
};

// The limits of one type, held against what is asked for.
class Check {
 public:
  Check(const LimitRangeItem& item, Texts& faults) : item_(item), faults_(faults) {}

  void all(const Asked& asked) {
    for (const auto& [name, least] : item_.min) minimum(name, least, asked);
    for (const auto& [name, most] : item_.max) maximum(name, most, asked);
    for (const auto& [name, most] : item_.max_limit_request_ratio) ratio(name, most, asked);
  }
  // A claim's limits mean nothing; what it requests is held against both ends.
  void claim(const ResourceList& requests) {
    for (const auto& [name, least] : item_.min) minimum(name, least, {requests, {}});
    for (const auto& [name, most] : item_.max) {
      const Quantity* request = requests.find(name);
      if (request == nullptr)
        fault("maximum", name, most, ".  No request is specified");
      else if (*request > most)
        fault("maximum", name, most, ", but request is " + request->str());
    }
  }

 private:
  void minimum(const Text& name, const Quantity& least, const Asked& asked) {
    const Quantity *request = asked.requests.find(name), *limit = asked.limits.find(name);
    if (request == nullptr)
      fault("minimum", name, least, ".  No request is specified");
    else if (*request < least)
      fault("minimum", name, least, ", but request is " + request->str());
    else if (limit != nullptr && *limit < least)
      fault("minimum", name, least, ", but limit is " + limit->str());
  }
  void maximum(const Text& name, const Quantity& most, const Asked& asked) {
    const Quantity *request = asked.requests.find(name), *limit = asked.limits.find(name);
    if (limit == nullptr)
      fault("maximum", name, most, ".  No limit is specified");
    else if (*limit > most)
      fault("maximum", name, most, ", but limit is " + limit->str());
    else if (request != nullptr && *request > most)
      fault("maximum", name, most, ", but request is " + request->str());
  }
  void ratio(const Text& name, const Quantity& most, const Asked& asked) {
    const std::string rule =
        name.str() + " max limit to request ratio per " + item_.type_.str() + " is " + most.str() + ", but ";
    const Quantity *request = asked.requests.find(name), *limit = asked.limits.find(name);
    if (request == nullptr || request->is_zero())
      return faults_.push_back(rule + "no request is specified or request is 0");
    if (limit == nullptr || limit->is_zero())
      return faults_.push_back(rule + "no limit is specified or limit is 0");
    const double provided =
        static_cast<double>(limit->milli_value()) / static_cast<double>(request->milli_value());
    if (provided * 1000 > static_cast<double>(most.milli_value()))
      faults_.push_back(rule + "provided ratio is " + std::to_string(provided));
  }
  void fault(const char* end, const Text& name, const Quantity& bound, const std::string& but) {
    faults_.push_back(std::string(end) + " " + name.str() + " usage per " + item_.type_.str() + " is " +
                      bound.str() + but);
  }

  const LimitRangeItem& item_;
  Texts& faults_;
};

void check_pod(const PodSpec& spec, const LimitRangeItem& item, Texts& faults) {
  Check check(item, faults);
  if (item.type_ == kContainer) {
    for (const List<Container>* containers : {&spec.containers, &spec.init_containers}) {
      for (const Container& container : *containers)
        check.all({container.resources.requests, container.resources.limits});
    }
  } else if (item.type_ == kPod) {
    const ResourceList requests = pod_requests(spec, false), limits = pod_limits(spec, false);
    check.all({requests, limits});
  }
}

// One fault as it is, several as [a, b], each once.
std::string together(const Texts& faults) {
  Texts once;
  for (const std::string& fault : faults) {
    if (std::ranges::find(once, fault) == once.end()) once.push_back(fault);
  }
  return once.size() < 2 ? join(once, ", ") : "[" + join(once, ", ") + "]";
}

}  // namespace

void apply_limit_ranges(Pod& pod, const LimitRanges& ranges) {
  for (const auto& range : ranges) {
    const ResourceRequirements defaults = defaults_of(*range);
    if (defaults.requests.empty() && defaults.limits.empty()) continue;
    List<Container> containers = pod.spec.value().containers, inits = pod.spec.value().init_containers;
    Texts notes;
    for (std::size_t i = 0; i < containers.size(); ++i)
      fill_container(containers, i, defaults, "container", notes);
    for (std::size_t i = 0; i < inits.size(); ++i)
      fill_container(inits, i, defaults, "init container", notes);
    if (notes.empty()) continue;
    PodSpec& spec = pod.spec.edit();
    spec.containers = std::move(containers);
    spec.init_containers = std::move(inits);
    pod.metadata.annotations.set(kAnnotation, "LimitRanger plugin set: " + join(notes, "; "));
  }
}

std::string limit_range_fault(const Object& object, const LimitRanges& ranges) {
  const Pod* pod = as<Pod>(&object);
  const PersistentVolumeClaim* claim = as<PersistentVolumeClaim>(&object);
  if (pod == nullptr && claim == nullptr) return "";
  for (const auto& range : ranges) {
    Texts faults;
    for (const LimitRangeItem& item : range->spec.value().limits) {
      if (pod != nullptr)
        check_pod(pod->spec.value(), item, faults);
      else if (item.type_ == kClaim)
        Check(item, faults).claim(claim->spec.value().resources.requests);
    }
    if (!faults.empty()) return together(faults);
  }
  return "";
}

}  // namespace podium
