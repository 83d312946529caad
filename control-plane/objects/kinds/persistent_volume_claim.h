// A pod owner's wish for storage, bound to one volume that fulfils it.
#pragma once

#include <string_view>

#include "control-plane/objects/object.h"

namespace podium {

struct VolumeResourceRequirements {
  ResourceList limits, requests;

  bool operator==(const VolumeResourceRequirements&) const = default;
  static const Type& type();
};

struct PersistentVolumeClaimSpec {
  List<Text> access_modes;
  Box<LabelSelector> selector;
  VolumeResourceRequirements resources;
  Text volume_name, volume_mode;
  // A text or absent, which differ: "" asks for a volume without a class, none for the default class.
  Tree storage_class_name;
  Tree rest;  // dataSource, dataSourceRef, volumeAttributesClassName

  bool operator==(const PersistentVolumeClaimSpec&) const = default;
  static const Type& type();
};

struct PersistentVolumeClaimStatus {
  Text phase;  // Pending, Bound, Lost
  List<Text> access_modes;
  ResourceList capacity;
  List<Condition> conditions;
  Tree rest;

  bool operator==(const PersistentVolumeClaimStatus&) const = default;
  static const Type& type();
};

struct PersistentVolumeClaim : Object {
  PersistentVolumeClaim() : Object(info()) {}
  Box<PersistentVolumeClaimSpec> spec;
  Box<PersistentVolumeClaimStatus> status;
  Tree rest;

  // The class it names, in the field or in the annotation that was before it; null: none.
  std::optional<std::string_view> storage_class() const;

  bool operator==(const PersistentVolumeClaim&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
