// Types as JSON schemas, in the dialects of OpenAPI 2 and 3. Private to the component.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "control-plane/schema/openapi.h"
#include "control-plane/schema/table.h"

namespace podium::schema {

enum class Dialect { kV2, kV3 };

// Collects the schemas of a document: each that is asked for, with all that it refers to.
class SchemaSet {
 public:
  explicit SchemaSet(Dialect dialect);
  ~SchemaSet();
  SchemaSet(const SchemaSet&) = delete;
  SchemaSet& operator=(const SchemaSet&) = delete;

  // A reference to the schema of a body; marks it as that of the kind.
  nlohmann::json kind(std::string_view group, std::string_view version, std::string_view kind,
                      const Type& type);
  nlohmann::json custom_kind(const Resource& resource, const nlohmann::json& schema);
  // A reference to the list of what `item` refers to.
  nlohmann::json list_of(std::string_view group, std::string_view version, std::string_view kind,
                         const nlohmann::json& item);
  nlohmann::json patch();  // the body of a PATCH: any object

  const std::map<std::string, nlohmann::json>& schemas() const { return schemas_; }

 private:
  nlohmann::json reference(const std::string& name) const;
  nlohmann::json reference(const Type& type);  // and collects it
  nlohmann::json scalar(const Type& type);
  nlohmann::json value(const Type& type);
  nlohmann::json property(const Field& field);
  nlohmann::json structure(const Type& type);
  nlohmann::json shared(const std::string& name, nlohmann::json schema);
  void mark(const std::string& name, std::string_view group, std::string_view version, std::string_view kind);

  Dialect dialect_;
  std::map<std::string, nlohmann::json> schemas_;
};

}  // namespace podium::schema
