// An outcome as the Status object that clients read.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/client/api.h"
#include "control-plane/gateway/http_message.h"

namespace podium {

nlohmann::json status_json(const ApiStatus& status);

// A failure as a complete answer, with Retry-After where the status asks for it.
HttpResponse status_response(const ApiStatus& status);

ApiStatus bad_request(std::string message);

}  // namespace podium
