// YAML as Kubernetes' tools read it, to JSON trees that remember their lines.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace podium {

struct YamlDocument {
  nlohmann::json json;
  std::string file;
  int number = 1;  // in its file, from 1
  int first_line = 1;
  std::map<std::string, int> lines;  // of each value, by JSON pointer

  // The line of a value; of the nearest value around it if it is not there itself.
  int line_of(const std::string& json_pointer) const;
};

struct YamlResult {
  std::vector<YamlDocument> documents;  // empty ones are left out
  std::string error;                    // "web.yaml:12: ..."; empty if all is well
};

// Several documents, anchors, aliases and merge keys. Scalars mean what they mean to kubectl. Duplicate
// keys, aliases that grow without bound and absurd depth are refused.
YamlResult parse_yaml(const std::string& text, const std::string& file);

// Exactly one document. Returns what is wrong, or an empty text.
std::string parse_single_yaml(const std::string& text, nlohmann::json& out);

std::string to_yaml(const nlohmann::json& value);

}  // namespace podium
