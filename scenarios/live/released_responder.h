// Holds back what the gateway tells a client until it is durable.
#pragma once

#include <memory>

#include "control-plane/api/durability.h"
#include "control-plane/gateway/http_message.h"

namespace podium::live {

// Whatever it is given goes to `responder`, in order. `durability` outlives it.
std::shared_ptr<HttpResponder> released(std::shared_ptr<HttpResponder> responder, Durability& durability);

}  // namespace podium::live
