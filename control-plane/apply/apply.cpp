// apply: what a manager wants becomes part of the object, what it does not want any more goes.
#include <nlohmann/json.hpp>

#include "control-plane/apply/changes.h"
#include "control-plane/apply/check_config.h"
#include "control-plane/apply/conflict.h"
#include "control-plane/apply/last_applied.h"
#include "control-plane/apply/merge.h"
#include "control-plane/apply/owned_fields.h"
#include "control-plane/apply/ownership.h"
#include "control-plane/apply/stored_form.h"
#include "control-plane/apply/tracking.h"
#include "control-plane/apply/untracked.h"
#include "control-plane/apply/versions.h"

namespace podium::apply {
namespace {

using nlohmann::json;

constexpr const char* kBeforeFirstApply = "before-first-apply";

Failure bad_request(std::string message) { return {400, "BadRequest", std::move(message), {}}; }

// Empty if the object has no such text. A configuration comes as somebody wrote it.
std::string text(const json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : "";
}

// "apps/v1, Kind=Deployment"; the core group has no name: "/v1, Kind=Pod".
std::string kind_text(const std::string& version, const std::string& kind) {
  return (version.find('/') == version.npos ? "/" : "") + version + ", Kind=" + kind;
}

Failure not_an_object(const json& config) {
  return bad_request(
      std::string("error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot "
                  "unmarshal ") +
      config.type_name() + " into Go value of type map[string]interface {}");
}

Failure check(const Write& write, const json& config) {
  if (!config.is_object()) return not_an_object(config);
  const std::string version = text(config, "apiVersion"), kind = text(config, "kind");
  if (version != write.api_version || kind != write.kind)
    return bad_request("invalid object type: " + kind_text(version, kind));
  const json metadata = config.value("metadata", json::object());
  if (managed_fields(config)) return bad_request("metadata.managedFields must be nil");
  std::string wrong = check_config(write.type, config);
  if (wrong.empty() && !metadata.is_object()) wrong = ".metadata: expected map";
  if (wrong.empty()) return {};
  return {500,
          "",
          "failed to create typed patch object (" + text(metadata, "namespace") + "/" +
              text(metadata, "name") + "; " + kind_text(version, kind) + "): " + wrong,
          {}};
}

// All that an object without owners has belongs to a manager of this name once somebody applies.
void adopt(const Write& write, const json& live, Managers& managers) {
  Write first = write;
  first.manager = kBeforeFirstApply;
  update_owners(first, json::object(), live, managers);
}

Managers live_managers(const Write& write, const json& object, const json* live) {
  Managers managers;
  const json* entries = live ? managed_fields(*live) : nullptr;
  if (entries) managers = decode_managers(*entries).value_or(Managers());
  if (managers.empty() && live) adopt(write, object, managers);
  forget_unserved(write, managers);
  return managers;
}

// What `last` set and the manager does not want any more, as far as nobody else owns it. With a field of a
// struct goes all that is in it, like its defaults, unless it belongs to somebody.
FieldSet given_up(const schema::Type& type, const json& merged, const FieldSet& last,
                  const Managers& managers) {
  const Place root{&type};
  const auto fields = [&](const json& object) { return with_named_fields(root, owned_fields(type, object)); };
  const FieldSet before = with_named_fields(root, last), all = fields(merged);
  FieldSet kept = fields(remove(type, merged, before));
  for (const Manager& manager : managers) kept = unite(kept, with_named_fields(root, manager.fields));
  const FieldSet left = fields(remove(type, merged, subtract(all, kept)));
  // An empty struct that is kept would be taken away with the last of its defaults.
  return subtract(intersect(subtract(all, left), before), kept);
}

// Fields of the object, in a version, as those of another: what is there if nothing but them is.
FieldSet translated(const Versions& versions, const json& object, const FieldSet& fields,
                    const std::string& from, const std::string& to) {
  const schema::Type& type = *versions.type(from);
  const json seen = versions.convert(object, from);
  json part = remove(type, seen, subtract(owned_fields(type, seen), fields));
  part["apiVersion"] = from;
  return owned_fields(*versions.type(to), versions.convert(part, to));
}

// The object without what `last`, applied in another version, set and is not wanted any more.
json without_given_up(const Write& write, const json& object, const Manager& last, Managers managers) {
  const Versions& versions = *write.versions;
  const schema::Type& type = *versions.type(last.api_version);
  for (Manager& manager : managers) {
    if (manager.api_version != last.api_version)
      manager.fields = translated(versions, object, manager.fields, manager.api_version, last.api_version);
  }
  const json seen = versions.convert(object, last.api_version);
  const FieldSet gone = given_up(type, stored_form(type, seen), last.fields, managers);
  return versions.convert(remove(type, seen, gone), write.api_version);
}

// One attempt: the object it leads to, whose it is, and what it changes.
struct Attempt {
  json object;
  Managers managers;
  Comparison changes;
};

Attempt attempt(const Write& write, const json& live, const Managers& managers, const json& config,
                const Manager& self) {
  Attempt result{merge(write.type, live, config), managers, {}};
  const Manager* known = find(managers, self);
  const FieldSet last = known ? known->fields : FieldSet();
  if (Manager* entry = find(result.managers, self)) {
    *entry = self;
  } else {
    result.managers.push_back(self);
  }
  const json stored = stored_form(write.type, live);
  json merged = merge(write.type, stored, config);
  if (!last.empty() && known->api_version != write.api_version) {
    result.object = without_given_up(write, result.object, *known, result.managers);
    merged = stored_form(write.type, result.object);
  } else if (!last.empty()) {
    const FieldSet gone = given_up(write.type, merged, last, result.managers);
    merged = remove(write.type, merged, gone);
    result.object = remove(write.type, result.object, gone);
  }
  result.changes = compare(write.type, stored, merged);
  result.changes.leave_out(reset_fields(write));
  return result;
}

// The conflicts that count. What kubectl applied itself, at the client, it may take over.
std::vector<Conflict> conflicts_of(const Write& write, const json& live, const Attempt& attempt,
                                   const Manager& self, const Changes& changes) {
  std::vector<Conflict> conflicts = find_conflicts(attempt.managers, self, changes);
  if (write.manager != kKubectl || conflicts.empty()) return conflicts;
  const FieldSet own = last_applied_fields(write, live);
  std::erase_if(conflicts, [&](const Conflict& conflict) { return own.has(conflict.path); });
  return conflicts;
}

// What nobody owns counted among the applied fields until here, lest it be pruned.
void settle(Managers& managers, const Manager& self) {
  if (Manager* entry = find(managers, self)) entry->fields = without_untracked(entry->fields);
  std::erase_if(managers, [](const Manager& manager) { return manager.fields.empty(); });
}

}  // namespace

Failure apply(const Write& write, const json* live, const json& config, bool force, json& object) {
  if (Failure failure = check(write, config)) return failure;
  const json present = live ? without_managers(*live) : json::object();
  const Managers before = live_managers(write, present, live);
  Manager self = writer(write, Operation::kApply);
  self.fields = subtract_trees(owned_fields(write.type, config), reset_fields(write));

  Attempt result = attempt(write, present, before, config, self);
  const Changes changes(write, present, result.object, std::move(result.changes));
  if (!force) {
    const std::vector<Conflict> conflicts = conflicts_of(write, present, result, self, changes);
    if (!conflicts.empty()) return conflict_failure(conflicts);
  }
  take_from_others(result.managers, self, changes);
  settle(result.managers, self);
  if (write.manager == kKubectl) renew_last_applied(config, write.options, result.object);
  set_managed_fields(result.object, encode_managers(result.managers));
  if (live) keep_times(*live, result.object);
  object = std::move(result.object);
  return {};
}

}  // namespace podium::apply
