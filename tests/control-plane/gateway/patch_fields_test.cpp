// fieldValidation of patches: fields that the type does not have.
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

namespace podium::testing {
namespace {

constexpr const char* kMap = "/api/v1/namespaces/default/configmaps/m";
constexpr const char* kPatch = R"({"data":{"a":"b"},"colour":"red"})";

struct Patched : Front {
  Patched() {
    ground.server->bootstrap();
    ask("POST", "/api/v1/namespaces/default/configmaps", {}, R"({"metadata":{"name":"m"}})");
  }
  std::shared_ptr<Answer> patch(const char* validation, const char* type) {
    return ask("PATCH", kMap, {{"fieldValidation", validation}}, kPatch, type);
  }
};

TEST_CASE("a strict patch with a field that is not known is refused, in the words of its kind") {
  Patched front;
  for (const char* type : {"application/merge-patch+json", "application/strategic-merge-patch+json"}) {
    const auto refused = front.patch("Strict", type);
    CHECK(refused->response.code == 422);
    CHECK(refused->body()["reason"] == "Invalid");
    const std::string message = refused->body()["message"];
    CHECK(message.ends_with("strict decoding error: unknown field \"colour\""));
  }
  CHECK_FALSE(front.ask("GET", kMap)->body().contains("data"));
}

TEST_CASE("a patch that warns is done, and says which field was left out") {
  Patched front;
  const auto warned = front.patch("", "application/merge-patch+json");
  CHECK(warned->response.code == 200);
  CHECK(warned->body()["data"]["a"] == "b");
  std::string warning;
  for (const auto& [name, value] : warned->response.headers) warning += name == "Warning" ? value : "";
  CHECK(warning == R"(299 - "unknown field \"colour\"")");
}

TEST_CASE("a patch that ignores unknown fields says nothing of them") {
  Patched front;
  const auto done = front.patch("Ignore", "application/merge-patch+json");
  CHECK(done->response.code == 200);
  for (const auto& [name, value] : done->response.headers) CHECK(name != "Warning");
}

}  // namespace
}  // namespace podium::testing
