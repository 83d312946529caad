// Random writes by several managers. Whatever they do, the books must be right. Nobody writes empty lists and
// maps: whoever applies one owns it, but what is stored does not have it.
#include <cstdint>

#include "control-plane/apply/comparison.h"
#include "control-plane/apply/merge.h"
#include "control-plane/apply/owned_fields.h"
#include "control-plane/apply/stored_form.h"
#include "tests/control-plane/apply/one_object.h"

namespace podium::apply {
namespace {

// A small generator of its own, so that a seed is the same story with every library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}
  int below(int limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<int>(state_ >> 33) % limit;
  }
  bool half() { return below(2) == 0; }

 private:
  std::uint64_t state_;
};

std::string letter(Dice& dice) { return std::string(1, static_cast<char>('a' + dice.below(3))); }

json random_map(Dice& dice) {
  json map = json::object();
  for (int i = 1 + dice.below(2); i > 0; --i) map[letter(dice)] = std::to_string(dice.below(3));
  return map;
}

// Elements with different names.
template <class Make>
json random_list(Dice& dice, Make make) {
  json list = json::array();
  std::string used;
  for (int i = 1 + dice.below(3); i > 0; --i) {
    const std::string name = letter(dice);
    if (used.find(name) != std::string::npos) continue;
    used += name;
    list.push_back(make(name));
  }
  return list;
}

json random_container(Dice& dice, const std::string& name) {
  json container = {{"name", name}};
  if (dice.half()) container["image"] = letter(dice);
  if (dice.half()) container["args"] = json::array({letter(dice)});
  if (dice.half()) {
    container["env"] = random_list(dice, [&](const std::string& variable) {
      return json{{"name", variable}, {"value", letter(dice)}};
    });
  }
  if (dice.half()) container["resources"]["limits"] = random_map(dice);
  if (dice.half()) container["securityContext"] = json::object();
  return container;
}

json random_deployment(Dice& dice) {
  json object = {{"metadata", {{"name", "web"}}}};
  if (dice.half()) object["metadata"]["labels"] = random_map(dice);
  if (dice.half()) {
    object["metadata"]["finalizers"] = random_list(dice, [](const std::string& name) { return json(name); });
  }
  if (dice.half()) object["spec"]["replicas"] = dice.below(3);
  if (dice.half()) object["spec"]["selector"]["matchLabels"] = random_map(dice);
  if (dice.half()) object["spec"]["template"]["spec"]["nodeSelector"] = random_map(dice);
  if (dice.half()) {
    object["spec"]["template"]["spec"]["containers"] =
        random_list(dice, [&](const std::string& name) { return random_container(dice, name); });
  }
  return object;
}

json content(const OneObject& object) {
  json result = object.live;
  set_managed_fields(result, nullptr);
  return result;
}

void check_books(const OneObject& object) {
  const FieldSet owned = owned_fields(object.type(), stored_form(object.type(), content(object)));
  const FieldSet fields = with_named_fields(Place{&object.type()}, owned);
  for (const Manager& manager : object.managers()) {
    INFO(manager.identifier() << " owns " << to_text(manager.fields) << " of " << object.live.dump());
    CHECK_FALSE(manager.fields.empty());
    CHECK(subtract(manager.fields, fields).empty());
    const json printed = json::parse(to_text(manager.fields));
    CHECK(parse_fields(printed) == manager.fields);
    CHECK(printed == to_json(manager.fields));
  }
}

// What the others own keeps its value in an apply that is not forced.
void check_others(const OneObject& object, const json& before, const Managers& managers,
                  const std::string& manager) {
  const Comparison changes =
      compare(object.type(), stored_form(object.type(), before), stored_form(object.type(), content(object)));
  for (const Manager& other : managers) {
    if (other.operation == Operation::kApply && other.name == manager) continue;
    CHECK(intersect(other.fields, changes.modified).empty());
  }
}

void apply_at_random(OneObject& object, Dice& dice, const std::string& manager) {
  const json config = random_deployment(dice),
             before = object.live.is_null() ? json::object() : content(object);
  const Managers managers = object.managers();
  const bool force = dice.half();
  const Failure failure = object.apply(manager, config, force);
  if (failure) {
    CHECK(failure.code == 409);
    CHECK_FALSE(force);
    CHECK(content(object) == before);
    CHECK(failure.causes.size() >= 1);
    return;
  }
  INFO(config.dump());
  CHECK(compare(object.type(), object.live, merge(object.type(), object.live, config)).written().empty());
  if (!force && !managers.empty()) check_others(object, before, managers, manager);
  const json after = object.live;
  object.time = "2026-09-09T09:09:09Z";
  CHECK_FALSE(object.apply(manager, config));
  CHECK(object.live == after);
}

TEST_CASE("After any writes: applied values hold, owners own what is there, and others keep theirs") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    OneObject object;
    for (int step = 0; step < 12; ++step) {
      object.time = "2026-01-02T03:04:" + std::to_string(10 + step) + "Z";
      const std::string manager = letter(dice);
      if (dice.below(3) != 0) {
        apply_at_random(object, dice, manager);
      } else {
        json wanted = random_deployment(dice);
        if (dice.half() && object.exists()) wanted = merge(object.type(), object.live, wanted);
        object.update(manager, wanted);
      }
      check_books(object);
    }
  }
}

TEST_CASE("Sets keep the laws of sets") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Dice dice(seed);
    OneObject object;
    const FieldSet a = owned_fields(object.type(), random_deployment(dice));
    const FieldSet b = owned_fields(object.type(), random_deployment(dice));
    CHECK(unite(a, b) == unite(b, a));
    CHECK(intersect(a, b) == intersect(b, a));
    CHECK(unite(subtract(a, b), intersect(a, b)) == a);
    CHECK(subtract(unite(a, b), b) == subtract(a, b));
    CHECK(unite(a, b).size() == a.size() + b.size() - intersect(a, b).size());
    FieldSet rebuilt;
    for (const Path& path : a.paths()) rebuilt.insert(path);
    CHECK(rebuilt == a);
  }
}

TEST_CASE("What a comparison says leads from the one object to the other") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Dice dice(seed);
    OneObject object;
    const json before = random_deployment(dice), after = random_deployment(dice);
    const Comparison changes = compare(object.type(), before, after);
    INFO(before.dump() << "\n" << after.dump());
    CHECK(intersect(changes.added, changes.modified).empty());
    CHECK(intersect(changes.added, changes.removed).empty());
    CHECK(intersect(changes.modified, changes.removed).empty());
    CHECK(compare(object.type(), after, before).removed == changes.added);
    CHECK(compare(object.type(), after, before).modified == changes.modified);
    const json reached = merge(object.type(), remove(object.type(), before, changes.removed), after);
    const Comparison rest = compare(object.type(), reached, after);
    CHECK(rest.written().empty());
    CHECK(rest.removed.empty());
  }
}

}  // namespace
}  // namespace podium::apply
