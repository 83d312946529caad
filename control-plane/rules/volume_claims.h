// What volumes and the claims on them have in common.
#pragma once

#include <string_view>

#include "control-plane/objects/list.h"
#include "control-plane/objects/text.h"
#include "control-plane/rules/field_error.h"

namespace podium {

// Known modes; ReadWriteOncePod stands alone.
void check_access_modes(const List<Text>& modes, FieldErrors& errors);
void check_volume_mode(std::string_view mode, FieldErrors& errors);
// The class's name, if there is one.
void check_volume_class(std::string_view name, FieldErrors& errors);

}  // namespace podium
