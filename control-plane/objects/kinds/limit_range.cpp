#include "control-plane/objects/kinds/limit_range.h"

namespace podium {

const Type& LimitRangeItem::type() {
  using T = LimitRangeItem;
  static const Type t = struct_type<T>(
      "LimitRangeItem", {field("type", &T::type_, kAlways), field("max", &T::max), field("min", &T::min),
                         field("default", &T::default_), field("defaultRequest", &T::default_request),
                         field("maxLimitRequestRatio", &T::max_limit_request_ratio)});
  return t;
}

const Type& LimitRangeSpec::type() {
  using T = LimitRangeSpec;
  static const Type t = struct_type<T>("LimitRangeSpec", {field("limits", &T::limits, kAlways)});
  return t;
}

const Type& LimitRange::type() {
  using T = LimitRange;
  static const Type t = struct_type<T>("LimitRange", {field("spec", &T::spec, kAlways)}, &T::rest);
  return t;
}

const KindInfo& limit_range_kind() {
  static const KindInfo kind =
      make_kind<LimitRange>(kind_index("limit_range"), "", "v1", "LimitRange", "limitranges", true, false);
  return kind;
}

const KindInfo& LimitRange::info() { return limit_range_kind(); }

}  // namespace podium
