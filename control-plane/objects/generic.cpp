#include "control-plane/objects/generic.h"

#include <algorithm>
#include <cassert>

#include "control-plane/objects/custom_kind.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

bool computed(const schema::Resource& resource) {
  return resource.group == "metrics.k8s.io" || resource.kind == "ComponentStatus";
}

// Some resources are not stored under a kind of their own: answers that are computed (metrics,
// reviews), and other versions of a kind that is stored already.
bool stored(const schema::Resource& resource) {
  static constexpr std::string_view kView[] = {"events.k8s.io/v1/Event",
                                               "autoscaling/v1/HorizontalPodAutoscaler"};
  const std::string name = schema::api_version(resource.group, resource.version) + "/" + resource.kind;
  return resource.has_verb("update") && !computed(resource) &&
         std::ranges::find(kView, name) == std::end(kView);
}

bool among(const std::vector<const KindInfo*>& typed, const schema::Resource& resource) {
  return std::ranges::any_of(typed, [&](const KindInfo* kind) {
    return kind->plural == resource.plural && kind->group == resource.group &&
           kind->version == resource.version;
  });
}

KindInfo generic_kind(std::size_t index, const schema::Resource& resource) {
  return podium::generic_kind(index, resource.group, resource.version, resource.kind, resource.plural,
                              resource.namespaced, resource.find_subresource("status") != nullptr);
}

}  // namespace

KindInfo generic_kind(std::size_t index, std::string_view group, std::string_view version,
                      std::string_view kind, std::string_view plural, bool namespaced, bool has_status) {
  KindInfo info{index, group, version, kind, plural, namespaced, has_status};
  info.api_version = schema::api_version(group, version);
  info.type = &Generic::type();
  info.create = [](const KindInfo& own) -> Ref<Object> { return make_ref<Generic>(own); };
  info.clone = [](const Object& o) -> Ref<Object> {
    return make_ref<Generic>(static_cast<const Generic&>(o));
  };
  info.equal = [](const Object& a, const Object& b) {
    return static_cast<const Generic&>(a) == static_cast<const Generic&>(b);
  };
  info.body = [](const Object& o) -> const void* { return static_cast<const Generic*>(&o); };
  return info;
}

const CustomKind* as_custom(const KindInfo& kind) {
  static const std::size_t constant = all_kinds().size() + computed_kinds().size();
  return kind.index >= constant ? static_cast<const CustomKind*>(&kind) : nullptr;
}

const Type& Generic::type() {
  static const Type type = struct_type<Generic>("Generic", {}, &Generic::body);
  return type;
}

const std::deque<KindInfo>& computed_kinds() {
  static const std::deque<KindInfo> kinds = [] {
    std::deque<KindInfo> all;
    for (const schema::Resource& resource : schema::kubernetes().resources()) {
      if (computed(resource)) all.push_back(generic_kind(all_kinds().size() + all.size(), resource));
    }
    // Metrics by name are no resources of the table: their paths are of a form of their own.
    const auto add = [&all](const char* group, const char* version, const char* kind) {
      all.push_back(podium::generic_kind(all_kinds().size() + all.size(), group, version, kind, "metrics",
                                         true, false));
    };
    add("custom.metrics.k8s.io", "v1beta2", "MetricValue");
    add("external.metrics.k8s.io", "v1beta1", "ExternalMetricValue");
    return all;
  }();
  return kinds;
}

const KindInfo& computed_kind(std::string_view name) {
  for (const KindInfo& kind : computed_kinds()) {
    if (kind.kind == name) return kind;
  }
  assert(false && "the schema table has no such kind");
  return computed_kinds().front();
}

std::deque<KindInfo> generic_kinds(const std::vector<const KindInfo*>& typed, std::size_t first) {
  std::deque<KindInfo> kinds;
  for (const schema::Resource& resource : schema::kubernetes().resources()) {
    if (stored(resource) && !among(typed, resource))
      kinds.push_back(generic_kind(first + kinds.size(), resource));
  }
  return kinds;
}

}  // namespace podium
