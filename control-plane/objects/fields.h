// The one list of a struct's fields. Each typed struct names its fields once, in `type()`; that list
// drives reading and writing JSON, generic access by path, and the Python attributes.
//
//   const Type& ContainerPort::type() {
//     static const Type t = struct_type<ContainerPort>("ContainerPort",
//         {field("name", &ContainerPort::name), field("containerPort", &ContainerPort::container_port)},
//         &ContainerPort::rest);
//     return t;
//   }
//
// What a struct does not name, because no behaviour needs it, is kept in its `rest`: nothing a user
// wrote is lost. What exists at all, on the wire, is the schema table's business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "control-plane/objects/box.h"
#include "control-plane/objects/int_or_string.h"
#include "control-plane/objects/list.h"
#include "control-plane/objects/map.h"
#include "control-plane/objects/quantity.h"
#include "control-plane/objects/tree.h"
#include "runtime/env/time.h"

namespace podium {

enum class Shape : std::uint8_t {
  kText,
  kInt32,
  kInt64,
  kBool,
  kOptInt32,
  kOptInt64,
  kOptBool,
  kUint64Text,
  kTime,       // TimePoint, RFC 3339 with whole seconds
  kMicroTime,  // TimePoint, RFC 3339 with microseconds
  kQuantity,
  kIntOrString,
  kOptIntOrString,
  kTexts,        // List<Text>
  kTextMap,      // Map<Text>
  kQuantityMap,  // ResourceList
  kTree,
  kStruct,
  kBoxed /* Box<struct> */,
  kList /* List<struct> */,
};

// A TimePoint that keeps microseconds on the wire.
struct MicroTime {
  TimePoint at{};
  auto operator<=>(const MicroTime&) const = default;
};

struct Field;

// A struct's description. Immutable, made once.
struct Type {
  std::string_view name;  // Kubernetes' name: "Container"
  std::vector<Field> fields;
  std::ptrdiff_t rest_offset = -1;  // of its `Tree rest`; -1: none
};

struct Field {
  std::string_view name;  // JSON name
  Shape shape{};
  // Written even when empty or zero (Go: no omitempty, or a plain struct). A kBoxed field that is always
  // written is a plain struct there: absent and {} are the same, and {} is read as absent.
  bool always = false;
  std::size_t offset = 0;
  const Type& (*type)() = nullptr;  // of kStruct, kBoxed and kList

  // kBoxed: the value or null; the value, made if absent.
  const void* (*peek)(const void* box) = nullptr;
  void* (*edit)(void* box) = nullptr;
  // kList.
  std::size_t (*size)(const void* list) = nullptr;
  const void* (*at)(const void* list, std::size_t i) = nullptr;
  void* (*append)(void* list) = nullptr;  // the new last element

  const void* in(const void* object) const { return static_cast<const char*>(object) + offset; }
  void* in(void* object) const { return static_cast<char*>(object) + offset; }
};

namespace fields_internal {

template <class T>
struct Scalar {
  static constexpr bool known = false;
};
template <Shape S>
struct Known {
  static constexpr bool known = true;
  static constexpr Shape shape = S;
};
template <>
struct Scalar<Text> : Known<Shape::kText> {};
template <>
struct Scalar<std::int32_t> : Known<Shape::kInt32> {};
template <>
struct Scalar<std::int64_t> : Known<Shape::kInt64> {};
template <>
struct Scalar<std::uint64_t> : Known<Shape::kUint64Text> {};
template <>
struct Scalar<bool> : Known<Shape::kBool> {};
template <>
struct Scalar<std::optional<std::int32_t>> : Known<Shape::kOptInt32> {};
template <>
struct Scalar<std::optional<std::int64_t>> : Known<Shape::kOptInt64> {};
template <>
struct Scalar<std::optional<bool>> : Known<Shape::kOptBool> {};
template <>
struct Scalar<TimePoint> : Known<Shape::kTime> {};
template <>
struct Scalar<MicroTime> : Known<Shape::kMicroTime> {};
template <>
struct Scalar<Quantity> : Known<Shape::kQuantity> {};
template <>
struct Scalar<IntOrString> : Known<Shape::kIntOrString> {};
template <>
struct Scalar<std::optional<IntOrString>> : Known<Shape::kOptIntOrString> {};
template <>
struct Scalar<List<Text>> : Known<Shape::kTexts> {};
template <>
struct Scalar<Map<Text>> : Known<Shape::kTextMap> {};
template <>
struct Scalar<Map<Quantity>> : Known<Shape::kQuantityMap> {};
template <>
struct Scalar<Tree> : Known<Shape::kTree> {};

template <class T>
struct IsBox {
  static constexpr bool value = false;
};
template <class T>
struct IsBox<Box<T>> {
  static constexpr bool value = true;
  using Inner = T;
};
template <class T>
struct IsList {
  static constexpr bool value = false;
};
template <class T>
struct IsList<List<T>> {
  static constexpr bool value = true;
  using Inner = T;
};

// Where a member lies in its struct, asked of storage that never holds an object.
template <class C, class M>
std::size_t offset_of(M C::*member) {
  alignas(C) static char storage[sizeof(C)];
  const C* object = reinterpret_cast<const C*>(storage);
  return static_cast<std::size_t>(reinterpret_cast<const char*>(&(object->*member)) - storage);
}

}  // namespace fields_internal

inline constexpr bool kAlways = true;

template <class C, class M>
Field field(std::string_view name, M C::*member, bool always = false) {
  using namespace fields_internal;
  Field f;
  f.name = name;
  f.always = always;
  f.offset = offset_of(member);
  if constexpr (Scalar<M>::known) {
    f.shape = Scalar<M>::shape;
  } else if constexpr (IsBox<M>::value) {
    using Inner = typename IsBox<M>::Inner;
    f.shape = Shape::kBoxed;
    f.type = &Inner::type;
    f.peek = [](const void* box) -> const void* { return static_cast<const Box<Inner>*>(box)->get(); };
    f.edit = [](void* box) -> void* { return &static_cast<Box<Inner>*>(box)->edit(); };
  } else if constexpr (IsList<M>::value) {
    using Inner = typename IsList<M>::Inner;
    f.shape = Shape::kList;
    f.type = &Inner::type;
    f.size = [](const void* list) { return static_cast<const List<Inner>*>(list)->size(); };
    f.at = [](const void* list, std::size_t i) -> const void* {
      return &(*static_cast<const List<Inner>*>(list))[i];
    };
    f.append = [](void* list) -> void* { return &static_cast<List<Inner>*>(list)->edit().emplace_back(); };
  } else {
    f.shape = Shape::kStruct;
    f.type = &M::type;
  }
  return f;
}

template <class C>
Type struct_type(std::string_view name, std::vector<Field> fields) {
  return Type{name, std::move(fields), -1};
}

template <class C>
Type struct_type(std::string_view name, std::vector<Field> fields, Tree C::*rest) {
  return Type{name, std::move(fields), static_cast<std::ptrdiff_t>(fields_internal::offset_of(rest))};
}

}  // namespace podium
