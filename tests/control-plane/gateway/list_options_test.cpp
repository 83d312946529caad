// The resource versions of lists and watches, by Kubernetes' rules for them.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

namespace podium::testing {
namespace {

using nlohmann::json;
using Query = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kMaps = "/api/v1/namespaces/default/configmaps";

struct Maps : Front {
  Maps() {
    ground.server->bootstrap();
    for (const char* name : {"a", "b", "c"}) versions.push_back(make(name));
  }
  std::string make(const std::string& name) {
    const auto made = ask("POST", kMaps, {}, R"({"metadata":{"name":")" + name + R"("}})");
    REQUIRE(made->response.code == 201);
    return made->body()["metadata"]["resourceVersion"];
  }
  std::string names(const Query& query) {
    const auto list = ask("GET", kMaps, query);
    if (list->response.code != 200) return list->body()["message"];
    std::string all;
    const json body = list->body();
    for (const json& item : body["items"]) all += item["metadata"]["name"].get<std::string>();
    return all;
  }
  std::string refusal(const Query& query) {
    const auto list = ask("GET", kMaps, query);
    CHECK(list->response.code == 422);
    CHECK(list->body()["reason"] == "Invalid");
    return list->body()["message"];
  }
  std::vector<std::string> versions;
};

// The client goes, and with it the stream.
void leave(const Answer& watch) { std::exchange(watch.opened->on_gone, nullptr)(); }

// The events of a watch so far: "ADDED a", "BOOKMARK", "BOOKMARK end".
std::vector<std::string> events(const Answer& watch) {
  std::vector<std::string> all;
  std::size_t at = 0;
  for (const std::string& text = watch.opened->text; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const json event = json::parse(text.substr(at, end - at));
    std::string line = event["type"];
    const json& metadata = event["object"]["metadata"];
    if (metadata.contains("name")) line += " " + metadata["name"].get<std::string>();
    if (metadata.contains("annotations")) line += " end";
    all.push_back(line);
    at = end + 1;
  }
  return all;
}

TEST_CASE("an exact list is of that version, one not older of now") {
  Maps maps;
  const std::string second = maps.versions[1];
  CHECK(maps.names({{"resourceVersion", second}, {"resourceVersionMatch", "Exact"}}) == "ab");
  CHECK(maps.names({{"resourceVersion", second}, {"resourceVersionMatch", "NotOlderThan"}}) == "abc");
  CHECK(maps.names({{"resourceVersion", second}}) == "abc");
  CHECK(maps.names({{"resourceVersion", second}, {"limit", "5"}}) == "ab");  // as it was before the option
  CHECK(maps.names({{"resourceVersion", "0"}, {"limit", "5"}}) == "abc");
}

TEST_CASE("a list of a version that is forgotten is expired") {
  Maps maps;
  maps.ground.store.compact(maps.ground.store.revision());
  CHECK(maps.names({{"resourceVersion", maps.versions[0]}, {"resourceVersionMatch", "Exact"}}) ==
        "The resourceVersion for the provided list is too old.");
}

TEST_CASE("a get of a version that is still to come is too early") {
  Maps maps;
  const auto early = maps.ask("GET", std::string(kMaps) + "/a", {{"resourceVersion", "100000"}});
  CHECK(early->response.code == 504);
  CHECK(early->body()["reason"] == "Timeout");
}

TEST_CASE("options that contradict each other are refused in Kubernetes' words") {
  Maps maps;
  const std::string prefix = "ListOptions.meta.k8s.io \"\" is invalid: ";
  CHECK(maps.refusal({{"resourceVersionMatch", "Exact"}}) ==
        prefix +
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is "
            "provided");
  CHECK(maps.refusal({{"resourceVersion", "0"}, {"resourceVersionMatch", "Exact"}}) ==
        prefix +
            "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for "
            "resourceVersion \"0\"");
  CHECK(maps.refusal({{"resourceVersion", "1"}, {"resourceVersionMatch", "Newest"}}) ==
        prefix +
            "resourceVersionMatch: Unsupported value: \"Newest\": supported values: \"Exact\", "
            "\"NotOlderThan\", \"\"");
  CHECK(maps.refusal({{"sendInitialEvents", "true"}}) ==
        prefix + "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list");
  CHECK(maps.refusal({{"watch", "true"}, {"sendInitialEvents", "true"}}) ==
        prefix +
            "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to "
            "NotOlderThan");
  CHECK(maps.refusal({{"watch", "true"}, {"resourceVersionMatch", "NotOlderThan"}}) ==
        prefix +
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless "
            "sendInitialEvents is provided");
}

TEST_CASE("a watch list begins with everything, ends that with a bookmark, and goes on") {
  Maps maps;
  const Query query = {{"watch", "true"},
                       {"allowWatchBookmarks", "true"},
                       {"sendInitialEvents", "true"},
                       {"resourceVersionMatch", "NotOlderThan"},
                       {"resourceVersion", maps.versions[1]}};
  const auto watch = maps.ask("GET", kMaps, query);
  maps.make("d");
  CHECK(events(*watch) ==
        std::vector<std::string>{"ADDED a", "ADDED b", "ADDED c", "BOOKMARK end", "ADDED d"});
  leave(*watch);
}

TEST_CASE("a watch that wants no initial events begins now") {
  Maps maps;
  const auto watch =
      maps.ask("GET", kMaps,
               {{"watch", "true"}, {"sendInitialEvents", "false"}, {"resourceVersionMatch", "NotOlderThan"}});
  maps.make("d");
  CHECK(events(*watch) == std::vector<std::string>{"ADDED d"});
  leave(*watch);
}

TEST_CASE("the last bookmark comes two seconds before a watch ends") {
  Maps maps;
  const auto watch = maps.ask("GET", kMaps,
                              {{"watch", "true"},
                               {"allowWatchBookmarks", "true"},
                               {"resourceVersion", maps.versions[2]},
                               {"timeoutSeconds", "90"}});
  maps.ground.engine.run_until(maps.ground.engine.now() + 87s);
  CHECK(events(*watch) == std::vector<std::string>{"BOOKMARK"});  // after a minute
  maps.ground.engine.run_until(maps.ground.engine.now() + 1s);
  CHECK(events(*watch) == std::vector<std::string>{"BOOKMARK", "BOOKMARK"});
  maps.ground.engine.run_until(maps.ground.engine.now() + 2s);
  CHECK(watch->opened->finished);
}

}  // namespace
}  // namespace podium::testing
