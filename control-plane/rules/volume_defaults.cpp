#include "control-plane/rules/volume_defaults.h"

#include <nlohmann/json.hpp>

namespace podium {
namespace {

using nlohmann::json;

void default_items(json& source) {
  const auto items = source.find("items");
  if (items == source.end()) return;
  for (json& item : *items) default_field_ref(item);
}

void default_projections(json& projected) {
  constexpr int kTokenSeconds = 3600;
  const auto sources = projected.find("sources");
  if (sources == projected.end()) return;
  for (json& source : *sources) {
    if (source.contains("downwardAPI")) default_items(source["downwardAPI"]);
    const auto token = source.find("serviceAccountToken");
    if (token != source.end() && token->is_object()) token->emplace("expirationSeconds", kTokenSeconds);
  }
}

// Files of a volume can be read by all and written by their owner.
void default_source(const std::string& name, json& source) {
  constexpr int kMode = 0644;
  if (!source.is_object()) return;
  const bool files = name == "secret" || name == "configMap" || name == "downwardAPI" || name == "projected";
  if (files) source.emplace("defaultMode", kMode);
  if (name == "hostPath") source.emplace("type", "");
  if (name == "downwardAPI") default_items(source);
  if (name == "projected") default_projections(source);
}

// Has the source all its defaults already? Then its JSON need not be copied to find out. Only the sources
// with defaults deep inside are looked through each time.
bool complete(const Tree& volume) {
  const json& sources = volume.json();
  if (!sources.is_object() || sources.empty()) return false;
  const json& source = sources.front();
  const std::string& name = sources.begin().key();
  if (name == "hostPath") return source.contains("type");
  const bool files = name == "secret" || name == "configMap";
  return files ? source.contains("defaultMode") : name != "downwardAPI" && name != "projected";
}

}  // namespace

void default_field_ref(json& holder) {
  const auto reference = holder.find("fieldRef");
  if (reference != holder.end() && reference->is_object()) reference->emplace("apiVersion", "v1");
}

void default_volumes(List<Volume>& volumes) {
  for (std::size_t i = 0; i < volumes.size(); ++i) {
    if (complete(volumes[i].rest)) continue;
    json sources = volumes[i].rest.json();
    if (sources.is_null() || sources.empty()) sources = {{"emptyDir", json::object()}};
    for (auto source = sources.begin(); source != sources.end(); ++source)
      default_source(source.key(), *source);
    if (sources != volumes[i].rest.json()) volumes.edit()[i].rest = Tree(std::move(sources));
  }
}

}  // namespace podium
