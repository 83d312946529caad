// Finalizers that keep storage from going while it is in use.
#pragma once

#include <algorithm>
#include <string_view>

#include "control-plane/controllers/framework/plan.h"

namespace podium::controllers {

// Adds the update that takes `finalizer` off, if the object has it.
template <class T>
void unprotect(const T& object, std::string_view finalizer, Plan& plan) {
  const List<Text>& present = object.metadata.finalizers;
  if (std::find(present.begin(), present.end(), finalizer) == present.end()) return;
  const Ref<T> free = copy(object);
  std::erase_if(free->metadata.finalizers.edit(), [&](const Text& each) { return each == finalizer; });
  plan.then(update(free));
}

}  // namespace podium::controllers
