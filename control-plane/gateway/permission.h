// What a request of HTTP asks to be allowed: a verb on a resource, or on a path.
#pragma once

#include <optional>

#include "control-plane/authorization/access_request.h"
#include "control-plane/gateway/http_message.h"
#include "control-plane/gateway/path.h"

namespace podium {

// `path`: what the request's path names; null if that is no resource. The texts are the arguments'.
// Source: staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go of Kubernetes 1.33.
AccessRequest access_request_of(const HttpRequest& request, const std::optional<ApiPath>& path,
                                const User& user);

}  // namespace podium
