// Questions about users and rights, asked as objects that nobody stores: of the groups
// authentication.k8s.io and authorization.k8s.io.
#pragma once

#include <string_view>

#include "control-plane/schema/table.h"

namespace podium {

bool is_review(const schema::Resource& resource);

}  // namespace podium
