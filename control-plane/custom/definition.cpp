#include "control-plane/custom/definition.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <tuple>

#include "control-plane/custom/build_type.h"
#include "control-plane/custom/tree.h"

namespace podium::custom {
namespace {

using nlohmann::json;

struct Parts {
  int stage = 0;  // 3: stable, 2: beta, 1: alpha, 0: no such form
  int major = 0, minor = 0;
};

bool take_number(std::string_view& text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

Parts parts_of(std::string_view version) {
  Parts parts;
  if (!version.starts_with('v')) return {};
  version.remove_prefix(1);
  if (!take_number(version, parts.major)) return {};
  parts.stage = 3;
  if (version.empty()) return parts;
  parts.stage = version.starts_with("beta") ? 2 : version.starts_with("alpha") ? 1 : 0;
  if (parts.stage == 0) return {};
  version.remove_prefix(parts.stage == 2 ? 4 : 5);
  return take_number(version, parts.minor) && version.empty() ? parts : Parts{};
}

std::vector<Column> columns_of(const json& version) {
  std::vector<Column> columns;
  for (const json& column : list_at(version, "additionalPrinterColumns")) {
    columns.push_back({text_at(column, "name"), text_at(column, "type"), text_at(column, "format"),
                       text_at(column, "description"), text_at(column, "jsonPath"),
                       integer_at(column, "priority").value_or(0)});
  }
  if (columns.empty()) {
    columns.push_back({"Age", "date", "",
                       "CreationTimestamp is a timestamp representing the server time when this object was "
                       "created.",
                       ".metadata.creationTimestamp"});
  }
  return columns;
}

void add_subresources(const json& version, Version& made) {
  const json& subresources = object_at(version, "subresources");
  schema::Resource& resource = made.resource;
  const std::vector<std::string> verbs = {"get", "patch", "update"};
  if (subresources.contains("status"))
    resource.subresources.push_back({"status", resource.group, resource.version, resource.kind, verbs});
  if (!subresources.contains("scale")) return;
  const json& scale = subresources["scale"];
  made.scale = {text_at(scale, "specReplicasPath"), text_at(scale, "statusReplicasPath"),
                text_at(scale, "labelSelectorPath")};
  resource.subresources.push_back({"scale", "autoscaling", "v1", "Scale", verbs});
}

std::string deprecation_of(const Definition& definition, const json& version) {
  if (!flag_at(version, "deprecated")) return "";
  if (std::string own = text_at(version, "deprecationWarning"); !own.empty()) return own;
  return definition.group + "/" + text_at(version, "name") + " " + definition.kind + " is deprecated";
}

void add_version(Definition& definition, const json& names, const json& version) {
  Version& made = definition.versions.emplace_back();
  made.served = flag_at(version, "served");
  made.deprecation = deprecation_of(definition, version);
  made.schema = Tree(object_at(object_at(version, "schema"), "openAPIV3Schema"));
  schema::Resource& resource = made.resource;
  resource.group = definition.group;
  resource.version = text_at(version, "name");
  resource.plural = definition.plural;
  resource.kind = definition.kind;
  resource.singular = text_at(names, "singular");
  resource.namespaced = definition.namespaced;
  resource.verbs = {"delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"};
  resource.short_names = texts_at(names, "shortNames");
  resource.categories = texts_at(names, "categories");
  add_subresources(version, made);
  resource.type = build_type(made.schema.json(), definition.kind, made.types);
  made.columns = columns_of(version);
  for (const json& field : list_at(version, "selectableFields"))
    made.selectable.push_back(text_at(field, "jsonPath"));
  if (flag_at(version, "storage")) definition.storage_version = resource.version;
}

}  // namespace

bool version_before(std::string_view left, std::string_view right) {
  const Parts a = parts_of(left), b = parts_of(right);
  if (a.stage == 0 && b.stage == 0) return left < right;
  return std::tie(a.stage, a.major, a.minor) > std::tie(b.stage, b.major, b.minor);
}

const Version* Definition::find(std::string_view version) const {
  for (const Version& known : versions) {
    if (known.resource.version == version) return known.served ? &known : nullptr;
  }
  return nullptr;
}

const Version& Definition::storage() const {
  return *std::ranges::find_if(
      versions, [this](const Version& version) { return version.resource.version == storage_version; });
}

bool defines_kind(const Generic& crd) {
  const json& spec = object_at(crd.body.json(), "spec");
  const json& names = object_at(spec, "names");
  const auto stored = std::ranges::count_if(list_at(spec, "versions"), [](const json& version) {
    return flag_at(version, "storage") && !text_at(version, "name").empty();
  });
  return stored == 1 && !text_at(spec, "group").empty() && !text_at(names, "plural").empty() &&
         !text_at(names, "kind").empty();
}

std::unique_ptr<Definition> read_definition(const Generic& crd) {
  auto definition = std::make_unique<Definition>();
  const json spec = object_at(crd.body.json(), "spec");
  const json& names = object_at(spec, "names");
  definition->spec = Tree(spec);
  definition->group = text_at(spec, "group");
  definition->plural = text_at(names, "plural");
  definition->kind = text_at(names, "kind");
  definition->list_kind = text_at(names, "listKind");
  definition->namespaced = text_at(spec, "scope") == "Namespaced";
  std::vector<const json*> versions;
  for (const json& version : list_at(spec, "versions")) versions.push_back(&version);
  std::ranges::stable_sort(versions, [](const json* left, const json* right) {
    return version_before(text_at(*left, "name"), text_at(*right, "name"));
  });
  for (const json* version : versions) add_version(*definition, names, *version);
  return definition;
}

}  // namespace podium::custom
