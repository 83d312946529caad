#include "scenarios/runner/status_wish.h"

namespace podium::scenario {

StatusWish::StatusWish(const Section& s, const std::string& subject, std::vector<std::string> numbers)
    : numbers_(std::move(numbers)), text_(subject + ":") {
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    if (!s.has(numbers_[i])) continue;
    wanted_.emplace_back(i, Comparison::read(s, numbers_[i]));
    text_ += " " + numbers_[i] + " " + wanted_.back().second.text();
  }
  condition_ = s.text("condition", "");
  status_ = s.text("status", "");
  reason_ = s.text("reason", "");
  if (!condition_.empty())
    text_ +=
        " " + condition_ + (status_.empty() ? "" : "=" + status_) + (reason_.empty() ? "" : " " + reason_);
  if (!wanted_.empty() || !condition_.empty()) return;
  std::string known;
  for (const std::string& number : numbers_) known += number + ", ";
  s.fail("what about it? expected one of the fields " + known + "or condition");
}

Finding StatusWish::look(const std::vector<std::int64_t>& values,
                         const List<podium::Condition>& conditions) const {
  Finding finding{true, ""};
  const auto add = [&finding](bool holds, const std::string& seen) {
    finding.holds = finding.holds && holds;
    finding.seen += (finding.seen.empty() ? "" : ", ") + seen;
  };
  for (const auto& [number, comparison] : wanted_) {
    const std::int64_t value = values[number];
    add(comparison.holds(static_cast<double>(value)), numbers_[number] + " " + std::to_string(value));
  }
  if (condition_.empty()) return finding;
  const podium::Condition* condition = find_condition(conditions, condition_);
  const std::string now = condition == nullptr ? "none" : condition->status.str();
  const std::string why = condition == nullptr ? "" : condition->reason.str();
  add((status_.empty() || status_ == now) && (reason_.empty() || reason_ == why),
      condition_ + "=" + now + " " + why);
  return finding;
}

}  // namespace podium::scenario
