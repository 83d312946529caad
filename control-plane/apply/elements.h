// The elements of a list that is owned element by element, each with what names it.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "control-plane/apply/path_element.h"
#include "control-plane/apply/place.h"

namespace podium::apply {

struct Address {
  std::optional<PathElement> element;
  std::string error;  // why there is none, in the words of a real API server
};

// By the keys of the list (an absent key may have a default), or by the value in a set.
Address address_of(const Place& list, const nlohmann::json& element);

class Elements {
 public:
  // One name, usually with one element: stored lists may have duplicates.
  struct Entry {
    PathElement name;
    std::size_t number;  // in the order of first appearance
    std::vector<const nlohmann::json*> values;
  };
  struct Item {
    const nlohmann::json* value;
    const Entry* entry;  // null if the element has no name
  };

  // Refers to the list. Anything that is not a list has no elements.
  Elements(const Place& place, const nlohmann::json* list);
  Elements(const Elements&) = delete;
  Elements& operator=(const Elements&) = delete;

  // By the order of names.
  const std::map<PathElement, Entry>& entries() const { return entries_; }
  // By the order of the list.
  const std::vector<Item>& items() const { return items_; }
  const Entry* find(const PathElement& name) const;  // null if there is none

 private:
  std::map<PathElement, Entry> entries_;
  std::vector<Item> items_;
};

}  // namespace podium::apply
