// Forms of names, labels and keys, with the sentences that Kubernetes answers to others.
#pragma once

#include <string_view>

#include "control-plane/objects/meta.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// Each returns what is wrong with the text, or an empty string.
std::string dns_subdomain_fault(std::string_view name);   // up to 253: most objects
std::string dns_label_fault(std::string_view name);       // up to 63: namespaces, containers, volumes
std::string dns_1035_label_fault(std::string_view name);  // starts with a letter: services
std::string label_value_fault(std::string_view value);
std::string qualified_name_fault(std::string_view name);  // label keys, annotation keys, finalizers
std::string config_key_fault(std::string_view key);
std::string env_name_fault(std::string_view name);
std::string port_name_fault(std::string_view name);  // up to 15, with a letter

// What all values of a ConfigMap or Secret may take together.
inline constexpr std::size_t kMaxConfigBytes = 1 << 20;

// The keys of a ConfigMap's or Secret's data; adds the size of the values to `bytes`.
void check_data(const Labels& data, const char* field, std::size_t& bytes, FieldErrors& errors);

void check_labels(const Labels& labels, const std::string& field, FieldErrors& errors);

enum class NameForm { kSubdomain, kLabel, kLabel1035, kPath };

// metadata of a new object: name by its form, namespace, labels, annotations, owners, finalizers.
void check_metadata(const ObjectMeta& metadata, bool namespaced, NameForm form, FieldErrors& errors);

// A selector's operators and values.
void check_selector(const LabelSelector& selector, const std::string& field, FieldErrors& errors);

}  // namespace podium
