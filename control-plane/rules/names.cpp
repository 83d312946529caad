#include "control-plane/rules/names.h"

#include <algorithm>
#include <cctype>

namespace podium {
namespace {

constexpr std::size_t kMaxSubdomain = 253, kMaxLabel = 63, kMaxPortName = 15;
constexpr std::size_t kMaxAnnotations = 256 * 1024;

constexpr const char* kSubdomain =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
    "start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
constexpr const char* kLabel =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start "
    "and end with "
    "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
constexpr const char* kLabel1035 =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
    "character, "
    "and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
    "'[a-z]([-a-z0-9]*[a-z0-9])?')";
constexpr const char* kLabelValue =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
    "start and "
    "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for "
    "validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
constexpr const char* kQualifiedName =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
    "alphanumeric "
    "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
constexpr const char* kConfigKey =
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
    "'KEY_NAME',  or "
    "'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool alnum(char c) { return lower(c) || digit(c) || (c >= 'A' && c <= 'Z'); }

bool is_label(std::string_view s) {
  if (s.empty() || !(lower(s.front()) || digit(s.front())) || !(lower(s.back()) || digit(s.back())))
    return false;
  return std::all_of(s.begin(), s.end(), [](char c) { return lower(c) || digit(c) || c == '-'; });
}

bool is_subdomain(std::string_view s) {
  for (std::size_t at = 0; at <= s.size();) {
    const std::size_t dot = std::min(s.find('.', at), s.size());
    if (!is_label(s.substr(at, dot - at))) return false;
    at = dot + 1;
  }
  return true;
}

bool is_name_part(std::string_view s) {
  if (s.empty() || !alnum(s.front()) || !alnum(s.back())) return false;
  return std::all_of(s.begin(), s.end(), [](char c) { return alnum(c) || c == '-' || c == '_' || c == '.'; });
}

std::string at_most(std::size_t max) { return "must be no more than " + std::to_string(max) + " characters"; }

std::string name_fault(std::string_view name, NameForm form) {
  switch (form) {
    case NameForm::kSubdomain: return dns_subdomain_fault(name);
    case NameForm::kLabel: return dns_label_fault(name);
    case NameForm::kLabel1035: return dns_1035_label_fault(name);
    case NameForm::kPath: return name == "." || name == ".." ? "may not be '" + std::string(name) + "'" : "";
  }
  return "";
}

}  // namespace

std::string dns_subdomain_fault(std::string_view name) {
  if (name.size() > kMaxSubdomain) return at_most(kMaxSubdomain);
  return is_subdomain(name) ? "" : kSubdomain;
}

std::string dns_label_fault(std::string_view name) {
  if (name.size() > kMaxLabel) return at_most(kMaxLabel);
  return is_label(name) ? "" : kLabel;
}

std::string dns_1035_label_fault(std::string_view name) {
  if (name.size() > kMaxLabel) return at_most(kMaxLabel);
  return is_label(name) && lower(name.front()) ? "" : kLabel1035;
}

std::string label_value_fault(std::string_view value) {
  if (value.size() > kMaxLabel) return at_most(kMaxLabel);
  return value.empty() || is_name_part(value) ? "" : kLabelValue;
}

std::string qualified_name_fault(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash != std::string_view::npos) {
    const std::string_view prefix = name.substr(0, slash);
    if (prefix.empty()) return "prefix part must be non-empty";
    if (const std::string fault = dns_subdomain_fault(prefix); !fault.empty()) return "prefix part " + fault;
    name.remove_prefix(slash + 1);
  }
  if (name.empty()) return "name part must be non-empty";
  if (name.size() > kMaxLabel) return "name part " + at_most(kMaxLabel);
  return is_name_part(name) ? "" : kQualifiedName;
}

std::string config_key_fault(std::string_view key) {
  if (key.size() > kMaxSubdomain) return at_most(kMaxSubdomain);
  const bool fine = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return alnum(c) || c == '-' || c == '_' || c == '.';
  });
  return fine ? "" : kConfigKey;
}

std::string env_name_fault(std::string_view name) {
  const bool fine =
      std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~' && c != '='; });
  return fine ? ""
              : "a valid environment variable name must consist only of printable ASCII characters other "
                "than '='";
}

std::string port_name_fault(std::string_view name) {
  if (name.size() > kMaxPortName) return at_most(kMaxPortName);
  if (!std::all_of(name.begin(), name.end(), [](char c) { return lower(c) || digit(c) || c == '-'; })) {
    return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
  }
  if (std::none_of(name.begin(), name.end(), lower)) return "must contain at least one letter (a-z)";
  if (name.find("--") != std::string_view::npos) return "must not contain consecutive hyphens";
  if (name.front() == '-' || name.back() == '-') return "must not begin or end with a hyphen";
  return "";
}

void check_data(const Labels& data, const char* field, std::size_t& bytes, FieldErrors& errors) {
  for (const auto& [key, value] : data) {
    const std::string fault = config_key_fault(key);
    const std::string place = std::string(field) + "[" + key.str() + "]";
    if (!fault.empty()) errors.push_back(invalid_text(place, key, fault));
    bytes += value.size();
  }
}

void check_labels(const Labels& labels, const std::string& field, FieldErrors& errors) {
  for (const auto& [key, value] : labels) {
    if (const std::string fault = qualified_name_fault(key); !fault.empty())
      errors.push_back(invalid_text(field, key, fault));
    if (const std::string fault = label_value_fault(value); !fault.empty())
      errors.push_back(invalid_text(field, value, fault));
  }
}

void check_metadata(const ObjectMeta& metadata, bool namespaced, NameForm form, FieldErrors& errors) {
  if (metadata.name.empty()) {
    errors.push_back(required("metadata.name", "name or generateName is required"));
  } else if (const std::string fault = name_fault(metadata.name, form); !fault.empty()) {
    errors.push_back(invalid_text("metadata.name", metadata.name, fault));
  }
  if (namespaced && metadata.namespace_.empty()) errors.push_back(required("metadata.namespace"));
  if (namespaced && !metadata.namespace_.empty()) {
    const std::string fault = dns_label_fault(metadata.namespace_);
    if (!fault.empty()) errors.push_back(invalid_text("metadata.namespace", metadata.namespace_, fault));
  }
  if (!namespaced && !metadata.namespace_.empty()) {
    errors.push_back(field_forbidden("metadata.namespace", "not allowed on this type"));
  }
  check_labels(metadata.labels, "metadata.labels", errors);
  std::size_t bytes = 0;
  for (const auto& [key, value] : metadata.annotations) {
    std::string lowered(key.view());
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::string fault = qualified_name_fault(lowered);
    if (!fault.empty()) errors.push_back(invalid_text("metadata.annotations", key, fault));
    bytes += key.size() + value.size();
  }
  if (bytes > kMaxAnnotations) errors.push_back(too_long("metadata.annotations", kMaxAnnotations));
  int controllers = 0;
  for (std::size_t i = 0; i < metadata.owner_references.size(); ++i) {
    const OwnerReference& owner = metadata.owner_references[i];
    const std::string field = element("metadata.ownerReferences", i);
    if (owner.api_version.empty())
      errors.push_back(invalid_text(field + ".apiVersion", "", "version must not be empty"));
    if (owner.kind.empty()) errors.push_back(invalid_text(field + ".kind", "", "must not be empty"));
    if (owner.name.empty()) errors.push_back(invalid_text(field + ".name", "", "must not be empty"));
    if (owner.uid.empty()) errors.push_back(invalid_text(field + ".uid", "", "must not be empty"));
    controllers += owner.controller.value_or(false) ? 1 : 0;
  }
  if (controllers > 1) {
    errors.push_back(invalid_value("metadata.ownerReferences", "[]",
                                   "Only one reference can have Controller set to true."));
  }
}

void check_selector(const LabelSelector& selector, const std::string& field, FieldErrors& errors) {
  check_labels(selector.match_labels, field + ".matchLabels", errors);
  for (std::size_t i = 0; i < selector.match_expressions.size(); ++i) {
    const LabelSelectorRequirement& need = selector.match_expressions[i];
    const std::string at = element(field + ".matchExpressions", i);
    const bool lists = need.operator_ == "In" || need.operator_ == "NotIn";
    const bool asks = need.operator_ == "Exists" || need.operator_ == "DoesNotExist";
    if (lists && need.values.empty()) {
      errors.push_back(required(at + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
    }
    if (asks && !need.values.empty()) {
      errors.push_back(field_forbidden(at + ".values",
                                       "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    }
    if (!lists && !asks)
      errors.push_back(invalid_text(at + ".operator", need.operator_, "not a valid selector operator"));
    if (const std::string fault = qualified_name_fault(need.key); !fault.empty()) {
      errors.push_back(invalid_text(at + ".key", need.key, fault));
    }
  }
}

}  // namespace podium
