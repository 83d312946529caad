// One object behind an API server that does nothing but track who owns what: no defaults, no validation.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "control-plane/apply/fields_v1.h"
#include "control-plane/apply/managers.h"
#include "control-plane/apply/tracking.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/table.h"
#include "tests/support/catch.h"

namespace podium::apply {

using nlohmann::json;

// Single quotes stand for double ones.
inline json tree(std::string text) {
  for (char& c : text) {
    if (c == '\'') c = '"';
  }
  return json::parse(text);
}

class OneObject {
 public:
  explicit OneObject(const char* kind = "Deployment", const char* api_version = "apps/v1")
      : kind_(kind), api_version_(api_version) {
    const std::string version = api_version;
    const auto slash = version.find('/');
    const bool core = slash == version.npos;
    type_ = schema::kubernetes().find_type(core ? "" : version.substr(0, slash),
                                           core ? version : version.substr(slash + 1), kind);
    REQUIRE(type_);
  }

  Write write(std::string_view manager, std::string_view subresource = "") const {
    return {*type_, api_version_, kind_, manager, time, subresource};
  }

  // The state that a manager wants with PUT, or with POST if there is none yet.
  void update(std::string_view manager, json wanted, std::string_view subresource = "") {
    name(wanted);
    track(write(manager, subresource), exists() ? &live : nullptr, wanted);
    keep(std::move(wanted));
  }

  // A change of some fields, as with a merge patch.
  void patch(std::string_view manager, const json& change, std::string_view subresource = "") {
    json wanted = live;
    wanted.merge_patch(change);
    update(manager, std::move(wanted), subresource);
  }

  Failure apply(std::string_view manager, json config, bool force = false) {
    name(config);
    json outcome;
    Failure failure = apply::apply(write(manager), exists() ? &live : nullptr, config, force, outcome);
    if (!failure) keep(std::move(outcome));
    return failure;
  }

  bool exists() const { return !live.is_null(); }

  Managers managers() const {
    const json* entries = managed_fields(live);
    return entries ? decode_managers(*entries).value() : Managers();
  }

  // What a manager owns, in the canonical text; empty if nothing.
  std::string owned(std::string_view manager, Operation operation = Operation::kApply,
                    std::string_view subresource = "") const {
    const Manager* entry = entry_of(manager, operation, subresource);
    return entry ? to_text(entry->fields) : "";
  }

  std::string time_of(std::string_view manager, Operation operation = Operation::kApply) const {
    const Manager* entry = entry_of(manager, operation, "");
    return entry ? entry->time : "none";
  }

  const schema::Type& type() const { return *type_; }

  json live;
  std::string time = "2026-01-02T03:04:05Z";

 private:
  void name(json& object) const {
    object["apiVersion"] = api_version_;
    object["kind"] = kind_;
    object["metadata"]["name"] = "web";
  }

  const Manager* entry_of(std::string_view manager, Operation operation, std::string_view subresource) const {
    decoded_ = managers();
    for (const Manager& entry : decoded_) {
      if (entry.name == manager && entry.operation == operation && entry.subresource == subresource)
        return &entry;
    }
    return nullptr;
  }

  // What a store keeps is decoded: nulls are gone.
  void keep(json object) {
    const schema::Decoding decoding = schema::decode_tree(*type_, std::move(object), live);
    INFO(decoding.error);
    REQUIRE(decoding.ok());
  }

  const char *kind_, *api_version_;
  const schema::Type* type_;
  mutable Managers decoded_;
};

}  // namespace podium::apply
