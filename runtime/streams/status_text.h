// How a remote command ended, as the texts that the error channel carries.
#pragma once

#include <string>

#include "runtime/env/remote_command.h"

namespace podium::streams {

// A Status object, as protocols from v4.channel.k8s.io on want it.
std::string status_json(const CommandOutcome& outcome);
// The sentence that older protocols want; empty after success.
std::string status_sentence(const CommandOutcome& outcome);

}  // namespace podium::streams
