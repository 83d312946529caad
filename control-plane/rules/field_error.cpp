#include "control-plane/rules/field_error.h"

namespace podium {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '\n': out += "\\n"; continue;
      case '\t': out += "\\t"; continue;
      case '\r': out += "\\r"; continue;
      case '"':
      case '\\': out += '\\'; break;
      default: break;
    }
    out += c;
  }
  return out + "\"";
}

std::string element(const std::string& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

FieldError required(std::string field, std::string_view detail) {
  return {"Required value", "FieldValueRequired", std::move(field),
          "Required value" + (detail.empty() ? std::string() : ": " + std::string(detail))};
}

FieldError invalid_text(std::string field, std::string_view value, std::string_view detail) {
  return invalid_value(std::move(field), quoted(value), detail);
}

FieldError invalid_value(std::string field, const std::string& value, std::string_view detail) {
  return {"Invalid value", "FieldValueInvalid", std::move(field),
          "Invalid value: " + value + ": " + std::string(detail)};
}

FieldError not_supported(std::string field, std::string_view value,
                         const std::vector<std::string>& supported) {
  std::string list;
  for (const std::string& choice : supported) list += (list.empty() ? "" : ", ") + quoted(choice);
  return {"Unsupported value", "FieldValueNotSupported", std::move(field),
          "Unsupported value: " + quoted(value) + ": supported values: " + list};
}

FieldError duplicate(std::string field, std::string_view value) {
  return {"Duplicate value", "FieldValueDuplicate", std::move(field), "Duplicate value: " + quoted(value)};
}

FieldError field_forbidden(std::string field, std::string_view detail) {
  return {"Forbidden", "FieldValueForbidden", std::move(field), "Forbidden: " + std::string(detail)};
}

FieldError field_not_found(std::string field, std::string_view value) {
  return {"Not found", "FieldValueNotFound", std::move(field), "Not found: " + quoted(value)};
}

FieldError too_long(std::string field, std::int64_t max) {
  return {"Too long", "FieldValueTooLong", std::move(field),
          "Too long: may not be more than " + std::to_string(max) + " bytes"};
}

}  // namespace podium
