// The groups that the user likes best, of those that come in question. Where he says nothing of any of them,
// all are equally good.
#include <algorithm>

#include "control-plane/autoscaler/expander.h"
#include "control-plane/custom/patterns.h"

namespace podium::autoscaler {
namespace {

bool named_by(const Option& option, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return custom::pattern_fault(pattern).empty() &&
           custom::matches_pattern(option.candidate->group.name, pattern);
  });
}

}  // namespace

Expander priority_expander() {
  return {"priority", [](std::vector<Option> options, const Circumstances& circumstances) {
            const auto& priorities = circumstances.priorities;
            for (auto tier = priorities.rbegin(); tier != priorities.rend(); ++tier) {
              std::vector<Option> named;
              for (const Option& option : options)
                if (named_by(option, tier->second)) named.push_back(option);
              if (!named.empty()) return named;
            }
            return options;
          }};
}

}  // namespace podium::autoscaler
