// Reads a JSON body as an object of a kind: checks every value against its type, leaves out what the type
// does not know (and says so), drops nulls. The result is a tree of known fields only, of the right types.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/schema/type.h"

namespace podium::schema {

struct Decoding {
  // Why there is no object, as Kubernetes words it: "json: cannot unmarshal string into Go struct field ...".
  // Empty if there is one.
  std::string error;
  // The text was not JSON, or not an object; then Kubernetes does not even know the kind.
  bool malformed = false;
  // Each unknown or duplicate field once, in the order of the text: `unknown field "spec.foo"`. With
  // fieldValidation=Ignore they are forgotten, with Warn each is a warning, with Strict they are an error
  // (see strict_error).
  std::vector<std::string> problems;

  bool ok() const { return error.empty(); }
};

// Text must be UTF-8. Of a duplicate field the last value counts. `object` is null unless the decoding is ok.
Decoding decode_text(const Type& type, std::string_view text, nlohmann::json& object);
// The same for a body that is a tree already (from YAML, protobuf or a patch).
Decoding decode_tree(const Type& type, nlohmann::json tree, nlohmann::json& object);
// Any object, of no type; duplicate fields are told wherever they are.
Decoding decode_text_of_any(std::string_view text, nlohmann::json& object);

// The problems as the error of fieldValidation=Strict: `strict decoding error: unknown field "spec.foo",
// ...`.
std::string strict_error(const std::vector<std::string>& problems);
// The message of the 400 that carries an error: `Pod in version "v1" cannot be handled as a Pod: <error>`.
std::string cannot_handle(std::string_view kind, std::string_view version, std::string_view error);

}  // namespace podium::schema
