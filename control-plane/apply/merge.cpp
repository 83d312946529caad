#include "control-plane/apply/merge.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "control-plane/apply/elements.h"

namespace podium::apply {
namespace {

using nlohmann::json;

json merge(const Place& place, const json& live, const json& config);

json merge_members(const Place& place, const json& live, const json& config) {
  if (!config.is_object()) return live;
  if (!live.is_object()) return config;
  json merged = json::object();
  for (const auto& [name, value] : live.items()) {
    const auto at = config.find(name);
    merged[name] = at != config.end() ? merge(place.member(name), value, *at) : value;
  }
  for (const auto& [name, value] : config.items()) {
    if (!merged.contains(name)) merged[name] = value;
  }
  return merged;
}

// Weaves two lists: walks both, and at each step takes from one of them.
class Weaver {
 public:
  Weaver(const Place& place, const json& live, const json& config)
      : element_(place.element()),
        live_(place, &live),
        config_(place, &config),
        taken_(config_.entries().size(), false) {}

  json weave() {
    while (left_ < live_.items().size() || right_ < config_.items().size()) step();
    return std::move(woven_);
  }

 private:
  void step() {
    if (left_ == live_.items().size()) return take_from_config();
    const Elements::Item& old = live_.items()[left_];
    const Elements::Entry* match = old.entry ? config_.find(old.entry->name) : nullptr;
    if (!match) return take_from_live();
    if (taken_[match->number]) {
      ++left_;
    } else if (config_.items()[right_].entry == match) {
      ++left_;
      take_from_config();
    } else if (match != next_shared()) {
      ++left_;  // the configuration wants another one first
    } else {
      take_from_config();
    }
  }

  void take_from_live() { woven_.push_back(*live_.items()[left_++].value); }

  void take_from_config() {
    const Elements::Item& item = config_.items()[right_++];
    const Elements::Entry* old = item.entry ? live_.find(item.entry->name) : nullptr;
    const bool mergeable = old && old->values.size() == 1;
    woven_.push_back(mergeable ? merge(element_, *old->values.front(), *item.value) : *item.value);
    if (item.entry) taken_[item.entry->number] = true;
  }

  // The next element of the configuration that the live list has, too.
  const Elements::Entry* next_shared() const {
    for (std::size_t i = right_; i < config_.items().size(); ++i) {
      const Elements::Entry* entry = config_.items()[i].entry;
      if (entry && live_.find(entry->name)) return entry;
    }
    return nullptr;
  }

  const Place element_;
  const Elements live_, config_;
  std::size_t left_ = 0, right_ = 0;
  std::vector<bool> taken_;  // entries of the configuration, by their number
  json woven_ = json::array();
};

json merge(const Place& place, const json& live, const json& config) {
  const Division division = place.division(config);
  if (division == Division::kWhole || division != place.division(live)) return config;
  if (is_empty(live) && is_empty(config)) return config;
  return division == Division::kMembers ? merge_members(place, live, config)
                                        : Weaver(place, live, config).weave();
}

std::optional<json> remove(const Place& place, const json& value, const FieldSet::Node* node);

std::optional<json> remove_members(const Place& place, const json& object, const FieldSet& fields) {
  json left = json::object();
  for (const auto& [name, value] : object.items()) {
    if (auto rest = remove(place.member(name), value, fields.find(PathElement::field(name))))
      left[name] = std::move(*rest);
  }
  return left.empty() ? std::nullopt : std::optional<json>(std::move(left));
}

std::optional<json> remove_elements(const Place& place, const json& list, const FieldSet& fields) {
  json left = json::array();
  const Elements elements(place, &list);
  for (const Elements::Item& item : elements.items()) {
    const FieldSet::Node* node = item.entry ? fields.find(item.entry->name) : nullptr;
    if (auto rest = remove(place.element(), *item.value, node)) left.push_back(std::move(*rest));
  }
  return left.empty() ? std::nullopt : std::optional<json>(std::move(left));
}

// What is left of a value; none if nothing is.
std::optional<json> remove(const Place& place, const json& value, const FieldSet::Node* node) {
  if (node && node->member) return std::nullopt;
  const Division division = place.division(value);
  if (!node || division == Division::kWhole || is_empty(value)) return value;
  return division == Division::kMembers ? remove_members(place, value, node->below)
                                        : remove_elements(place, value, node->below);
}

}  // namespace

json merge(const schema::Type& type, const json& live, const json& config) {
  return merge(Place{&type}, live, config);
}

json remove(const schema::Type& type, const json& object, const FieldSet& fields) {
  return remove_members(Place{&type}, object, fields).value_or(json::object());
}

}  // namespace podium::apply
