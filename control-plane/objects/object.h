// What the store holds and watches hand out: immutable once published, shared by everyone.
#pragma once

#include "control-plane/objects/meta.h"

namespace podium {

struct KindInfo;

class Object : public RefCounted {
 public:
  explicit Object(const KindInfo& kind) : kind_(&kind) {}
  Object(const Object&) = default;
  virtual ~Object() = default;

  const KindInfo& kind() const { return *kind_; }
  bool operator==(const Object& other) const { return kind_ == other.kind_ && metadata == other.metadata; }

  ObjectMeta metadata;

 private:
  const KindInfo* kind_;
};

using ObjectRef = Ref<const Object>;

// A kind of object: its names on the wire and how to make one.
struct KindInfo {
  std::size_t index = 0;  // position in all_kinds()
  std::string_view group, version;
  Text kind;  // shared by all that name it
  std::string_view plural;
  bool namespaced = true;
  bool has_status = false;     // status subresource: generation follows spec, status is written apart
  const Type* type = nullptr;  // fields beside metadata
  Ref<Object> (*create)(const KindInfo& kind) = nullptr;
  Ref<Object> (*clone)(const Object&) = nullptr;
  bool (*equal)(const Object&, const Object&) = nullptr;  // all fields, metadata included
  Text api_version;                                       // "apps/v1", "v1"
  // The address that field offsets of `type` count from.
  const void* (*body)(const Object&) = nullptr;

  std::string resource() const;  // "deployments.apps", "pods": as in messages
  Ref<Object> make() const { return create(*this); }
};

// A typed kind's info, from its struct: make_kind<Pod>("", "v1", "Pod", "pods").
template <class T>
KindInfo make_kind(std::size_t index, std::string_view group, std::string_view version, std::string_view kind,
                   std::string_view plural, bool namespaced, bool has_status) {
  KindInfo info{index, group, version, kind, plural, namespaced, has_status};
  info.api_version = group.empty() ? Text(version) : Text(std::string(group) + "/" + std::string(version));
  info.type = &T::type();
  info.create = [](const KindInfo&) -> Ref<Object> { return make_ref<T>(); };
  info.clone = [](const Object& o) -> Ref<Object> { return make_ref<T>(static_cast<const T&>(o)); };
  info.equal = [](const Object& a, const Object& b) {
    return static_cast<const T&>(a) == static_cast<const T&>(b);
  };
  info.body = [](const Object& o) -> const void* { return static_cast<const T*>(&o); };
  return info;
}

// Every kind that is stored: those of kinds/ in the files' order, then the schema's others (generic.h).
const std::vector<const KindInfo*>& all_kinds();
// The position of kinds/<stem>.cpp. REQUIRES: it exists.
std::size_t kind_index(std::string_view stem);
// By wire name; null if unknown.
const KindInfo* find_kind(std::string_view group, std::string_view version, std::string_view kind);
const KindInfo* find_plural(std::string_view group, std::string_view version, std::string_view plural);

template <class T>
bool is(const Object& object) {
  return &object.kind() == &T::info();
}
// The object as its type, or null if it is of another kind.
template <class T>
const T* as(const Object* object) {
  return object != nullptr && is<T>(*object) ? static_cast<const T*>(object) : nullptr;
}
template <class T>
Ref<const T> as(const ObjectRef& object) {
  return object && is<T>(*object) ? Ref<const T>::share(static_cast<const T*>(object.get())) : nullptr;
}
// A copy to change and publish anew. Shares all that is not changed.
template <class T>
Ref<T> copy(const T& object) {
  return make_ref<T>(object);
}

// Identity of an object within its kind.
struct Key {
  Text namespace_, name;
  auto operator<=>(const Key&) const = default;
  bool operator==(const Key&) const = default;
};

inline Key key_of(const Object& object) { return Key{object.metadata.namespace_, object.metadata.name}; }
// "pod/default/web-1", "node/n1": the chronicle's subject.
std::string subject_of(const KindInfo& kind, const Key& key);
std::string subject_of(const Object& object);
// An owner reference with controller and blockOwnerDeletion set.
OwnerReference controller_reference(const Object& owner);

}  // namespace podium
