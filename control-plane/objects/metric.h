// What an autoscaler looks at: a metric by its source, the value it aims at, and the value it found.
#pragma once

#include "control-plane/objects/meta.h"

namespace podium {

struct CrossVersionObjectReference {
  Text kind, name, api_version;

  bool operator==(const CrossVersionObjectReference&) const = default;
  static const Type& type();
};

// A quantity that may be absent, which differs from "0": the text of one, or nothing.
struct OptQuantity {
  static Tree tree(const Quantity& quantity);
  static std::optional<Quantity> of(const Tree& tree);
};

struct MetricTarget {
  Text type_;                 // Utilization, Value, AverageValue
  Tree value, average_value;  // OptQuantity
  std::optional<std::int32_t> average_utilization;

  bool operator==(const MetricTarget&) const = default;
  static const Type& type();
};

struct MetricValueStatus {
  Tree value, average_value;  // OptQuantity
  std::optional<std::int32_t> average_utilization;

  bool operator==(const MetricValueStatus&) const = default;
  static const Type& type();
};

struct MetricIdentifier {
  Text name;
  Box<LabelSelector> selector;

  bool operator==(const MetricIdentifier&) const = default;
  static const Type& type();
};

// cpu or memory of the pods, as they request it.
struct ResourceMetricSource {
  Text name;
  MetricTarget target;

  bool operator==(const ResourceMetricSource&) const = default;
  static const Type& type();
};

struct ContainerResourceMetricSource {
  Text name, container;
  MetricTarget target;

  bool operator==(const ContainerResourceMetricSource&) const = default;
  static const Type& type();
};

// Of each pod, or from outside the cluster.
struct NamedMetricSource {
  MetricIdentifier metric;
  MetricTarget target;

  bool operator==(const NamedMetricSource&) const = default;
  static const Type& type();
};

struct ObjectMetricSource {
  CrossVersionObjectReference described_object;
  MetricIdentifier metric;
  MetricTarget target;

  bool operator==(const ObjectMetricSource&) const = default;
  static const Type& type();
};

// One of the five, as the type says.
struct MetricSpec {
  Text type_;
  Box<ResourceMetricSource> resource;
  Box<ContainerResourceMetricSource> container_resource;
  Box<NamedMetricSource> pods, external;
  Box<ObjectMetricSource> object;

  bool operator==(const MetricSpec&) const = default;
  static const Type& type();
};

struct ResourceMetricStatus {
  Text name;
  MetricValueStatus current;

  bool operator==(const ResourceMetricStatus&) const = default;
  static const Type& type();
};

struct ContainerResourceMetricStatus {
  Text name, container;
  MetricValueStatus current;

  bool operator==(const ContainerResourceMetricStatus&) const = default;
  static const Type& type();
};

struct NamedMetricStatus {
  MetricIdentifier metric;
  MetricValueStatus current;

  bool operator==(const NamedMetricStatus&) const = default;
  static const Type& type();
};

struct ObjectMetricStatus {
  CrossVersionObjectReference described_object;
  MetricIdentifier metric;
  MetricValueStatus current;

  bool operator==(const ObjectMetricStatus&) const = default;
  static const Type& type();
};

struct MetricStatus {
  Text type_;
  Box<ResourceMetricStatus> resource;
  Box<ContainerResourceMetricStatus> container_resource;
  Box<NamedMetricStatus> pods, external;
  Box<ObjectMetricStatus> object;

  bool operator==(const MetricStatus&) const = default;
  static const Type& type();
};

}  // namespace podium
