#include "control-plane/apply/comparison.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/elements.h"

namespace podium::apply {
namespace {

using nlohmann::json;

struct Changes {
  Branch added, modified, removed;

  void put(const PathElement& element, Changes below) {
    added.put(element, std::move(below.added));
    modified.put(element, std::move(below.modified));
    removed.put(element, std::move(below.removed));
  }
};

Changes compare(const Place& place, const json* before, const json* after);

const json* find(const json* object, const std::string& name) {
  if (!object || !object->is_object()) return nullptr;
  const auto at = object->find(name);
  return at != object->end() ? &*at : nullptr;
}

void compare_members(const Place& place, const json* before, const json* after, Changes& changes) {
  if (before && before->is_object()) {
    for (const auto& [name, value] : before->items())
      changes.put(PathElement::field(name), compare(place.member(name), &value, find(after, name)));
  }
  if (!after || !after->is_object()) return;
  for (const auto& [name, value] : after->items()) {
    if (!find(before, name))
      changes.put(PathElement::field(name), compare(place.member(name), nullptr, &value));
  }
}

bool equal(const std::vector<const json*>& a, const std::vector<const json*>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const json* left, const json* right) { return *left == *right; });
}

// Elements of the same name are compared together; that they came or went is said of their name.
Changes compare_duplicates(const Place& place, const std::vector<const json*>& before,
                           const std::vector<const json*>& after) {
  Changes changes;
  if (before.size() > 1 && after.size() > 1) {
    changes.modified.member = !equal(before, after);
  } else if (before.size() > 1) {
    if (!after.empty()) changes = compare(place, nullptr, after.front());
    changes.removed.member = true;
    changes.added.member = false;
  } else {
    if (!before.empty()) changes = compare(place, before.front(), nullptr);
    changes.added.member = true;
    changes.removed.member = false;
  }
  return changes;
}

void compare_elements(const Place& place, const json* before, const json* after, Changes& changes) {
  const Elements old(place, before), fresh(place, after);
  const std::vector<const json*> none;
  const auto both = [&](const PathElement& name, const std::vector<const json*>& left,
                        const std::vector<const json*>& right) {
    const auto one = [](const std::vector<const json*>& values) {
      return values.empty() ? nullptr : values.front();
    };
    const bool single = left.size() <= 1 && right.size() <= 1;
    changes.put(name, single ? compare(place.element(), one(left), one(right))
                             : compare_duplicates(place.element(), left, right));
  };
  for (const auto& [name, entry] : old.entries()) {
    const Elements::Entry* match = fresh.find(name);
    both(name, entry.values, match ? match->values : none);
  }
  for (const auto& [name, entry] : fresh.entries()) {
    if (!old.find(name)) both(name, none, entry.values);
  }
}

void descend(Division division, const Place& place, const json* before, const json* after, Changes& changes) {
  if (division == Division::kMembers) compare_members(place, before, after, changes);
  if (division == Division::kElements) compare_elements(place, before, after, changes);
}

void compare_leaf(const json* before, const json* after, Changes& changes) {
  changes.added.member = !before;
  changes.removed.member = !after;
  changes.modified.member = before && after && *before != *after;
}

// One of the two may be null: not there.
Changes compare(const Place& place, const json* before, const json* after) {
  Changes changes;
  const Division old = place.division(before ? *before : *after);
  const Division fresh = place.division(after ? *after : *before);
  if (old != fresh) {  // of values without a schema, or of a wrong type
    descend(old, place, before, nullptr, changes);
    descend(fresh, place, nullptr, after, changes);
    compare_leaf(before, after, changes);
    return changes;
  }
  const bool nothing_inside = (!before || is_empty(*before)) && (!after || is_empty(*after));
  if (old == Division::kWhole || nothing_inside) {
    compare_leaf(before, after, changes);
    return changes;
  }
  descend(old, place, before, after, changes);
  changes.added.member = !before;
  changes.removed.member = !after;
  return changes;
}

}  // namespace

void Comparison::leave_out(const FieldSet& fields) {
  added = subtract_trees(added, fields);
  modified = subtract_trees(modified, fields);
  removed = subtract_trees(removed, fields);
}

Comparison compare(const schema::Type& type, const json& before, const json& after) {
  Changes changes = compare(Place{&type}, &before, &after);
  return {std::move(changes.added.below), std::move(changes.modified.below),
          std::move(changes.removed.below)};
}

}  // namespace podium::apply
