// APIServices: the server says which are available, and those of custom group versions follow the
// definitions.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "control-plane/aggregation/api_service.h"
#include "control-plane/api/state.h"
#include "control-plane/custom/crd_status.h"
#include "control-plane/custom/tree.h"

namespace podium {
namespace {

const nlohmann::json& spec_of(const Object& object) {
  return custom::object_at(static_cast<const Generic&>(object).body.json(), "spec");
}

// The versions of the group that established definitions serve.
std::set<std::string> served_versions(const Store& store, const KindInfo& definitions,
                                      const std::string& group) {
  std::set<std::string> versions;
  store.each(definitions, {}, [&](const ObjectRef& object) {
    const nlohmann::json& spec = spec_of(*object);
    if (custom::text_at(spec, "group") != group ||
        !custom::is_established(static_cast<const Generic&>(*object)))
      return;
    for (const nlohmann::json& version : custom::list_at(spec, "versions")) {
      if (custom::flag_at(version, "served")) versions.insert(custom::text_at(version, "name"));
    }
  });
  return versions;
}

}  // namespace

void ApiServer::State::settle_api_service(Object& fresh) const {
  if (aggregation::is_api_service(fresh.kind()))
    aggregation::settle(static_cast<Generic&>(fresh), executor.now());
}

ApiStatus ApiServer::State::check_api_service(const Object& fresh) const {
  if (!aggregation::is_api_service(fresh.kind())) return {};
  const FieldErrors errors = aggregation::check(static_cast<const Generic&>(fresh));
  return errors.empty() ? ApiStatus() : invalid(fresh.kind(), fresh.metadata.name, errors);
}

void ApiServer::State::follow_group(const Object& changed) {
  const bool service = aggregation::is_api_service(changed.kind());
  if (!service && !custom::is_definition(changed.kind())) return;
  if (service && !aggregation::follows_definitions(changed)) return;
  const std::string group = custom::text_at(spec_of(changed), "group");
  const KindInfo& kind = aggregation::api_service_kind();
  std::set<std::string> missing =
      served_versions(store, *find_kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition"), group);
  std::vector<Key> stale;
  store.each(kind, {}, [&](const ObjectRef& object) {
    const nlohmann::json& spec = spec_of(*object);
    if (custom::text_at(spec, "group") != group) return;
    const bool wanted = missing.erase(custom::text_at(spec, "version")) > 0;
    if (!wanted && aggregation::follows_definitions(*object)) stale.push_back(key_of(*object));
  });
  ApiRequest request;
  request.kind = &kind;
  for (const std::string& version : missing)
    create_object(request, aggregation::custom_service(group, version), Owners::kKnown);
  for (const Key& key : stale) {
    request.key = key;
    remove(request);
  }
}

}  // namespace podium
