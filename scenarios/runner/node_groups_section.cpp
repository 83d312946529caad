#include "scenarios/runner/node_groups_section.h"

#include <algorithm>

namespace podium::scenario {
namespace {

constexpr double kMicros = 1e6;  // of a dollar

sim::Span span(const Section& s, std::string_view field, sim::Span otherwise) {
  const Window window = s.window(field, Window{otherwise.low, otherwise.high});
  return {window.from, window.to};
}

Ratio percent(const Section& s, std::string_view field) {
  const double value = s.number(field, 0);
  if (value < 0 || value > 100) s.expected(field, "per cent of machines, 0 to 100");
  return {static_cast<std::uint32_t>(value * 100), 10'000};
}

int count(const Section& s, std::string_view field, int otherwise) {
  const std::int64_t value = s.integer(field, otherwise);
  if (value < 0 || value > 100'000) s.expected(field, "a number of machines from 0 to 100000");
  return static_cast<int>(value);
}

// "key=value:Effect" or "key:Effect".
MachineShape::Mark read_mark(const Section& s, const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) s.expected("taints", "taints such as \"key=value:NoSchedule\"");
  MachineShape::Mark mark;
  mark.effect = text.substr(colon + 1);
  const std::vector<std::string> effects{"NoSchedule", "PreferNoSchedule", "NoExecute"};
  if (std::find(effects.begin(), effects.end(), mark.effect) == effects.end())
    s.expected("taints", "one of the effects NoSchedule, PreferNoSchedule, NoExecute");
  const std::string name = text.substr(0, colon);
  mark.key = name.substr(0, name.find('='));
  if (mark.key.size() < name.size()) mark.value = name.substr(mark.key.size() + 1);
  return mark;
}

MachineShape read_shape(const Section& s) {
  MachineShape shape;
  shape.price = static_cast<std::int64_t>(s.number("price", 0) * kMicros + 0.5);
  for (const std::string& taint : s.texts("taints")) shape.marks.push_back(read_mark(s, taint));
  for (const auto& [key, value] : s.labels("labels")) shape.labels[key.str()] = value.str();
  if (const auto machine = s.child("machine")) {
    shape.cpu_milli = machine->milli_quantity("cpu", shape.cpu_milli);
    shape.memory = machine->quantity("memory", shape.memory);
    shape.disk = machine->quantity("disk", shape.disk);
    shape.slots = static_cast<int>(machine->integer("pods", shape.slots));
    machine->finish();
  }
  return shape;
}

void read_faults(const Section& s, sim::CloudGroup& group) {
  if (s.has("stock")) group.stock = count(s, "stock", 0);
  if (s.has("quota")) group.quota = count(s, "quota", 0);
  group.slow = percent(s, "slow");
  group.slow_boot = span(s, "slow-boot", group.slow_boot);
  group.mute = percent(s, "never-register");
  group.refusal = span(s, "refusal", group.refusal);
  s.finish();
}

sim::CloudGroup read_group(const Section& s) {
  sim::CloudGroup group;
  group.group.name = s.text("name");
  group.group.shape = read_shape(s);
  group.group.min = count(s, "min", 0);
  group.group.max = count(s, "max", 10);
  if (group.group.max < group.group.min) s.expected("max", "no less than min");
  group.size = count(s, "size", group.group.min);
  group.boot = span(s, "boot-time", group.boot);
  group.removal = span(s, "removal-time", group.removal);
  if (const auto faults = s.child("faults")) read_faults(*faults, group);
  s.finish();
  return group;
}

}  // namespace

std::vector<sim::CloudGroup> read_node_groups(const Section& cluster) {
  std::vector<sim::CloudGroup> groups;
  for (const Section& s : cluster.list("node-groups")) {
    sim::CloudGroup group = read_group(s);
    for (const sim::CloudGroup& other : groups)
      if (other.group.name == group.group.name) s.expected("name", "a name that no other group has");
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace podium::scenario
