#include "scenarios/runner/condition.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

namespace podium::scenario {

#define X(stem) ConditionKind stem##_condition();
#include "scenarios/runner/conditions/all.inc"
#undef X

namespace {

const std::vector<ConditionKind>& kinds() {
  static const std::vector<ConditionKind> all = {
#define X(stem) stem##_condition(),
#include "scenarios/runner/conditions/all.inc"
#undef X
  };
  return all;
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool take_number(std::string_view text, double& value) {
  if (text.ends_with('%')) text.remove_suffix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::unique_ptr<Condition> read_condition(const Section& section) {
  std::string names;
  for (const ConditionKind& kind : kinds()) {
    if (section.has(kind.field)) return kind.read(section);
    names += (names.empty() ? "" : ", ") + std::string(kind.field);
  }
  section.fail("no condition found: expected one of the fields " + names);
}

Comparison Comparison::read(const Section& section, std::string_view field) {
  constexpr const char* kExpected = "a number, or a comparison such as >=2, <3, !=0, 28..40 or 30%..40%";
  Comparison c;
  c.text_ = section.text(field);
  std::string_view text = c.text_;
  const auto strip = [&](std::string_view prefix) {
    const bool there = text.starts_with(prefix);
    if (there) text.remove_prefix(prefix.size());
    return there;
  };
  double number = 0;
  const std::size_t dots = text.find("..");
  if (dots != std::string_view::npos) {
    if (!take_number(text.substr(0, dots), c.low_) || !take_number(text.substr(dots + 2), c.high_))
      section.expected(field, kExpected);
    return c;
  }
  const bool at_least = strip(">="), at_most = !at_least && strip("<=");
  const bool more = !at_least && strip(">"), less = !at_most && strip("<");
  c.not_ = strip("!=");
  if (!take_number(text, number)) section.expected(field, kExpected);
  c.low_ = at_most || less ? -kInfinity : more ? std::nextafter(number, kInfinity) : number;
  c.high_ = at_least || more ? kInfinity : less ? std::nextafter(number, -kInfinity) : number;
  return c;
}

bool Comparison::holds(double value) const {
  if (not_) return value != low_;
  return value >= low_ && value <= high_;
}

PodChoice PodChoice::read(const Section& section, std::string_view field) {
  PodChoice choice;
  choice.namespace_ = section.text("namespace", "default");
  choice.labels = section.labels("selector");
  const std::string name = section.text(field);
  choice.text = name;
  if (choice.labels.empty() && name != "*") choice.labels = {{"app", name}};
  return choice;
}

bool PodChoice::includes(const Object& pod) const {
  if (!(pod.metadata.namespace_ == namespace_)) return false;
  for (const auto& [key, value] : labels) {
    const Text* present = pod.metadata.labels.find(key);
    if (present == nullptr || !(*present == value)) return false;
  }
  return true;
}

}  // namespace podium::scenario
