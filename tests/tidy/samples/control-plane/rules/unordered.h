// Declares containers without an order.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

class Names {
  void walk();
  std::unordered_map<std::string, std::vector<std::pair<int, int>>> by_name_;
  std::vector<int> in_order_;
};
