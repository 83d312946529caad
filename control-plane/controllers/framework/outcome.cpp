#include "control-plane/controllers/framework/outcome.h"

#include <algorithm>

namespace podium::controllers {

namespace {

bool namespace_is_ending(const ApiStatus& status) {
  return std::any_of(status.causes.begin(), status.causes.end(),
                     [](const ApiStatus::Cause& cause) { return cause.reason == "NamespaceTerminating"; });
}

}  // namespace

Outcome outcome_of(const Action& action, const ApiResponse& response) {
  const ApiStatus& status = response.status;
  if (action.verb == Verb::kGet) {
    if (status.not_found()) return Outcome::kDone;
    if (!status.ok()) return Outcome::kFailed;
    return response.object && response.object->metadata.uid == action.remove.uid ? Outcome::kRefuted
                                                                                 : Outcome::kDone;
  }
  if (status.ok()) return Outcome::kDone;
  if (status.not_found() && action.verb != Verb::kCreate) return Outcome::kMoot;
  // The object of that uid is gone, another has its name.
  if (action.verb == Verb::kDelete && status.conflict()) return Outcome::kMoot;
  if (action.verb == Verb::kCreate && namespace_is_ending(status)) return Outcome::kMoot;
  return Outcome::kFailed;
}

}  // namespace podium::controllers
