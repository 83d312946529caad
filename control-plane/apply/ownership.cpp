#include "control-plane/apply/ownership.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/untracked.h"
#include "control-plane/apply/versions.h"

namespace podium::apply {
namespace {

using nlohmann::json;

// Real API servers keep no time for the entries of the scale subresource.
constexpr std::string_view kScale = "scale";

void forget_empty(Managers& managers) {
  std::erase_if(managers, [](const Manager& manager) { return manager.fields.empty(); });
}

}  // namespace

Manager writer(const Write& write, Operation operation) {
  Manager manager;
  manager.name = write.manager.empty() ? "unknown" : write.manager;
  manager.operation = operation;
  manager.api_version = write.api_version;
  manager.subresource = write.subresource;
  if (write.subresource != kScale) manager.time = write.time;
  return manager;
}

json without_managers(const json& object) {
  json result = object;
  set_managed_fields(result, nullptr);
  return result;
}

void forget_unserved(const Write& write, Managers& managers) {
  std::erase_if(managers, [&](const Manager& manager) {
    return manager.api_version != write.api_version &&
           (write.versions == nullptr || write.versions->type(manager.api_version) == nullptr);
  });
}

void take_from_others(Managers& managers, const Manager& writer, const Changes& changes) {
  for (Manager& manager : managers) {
    if (manager.same_as(writer)) continue;
    const Comparison& seen = changes.in(manager.api_version);
    manager.fields = subtract(manager.fields, unite(seen.written(), seen.removed));
  }
  forget_empty(managers);
}

void update_owners(const Write& write, const json& before, const json& after, Managers& managers) {
  const Changes changes(write, before, after);
  Manager self = writer(write, Operation::kUpdate);
  take_from_others(managers, self, changes);
  self.fields = without_untracked(changes.own().written());
  Manager* known = find(managers, self);
  if (known) known->fields = subtract(known->fields, changes.own().removed);
  if (known && !self.fields.empty()) {
    known->fields = unite(known->fields, self.fields);
    known->time = self.time;
  } else if (!known) {
    managers.push_back(std::move(self));
  }
  forget_empty(managers);
  merge_oldest(managers, write.options.most_updaters);
}

}  // namespace podium::apply
