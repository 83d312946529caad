// What is right for objects of custom kinds: what their schema says.
#pragma once

#include "control-plane/rules/rules.h"

namespace podium::custom {

const Rules& object_rules();

}  // namespace podium::custom
