// What a session tells of the scheduler's reasons.
#include <nlohmann/json.hpp>

#include "python/native/session.h"
#include "scenarios/explain/explain_json.h"
#include "scenarios/explain/explain_text.h"
#include "scenarios/explain/state_of.h"

namespace podium::python {

std::pair<std::string, std::string> Session::explain(const std::string& namespace_,
                                                     const std::string& pod) const {
  const auto state = explain::state_of(*cluster_, {namespace_, pod});
  if (!state.ok()) throw Failure(state.error().message);
  const auto& profiles = cluster_->options().scheduler.profiles;
  const Text& wanted = state.value()->pod->spec->scheduler_name;
  const auto profile = std::find_if(profiles.begin(), profiles.end(),
                                    [&](const SchedulerProfile& p) { return wanted == p.name; });
  if (profile == profiles.end())
    throw Failure("pod " + pod + " is left to the scheduler \"" + wanted.str() + "\", which is not here");
  const auto explanation = explain::explain(*state.value(), *profile, cluster_->now());
  return {explain::to_text(explanation, *state.value(), {}),
          explain::to_json(explanation, *state.value()).dump()};
}

}  // namespace podium::python
