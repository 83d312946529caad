#include "control-plane/gateway/discovery.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/codec/view.h"
#include "control-plane/custom/catalogue.h"
#include "control-plane/gateway/reviews.h"
#include "control-plane/objects/object.h"

namespace podium {
namespace {

using nlohmann::json;

json kind_of(std::string_view group, std::string_view version, std::string_view kind) {
  return {{"group", group}, {"version", version}, {"kind", kind}};
}

json aggregated_resource(const schema::Resource& r) {
  json item = {{"resource", r.plural},
               {"responseKind", kind_of(r.group, r.version, r.kind)},
               {"scope", r.namespaced ? "Namespaced" : "Cluster"},
               {"singularResource", r.singular},
               {"verbs", r.verbs}};
  if (!r.short_names.empty()) item["shortNames"] = r.short_names;
  if (!r.categories.empty()) item["categories"] = r.categories;
  for (const schema::Subresource* sub : served_subresources(r)) {
    item["subresources"].push_back({{"subresource", sub->name},
                                    {"responseKind", kind_of(sub->group, sub->version, sub->kind)},
                                    {"verbs", sub->verbs}});
  }
  return item;
}

json legacy_resource(const schema::Resource& r) {
  json item = {{"name", r.plural},
               {"singularName", r.singular},
               {"namespaced", r.namespaced},
               {"kind", r.kind},
               {"verbs", r.verbs}};
  if (!r.short_names.empty()) item["shortNames"] = r.short_names;
  if (!r.categories.empty()) item["categories"] = r.categories;
  return item;
}

json group_version(std::string_view group, std::string_view version) {
  return {{"groupVersion", schema::api_version(group, version)}, {"version", version}};
}

}  // namespace

std::vector<const schema::Subresource*> served_subresources(const schema::Resource& resource) {
  static constexpr std::string_view kServed[] = {
      "status", "scale",       "binding", "finalize", "eviction", "log",    "exec",
      "attach", "portforward", "proxy",   "token",    "approval", "resize", "ephemeralcontainers"};
  std::vector<const schema::Subresource*> served;
  for (const schema::Subresource& sub : resource.subresources) {
    if (std::find(std::begin(kServed), std::end(kServed), sub.name) != std::end(kServed))
      served.push_back(&sub);
  }
  return served;
}

Discovery::Discovery(const std::vector<const KindInfo*>& computed, const custom::Catalogue* catalogue) {
  for (const schema::Resource& resource : schema::kubernetes().resources()) {
    const bool stored = find_plural(resource.group, resource.version, resource.plural) != nullptr;
    const bool answered = std::any_of(computed.begin(), computed.end(), [&](const KindInfo* kind) {
      return kind->group == resource.group && kind->plural == resource.plural;
    });
    if (stored || answered || is_review(resource) ||
        find_view(resource.group, resource.version, resource.kind) != nullptr)
      resources_.push_back(&resource);
  }
  if (catalogue != nullptr) add_custom(*catalogue);
}

// Groups by name, their versions by preference, as Kubernetes ranks what nobody ranked.
void Discovery::add_custom(const custom::Catalogue& catalogue) {
  std::vector<const custom::Version*> versions;
  for (const custom::Kind& kind : catalogue.kinds()) {
    if (!kind.served) continue;
    for (const custom::Version& version : kind.definition->versions) {
      if (version.served) versions.push_back(&version);
    }
  }
  std::stable_sort(versions.begin(), versions.end(), [](const custom::Version* l, const custom::Version* r) {
    const schema::Resource &left = l->resource, &right = r->resource;
    if (left.group != right.group) return left.group < right.group;
    if (left.version != right.version) return custom::version_before(left.version, right.version);
    return left.plural < right.plural;
  });
  for (const custom::Version* version : versions) {
    resources_.push_back(&version->resource);
    custom_.emplace_back(&version->resource, &version->schema.json());
  }
}

const json* Discovery::custom_schema(const schema::Resource& resource) const {
  for (const auto& [custom, schema] : custom_) {
    if (custom == &resource) return schema;
  }
  return nullptr;
}

std::vector<std::pair<std::string, std::vector<std::string>>> Discovery::groups() const {
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (const schema::Resource* r : resources_) {
    auto found =
        std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == r->group; });
    if (found == groups.end()) found = groups.insert(groups.end(), {r->group, {}});
    auto& versions = found->second;
    if (std::find(versions.begin(), versions.end(), r->version) == versions.end())
      versions.push_back(r->version);
  }
  return groups;
}

json Discovery::aggregated(bool core, std::string_view version) const {
  json items = json::array();
  for (const auto& [group, versions] : groups()) {
    if (group.empty() != core) continue;
    json item = {{"metadata", json::object()}};
    if (!group.empty()) item["metadata"]["name"] = group;
    for (const std::string& v : versions) {
      json resources = json::array();
      for (const schema::Resource* r : resources_) {
        if (r->group == group && r->version == v) resources.push_back(aggregated_resource(*r));
      }
      item["versions"].push_back(
          {{"version", v}, {"resources", std::move(resources)}, {"freshness", "Current"}});
    }
    items.push_back(std::move(item));
  }
  return {{"kind", "APIGroupDiscoveryList"},
          {"apiVersion", "apidiscovery.k8s.io/" + std::string(version)},
          {"metadata", json::object()},
          {"items", std::move(items)}};
}

json Discovery::api_versions() const {
  return {{"kind", "APIVersions"}, {"versions", {"v1"}}, {"serverAddressByClientCIDRs", json::array()}};
}

json Discovery::api_group(std::string_view wanted) const {
  for (const auto& [group, versions] : groups()) {
    if (group != wanted || group.empty()) continue;
    json item = {{"kind", "APIGroup"}, {"apiVersion", "v1"}, {"name", group}, {"versions", json::array()}};
    for (const std::string& v : versions) item["versions"].push_back(group_version(group, v));
    item["preferredVersion"] = item["versions"][0];
    return item;
  }
  return nullptr;
}

json Discovery::api_group_list() const {
  json list = {{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", json::array()}};
  for (const auto& [group, versions] : groups()) {
    if (group.empty()) continue;
    json item = api_group(group);
    item.erase("kind");
    item.erase("apiVersion");
    list["groups"].push_back(std::move(item));
  }
  return list;
}

json Discovery::api_resource_list(std::string_view group, std::string_view version) const {
  json resources = json::array();
  for (const schema::Resource* r : resources_) {
    if (r->group != group || r->version != version) continue;
    resources.push_back(legacy_resource(*r));
    for (const schema::Subresource* sub : served_subresources(*r)) {
      json item = {{"name", r->plural + "/" + sub->name},
                   {"singularName", ""},
                   {"namespaced", r->namespaced},
                   {"kind", sub->kind},
                   {"verbs", sub->verbs}};
      if (sub->group != r->group || sub->version != r->version) {
        item["group"] = sub->group;
        item["version"] = sub->version;
      }
      resources.push_back(std::move(item));
    }
  }
  if (resources.empty()) return nullptr;
  return {{"kind", "APIResourceList"},
          {"apiVersion", "v1"},
          {"groupVersion", schema::api_version(group, version)},
          {"resources", std::move(resources)}};
}

const schema::Resource* Discovery::find(std::string_view group, std::string_view version,
                                        std::string_view plural) const {
  for (const schema::Resource* r : resources_) {
    if (r->plural == plural && r->group == group && r->version == version) return r;
  }
  return nullptr;
}

}  // namespace podium
