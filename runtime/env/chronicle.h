// The record of what happened in a run, each event with its cause. Not Kubernetes Events (those are
// API objects, and are recorded here when written), but everything a person may ask "why?" about.
#pragma once

#include <string_view>

#include "runtime/env/executor.h"

namespace podium {

enum class Category : std::uint8_t {
  kUser,       // an act from outside: kubectl, a script, the scenario
  kFault,      // something was broken or mended on purpose
  kWrite,      // the store changed
  kDecision,   // a component decided something worth telling (bound, scaled, evicted, rejected)
  kContainer,  // a container was created, started, exited, was killed, probed
  kNetwork,    // a link, a connection, a request
  kCheck,      // a check or expectation spoke
  kNote,       // anything else
};

const char* to_string(Category category);

class Chronicle {
 public:
  virtual ~Chronicle() = default;

  // Appends an event whose cause is the running task's, and makes it the running task's cause.
  // `component`: who ("kubelet/node-2"). `subject`: about what ("pod/default/web-1").
  // `text`: what happened, as one short clause ("deletionTimestamp set").
  virtual EventId record(Executor& executor, Category category, std::string_view component,
                         std::string_view subject, std::string_view text) = 0;
};

}  // namespace podium
