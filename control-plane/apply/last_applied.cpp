#include "control-plane/apply/last_applied.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/comparison.h"
#include "control-plane/apply/owned_fields.h"
#include "control-plane/apply/stored_form.h"

namespace podium::apply {
namespace {

using nlohmann::json;

constexpr const char* kAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

// Null if the object has none.
const json* annotations(const json& object) {
  const auto metadata = object.find("metadata");
  if (metadata == object.end() || !metadata->is_object()) return nullptr;
  const auto all = metadata->find("annotations");
  return all != metadata->end() && all->is_object() ? &*all : nullptr;
}

// What kubectl wrote into it; empty if nothing.
std::string last_applied(const json& object) {
  const json* all = annotations(object);
  if (!all) return "";
  const auto at = all->find(kAnnotation);
  return at != all->end() && at->is_string() ? at->get<std::string>() : "";
}

bool too_large(const json& all, std::size_t most) {
  std::size_t size = 0;
  for (const auto& [name, value] : all.items())
    size += name.size() + (value.is_string() ? value.get_ref<const std::string&>().size() : 0);
  return size > most;
}

}  // namespace

FieldSet last_applied_fields(const Write& write, const json& live) {
  const json applied = json::parse(last_applied(live), nullptr, false);
  if (!applied.is_object() || applied.value("apiVersion", json()) != std::string(write.api_version))
    return {};
  const Comparison since = compare(write.type, applied, stored_form(write.type, live));
  return subtract(subtract(owned_fields(write.type, applied), since.written()), since.removed);
}

void renew_last_applied(const json& config, const TrackingOptions& options, json& object) {
  if (last_applied(object).empty()) return;
  json remembered = config;
  if (annotations(remembered)) remembered["metadata"]["annotations"].erase(kAnnotation);
  json& all = object["metadata"]["annotations"];
  all[kAnnotation] = escape_for_go(remembered.dump(-1, ' ', false, json::error_handler_t::replace)) + "\n";
  if (too_large(all, options.largest_annotations)) all.erase(kAnnotation);
}

}  // namespace podium::apply
