#include "control-plane/apply/ownership.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/untracked.h"

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

void forget_other_versions(Managers& managers, std::string_view api_version) {
  std::erase_if(managers, [&](const Manager& manager) { return manager.api_version != api_version; });
}

void take_from_others(Managers& managers, const Manager& writer, const Comparison& changes) {
  const FieldSet lost = unite(changes.written(), changes.removed);
  for (Manager& manager : managers) {
    if (!manager.same_as(writer)) manager.fields = subtract(manager.fields, lost);
  }
  forget_empty(managers);
}

void update_owners(const Write& write, const json& before, const json& after, Managers& managers) {
  Comparison changes = compare(write.type, before, after);
  changes.leave_out(reset_fields(write));
  Manager self = writer(write, Operation::kUpdate);
  take_from_others(managers, self, changes);
  self.fields = without_untracked(changes.written());
  Manager* known = find(managers, self);
  if (known) known->fields = subtract(known->fields, changes.removed);
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
