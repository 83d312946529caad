#include "control-plane/objects/object_reference.h"

namespace podium {

ObjectReference reference_to(const Object& object) {
  ObjectReference reference;
  reference.kind = object.kind().kind;
  reference.namespace_ = object.metadata.namespace_;
  reference.name = object.metadata.name;
  reference.uid = object.metadata.uid;
  reference.api_version = object.kind().api_version;
  reference.resource_version = std::to_string(object.metadata.resource_version);
  return reference;
}

}  // namespace podium
