// One type of the schema: a scalar, a named string, a list, a map, or a struct with its fields. Types are
// made by the table parser, live as long as their table, never change, and may refer to each other in
// circles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace podium::schema {

enum class Shape : std::uint8_t {
  kString,
  kBool,
  kInt32,
  kInt64,
  kDouble,
  kBytes,  // base64 text in JSON
  // Texts (some may be numbers) with a form of their own:
  kQuantity,
  kIntOrString,
  kTime,
  kMicroTime,
  kDuration,
  kFields,  // FieldsV1: a JSON object that protobuf carries as text
  kRaw,     // RawExtension: any object
  kJson,    // any JSON value
  kStruct,
  kList,
  kMap,
};

// How server-side apply takes a list (or, with kAtomic, a map or struct).
enum class ListKind : std::uint8_t { kUnset, kAtomic, kSet, kMap };

struct Type;

struct Field {
  std::string name;  // in JSON
  const Type* type = nullptr;
  std::uint32_t number = 0;  // in protobuf; 0: none
  bool required = false;
  bool omit_empty = false;
  bool pointer = false;  // absent and zero differ
  ListKind list = ListKind::kUnset;
  bool granular = false;          // owned part by part, said explicitly: even if its type is atomic
  bool merge = false;             // strategic merge patch: the elements of the list are merged
  bool retain_keys = false;       // strategic merge patch: a $retainKeys directive is expected
  bool replace = false;           // strategic merge patch: said explicitly to be replaced as a whole
  std::string merge_key;          // of a merged list of structs; empty for a list of scalars
  std::vector<std::string> keys;  // of a ListKind::kMap
  std::string text;               // one line for `kubectl explain`; may be empty
  std::string key_default;        // what an absent list key means
};

// What a protobuf number of a message means: a field, or the message of a struct whose fields are those of
// the host.
struct WireField {
  std::uint32_t number = 0;
  const Field* field = nullptr;
  const Type* inlined = nullptr;
};

struct Type {
  Shape shape = Shape::kString;
  std::string name;          // "Container"; of a list, map or scalar its expression ("[]Container")
  std::string package;       // "core/v1"; empty for a scalar
  std::string go_name;       // as Kubernetes' messages spell it: "v1.Container", "[]v1.Container", "int32"
  std::string openapi_name;  // "io.k8s.api.core.v1.Container"
  std::string text;          // one line for `kubectl explain`; may be empty
  bool atomic = false;       // owned and replaced as a whole
  const Type* element = nullptr;    // of a list or map
  std::vector<std::string> values;  // of a named string that is a closed set
  std::vector<Field> fields;        // of a struct, those of inlined structs included; sorted by name
  std::vector<WireField> wire;      // of a struct; sorted by number

  const Field* find(std::string_view field_name) const;      // null if there is none
  const WireField* find_number(std::uint32_t number) const;  // null if there is none
};

// The type of what has no schema: any JSON value.
const Type& any_type();

}  // namespace podium::schema
