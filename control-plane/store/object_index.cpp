#include "control-plane/store/object_index.h"

#include <algorithm>

namespace podium {
namespace {

bool before(const ObjectRef& left, const Object& right) {
  const auto order = left->metadata.namespace_ <=> right.metadata.namespace_;
  return order != 0 ? order < 0 : left->metadata.name < right.metadata.name;
}

ObjectIndex::Bucket::iterator place_of(ObjectIndex::Bucket& bucket, const Object& object) {
  return std::lower_bound(bucket.begin(), bucket.end(), object, before);
}

}  // namespace

ObjectIndex::ObjectIndex(const KindInfo& kind, std::string path)
    : path_(std::move(path)), field_(*FieldPath::resolve(kind, path_)) {}

void ObjectIndex::change(const Object* before, const ObjectRef& after) {
  std::string then_scratch, now_scratch;
  const std::string_view then = before == nullptr ? "" : field_.of(*before, then_scratch);
  const std::string_view now = after ? field_.of(*after, now_scratch) : "";
  if (!then.empty()) {
    const auto found = buckets_.find(then);
    const auto place = place_of(found->second, *before);
    if (then == now) {
      *place = after;
      return;
    }
    found->second.erase(place);
    if (found->second.empty()) buckets_.erase(found);
  }
  if (now.empty()) return;
  Bucket& bucket = buckets_[std::string(now)];
  bucket.insert(place_of(bucket, *after), after);
}

const ObjectIndex::Bucket* ObjectIndex::find(std::string_view value) const {
  const auto found = buckets_.find(value);
  return found == buckets_.end() ? nullptr : &found->second;
}

}  // namespace podium
