// Tokens of service accounts over REST: asked for, shown, reviewed, and worth nothing in the end.
#include <nlohmann/json.hpp>

#include "control-plane/authentication/base64.h"
#include "tests/control-plane/support/front.h"
#include "tests/control-plane/support/signer.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;
using namespace podium::testing;

namespace {

constexpr const char* kToken = "/api/v1/namespaces/default/serviceaccounts/default/token";
const HttpPeer kStranger{.secure = true, .certificate = {}, .address = ""};

GatewayOptions with_signer() {
  GatewayOptions options;
  options.authentication.signer = std::make_shared<const SumSigner>("ours");
  return options;
}

json claims_of(const std::string& token) {
  const std::size_t first = token.find('.'), last = token.rfind('.');
  return json::parse(*from_base64(std::string_view(token).substr(first + 1, last - first - 1)));
}

std::shared_ptr<Answer> review(Front& front, const std::string& token) {
  return front.ask("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {},
                   json({{"spec", {{"token", token}}}}).dump());
}

}  // namespace

TEST_CASE("A token of a service account is its user for an hour") {
  Front front{.options = with_signer()};
  const auto made = front.ask("POST", kToken, {}, "{}");
  REQUIRE(made->response.code == 201);
  CHECK(made->body()["spec"]["expirationSeconds"] == 3600);
  const std::string token = made->body()["status"]["token"];
  const json claims = claims_of(token);
  CHECK(claims["sub"] == "system:serviceaccount:default:default");
  CHECK(claims["aud"] == json({"https://kubernetes.default.svc.cluster.local"}));
  CHECK(claims["exp"].get<int>() - claims["iat"].get<int>() == 3600);
  CHECK(claims["kubernetes.io"]["namespace"] == "default");
  CHECK(claims["kubernetes.io"]["serviceaccount"]["name"] == "default");

  const auto who = [&] {
    return front.ask_with({{"authorization", "Bearer " + token}}, "POST",
                          "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", kStranger);
  };
  const json me = who()->body()["status"]["userInfo"];
  CHECK(me["username"] == "system:serviceaccount:default:default");
  CHECK(me["groups"] ==
        json({"system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"}));
  CHECK(review(front, token)->body()["status"]["authenticated"] == true);
  front.ground.engine.run_for(1h + 62s);
  CHECK(who()->response.code == 401);
  CHECK(review(front, token)->body()["status"] ==
        json({{"user", json::object()},
              {"error", "[invalid bearer token, service account token has expired]"}}));
}

TEST_CASE("A token for others' audiences is none for this server, and one too short is not made") {
  Front front{.options = with_signer()};
  const auto made = front.ask("POST", kToken, {}, R"({"spec":{"audiences":["vault"]}})");
  const std::string token = made->body()["status"]["token"];
  CHECK(front.ask_with({{"authorization", "Bearer " + token}}, "GET", "/version", "", kStranger)
            ->response.code == 401);
  const auto vault = front.ask("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {},
                               json({{"spec", {{"token", token}, {"audiences", {"vault", "x"}}}}}).dump());
  CHECK(vault->body()["status"]["audiences"] == json({"vault"}));
  const auto brief = front.ask("POST", kToken, {}, R"({"spec":{"expirationSeconds":10}})");
  CHECK(brief->response.code == 422);
  CHECK(brief->body()["message"] ==
        "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 10: may "
        "not "
        "specify a duration less than 10 minutes");
  CHECK(front.ask("POST", "/api/v1/namespaces/default/serviceaccounts/none/token", {}, "{}")
            ->body()["message"] == "serviceaccounts \"none\" not found");
}

TEST_CASE("A bound token goes with the object it is bound to") {
  Front front{.options = with_signer()};
  front.ask("POST", "/api/v1/namespaces/default/secrets", {}, R"({"metadata":{"name":"s"}})");
  const std::string bound = R"({"spec":{"boundObjectRef":{"kind":"Secret","apiVersion":"v1","name":"s"}}})";
  const std::string token = front.ask("POST", kToken, {}, bound)->body()["status"]["token"];
  CHECK(claims_of(token)["kubernetes.io"]["secret"]["name"] == "s");
  const auto code = [&] {
    return front.ask_with({{"authorization", "Bearer " + token}}, "GET", "/version", "", kStranger)
        ->response.code;
  };
  CHECK(code() == 200);
  front.ask("DELETE", "/api/v1/namespaces/default/secrets/s");
  CHECK(code() == 401);
  CHECK(front.ask("POST", kToken, {}, bound)->body()["message"] == "secrets \"s\" not found");
}

TEST_CASE("A kubelet gets tokens only for pods on its node") {
  Front front{.options = with_signer()};
  front.ask("POST", "/api/v1/namespaces/default/pods", {},
            R"({"metadata":{"name":"p"},"spec":{"nodeName":"n1","containers":[{"name":"c","image":"i"}]}})");
  const json pod = front.ask("GET", "/api/v1/namespaces/default/pods/p")->body();
  const auto ask = [&](const char* node, const json& bound) {
    return front.ask_with(
        {{"impersonate-user", std::string("system:node:") + node}, {"impersonate-group", "system:nodes"}},
        "POST", kToken, json({{"spec", {{"boundObjectRef", bound}}}}).dump());
  };
  const json bound = {{"kind", "Pod"}, {"apiVersion", "v1"}, {"name", "p"}, {"uid", pod["metadata"]["uid"]}};
  const auto own = ask("n1", bound);
  CHECK(own->response.code == 201);
  CHECK(claims_of(own->body()["status"]["token"])["kubernetes.io"]["pod"]["name"] == "p");
  CHECK(ask("n2", bound)->response.code == 403);
  CHECK(ask("n1", nullptr)->body()["message"] ==
        "serviceaccounts \"default\" is forbidden: node requested token not bound to a pod");
}

TEST_CASE("Others can verify tokens by the published key") {
  Front front{.options = with_signer()};
  CHECK(front.ask("GET", "/openid/v1/jwks")->body()["keys"][0]["kid"] == "ours");
  const json configuration = front.ask("GET", "/.well-known/openid-configuration")->body();
  CHECK(configuration["issuer"] == "https://kubernetes.default.svc.cluster.local");
  CHECK(configuration["id_token_signing_alg_values_supported"] == json({"SUM"}));
}

TEST_CASE("A request for a token with nothing or nonsense in it is answered, too") {
  Front front{.options = with_signer()};
  for (const char* body : {"", "null", R"({"spec":null})", R"({"spec":{"audiences":null}})",
                           R"({"spec":{"expirationSeconds":null,"boundObjectRef":null}})",
                           R"({"spec":{"boundObjectRef":{"kind":null,"name":null}}})",
                           R"({"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v2"}}})", "[]"}) {
    INFO(body);
    const int code = front.ask("POST", kToken, {}, body)->response.code;
    CHECK((code == 201 || code == 400));
  }
}
