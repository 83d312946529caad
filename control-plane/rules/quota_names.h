// What a quota may be on, and for which objects.
#pragma once

#include "control-plane/objects/kinds/resource_quota.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// "pods", "requests.cpu", "services.nodeports": names that a quota knows without a domain.
bool is_standard_quota_name(std::string_view name);

// Known names, amounts that are not negative, and whole numbers of what is counted.
void check_quota_amounts(const ResourceList& amounts, const std::string& field, FieldErrors& errors);

// Known scopes that do not exclude each other and that every resource of the quota can have.
void check_quota_scopes(const ResourceQuotaSpec& spec, FieldErrors& errors);

// The scopes as messages show them.
std::string shown_scopes(const ResourceQuotaSpec& spec);

}  // namespace podium
