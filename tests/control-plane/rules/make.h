// Objects from YAML, and what the rules say about them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "control-plane/codec/json.h"
#include "control-plane/codec/yaml.h"
#include "control-plane/rules/rules.h"
#include "tests/support/catch.h"

namespace podium::make {

inline Ref<Object> object(const std::string& yaml) {
  nlohmann::json tree;
  REQUIRE(parse_single_yaml(yaml, tree) == "");
  DecodedObject decoded = from_json(tree);
  INFO(decoded.error);
  REQUIRE(decoded.value);
  return decoded.value;
}

inline Ref<Object> defaulted(const std::string& yaml) {
  Ref<Object> made = object(yaml);
  rules_of(made->kind()).set_defaults(*made);
  return made;
}

using Lines = std::vector<std::string>;

inline Lines lines_of(const FieldErrors& errors) {
  Lines lines;
  for (const FieldError& error : errors) lines.push_back(error.text());
  return lines;
}

// What is wrong with a new object, a line each.
inline Lines faults(const std::string& yaml) {
  const Ref<Object> made = defaulted(yaml);
  return lines_of(rules_of(made->kind()).validate(*made));
}

inline Lines update_faults(const std::string& before, const std::string& after) {
  const Ref<Object> old = defaulted(before), fresh = defaulted(after);
  return lines_of(rules_of(old->kind()).validate_update(*old, *fresh));
}

inline nlohmann::json yaml(const std::string& text) {
  nlohmann::json tree;
  REQUIRE(parse_single_yaml(text, tree) == "");
  return tree;
}

// A pod around a container's or a spec's further lines of flow YAML: pod("ports: [{containerPort: 80}]").
inline std::string pod(const std::string& container = "", const std::string& spec = "") {
  return "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: default}\nspec:\n  containers:\n"
         "  - {name: c, image: nginx" +
         (container.empty() ? "" : ", " + container) + "}\n" + (spec.empty() ? "" : "  " + spec + "\n");
}

// Any workload with a template of pods labelled {a: b}, named "w".
inline std::string workload(const std::string& api_version, const std::string& kind, const std::string& spec,
                            const std::string& pod_spec = "", const std::string& labels = "{a: b}") {
  return "apiVersion: " + api_version + "\nkind: " + kind +
         "\nmetadata: {name: w, namespace: default}\nspec:\n" + (spec.empty() ? "" : "  " + spec + "\n") +
         "  template:\n    metadata: {labels: " + labels +
         "}\n    spec:\n      containers: [{name: c, image: nginx}]\n" +
         (pod_spec.empty() ? "" : "      " + pod_spec + "\n");
}

inline std::string deployment(const std::string& spec = "selector: {matchLabels: {a: b}}",
                              const std::string& labels = "{a: b}", const std::string& pod_spec = "") {
  return workload("apps/v1", "Deployment", spec, pod_spec, labels);
}

inline std::string service(const std::string& spec) {
  return "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: default}\nspec: {" + spec + "}\n";
}

}  // namespace podium::make
