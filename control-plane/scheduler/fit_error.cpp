#include "control-plane/scheduler/fit_error.h"

#include <algorithm>

namespace podium {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string head(std::size_t nodes) { return "0/" + std::to_string(nodes) + " nodes are available: "; }

}  // namespace

std::map<std::string, std::size_t> histogram(const std::vector<NodeFailure>& failures) {
  std::map<std::string, std::size_t> counts;
  for (const NodeFailure& failure : failures) {
    for (const std::string& reason : failure.rejection.reasons) ++counts[reason];
  }
  return counts;
}

std::string fit_message(const std::vector<NodeFailure>& failures) {
  std::vector<std::string> parts;
  for (const auto& [reason, count] : histogram(failures))
    parts.push_back(std::to_string(count) + " " + reason);
  std::sort(parts.begin(), parts.end());
  return head(failures.size()) + joined(parts) + ".";
}

std::string refused_message(const NodeFailure& refused, std::size_t nodes) {
  return head(nodes) + joined(refused.rejection.reasons) + ".";
}

}  // namespace podium
