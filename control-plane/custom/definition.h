// What a CustomResourceDefinition says of its kind, made ready for use.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "control-plane/codec/view.h"
#include "control-plane/objects/custom_kind.h"
#include "control-plane/objects/generic.h"
#include "control-plane/schema/table.h"

namespace podium::custom {

struct Column {
  std::string name, type, format, description, path;
  std::int64_t priority = 0;
};

// Where the scale subresource finds its numbers: JSON paths such as ".spec.replicas".
struct ScalePaths {
  std::string replicas, status_replicas, selector;  // selector: may be empty
};

struct Version {
  bool served = false;
  std::string deprecation;    // what a client is warned of; empty: nothing
  Tree schema;                // openAPIV3Schema
  schema::Resource resource;  // its type is one of `types`
  std::deque<schema::Type> types;
  std::vector<Column> columns;  // those beside the name
  ScalePaths scale;             // replicas is empty: there is none
  std::vector<std::string> selectable;
  View view;  // of the stored kind, in this version
};

// Stays as it is; a definition that changes is followed by another.
struct Definition {
  Tree spec;  // of the CustomResourceDefinition
  std::string group, plural, kind, list_kind, storage_version;
  bool namespaced = true;
  std::deque<Version> versions;  // in the order of preference: v2, v1, v1beta1, ...

  const Version* find(std::string_view version) const;  // null: none, or it is not served
  const Version& storage() const;
};

// Whether it says enough to be read: names, and one stored version.
bool defines_kind(const Generic& crd);
// REQUIRES: defines_kind(crd).
std::unique_ptr<Definition> read_definition(const Generic& crd);

// Kubernetes' order of versions: stable before beta before alpha, high before low, then by name.
bool version_before(std::string_view left, std::string_view right);

}  // namespace podium::custom
