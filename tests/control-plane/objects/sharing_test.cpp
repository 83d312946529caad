// Copy on write: whoever edits a shared value gets one of their own, and only then.
#include "control-plane/objects/box.h"
#include "control-plane/objects/list.h"
#include "control-plane/objects/map.h"
#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("A list is shared until one of its holders edits it") {
  const List<int> original = {1, 2, 3};
  List<int> copy = original;
  CHECK(copy.identity() == original.identity());
  copy.edit()[0] = 9;
  CHECK(copy.identity() != original.identity());
  CHECK(original == List<int>{1, 2, 3});
  CHECK(copy == List<int>{9, 2, 3});
}

TEST_CASE("A list with one holder is edited in place") {
  List<int> list = {1};
  list.edit().reserve(8);
  const void* before = list.identity();
  list.push_back(2);
  CHECK(list.identity() == before);
  CHECK(list.size() == 2);
}

TEST_CASE("Empty lists are equal however they became empty") {
  List<int> emptied = {1};
  emptied.edit().clear();
  CHECK(emptied.empty());
  CHECK(emptied == List<int>());
  CHECK(List<int>().begin() == List<int>().end());
  CHECK(List<int>(std::vector<int>()).identity() == nullptr);
}

TEST_CASE("A box tells absent from default, and shares until edited") {
  Box<int> absent, zero(0);
  CHECK_FALSE(absent);
  CHECK(zero);
  CHECK_FALSE(absent == zero);
  CHECK(absent.value() == 0);
  const Box<int> shared = zero;
  CHECK(shared.same_as(zero));
  zero.edit() = 7;
  CHECK_FALSE(shared.same_as(zero));
  CHECK(*shared == 0);
  CHECK(*zero == 7);
  zero.reset();
  CHECK(absent == zero);
}

TEST_CASE("A box inside a copied list is shared with the original's") {
  List<Box<int>> original = {Box<int>(1), Box<int>(2)};
  List<Box<int>> copy = original;
  copy.edit()[0].edit() = 5;
  CHECK(*original[0] == 1);
  CHECK(copy[1].same_as(original[1]));
}

TEST_CASE("A map finds by key, is sorted by it, and keeps the last value set") {
  Labels labels = {{"tier", "back"}, {"app", "web"}, {"tier", "front"}};
  CHECK(labels.size() == 2);
  CHECK(labels.begin()->first == "app");
  CHECK(*labels.find("tier") == "front");
  CHECK(labels.find("none") == nullptr);
  CHECK(labels.get("none", "x") == "x");
  CHECK(labels.erase("app"));
  CHECK_FALSE(labels.erase("app"));
  CHECK(labels == Labels{{"tier", "front"}});
}

TEST_CASE("Setting what a map already holds copies nothing") {
  const Labels original = {{"app", "web"}};
  Labels copy = original;
  copy.set("app", "web");
  CHECK(copy.identity() == original.identity());
  CHECK_FALSE(copy.erase("other"));
  CHECK(copy.identity() == original.identity());
  copy.set("app", "db");
  CHECK(*original.find("app") == "web");
}
