#include "control-plane/schema/element_order.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium::schema {
namespace {

using nlohmann::json;

constexpr std::ptrdiff_t kNowhere = -1;

struct Placed {
  json element;
  std::ptrdiff_t in_patch, before;
};

std::ptrdiff_t place_of(const json& element, const json& order, const std::string& merge_key) {
  const auto at = std::find_if(order.begin(), order.end(),
                               [&](const json& other) { return same_element(element, other, merge_key); });
  return at != order.end() ? at - order.begin() : kNowhere;
}

}  // namespace

bool same_element(const json& a, const json& b, const std::string& merge_key) {
  if (merge_key.empty() || !a.is_object() || !b.is_object()) return a == b;
  const auto left = a.find(merge_key), right = b.find(merge_key);
  return left != a.end() && right != b.end() && *left == *right;
}

void order_elements(json& list, const json& patch_order, const json& before, const std::string& merge_key) {
  std::vector<Placed> named, others;
  for (json& element : list) {
    const auto in_patch = place_of(element, patch_order, merge_key);
    const auto old = place_of(element, before, merge_key);
    (in_patch == kNowhere ? others : named).push_back({std::move(element), in_patch, old});
  }
  std::stable_sort(named.begin(), named.end(),
                   [](const Placed& a, const Placed& b) { return a.in_patch < b.in_patch; });
  std::stable_sort(others.begin(), others.end(),
                   [](const Placed& a, const Placed& b) { return a.before < b.before; });
  json ordered = json::array();
  auto other = others.begin();
  for (Placed& next : named) {
    // An element that the patch does not name goes first if it was before this one; of a new one nothing is
    // known.
    while (other != others.end() && next.before != kNowhere && other->before != kNowhere &&
           other->before < next.before) {
      ordered.push_back(std::move((other++)->element));
    }
    ordered.push_back(std::move(next.element));
  }
  for (; other != others.end(); ++other) ordered.push_back(std::move(other->element));
  list = std::move(ordered);
}

}  // namespace podium::schema
