// What volumes and claims print alike.
#pragma once

#include <string>

#include "control-plane/objects/object.h"

namespace podium {

// "RWO,ROX,RWX,RWOP": in this order, each once.
std::string access_modes_text(const List<Text>& modes);

// "Terminating" for what is being deleted, else its phase.
std::string volume_phase(const ObjectMeta& metadata, const Text& phase);

// The text, or "<unset>".
std::string or_unset(std::string text);

// The volumeAttributesClassName that a spec keeps in its rest, or "<unset>".
std::string attributes_class(const Tree& rest);

}  // namespace podium
