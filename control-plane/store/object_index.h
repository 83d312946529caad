// Objects of one kind by the text of a field: what a list by that field need not search all objects for.
// Costs a pointer an object. Made for fields with few objects a value, as a pod's node.
#pragma once

#include <vector>

#include "control-plane/objects/field_path.h"
#include "control-plane/store/change.h"
#include "control-plane/store/field_buckets.h"

namespace podium {

class ObjectIndex {
 public:
  using Bucket = std::vector<ObjectRef>;  // in key order

  // REQUIRES: the kind has such a field.
  ObjectIndex(const KindInfo& kind, std::string path);

  const std::string& path() const { return path_; }
  // `before` or `after` is null for an object that is new or gone. An empty text is not indexed.
  void change(const Object* before, const ObjectRef& after);
  // The objects under `value`; null if there are none. REQUIRES: value is not empty.
  const Bucket* find(std::string_view value) const;

 private:
  std::string path_;
  FieldPath field_;
  FieldBuckets<Bucket> buckets_;
};

}  // namespace podium
