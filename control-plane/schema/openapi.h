// What kubectl reads to know the API: OpenAPI 3 (kubectl 1.27 and later) and OpenAPI 2 in protobuf (up
// to 1.28), made from the schema table for the kinds that are served. Kinds of a custom resource definition
// bring their own schema.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/schema/table.h"

namespace podium::schema {

struct ServedKind {
  const Resource* resource = nullptr;
  const nlohmann::json* custom_schema =
      nullptr;  // openAPIV3Schema of a custom resource; null for built-in kinds
};

// All kinds of the table.
std::vector<ServedKind> served_kinds(const Table& table);

// The documents of OpenAPI 3, one per group version. Borrows what the served kinds point to.
//
// GET /openapi/v3 answers index(). It names each document as /openapi/v3/<path>?hash=<hash>; GET of that
// answers document(path) with `ETag: "<hash>"`, `Cache-Control: public, immutable`, `Vary: Accept` and an
// Expires a year ahead. A hash that is not the current one is redirected (301) to it; without a hash the
// document is answered without caching. A change of the served kinds changes the hashes of the documents that
// it changes: make a new OpenApiV3 then.
class OpenApiV3 {
 public:
  explicit OpenApiV3(const std::vector<ServedKind>& served);

  std::string index() const;
  // Upper-case hexadecimal SHA-512; empty if there is no such document. The path is "api/v1" or
  // "apis/apps/v1".
  std::string_view hash(std::string_view path) const;
  // Made anew at each call, which takes milliseconds: keep it. Empty if there is no such document.
  std::string document(std::string_view path) const;

 private:
  struct Document {
    std::string path, hash;
    std::vector<ServedKind> kinds;
  };
  const Document* find(std::string_view path) const;

  std::vector<Document> documents_;
};

// The one document of OpenAPI 2, in protobuf: what GET /openapi/v2 answers to `Accept:
// application/com.github.proto-openapi. spec.v2@v1.0+protobuf`. Takes tens of milliseconds: keep it.
std::string openapi_v2(const std::vector<ServedKind>& served);
// Its Content-Type. Note that it is not what the client asked for: the other form breaks every Go client.
inline constexpr const char* kOpenApiV2ContentType =
    "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

}  // namespace podium::schema
