#include "control-plane/custom/prune.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/custom/tree.h"
#include "control-plane/schema/table.h"

namespace podium::custom {
namespace {

using nlohmann::json;

constexpr std::string_view kOfEveryObject[] = {"apiVersion", "kind", "metadata"};

bool of_every_object(std::string_view name) {
  return std::ranges::find(kOfEveryObject, name) != std::end(kOfEveryObject);
}

class Pruner {
 public:
  explicit Pruner(std::vector<std::string>& unknown) : unknown_(unknown) {}

  void prune(const json& schema, json& value, const std::string& path, bool whole) {
    if (value.is_array()) {
      const json& items = object_at(schema, "items");
      for (std::size_t i = 0; i < value.size(); ++i)
        prune(items, value[i], path + "[" + std::to_string(i) + "]", false);
    } else if (value.is_object()) {
      prune_object(schema, value, path, whole || flag_at(schema, "x-kubernetes-embedded-resource"));
    }
  }

 private:
  void prune_object(const json& schema, json& value, const std::string& path, bool whole) {
    const json& properties = object_at(schema, "properties");
    const bool keep = flag_at(schema, "x-kubernetes-preserve-unknown-fields");
    const auto others = schema.find("additionalProperties");
    for (auto field = value.begin(); field != value.end();) {
      const std::string& name = field.key();
      const std::string inner = path.empty() ? name : path + "." + name;
      const auto known = properties.find(name);
      const bool any = keep || (others != schema.end() && *others != false);
      if (whole && of_every_object(name)) {
        // Not the schema's business.
      } else if (known != properties.end()) {
        prune(*known, *field, inner, false);
      } else if (others != schema.end() && others->is_object()) {
        prune(*others, *field, inner, false);
      } else if (!any) {
        unknown_.push_back("unknown field \"" + inner + "\"");
        field = value.erase(field);
        continue;
      }
      ++field;
    }
  }

  std::vector<std::string>& unknown_;
};

void default_value(const json& schema, json& value, bool whole) {
  if (value.is_array()) {
    const json& items = object_at(schema, "items");
    for (json& element : value) default_value(items, element, false);
  }
  if (!value.is_object()) return;
  const json& properties = object_at(schema, "properties");
  for (const auto& [name, property] : properties.items()) {
    if (whole && of_every_object(name)) continue;
    const auto found = value.find(name);
    const bool missing = found == value.end() || (found->is_null() && !flag_at(property, "nullable"));
    if (missing && property.contains("default")) value[name] = property["default"];
    if (value.contains(name)) default_value(property, value[name], false);
  }
  const json& others = object_at(schema, "additionalProperties");
  if (others.empty()) return;
  for (auto& [name, element] : value.items()) {
    if (!properties.contains(name)) default_value(others, element, false);
  }
}

// A custom object before its schema is looked at: typed metadata and any fields beside it.
const schema::Type& metadata_only() {
  static const schema::Type type = [] {
    schema::Type holder{schema::Shape::kStruct, "object"};
    holder.fields.emplace_back().name = "metadata";
    holder.fields.back().type = schema::kubernetes().find_type("meta/v1.ObjectMeta");
    return holder;
  }();
  return type;
}

}  // namespace

void prune(const json& schema, json& object, std::vector<std::string>& unknown) {
  Pruner(unknown).prune(schema, object, "", true);
}

void prune_part(const json& schema, json& value, std::vector<std::string>& unknown) {
  Pruner(unknown).prune(schema, value, "", false);
}

void set_defaults(const json& schema, json& object) { default_value(schema, object, true); }

schema::Decoding read_tree(const json& schema, json tree, json& object) {
  if (!tree.is_object()) return {"an object is expected", true, {}};
  json metadata;
  const auto given = tree.find("metadata");
  json holder = json::object();
  if (given != tree.end()) holder["metadata"] = *given;
  schema::Decoding decoding = schema::decode_tree(metadata_only(), std::move(holder), metadata);
  if (!decoding.ok()) return decoding;
  object = std::move(tree);
  object.erase("metadata");
  if (metadata.contains("metadata")) object["metadata"] = metadata["metadata"];
  prune(schema, object, decoding.problems);
  return decoding;
}

schema::Decoding read_text(const json& schema, std::string_view text, json& object) {
  // The values have no types yet; duplicate fields are found in the text alone.
  json tree;
  schema::Decoding read = schema::decode_text_of_any(text, tree);
  if (!read.ok()) return read;
  schema::Decoding decoding = read_tree(schema, std::move(tree), object);
  decoding.problems.insert(decoding.problems.begin(), read.problems.begin(), read.problems.end());
  return decoding;
}

}  // namespace podium::custom
