#include "control-plane/apply/managers.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "control-plane/apply/fields_v1.h"

namespace podium::apply {
namespace {

using nlohmann::json;

constexpr const char* kAncientChanges = "ancient-changes";
constexpr const char* kFieldsType = "FieldsV1";

const char* to_text(Operation operation) { return operation == Operation::kApply ? "Apply" : "Update"; }

auto place_in_list(const Manager& manager) {
  return std::tie(manager.operation, manager.time, manager.name, manager.api_version, manager.subresource);
}

// Empty if the entry has no such text.
std::string text(const json& entry, const char* name) {
  const auto at = entry.find(name);
  return at != entry.end() && at->is_string() ? at->get<std::string>() : "";
}

std::optional<Manager> decode(const json& entry) {
  if (!entry.is_object()) return std::nullopt;
  const std::string operation = text(entry, "operation");
  Manager manager{text(entry, "manager"), operation == "Apply" ? Operation::kApply : Operation::kUpdate,
                  text(entry, "apiVersion"), text(entry, "subresource"), text(entry, "time")};
  if (operation != "Apply" && operation != "Update") return std::nullopt;
  if (manager.api_version.empty() || text(entry, "fieldsType") != kFieldsType) return std::nullopt;
  const auto fields = entry.find("fieldsV1");
  std::optional<FieldSet> set = parse_fields(fields != entry.end() ? *fields : json::object());
  if (!set) return std::nullopt;
  manager.fields = std::move(*set);
  return manager;
}

json encode(const Manager& manager) {
  json entry = {{"manager", manager.name},
                {"operation", to_text(manager.operation)},
                {"apiVersion", manager.api_version},
                {"fieldsType", kFieldsType},
                {"fieldsV1", to_json(manager.fields)}};
  if (!manager.time.empty()) entry["time"] = manager.time;
  if (!manager.subresource.empty()) entry["subresource"] = manager.subresource;
  return entry;
}

std::vector<Manager> take_updaters(Managers& managers) {
  const auto first = std::stable_partition(managers.begin(), managers.end(), [](const Manager& manager) {
    return manager.operation == Operation::kApply;
  });
  std::vector<Manager> updaters(std::make_move_iterator(first), std::make_move_iterator(managers.end()));
  managers.erase(first, managers.end());
  std::sort(updaters.begin(), updaters.end(), [](const Manager& a, const Manager& b) {
    return a.time != b.time ? a.time < b.time : a.identifier() < b.identifier();
  });
  return updaters;
}

}  // namespace

bool Manager::same_as(const Manager& other) const {
  return name == other.name && operation == other.operation && subresource == other.subresource &&
         (operation == Operation::kApply || api_version == other.api_version);
}

std::string Manager::identifier() const {
  std::string result =
      "{\"manager\":" + apply::to_text(name, true) + ",\"operation\":\"" + to_text(operation) + '"';
  if (operation == Operation::kUpdate) result += ",\"apiVersion\":\"" + api_version + '"';
  if (!subresource.empty()) result += ",\"subresource\":\"" + subresource + '"';
  return result + "}";
}

const Manager* find(const Managers& managers, const Manager& wanted) {
  const auto at = std::find_if(managers.begin(), managers.end(),
                               [&](const Manager& manager) { return manager.same_as(wanted); });
  return at != managers.end() ? &*at : nullptr;
}

Manager* find(Managers& managers, const Manager& wanted) {
  return const_cast<Manager*>(find(std::as_const(managers), wanted));
}

std::optional<Managers> decode_managers(const json& entries) {
  Managers managers;
  if (!entries.is_array()) return managers;
  for (const json& entry : entries) {
    std::optional<Manager> manager = decode(entry);
    if (!manager) return std::nullopt;
    if (Manager* same = find(managers, *manager)) {
      *same = std::move(*manager);
    } else {
      managers.push_back(std::move(*manager));
    }
  }
  return managers;
}

json encode_managers(const Managers& managers) {
  std::vector<const Manager*> order;
  for (const Manager& manager : managers) order.push_back(&manager);
  std::sort(order.begin(), order.end(),
            [](const Manager* a, const Manager* b) { return place_in_list(*a) < place_in_list(*b); });
  json entries = json::array();
  for (const Manager* manager : order) entries.push_back(encode(*manager));
  return entries;
}

bool same_owners(const Managers& before, const Managers& after) {
  return before.size() == after.size() &&
         std::all_of(after.begin(), after.end(), [&](const Manager& manager) {
           const Manager* same = find(before, manager);
           return same && same->api_version == manager.api_version && same->fields == manager.fields;
         });
}

const json* managed_fields(const json& object) {
  const auto metadata = object.find("metadata");
  if (metadata == object.end() || !metadata->is_object()) return nullptr;
  const auto entries = metadata->find("managedFields");
  return entries != metadata->end() ? &*entries : nullptr;
}

void set_managed_fields(json& object, json entries) {
  if (entries.is_array() && !entries.empty()) {
    object["metadata"]["managedFields"] = std::move(entries);
  } else if (const auto metadata = object.find("metadata"); metadata != object.end()) {
    metadata->erase("managedFields");
  }
}

void merge_oldest(Managers& managers, std::size_t most) {
  const auto updates = std::count_if(managers.begin(), managers.end(), [](const Manager& manager) {
    return manager.operation == Operation::kUpdate;
  });
  std::size_t count = static_cast<std::size_t>(updates);
  if (count <= most) return;
  std::map<std::string, Manager> buckets;  // by version: the oldest so far, and how it is named
  for (Manager& manager : take_updaters(managers)) {
    const auto bucket = count > most ? buckets.find(manager.api_version) : buckets.end();
    if (count <= most) {
      managers.push_back(std::move(manager));
    } else if (bucket == buckets.end()) {
      buckets.emplace(manager.api_version, std::move(manager));
    } else {
      Manager& ancient = bucket->second;
      ancient.name = kAncientChanges;
      ancient.subresource.clear();
      ancient.time = manager.time;
      ancient.fields = unite(ancient.fields, manager.fields);
      --count;
    }
  }
  for (auto& [version, manager] : buckets) {
    if (Manager* same = find(managers, manager)) {
      same->fields = unite(same->fields, manager.fields);
    } else {
      managers.push_back(std::move(manager));
    }
  }
}

}  // namespace podium::apply
