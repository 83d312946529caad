// The gateway over a real API server, as a client of HTTP sees it.
#include "control-plane/gateway/gateway.h"

#include <nlohmann/json.hpp>

#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;
using namespace podium::testing;

namespace {

constexpr const char* kMaps = "/api/v1/namespaces/default/configmaps";
constexpr const char* kMap = R"({"metadata":{"name":"a"},"data":{"k":"1"}})";
constexpr const char* kTable = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

}  // namespace

TEST_CASE("objects are created, read, patched and deleted over REST") {
  Front front;
  const auto created = front.ask("POST", kMaps, {}, kMap);
  CHECK(created->response.code == 201);
  CHECK(created->body()["kind"] == "ConfigMap");
  CHECK(created->body()["metadata"]["namespace"] == "default");
  const std::string path = std::string(kMaps) + "/a";
  const auto patched = front.ask("PATCH", path, {}, R"({"data":{"l":"2"}})", "application/merge-patch+json");
  CHECK(patched->body()["data"] == json({{"k", "1"}, {"l", "2"}}));
  CHECK(front.ask("GET", path)->body()["data"]["l"] == "2");
  CHECK(front.ask("DELETE", path)->body()["status"] == "Success");
  const auto gone = front.ask("GET", path);
  CHECK(gone->response.code == 404);
  CHECK(gone->body()["message"] == "configmaps \"a\" not found");
}

TEST_CASE("a dry run answers as if, and changes nothing") {
  Front front;
  CHECK(front.ask("POST", kMaps, {{"dryRun", "All"}}, kMap)->response.code == 201);
  CHECK(front.ask("GET", std::string(kMaps) + "/a")->response.code == 404);
}

TEST_CASE("unknown fields are refused, told as warnings, or ignored, as the client asks") {
  Front front;
  const std::string body = R"({"metadata":{"name":"a"},"dta":{}})";
  const auto strict = front.ask("POST", kMaps, {{"fieldValidation", "Strict"}}, body);
  CHECK(strict->response.code == 400);
  CHECK(strict->body()["message"] ==
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field "
        "\"dta\"");
  const auto warned = front.ask("POST", kMaps, {{"fieldValidation", "Warn"}}, body);
  CHECK(warned->response.code == 201);
  bool told = false;
  for (const auto& [name, value] : warned->response.headers) {
    told = told || (name == "Warning" && value == R"(299 - "unknown field \"dta\"")");
  }
  CHECK(told);
}

TEST_CASE("a watch streams the state, the changes, and a bookmark each minute, and ends in time") {
  Front front;
  front.ask("POST", kMaps, {}, kMap);
  const auto watch = front.ask(
      "GET", kMaps, {{"watch", "true"}, {"allowWatchBookmarks", "true"}, {"timeoutSeconds", "150"}});
  REQUIRE(watch->opened);
  front.ask("DELETE", std::string(kMaps) + "/a");
  CHECK(watch->opened->text.find(R"("type":"ADDED")") != std::string::npos);
  CHECK(watch->opened->text.find(R"("type":"DELETED")") != std::string::npos);
  CHECK(watch->opened->text.find("BOOKMARK") == std::string::npos);
  front.ground.engine.run_for(61s);
  CHECK(watch->opened->text.find("BOOKMARK") != std::string::npos);
  CHECK_FALSE(watch->opened->finished);
  front.ground.engine.run_for(90s);
  CHECK(watch->opened->finished);
  const std::size_t length = watch->opened->text.size();
  front.ask("POST", kMaps, {}, kMap);
  CHECK(watch->opened->text.size() == length);
}

TEST_CASE("a collection is deleted at once and answered as the list it was") {
  Front front;
  for (const char* name : {"a", "b"}) {
    front.ask("POST", kMaps, {}, json({{"metadata", {{"name", name}, {"labels", {{"x", "y"}}}}}}).dump());
  }
  const auto deleted = front.ask("DELETE", kMaps, {{"labelSelector", "x=y"}});
  CHECK(deleted->body()["kind"] == "ConfigMapList");
  CHECK(deleted->body()["items"].size() == 2);
  CHECK(front.ask("GET", kMaps, {{"labelSelector", "x=y"}})->body()["items"].empty());
}

TEST_CASE("a table has the server's columns, and discovery names what is served") {
  Front front;
  front.ask("POST", kMaps, {}, kMap);
  const json table = front.ask("GET", kMaps, {}, "", "", kTable)->body();
  CHECK(table["kind"] == "Table");
  CHECK(table["columnDefinitions"][1]["name"] == "Data");
  CHECK(table["rows"][0]["cells"][0] == "a");
  CHECK(front.ask("GET", "/version")->body()["gitVersion"] == "v1.33.0");
  const json groups = front.ask("GET", "/apis")->body();
  CHECK(groups["groups"][0]["name"] == "apiregistration.k8s.io");  // the order is the preference
  CHECK(groups["groups"][1]["name"] == "apps");
  CHECK(front.ask("GET", "/nowhere")->response.code == 404);
  CHECK(front.ask("GET", "/api/v1/namespaces/default/foos")->body()["message"] ==
        "the server could not find the requested resource");
}
