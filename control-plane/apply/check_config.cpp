#include "control-plane/apply/check_config.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "control-plane/apply/elements.h"

namespace podium::apply {
namespace {

using nlohmann::json;
using schema::Shape;

// Steps. Everything here recurses, and a body of the largest size could hold a million.
constexpr int kDeepest = 1000;

// What was found so far, and where the check is.
struct Findings {
  std::string path;
  int depth = 0;
  std::vector<std::string> problems;

  void add(const std::string& problem) { problems.push_back(path + ": " + problem); }
};

std::string text_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

void check(const Place& place, const json& value, Findings& findings);

// Checks what is one step below.
void check_below(const Place& place, const json& value, const PathElement& step, Findings& findings) {
  const std::size_t length = findings.path.size();
  if (findings.depth == kDeepest) return findings.problems.push_back("exceeded max depth");
  findings.path += to_string(step);
  ++findings.depth;
  check(place, value, findings);
  --findings.depth;
  findings.path.resize(length);
}

// What a scalar of the type must be; null if anything will do.
const char* expected_scalar(Shape shape, const json& value) {
  switch (shape) {
    case Shape::kString:
    case Shape::kBytes: return value.is_string() ? nullptr : "string";
    case Shape::kInt32:
    case Shape::kInt64:
    case Shape::kDouble: return value.is_number() ? nullptr : "numeric (int or float)";
    case Shape::kBool: return value.is_boolean() ? nullptr : "boolean";
    case Shape::kList: return value.is_array() ? nullptr : "list";
    case Shape::kStruct:
    case Shape::kMap: return value.is_object() ? nullptr : "map";
    default: return nullptr;
  }
}

void check_elements(const Place& place, const json& list, Findings& findings) {
  std::map<PathElement, int> seen;
  std::size_t index = 0;
  for (const json& element : list) {
    const Address address = address_of(place, element);
    if (!address.element) {
      findings.add("element " + std::to_string(index) + ": " + address.error);
    } else {
      if (++seen[*address.element] == 2)
        findings.add("duplicate entries for key " + to_string(*address.element));
      check_below(place.element(), element, *address.element, findings);
    }
    ++index;
  }
}

void check_members(const Place& place, const json& object, Findings& findings) {
  for (const auto& [name, member] : object.items()) {
    if (place.type->shape == Shape::kStruct && !place.declares(name)) {
      findings.problems.push_back(findings.path + "." + name + ": field not declared in schema");
    } else {
      check_below(place.member(name), member, PathElement::field(name), findings);
    }
  }
}

void check(const Place& place, const json& value, Findings& findings) {
  if (value.is_null()) return;
  if (const char* expected = expected_scalar(place.type->shape, value)) {
    findings.add(std::string("expected ") + expected +
                 ", got &value.valueUnstructured{Value:" + text_of(value) + "}");
    return;
  }
  const Division division = place.division(value);
  if (division == Division::kElements) check_elements(place, value, findings);
  if (division == Division::kMembers) check_members(place, value, findings);
}

}  // namespace

std::string check_config(const schema::Type& type, const json& config) {
  Findings findings;
  check(Place{&type}, config, findings);
  if (findings.problems.size() == 1) return findings.problems.front();
  std::string text;
  for (const std::string& problem : findings.problems)
    text += (text.empty() ? "errors:\n  " : "\n  ") + problem;
  return text;
}

}  // namespace podium::apply
