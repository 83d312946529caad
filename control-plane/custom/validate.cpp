#include "control-plane/custom/validate.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "control-plane/custom/patterns.h"
#include "control-plane/custom/tree.h"

namespace podium::custom {
namespace {

using nlohmann::json;

std::string type_of(const json& value) {
  if (value.is_number_integer()) return "integer";
  if (value.is_number()) return "number";
  if (value.is_boolean()) return "boolean";
  if (value.is_null()) return "null";
  if (value.is_string()) return "string";
  return value.is_array() ? "array" : "object";
}

std::string shown(const json& value) { return value.dump(); }

std::string number_text(double value) {
  return value == std::floor(value) && std::abs(value) < 1e15
             ? std::to_string(static_cast<std::int64_t>(value))
             : json(value).dump();
}

std::int64_t characters(const std::string& text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

class Validator {
 public:
  FieldErrors errors;

  void check(const json& schema, const json& value, const std::string& path, bool whole) {
    if (value.is_null() && flag_at(schema, "nullable")) return;
    if (!check_type(schema, value, path)) return;
    check_enum(schema, value, path);
    if (value.is_number()) check_number(schema, value, path);
    if (value.is_string()) check_text(schema, value.get_ref<const std::string&>(), path);
    if (value.is_array()) check_list(schema, value, path);
    if (value.is_object()) check_object(schema, value, path, whole);
    check_junctors(schema, value, path);
  }

 private:
  void wrong(const std::string& path, const std::string& value, const std::string& rest) {
    errors.push_back(invalid_value(path, value, path + " " + rest));
  }

  void wrong_type(const std::string& path, const std::string& found, const std::string& wanted) {
    const std::string what = podium::quoted(found);
    FieldError error = invalid_value(path, what, path + " in body must be of type " + wanted + ": " + what);
    error.reason = "FieldValueTypeInvalid";
    errors.push_back(std::move(error));
  }

  bool check_type(const json& schema, const json& value, const std::string& path) {
    const std::string found = type_of(value);
    if (flag_at(schema, "x-kubernetes-int-or-string")) {
      if (found == "integer" || found == "string") return true;
      wrong_type(path, found, "integer,string");
      return false;
    }
    const std::string wanted = text_at(schema, "type");
    const bool whole_number =
        value.is_number_float() && value.get<double>() == std::floor(value.get<double>());
    if (wanted.empty() || wanted == found || (wanted == "number" && found == "integer") ||
        (wanted == "integer" && whole_number))
      return true;
    wrong_type(path, found, wanted);
    return false;
  }

  void check_enum(const json& schema, const json& value, const std::string& path) {
    const json& allowed = list_at(schema, "enum");
    if (allowed.empty() || std::ranges::find(allowed, value) != allowed.end()) return;
    std::vector<std::string> texts;
    for (const json& one : allowed) texts.push_back(one.is_string() ? one.get<std::string>() : one.dump());
    errors.push_back(not_supported(path, value.is_string() ? value.get<std::string>() : value.dump(), texts));
  }

  void check_number(const json& schema, const json& value, const std::string& path) {
    const double number = value.get<double>();
    if (const auto least = number_at(schema, "minimum")) {
      const bool open = flag_at(schema, "exclusiveMinimum");
      if (number < *least || (open && number == *least))
        wrong(path, shown(value),
              std::string("in body should be greater than ") + (open ? "" : "or equal to ") +
                  number_text(*least));
    }
    if (const auto most = number_at(schema, "maximum")) {
      const bool open = flag_at(schema, "exclusiveMaximum");
      if (number > *most || (open && number == *most))
        wrong(
            path, shown(value),
            std::string("in body should be less than ") + (open ? "" : "or equal to ") + number_text(*most));
    }
    if (const auto step = number_at(schema, "multipleOf"); step && *step > 0) {
      const double parts = number / *step;
      if (std::abs(parts - std::round(parts)) > 1e-9)
        wrong(path, shown(value), "in body should be a multiple of " + number_text(*step));
    }
  }

  void check_text(const json& schema, const std::string& text, const std::string& path) {
    const std::int64_t length = characters(text);
    if (const auto least = integer_at(schema, "minLength"); least && length < *least)
      wrong(path, podium::quoted(text),
            "in body should be at least " + std::to_string(*least) + " chars long");
    if (const auto most = integer_at(schema, "maxLength"); most && length > *most)
      errors.push_back(too_long(path, *most));
    if (const std::string pattern = text_at(schema, "pattern");
        !pattern.empty() && !matches_pattern(text, pattern))
      wrong(path, podium::quoted(text), "in body should match '" + pattern + "'");
    if (const std::string format = text_at(schema, "format"); !format.empty() && !has_format(text, format))
      wrong(path, podium::quoted(text), "in body must be of type " + format + ": " + podium::quoted(text));
  }

  // `what`: "items", "properties".
  void check_count(const json& schema, const char* min, const char* max, const char* what, const json& value,
                   const std::string& path) {
    const auto count = static_cast<std::int64_t>(value.size());
    if (const auto least = integer_at(schema, min); least && count < *least)
      wrong(path, value.is_array() ? std::to_string(count) : shown(value),
            "in body should have at least " + std::to_string(*least) + " " + what);
    if (const auto most = integer_at(schema, max); most && count > *most)
      errors.push_back({"Too many", "FieldValueTooMany", path,
                        "Too many: " + std::to_string(count) + ": must have at most " +
                            std::to_string(*most) + (*most == 1 ? " item" : " items")});
  }

  void check_list(const json& schema, const json& list, const std::string& path) {
    check_count(schema, "minItems", "maxItems", "items", list, path);
    const json& items = object_at(schema, "items");
    for (std::size_t i = 0; i < list.size(); ++i) check(items, list[i], element(path, i), false);
    const std::string kind = text_at(schema, "x-kubernetes-list-type");
    if (kind == "set" || flag_at(schema, "uniqueItems")) check_unique(list, path);
    if (kind == "map") check_keys(schema, list, path);
  }

  void check_unique(const json& list, const std::string& path) {
    for (std::size_t i = 1; i < list.size(); ++i) {
      if (std::find(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(i), list[i]) !=
          list.begin() + static_cast<std::ptrdiff_t>(i))
        repeated(element(path, i), list[i]);
    }
  }

  void check_keys(const json& schema, const json& list, const std::string& path) {
    std::vector<json> seen;
    for (std::size_t i = 0; i < list.size(); ++i) {
      json key = json::object();
      for (const std::string& field : texts_at(schema, "x-kubernetes-list-map-keys")) {
        if (list[i].is_object() && list[i].contains(field)) key[field] = list[i][field];
      }
      if (std::ranges::find(seen, key) != seen.end()) repeated(element(path, i), key);
      seen.push_back(std::move(key));
    }
  }

  void repeated(const std::string& path, const json& value) {
    FieldError error = duplicate(path, "");
    error.message = "Duplicate value: " + go_text(value);
    errors.push_back(std::move(error));
  }

  void check_object(const json& schema, const json& value, const std::string& path, bool whole) {
    check_count(schema, "minProperties", "maxProperties", "properties", value, path);
    const std::string prefix = path.empty() ? "" : path + ".";
    for (const std::string& name : texts_at(schema, "required")) {
      if (!value.contains(name)) errors.push_back(required(prefix + name));
    }
    const json& properties = object_at(schema, "properties");
    const json& others = object_at(schema, "additionalProperties");
    for (const auto& [name, field] : value.items()) {
      if (whole && (name == "metadata" || name == "apiVersion" || name == "kind")) continue;
      const auto known = properties.find(name);
      if (known != properties.end())
        check(*known, field, prefix + name, false);
      else if (!others.empty())
        check(others, field, prefix + name, false);
    }
  }

  bool fits(const json& schema, const json& value, const std::string& path) {
    Validator inner;
    inner.check(schema, value, path, false);
    return inner.errors.empty();
  }

  void unfit(const std::string& path, const json& value, const std::string& rest) {
    errors.push_back(
        invalid_value(path, value.is_string() ? shown(value) : "\"\"", podium::quoted(path) + " " + rest));
  }

  void check_junctors(const json& schema, const json& value, const std::string& path) {
    const bool int_or_string = flag_at(schema, "x-kubernetes-int-or-string");
    const auto count = [&](const char* name) {
      return std::ranges::count_if(list_at(schema, name),
                                   [&](const json& s) { return fits(s, value, path); });
    };
    if (const json& any = list_at(schema, "anyOf"); !any.empty() && !int_or_string && count("anyOf") == 0)
      unfit(path, value, "must validate at least one schema (anyOf)");
    if (const json& one = list_at(schema, "oneOf"); !one.empty()) {
      const auto fitting = count("oneOf");
      if (fitting == 0)
        unfit(path, value, "must validate one and only one schema (oneOf). Found none valid");
      else if (fitting > 1)
        unfit(path, value,
              "must validate one and only one schema (oneOf). Found " + std::to_string(fitting) +
                  " valid alternatives");
    }
    for (const json& part : list_at(schema, "allOf")) check(part, value, path, false);
    if (const auto part = schema.find("not"); part != schema.end() && fits(*part, value, path))
      unfit(path, value, "must not validate the schema (not)");
  }
};

}  // namespace

FieldErrors validate(const json& schema, const json& object) {
  Validator validator;
  validator.check(schema, object, "", true);
  return std::move(validator.errors);
}

FieldErrors validate_part(const json& schema, const json& value) {
  Validator validator;
  validator.check(schema, value, "", false);
  return std::move(validator.errors);
}

}  // namespace podium::custom
