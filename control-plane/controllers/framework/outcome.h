// What an answer means for a plan.
#pragma once

#include "control-plane/controllers/framework/plan.h"

namespace podium::controllers {

enum class Outcome {
  kDone,     // as asked
  kMoot,     // there is nothing to be done any more: not an error, and not told
  kRefuted,  // confirm_absent found the object: the plan ends, without an error
  kFailed,   // to be tried again later
};

Outcome outcome_of(const Action& action, const ApiResponse& response);

}  // namespace podium::controllers
