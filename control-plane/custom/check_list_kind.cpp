// How lists and maps of a schema are merged, and whether that is possible.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "control-plane/custom/check_schema.h"
#include "control-plane/custom/tree.h"

namespace podium::custom {
namespace {

using nlohmann::json;

constexpr const char* kListType = "x-kubernetes-list-type";
constexpr const char* kMapType = "x-kubernetes-map-type";
constexpr const char* kMapKeys = "x-kubernetes-list-map-keys";

// As Go prints a list of texts with %#v.
std::string go_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + podium::quoted(text);
  return "[]string{" + list + "}";
}

class Checker {
 public:
  Checker(const json& schema, const std::string& path, FieldErrors& errors)
      : schema_(schema),
        items_(object_at(schema, "items")),
        keys_(texts_at(schema, kMapKeys)),
        kind_(text_at(schema, kListType)),
        path_(path),
        errors_(errors) {}

  void check() {
    check_type(kMapType, "object");
    check_type(kListType, "array");
    const std::string map = text_at(schema_, kMapType);
    if (!map.empty() && map != "atomic" && map != "granular")
      errors_.push_back(not_supported(path_ + "." + kMapType, map, {"atomic", "granular"}));
    if (!kind_.empty() && kind_ != "atomic" && kind_ != "set" && kind_ != "map")
      errors_.push_back(not_supported(path_ + "." + kListType, kind_, {"atomic", "set", "map"}));
    if (!keys_.empty() && kind_ != "map") {
      const char* demand = "must be map if x-kubernetes-list-map-keys is non-empty";
      errors_.push_back(kind_.empty() ? required(path_ + "." + kListType, demand)
                                      : invalid_text(path_ + "." + kListType, kind_, demand));
    }
    if (kind_ == "set" && text_at(schema_, "type") == "array") check_set();
    if (kind_ == "map") check_map();
    if ((kind_ == "set" || kind_ == "map") && flag_at(items_, "nullable"))
      errors_.push_back(field_forbidden(path_ + ".items.nullable",
                                        "cannot be nullable when x-kubernetes-list-type is " + kind_));
  }

 private:
  void check_type(const char* keyword, const std::string& wanted) {
    const std::string type = text_at(schema_, "type"), place = path_ + ".type";
    if (text_at(schema_, keyword).empty() || type == wanted) return;
    const std::string demand = "must be " + wanted + " if " + keyword + " is specified";
    errors_.push_back(type.empty() ? required(place, demand) : invalid_text(place, type, demand));
  }

  // Elements of a set are what they are as a whole.
  void check_set() {
    const std::string type = text_at(items_, "type");
    const bool list = type == "array" && text_at(items_, kListType) != "atomic" && items_.contains(kListType);
    const bool map = type == "object" && text_at(items_, kMapType) != "atomic";
    if (!list && !map) return;
    const char* keyword = list ? kListType : kMapType;
    const std::string value = items_.contains(keyword) ? podium::quoted(text_at(items_, keyword)) : "null";
    errors_.push_back(invalid_value(path_ + ".items." + keyword, value,
                                    "must be atomic as item of a list with x-kubernetes-list-type=set"));
  }

  void check_map() {
    if (keys_.empty())
      errors_.push_back(
          required(path_ + "." + kMapKeys, "must not be empty if x-kubernetes-list-type is map"));
    if (items_.empty())
      return errors_.push_back(
          required(path_ + ".items", "must have a schema if x-kubernetes-list-type is map"));
    if (const std::string type = text_at(items_, "type"); type != "object")
      return errors_.push_back(invalid_text(
          path_ + ".items.type", type, "must be object if parent array's x-kubernetes-list-type is map"));
    std::set<std::string> seen;
    for (const std::string& name : keys_) {
      check_key(name);
      if (!seen.insert(name).second) wrong_keys("must not contain duplicate entries");
    }
  }

  void wrong_keys(const char* demand) {
    errors_.push_back(invalid_value(path_ + "." + kMapKeys, go_list(keys_), demand));
  }

  void check_key(const std::string& name) {
    const json& properties = object_at(items_, "properties");
    const auto property = properties.find(name);
    if (property == properties.end()) return wrong_keys("entries must all be names of item properties");
    const std::string place = path_ + ".items.properties[" + name + "]", type = text_at(*property, "type");
    if (type == "array" || type == "object")
      errors_.push_back(invalid_text(
          place + ".type", type, "must be a scalar type if parent array's x-kubernetes-list-type is map"));
    const json& needed = list_at(items_, "required");
    const std::string because = "this property is in x-kubernetes-list-map-keys, so it ";
    if (std::ranges::find(needed, json(name)) == needed.end() && !property->contains("default"))
      errors_.push_back(
          required(place + ".default", because + "must have a default or be a required property"));
    if (flag_at(*property, "nullable"))
      errors_.push_back(field_forbidden(place + ".nullable", because + "cannot be nullable"));
  }

  const json &schema_, &items_;
  const std::vector<std::string> keys_;
  const std::string kind_, path_;
  FieldErrors& errors_;
};

}  // namespace

void check_list_kind(const json& schema, const std::string& path, FieldErrors& errors) {
  Checker(schema, path, errors).check();
}

}  // namespace podium::custom
