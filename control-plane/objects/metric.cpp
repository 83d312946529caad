#include "control-plane/objects/metric.h"

#include <nlohmann/json.hpp>

namespace podium {

Tree OptQuantity::tree(const Quantity& quantity) { return Tree(nlohmann::json(quantity.str())); }

std::optional<Quantity> OptQuantity::of(const Tree& tree) {
  const nlohmann::json& value = tree.json();
  if (value.is_string()) return Quantity::parse(value.get_ref<const std::string&>());
  return value.is_number() ? Quantity::parse(value.dump()) : std::nullopt;
}

const Type& CrossVersionObjectReference::type() {
  using T = CrossVersionObjectReference;
  static const Type t = struct_type<T>("CrossVersionObjectReference",
                                       {field("kind", &T::kind, kAlways), field("name", &T::name, kAlways),
                                        field("apiVersion", &T::api_version)});
  return t;
}

const Type& MetricTarget::type() {
  using T = MetricTarget;
  static const Type t =
      struct_type<T>("MetricTarget", {field("type", &T::type_, kAlways), field("value", &T::value),
                                      field("averageValue", &T::average_value),
                                      field("averageUtilization", &T::average_utilization)});
  return t;
}

const Type& MetricValueStatus::type() {
  using T = MetricValueStatus;
  static const Type t = struct_type<T>("MetricValueStatus",
                                       {field("value", &T::value), field("averageValue", &T::average_value),
                                        field("averageUtilization", &T::average_utilization)});
  return t;
}

const Type& MetricIdentifier::type() {
  using T = MetricIdentifier;
  static const Type t =
      struct_type<T>("MetricIdentifier", {field("name", &T::name, kAlways), field("selector", &T::selector)});
  return t;
}

const Type& ResourceMetricSource::type() {
  using T = ResourceMetricSource;
  static const Type t = struct_type<T>(
      "ResourceMetricSource", {field("name", &T::name, kAlways), field("target", &T::target, kAlways)});
  return t;
}

const Type& ContainerResourceMetricSource::type() {
  using T = ContainerResourceMetricSource;
  static const Type t =
      struct_type<T>("ContainerResourceMetricSource",
                     {field("name", &T::name, kAlways), field("target", &T::target, kAlways),
                      field("container", &T::container, kAlways)});
  return t;
}

const Type& NamedMetricSource::type() {
  using T = NamedMetricSource;
  static const Type t = struct_type<T>(
      "PodsMetricSource", {field("metric", &T::metric, kAlways), field("target", &T::target, kAlways)});
  return t;
}

const Type& ObjectMetricSource::type() {
  using T = ObjectMetricSource;
  static const Type t = struct_type<T>(
      "ObjectMetricSource", {field("describedObject", &T::described_object, kAlways),
                             field("target", &T::target, kAlways), field("metric", &T::metric, kAlways)});
  return t;
}

const Type& MetricSpec::type() {
  using T = MetricSpec;
  static const Type t = struct_type<T>(
      "MetricSpec", {field("type", &T::type_, kAlways), field("object", &T::object), field("pods", &T::pods),
                     field("resource", &T::resource), field("external", &T::external),
                     field("containerResource", &T::container_resource)});
  return t;
}

const Type& ResourceMetricStatus::type() {
  using T = ResourceMetricStatus;
  static const Type t = struct_type<T>(
      "ResourceMetricStatus", {field("name", &T::name, kAlways), field("current", &T::current, kAlways)});
  return t;
}

const Type& ContainerResourceMetricStatus::type() {
  using T = ContainerResourceMetricStatus;
  static const Type t =
      struct_type<T>("ContainerResourceMetricStatus",
                     {field("name", &T::name, kAlways), field("current", &T::current, kAlways),
                      field("container", &T::container, kAlways)});
  return t;
}

const Type& NamedMetricStatus::type() {
  using T = NamedMetricStatus;
  static const Type t = struct_type<T>(
      "PodsMetricStatus", {field("metric", &T::metric, kAlways), field("current", &T::current, kAlways)});
  return t;
}

const Type& ObjectMetricStatus::type() {
  using T = ObjectMetricStatus;
  static const Type t = struct_type<T>(
      "ObjectMetricStatus", {field("describedObject", &T::described_object, kAlways),
                             field("current", &T::current, kAlways), field("metric", &T::metric, kAlways)});
  return t;
}

const Type& MetricStatus::type() {
  using T = MetricStatus;
  static const Type t = struct_type<T>(
      "MetricStatus", {field("type", &T::type_, kAlways), field("object", &T::object),
                       field("pods", &T::pods), field("resource", &T::resource),
                       field("external", &T::external), field("containerResource", &T::container_resource)});
  return t;
}

}  // namespace podium
