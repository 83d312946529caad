// The resource version options of a list or watch: which of them go together, and what they mean.
// Source: ValidateListOptions of apimachinery 0.33 (pkg/apis/meta/internalversion/validation).
#pragma once

#include "control-plane/client/api.h"
#include "control-plane/gateway/http_message.h"

namespace podium {

// Sets the request's resource version and what it asks for; a Status if the options contradict each other.
ApiStatus read_list_options(const HttpRequest& http, ApiRequest& request);
ApiStatus read_watch_options(const HttpRequest& http, ApiRequest& request);

}  // namespace podium
