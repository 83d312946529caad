#include "control-plane/apply/fields_v1.h"

#include <nlohmann/json.hpp>

namespace podium::apply {
namespace {

using nlohmann::json;

constexpr const char* kSelf = ".";

// A branch of which nothing is said is a member itself.
std::optional<Branch> parse_branch(const json& fields) {
  Branch branch;
  if (!fields.is_object()) return branch.member = true, branch;
  for (const auto& [name, value] : fields.items()) {
    if (name == kSelf) {
      branch.member = true;
      continue;
    }
    WireElement wire = from_wire(name);
    if (!wire.known) continue;
    std::optional<Branch> below = parse_branch(value);
    if (!wire.element || !below) return std::nullopt;
    branch.put(*wire.element, std::move(*below));
  }
  if (branch.below.empty()) branch.member = true;
  return branch;
}

json to_json(const FieldSet& set, bool member) {
  json fields = json::object();
  if (member && !set.empty()) fields[kSelf] = json::object();
  for (const FieldSet::Node& node : set.nodes())
    fields[to_wire(node.element)] = to_json(node.below, node.member);
  return fields;
}

void write(const FieldSet& set, bool member, std::string& out) {
  const char* separator = "{";
  if (member && !set.empty()) {
    out += "{\".\":{}";
    separator = ",";
  }
  for (const FieldSet::Node& node : set.nodes()) {
    out += separator + to_text(to_wire(node.element), true) + ":";
    write(node.below, node.member, out);
    separator = ",";
  }
  out += set.empty() ? "{}" : "}";
}

}  // namespace

std::optional<FieldSet> parse_fields(const json& fields) {
  std::optional<Branch> branch = parse_branch(fields);
  if (!branch) return std::nullopt;
  return std::move(branch->below);
}

json to_json(const FieldSet& set) { return to_json(set, false); }

std::string to_text(const FieldSet& set) {
  std::string text;
  write(set, false, text);
  return text;
}

}  // namespace podium::apply
