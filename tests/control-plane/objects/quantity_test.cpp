#include "control-plane/objects/quantity.h"

#include <limits>

#include "runtime/env/random.h"
#include "tests/support/catch.h"

using podium::Quantity;

namespace {

std::string canonical(std::string_view text) {
  const auto quantity = Quantity::parse(text);
  return quantity ? quantity->str() : "refused";
}

std::int64_t value(std::string_view text) { return Quantity::parse(text)->value(); }
std::int64_t milli(std::string_view text) { return Quantity::parse(text)->milli_value(); }

}  // namespace

TEST_CASE("Quantities print in canonical form: no fraction, the largest suffix that loses nothing") {
  CHECK(canonical("1000m") == "1");
  CHECK(canonical("100m") == "100m");
  CHECK(canonical("1.5") == "1500m");
  CHECK(canonical("0.5") == "500m");
  CHECK(canonical("1024Mi") == "1Gi");
  CHECK(canonical("1.5Gi") == "1536Mi");
  CHECK(canonical("1000k") == "1M");
  CHECK(canonical("1500M") == "1500M");
  CHECK(canonical("0") == "0");
  CHECK(canonical("0Mi") == "0");
  CHECK(canonical("-1Ki") == "-1Ki");
  CHECK(canonical("+2") == "2");
  CHECK(canonical(".5") == "500m");
  CHECK(canonical("5.") == "5");
}

TEST_CASE("Exponents stay exponents, in steps of three") {
  CHECK(canonical("2e3") == "2e3");
  CHECK(canonical("1e4") == "10e3");
  CHECK(canonical("1E-3") == "1e-3");
  CHECK(canonical("1E") == "1E");
}

TEST_CASE("A binary quantity below 1024 or with a fraction prints as a decimal one") {
  CHECK(canonical("0.5Ki") == "512");
  CHECK(canonical("0.1Mi") == "104857600m");
  CHECK(Quantity::bytes(1000).str() == "1k");
  CHECK(Quantity::bytes(1023).str() == "1023");
  CHECK(Quantity::bytes(1024).str() == "1Ki");
  CHECK(Quantity::bytes(1025).str() == "1025");
}

TEST_CASE("What does not match the grammar is refused") {
  for (const char* text :
       {"", ".", "-", "m", "1 Gi", "1gi", "1e", "e3", "1.2.3", "0x10", "1Kii", "1mm", "1e3m"})
    CHECK(canonical(text) == "refused");
}

TEST_CASE("Values round away from zero") {
  CHECK(value("1100m") == 2);
  CHECK(value("-1100m") == -2);
  CHECK(value("1n") == 1);
  CHECK(milli("0.0005") == 1);
  CHECK(milli("-1.0005") == -1001);
  CHECK(milli("250m") == 250);
  CHECK(canonical("0.1n") == "1n");
}

TEST_CASE("Amounts beyond the range are capped, not refused and not wrapped") {
  CHECK(value("100E") == std::numeric_limits<std::int64_t>::max());
  CHECK(value("1000000000000000000000000000000000000000000") == std::numeric_limits<std::int64_t>::max());
  CHECK(milli("9E") == std::numeric_limits<std::int64_t>::max());
  const Quantity most = *Quantity::parse("8Ei");
  CHECK((most + most).value() == std::numeric_limits<std::int64_t>::max());
  CHECK(canonical("1.00000000000000000000000000000000000001") == "1000000001n");
}

TEST_CASE("Comparison is by amount, not by form") {
  CHECK(*Quantity::parse("1Gi") == *Quantity::parse("1073741824"));
  CHECK(*Quantity::parse("1500m") > *Quantity::parse("1"));
  CHECK(*Quantity::parse("-1500m") < *Quantity::parse("-1"));
}

TEST_CASE("Random quantities survive printing, and sums and differences undo each other") {
  podium::Random random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto pick = [&] {
      const auto amount = static_cast<std::int64_t>(random.below(4'000'000'000'000ULL)) - 2'000'000'000'000;
      return random.below(2) == 0 ? Quantity::milli(amount) : Quantity::bytes(amount);
    };
    const Quantity a = pick(), b = pick();
    REQUIRE(*Quantity::parse(a.str()) == a);
    const Quantity read = *Quantity::parse(a.str());
    REQUIRE(Quantity::parse(read.str())->str() == read.str());
    REQUIRE(a + b - b == a);
    REQUIRE(a + b == b + a);
    REQUIRE((a < b) == (b - a > Quantity()));
  }
}
