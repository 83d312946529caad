#include "control-plane/apply/conflict.h"

#include <algorithm>

namespace podium::apply {
namespace {

// Whoever applies needs no more than a name; whoever updates does so in a version.
std::string describe(const Manager& manager) {
  std::string text = to_text(manager.name, false);
  if (!manager.subresource.empty()) text += " with subresource " + to_text(manager.subresource, false);
  if (manager.operation == Operation::kUpdate) text += " using " + manager.api_version;
  return text;
}

std::string message(const std::vector<Conflict>& conflicts) {
  if (conflicts.size() == 1) {
    return "Apply failed with 1 conflict: conflict with " + describe(*conflicts.front().with) + ": " +
           to_string(conflicts.front().path);
  }
  std::string text = "Apply failed with " + std::to_string(conflicts.size()) + " conflicts: ";
  const Manager* last = nullptr;
  for (const Conflict& conflict : conflicts) {
    if (conflict.with != last)
      text += std::string(last ? "\n" : "") + "conflicts with " + describe(*conflict.with) + ":";
    text += "\n- " + to_string(conflict.path);
    last = conflict.with;
  }
  return text;
}

}  // namespace

std::vector<Conflict> find_conflicts(const Managers& managers, const Manager& self, const Changes& changes) {
  std::vector<const Manager*> others;
  for (const Manager& manager : managers) {
    if (!manager.same_as(self)) others.push_back(&manager);
  }
  std::sort(others.begin(), others.end(),
            [](const Manager* a, const Manager* b) { return a->identifier() < b->identifier(); });
  std::vector<Conflict> conflicts;
  for (const Manager* manager : others) {
    for (Path& path : intersect(manager->fields, changes.in(manager->api_version).written()).paths())
      conflicts.push_back({manager, std::move(path)});
  }
  return conflicts;
}

Failure conflict_failure(const std::vector<Conflict>& conflicts) {
  Failure failure{409, "Conflict", message(conflicts), {}};
  for (const Conflict& conflict : conflicts) {
    failure.causes.push_back(
        {"FieldManagerConflict", "conflict with " + describe(*conflict.with), to_string(conflict.path)});
  }
  return failure;
}

}  // namespace podium::apply
