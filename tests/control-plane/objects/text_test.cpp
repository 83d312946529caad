#include "control-plane/objects/text.h"

#include <string>

#include "tests/support/catch.h"

using podium::Text;

TEST_CASE("An empty text owns nothing and reads as an empty string") {
  const Text empty, from_literal("");
  CHECK(sizeof(Text) == sizeof(void*));
  CHECK(empty.empty());
  CHECK(from_literal == empty);
  CHECK(std::string(empty.c_str()).empty());
  CHECK(empty.view() == "");
}

TEST_CASE("A copied text shares its characters") {
  const Text first("nginx:1.25");
  const Text second = first;
  CHECK(second.view().data() == first.view().data());
  CHECK(Text("nginx:1.25") == first);
  CHECK(Text("nginx:1.25").view().data() != first.view().data());
}

TEST_CASE("A text outlives the one it was copied from, and survives assignment to itself") {
  Text kept;
  {
    const Text gone("web-1");
    kept = gone;
  }
  Text& alias = kept;
  kept = alias;
  CHECK(kept == "web-1");
  const Text moved = std::move(kept);
  CHECK(moved == "web-1");
  CHECK(kept.empty());  // NOLINT: a moved-from text is empty
}

TEST_CASE("Texts order as their bytes do and may hold zero bytes") {
  CHECK(Text("a") < Text("b"));
  CHECK(Text("a") < Text("aa"));
  CHECK(Text() < Text("a"));
  CHECK(Text("Z") < Text("a"));
  const Text with_zero(std::string_view("a\0b", 3));
  CHECK(with_zero.size() == 3);
  CHECK_FALSE(with_zero == "a");
}
