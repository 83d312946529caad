// Resource quantities: "100m", "64Mi", "1.5", "2e3". Exact decimals, printed in canonical form.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "control-plane/objects/map.h"

namespace podium {

// A fixed-point number: `nano` units of 1e-9 beyond whole `units`. Range +-2^63 whole units, as in
// Kubernetes.
class Quantity {
 public:
  enum class Format : std::uint8_t { kDecimalSI, kBinarySI, kDecimalExponent };

  Quantity() = default;
  static Quantity of(std::int64_t units, Format format = Format::kDecimalSI);
  static Quantity milli(std::int64_t milli);  // cpu: milli(250) is "250m"
  static Quantity bytes(std::int64_t bytes) { return of(bytes, Format::kBinarySI); }

  // Null unless `text` matches Kubernetes' grammar: sign, digits, suffix or exponent.
  static std::optional<Quantity> parse(std::string_view text);

  std::int64_t value() const;        // whole units, rounded up (away from zero)
  std::int64_t milli_value() const;  // thousandths, rounded up; saturates at the int64 limits
  bool is_zero() const { return units_ == 0 && nano_ == 0; }
  std::string str() const;  // canonical: "1" for "1000m", "1Gi" for "1024Mi"

  Quantity operator+(const Quantity& other) const;
  Quantity operator-(const Quantity& other) const;
  std::strong_ordering operator<=>(const Quantity& other) const;
  bool operator==(const Quantity& other) const { return units_ == other.units_ && nano_ == other.nano_; }

 private:
  Quantity(std::int64_t units, std::int32_t nano, Format format)
      : units_(units), nano_(nano), format_(format) {}

  std::int64_t units_ = 0;
  std::int32_t nano_ = 0;  // 0..999,999,999, counted from units_ upwards also for negative numbers
  Format format_ = Format::kDecimalSI;
};

// Resource name to amount: {"cpu": 100m, "memory": 64Mi}.
using ResourceList = Map<Quantity>;

}  // namespace podium
