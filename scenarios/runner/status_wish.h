// What conditions on a workload's status have in common: some of its numbers, compared, and one of its
// conditions: `condition: TYPE`, with `status` and `reason`.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/runner/condition.h"

namespace podium::scenario {

class StatusWish {
 public:
  // Reads those of `numbers` that are there, and the condition. Throws Mistake if there is neither.
  // `subject` begins the text: "deployment web".
  StatusWish(const Section& section, const std::string& subject, std::vector<std::string> numbers);

  const std::string& text() const { return text_; }
  // `values`: of the numbers, in their order.
  Finding look(const std::vector<std::int64_t>& values, const List<podium::Condition>& conditions) const;

 private:
  std::vector<std::string> numbers_;
  std::vector<std::pair<std::size_t, Comparison>> wanted_;
  std::string condition_, status_, reason_, text_;
};

}  // namespace podium::scenario
