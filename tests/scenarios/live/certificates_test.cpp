// A certificate that a cluster signs is one of its authority, for the user who asked; and a token by the real
// signer is believed.
#include <nlohmann/json.hpp>

#include "control-plane/authentication/base64.h"
#include "control-plane/objects/kinds/certificate_signing_request.h"
#include "runtime/pki/authority.h"
#include "runtime/pki/certificate_text.h"
#include "runtime/pki/ed25519_signer.h"
#include "scenarios/cluster/cluster.h"
#include "tests/control-plane/support/answer.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;
using podium::testing::Answer;

namespace {

// openssl req -new -subj "/O=devs/CN=ann", of a key that nobody has kept.
constexpr const char* kRequest = R"(-----BEGIN CERTIFICATE REQUEST-----
MIHXMH8CAQAwHTENMAsGA1UECgwEZGV2czEMMAoGA1UEAwwDYW5uMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAE81fl6cAKMO8wwdxN9B6s58ZGCg9dNsILlfKcr3rk
+HRUpVjIGra3Q8vVnXm9uQqHro5RTYcv/0tDd0SJFmHqxaAAMAoGCCqGSM49BAMC
A0gAMEUCIFFQk3/huyCj2MMH88Gbo/sVy2V+KEq6R5bIChNBP7FfAiEAvL9fjrzx
VZCJ4qYrJ6sWiL4pnnQZpz+zX93gQiO9D0Y=
-----END CERTIFICATE REQUEST-----
)";

std::shared_ptr<Answer> ask(Cluster& cluster, const char* method, const std::string& path, const json& body,
                            const HttpPeer& peer = {},
                            std::vector<std::pair<std::string, std::string>> headers = {}) {
  auto answer = std::make_shared<Answer>();
  headers.emplace_back("content-type", "application/json");
  cluster.gateway().handle({method, path, {}, std::move(headers), body.dump(), peer}, answer);
  return answer;
}

}  // namespace

TEST_CASE("An approved request becomes a certificate of the cluster's authority, and its holder a user") {
  ClusterOptions options;
  const TimePoint now = options.start;
  const std::shared_ptr<pki::Authority> authority =
      pki::Authority::create("kubernetes", now - 1h, now + 24h * 3650);
  options.authority = authority;
  Cluster cluster(options);
  const std::string requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  const json wish = {{"metadata", {{"name", "ann"}}},
                     {"spec",
                      {{"request", base64_padded(kRequest)},
                       {"signerName", kApiClientSigner},
                       {"usages", {"client auth"}}}}};
  json made = ask(cluster, "POST", requests, wish)->body();
  made["status"]["conditions"] = {{{"type", "Approved"}, {"status", "True"}}};
  REQUIRE(ask(cluster, "PUT", requests + "/ann/approval", made)->response.code == 200);
  cluster.run_for(5s);
  const auto request = cluster.find<CertificateSigningRequest>(Key{{}, "ann"});
  const std::string pem = from_base64(request->status.value().certificate.view()).value();
  CHECK(pki::signed_by(pem, authority->certificate()));
  const Result<pki::CertificateText> text = pki::read_certificate_text(pem);
  REQUIRE(text.ok());
  CHECK(text.value().subject.common_name == "ann");
  CHECK(text.value().until > cluster.now() + 24h * 364);
  const HttpPeer ann{.secure = true, .certificate = text.value().subject, .address = ""};
  const auto me =
      ask(cluster, "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", json::object(), ann);
  CHECK(me->body()["status"]["userInfo"]["username"] == "ann");
  CHECK(me->body()["status"]["userInfo"]["groups"] == json({"devs", "system:authenticated"}));
}

TEST_CASE("A token signed by the cluster's key is believed, and by another key is not") {
  ClusterOptions options;
  options.authentication.signer = pki::ed25519_signer(std::string(pki::kSeedSize, 'a'));
  Cluster cluster(options);
  options.authentication.signer = pki::ed25519_signer(std::string(pki::kSeedSize, 'b'));
  Cluster other(options);
  const json made =
      ask(cluster, "POST", "/api/v1/namespaces/default/serviceaccounts/default/token", json::object())
          ->body();
  const std::string bearer = "Bearer " + made["status"]["token"].get<std::string>();
  const HttpPeer stranger{.secure = true, .certificate = {}, .address = ""};
  const auto who = [&](Cluster& at) {
    return ask(at, "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", json::object(), stranger,
               {{"authorization", bearer}});
  };
  CHECK(who(cluster)->body()["status"]["userInfo"]["username"] == "system:serviceaccount:default:default");
  CHECK(who(other)->response.code == 401);
}
