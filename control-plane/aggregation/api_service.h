// APIServices: which server answers for a version of a group. Here all of them are answered for by the API
// server itself ("Local"); one that names a Service is stored, and says that it is not available. Pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control-plane/objects/generic.h"
#include "control-plane/rules/field_error.h"
#include "runtime/env/time.h"

namespace podium::aggregation {

const KindInfo& api_service_kind();
inline bool is_api_service(const KindInfo& kind) { return &kind == &api_service_kind(); }

// Of the group versions that are built in, in the order of their priority, as kube-apiserver makes them.
std::vector<Ref<Object>> built_in_services();
// Of a group version that somebody else in this program answers for, such as a metrics server.
Ref<Object> computed_service(std::string_view group, std::string_view version);
// Of a group version that definitions add.
Ref<Object> custom_service(std::string_view group, std::string_view version);
std::string service_name(std::string_view group, std::string_view version);  // "v1.apps"; "v1." of the core
// Whether it was made for a definition, and goes with it.
bool follows_definitions(const Object& service);

// What the server sets of one that somebody writes: defaults, and whether it is available.
void settle(Generic& service, TimePoint now);
// What is wrong with it, in Kubernetes' words.
FieldErrors check(const Generic& service);

}  // namespace podium::aggregation
