// metadata.managedFields: who owns which fields of an object.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "control-plane/apply/field_set.h"

namespace podium::apply {

enum class Operation : std::uint8_t { kApply, kUpdate };

struct Manager {
  std::string name;
  Operation operation = Operation::kUpdate;
  std::string api_version;  // "apps/v1"
  std::string subresource;  // empty: the object itself
  std::string time;         // RFC 3339, UTC, to the second; may be empty
  FieldSet fields;

  // The same manager doing the same: whoever applies does so in any version.
  bool same_as(const Manager& other) const;
  // What a real API server orders managers by.
  std::string identifier() const;
};

using Managers = std::vector<Manager>;

// Null if there is none.
Manager* find(Managers& managers, const Manager& wanted);
const Manager* find(const Managers& managers, const Manager& wanted);

// The entries of a list, or none if one of them is broken: then real API servers disregard all of them.
std::optional<Managers> decode_managers(const nlohmann::json& entries);
// As a list in the order of a real API server: those that apply first, then by time, name, version,
// subresource.
nlohmann::json encode_managers(const Managers& managers);

// The same entries, whatever their times.
bool same_owners(const Managers& before, const Managers& after);

// The metadata.managedFields of an object; null if there is none.
const nlohmann::json* managed_fields(const nlohmann::json& object);
void set_managed_fields(nlohmann::json& object, nlohmann::json entries);  // none if they are empty

// Merges the oldest managers that update, so that at most `most` of them remain, by version, into one named
// "ancient-changes".
void merge_oldest(Managers& managers, std::size_t most);

}  // namespace podium::apply
