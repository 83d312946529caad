// How much all objects of a namespace may use together.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct ScopedResourceSelectorRequirement {
  Text scope_name, operator_;
  List<Text> values;

  bool operator==(const ScopedResourceSelectorRequirement&) const = default;
  static const Type& type();
};

struct ScopeSelector {
  List<ScopedResourceSelectorRequirement> match_expressions;

  bool operator==(const ScopeSelector&) const = default;
  static const Type& type();
};

struct ResourceQuotaSpec {
  ResourceList hard;
  List<Text> scopes;  // Terminating, NotTerminating, BestEffort, NotBestEffort, ...: all must hold
  Box<ScopeSelector> scope_selector;

  bool operator==(const ResourceQuotaSpec&) const = default;
  static const Type& type();
};

struct ResourceQuotaStatus {
  ResourceList hard, used;

  bool operator==(const ResourceQuotaStatus&) const = default;
  static const Type& type();
};

struct ResourceQuota : Object {
  ResourceQuota() : Object(info()) {}
  Box<ResourceQuotaSpec> spec;
  Box<ResourceQuotaStatus> status;
  Tree rest;

  bool operator==(const ResourceQuota&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
