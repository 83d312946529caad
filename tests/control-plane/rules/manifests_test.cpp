// Manifests that others wrote, beside the repository: they are read, get defaults and are valid.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "control-plane/codec/manifest.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;
using nlohmann::json;

namespace {

// Is all of `part` in `whole`, at the same place, with the same values? Quantities may be spelt otherwise.
void check_contains(const json& whole, const json& part, const std::string& path) {
  INFO(path);
  if (part.is_object()) {
    for (const auto& [key, value] : part.items()) {
      if (value.is_null()) continue;
      INFO(path + "." + key);
      REQUIRE(whole.contains(key));
      check_contains(whole[key], value, path + "." + key);
    }
  } else if (part.is_array()) {
    REQUIRE(whole.size() == part.size());
    for (std::size_t i = 0; i < part.size(); ++i)
      check_contains(whole[i], part[i], path + "/" + std::to_string(i));
  } else if (path.find(".limits.") != std::string::npos || path.find(".requests.") != std::string::npos) {
    const auto spelling = [](const json& q) { return q.is_string() ? q.get<std::string>() : q.dump(); };
    CHECK(*Quantity::parse(spelling(whole)) == *Quantity::parse(spelling(part)));
  } else {
    CHECK(whole == part);
  }
}

void check_manifest(const std::string& name, std::size_t objects) {
  const std::filesystem::path path = std::filesystem::path("../shared/data/manifests") / name;
  if (!std::filesystem::exists(path)) {
    WARN("skipped: " << path << " is not there");
    return;
  }
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  const Manifests manifests = read_manifests(text.str(), name);
  REQUIRE(manifests.error == "");
  REQUIRE(manifests.objects.size() == objects);
  const YamlResult trees = parse_yaml(text.str(), name);
  for (std::size_t i = 0; i < objects; ++i) {
    Object& object = *manifests.objects[i];
    INFO(manifests.origins[i]);
    if (object.kind().namespaced) object.metadata.namespace_ = "default";
    const Rules& rules = rules_of(object.kind());
    rules.set_defaults(object);
    CHECK(make::lines_of(rules.validate(object)).empty());
    const json written = to_json(object);
    check_contains(written, trees.documents[i].json, "");
    CHECK(object.kind().equal(object, *from_json(written).value));
  }
}

}  // namespace

TEST_CASE("Online Boutique is valid, and written as it was read plus defaults") {
  check_manifest("online-boutique/kubernetes-manifests.yaml", 35);
}

TEST_CASE("Guestbook is valid, and written as it was read plus defaults") {
  check_manifest("guestbook/guestbook-all-in-one.yaml", 6);
}

TEST_CASE("Cassandra's StatefulSet is valid, and written as it was read plus defaults") {
  check_manifest("cassandra/cassandra-statefulset.yaml", 2);
}
