// The API server's refusals, in Kubernetes' words.
#pragma once

#include <string>

#include "control-plane/client/api.h"
#include "control-plane/rules/rules.h"

namespace podium {

ApiStatus not_found(const KindInfo& kind, const Text& name);
ApiStatus already_exists(const KindInfo& kind, const Text& name);
ApiStatus conflict(const KindInfo& kind, const Text& name);  // the object has been modified
ApiStatus conflict(std::string resource, const Text& name, const std::string& why);
// A conflict if `uid` names another object than this one. An empty uid names any.
ApiStatus check_uid(const Object& object, const Text& uid);
ApiStatus forbidden(const KindInfo& kind, const Text& name, const std::string& why);
ApiStatus invalid(const KindInfo& kind, const Text& name, const std::vector<FieldError>& errors);
// The same, of what a request says beside its body: "PatchOptions".
ApiStatus invalid_options(const std::string& options, const std::vector<FieldError>& errors);
ApiStatus bad_request_status(std::string message);
ApiStatus expired(std::string message);
ApiStatus too_large_resource_version(std::uint64_t asked, std::uint64_t present);
ApiStatus method_not_supported(const KindInfo& kind, std::string_view verb);

}  // namespace podium
