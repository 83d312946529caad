// What is wrong with a field, in Kubernetes' words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace podium {

struct FieldError {
  std::string type;     // "Required value"
  std::string reason;   // of a Status cause: "FieldValueRequired"
  std::string field;    // "spec.containers[0].name"
  std::string message;  // behind the field: "Invalid value: \"x\": must be ..."

  std::string text() const { return field + ": " + message; }
};

using FieldErrors = std::vector<FieldError>;

FieldError required(std::string field, std::string_view detail = "");
FieldError invalid_text(std::string field, std::string_view value,
                        std::string_view detail);  // value in quotes
FieldError invalid_value(std::string field, const std::string& value,
                         std::string_view detail);  // value as it is
FieldError not_supported(std::string field, std::string_view value,
                         const std::vector<std::string>& supported);
FieldError duplicate(std::string field, std::string_view value);
FieldError field_forbidden(std::string field, std::string_view detail);
FieldError field_not_found(std::string field, std::string_view value);
FieldError too_long(std::string field, std::int64_t max);

std::string quoted(std::string_view text);

// "spec.containers[2]".
std::string element(const std::string& list, std::size_t index);

}  // namespace podium
