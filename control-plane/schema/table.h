// Kubernetes 1.33 as data: every type and every served resource. The text is kubernetes-1.33.schema beside
// this file.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/schema/type.h"

namespace podium::schema {

struct Subresource {
  std::string name;
  std::string group, version, kind;  // of what its body is
  std::vector<std::string> verbs;
};

struct Resource {
  std::string group, version, plural, kind, singular;
  bool namespaced = true;
  std::vector<std::string> verbs;
  std::vector<std::string> short_names, categories;
  std::vector<Subresource> subresources;
  const Type* type = nullptr;

  const Subresource* find_subresource(std::string_view name) const;
  bool has_verb(std::string_view verb) const;
};

// "v1" and "apps/v1", as in apiVersion.
std::string api_version(std::string_view group, std::string_view version);

class Table {
 public:
  // In the order of discovery, which decides what a name without a group means.
  const std::deque<Resource>& resources() const { return resources_; }

  const Resource* find_kind(std::string_view group, std::string_view version, std::string_view kind) const;
  const Resource* find_resource(std::string_view group, std::string_view version,
                                std::string_view plural) const;
  // By plural, singular, short name or kind ("po", "pods", "Pod"); the first in preference.
  const Resource* find_name(std::string_view name) const;

  // The type of a body, resource or not: Scale, Eviction, TokenRequest; DeleteOptions and Status of any
  // group.
  const Type* find_type(std::string_view group, std::string_view version, std::string_view kind) const;
  // By the name in the table: "core/v1.Container".
  const Type* find_type(std::string_view name) const;
  // Every named struct, by that name.
  const std::map<std::string, Type*, std::less<>>& types() const { return types_; }

 private:
  friend class TableParser;
  struct Served {
    std::string group, version, package;
  };
  std::deque<Type> storage_;                         // addresses stay
  std::map<std::string, Type*, std::less<>> types_;  // structs and named strings, "core/v1.Container"
  std::deque<Resource> resources_;
  std::vector<Served> served_;
};

// Parses a table; throws std::runtime_error naming the line if the text is not one.
std::unique_ptr<const Table> parse_table(std::string_view text);

// The table of Kubernetes 1.33, parsed at the first call.
const Table& kubernetes();

}  // namespace podium::schema
