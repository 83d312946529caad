// Who shows a token is who it says, as long as it holds.
#include <map>
#include <nlohmann/json.hpp>

#include "control-plane/authentication/account_token.h"
#include "control-plane/authentication/authenticator.h"
#include "control-plane/authentication/base64.h"
#include "control-plane/authentication/jwt.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/secret.h"
#include "control-plane/objects/kinds/service_account.h"
#include "tests/control-plane/support/signer.h"
#include "tests/support/catch.h"

using namespace podium;
using podium::testing::SumSigner;

namespace {

constexpr TimePoint kNow{std::chrono::hours(500'000)};

struct World {
  std::map<std::pair<const KindInfo*, Key>, Ref<Object>> objects;

  template <class T>
  Ref<T> add(const char* space, const char* name) {
    auto object = make_ref<T>();
    object->metadata.namespace_ = space;
    object->metadata.name = name;
    object->metadata.uid = std::string("uid of ") + name;
    objects[{&T::info(), key_of(*object)}] = object;
    return object;
  }
  Finder finder() {
    return [this](const KindInfo& kind, const Key& key) -> ObjectRef {
      const auto found = objects.find({&kind, key});
      return found == objects.end() ? nullptr : ObjectRef(found->second);
    };
  }
};

AccountToken token_of_pod() {
  AccountToken token;
  token.issuer = "https://kubernetes.default.svc.cluster.local";
  token.id = "id";
  token.namespace_ = "ns";
  token.audiences = {token.issuer};
  token.account = {"robot", "uid of robot"};
  token.pod = ObjectIdentity{"web", "uid of web"};
  token.issued = kNow;
  token.expires = kNow + 1h;
  return token;
}

}  // namespace

TEST_CASE("Base64 is read in both alphabets, and written for URLs") {
  CHECK(base64_url("\xfb\xff\xfe") == "-__-");
  CHECK(base64_url("a") == "YQ");
  CHECK(base64_padded("a") == "YQ==");
  CHECK(base64_padded("\xfb\xff\xfe") == "+//+");
  CHECK(from_base64("YQ==") == "a");
  CHECK(from_base64("+//+") == "\xfb\xff\xfe");
  CHECK(from_base64("-__-") == "\xfb\xff\xfe");
  CHECK_FALSE(from_base64("Y"));
  CHECK_FALSE(from_base64("Y Q="));
}

TEST_CASE("A token is believed only from its signer, unchanged, and with the signer's algorithm") {
  const SumSigner signer("ours"), other("theirs");
  const std::string token = sign_jwt(signer, {{"sub", "x"}});
  REQUIRE(verified_claims(signer, token));
  CHECK((*verified_claims(signer, token))["sub"] == "x");
  CHECK_FALSE(verified_claims(other, token));
  const std::size_t dot = token.find('.');
  CHECK_FALSE(verified_claims(
      signer, token.substr(0, dot) + "." + base64_url(R"({"sub":"root"})") + token.substr(token.rfind('.'))));
  CHECK_FALSE(verified_claims(signer, base64_url(R"({"alg":"none"})") + token.substr(dot)));
  for (const char* text : {"", ".", "..", "a.b.c", "Zm9v.YmFy.YmF6"})
    CHECK_FALSE(verified_claims(signer, text));
}

TEST_CASE("A token of a service account holds until it expires or what it is bound to goes") {
  World world;
  world.add<ServiceAccount>("ns", "robot");
  const Ref<Pod> pod = world.add<Pod>("ns", "web");
  const SumSigner signer("ours");
  const auto token =
      read_account_token(signer, token_of_pod().issuer, sign_account_token(signer, token_of_pod()));
  REQUIRE(token);
  CHECK(token->pod == token_of_pod().pod);
  CHECK(token->expires == kNow + 1h);
  const auto fault = [&](TimePoint at) { return account_token_fault(*token, world.finder(), at); };
  CHECK(fault(kNow + 1h) == "");
  CHECK(fault(kNow + 1h + 61s) == "service account token has expired");
  pod->metadata.deletion_timestamp = kNow;
  CHECK(fault(kNow + 59s) == "");
  CHECK(fault(kNow + 61s) == "service account token has been invalidated");
  pod->metadata.deletion_timestamp = {};
  pod->metadata.uid = "another";
  CHECK(fault(kNow) == "service account token has been invalidated");
  CHECK_FALSE(read_account_token(signer, "https://elsewhere", sign_account_token(signer, token_of_pod())));
  const User user = user_of(*token);
  CHECK(user.name == "system:serviceaccount:ns:robot");
  CHECK(user.in_group("system:serviceaccounts:ns"));
  REQUIRE(user.find_extra("authentication.kubernetes.io/pod-name") != nullptr);
  CHECK(user.find_extra("authentication.kubernetes.io/pod-name")->front() == "web");
}

TEST_CASE("A bootstrap token is a secret of kube-system that says so, until it expires") {
  World world;
  const Ref<Secret> secret = world.add<Secret>("kube-system", "bootstrap-token-abcdef");
  secret->type_ = "bootstrap.kubernetes.io/token";
  const auto set = [&](const char* key, std::string_view value) {
    // Padding is optional for who reads it.
    secret->data.set(key, base64_url(value));
  };
  set("token-id", "abcdef");
  set("token-secret", "0123456789abcdef");
  set("usage-bootstrap-authentication", "true");
  set("auth-extra-groups", "system:bootstrappers:kubeadm:default-node-token");
  const Authenticator authenticator({}, world.finder());
  const auto user = [&](const char* token) {
    return authenticator.user_of({true, nullptr, std::string("Bearer ") + token}, kNow);
  };
  const UserRef joining = authenticator.user_of({true, nullptr, "Bearer abcdef.0123456789abcdef"}, kNow);
  REQUIRE(joining);
  CHECK(joining->name == "system:bootstrap:abcdef");
  CHECK(joining->groups == List<Text>{Text("system:bootstrappers"),
                                      Text("system:bootstrappers:kubeadm:default-node-token"),
                                      Text("system:authenticated")});
  CHECK_FALSE(user("abcdef.0123456789abcdee"));
  CHECK_FALSE(user("abcdeg.0123456789abcdef"));
  set("expiration", "1970-01-01T00:00:00Z");
  CHECK_FALSE(user("abcdef.0123456789abcdef"));
  set("expiration", "2096-01-01T00:00:00Z");
  CHECK(user("abcdef.0123456789abcdef"));
  set("auth-extra-groups", "system:masters");
  CHECK_FALSE(user("abcdef.0123456789abcdef"));
}

TEST_CASE("A certificate, a token, or nothing: who is trusted on a plain port is nobody on a secure one") {
  World world;
  AuthenticationOptions options;
  options.tokens = {{"key to all", std::make_shared<const User>(User{"root", {Text("system:masters")}})}};
  const Authenticator authenticator(options, world.finder());
  CHECK(authenticator.user_of({}, kNow)->in_group("system:masters"));
  CHECK(authenticator.user_of({true, nullptr, ""}, kNow)->name == "system:anonymous");
  CHECK(authenticator.user_of({true, nullptr, "bearer key to all"}, kNow)->name == "root");
  CHECK_FALSE(authenticator.user_of({false, nullptr, "Bearer wrong"}, kNow));
  const CertificateSubject ann{"ann", {"devs", "ops"}};
  const UserRef user = authenticator.user_of({true, &ann, ""}, kNow);
  CHECK(user->name == "ann");
  CHECK(user->groups == List<Text>{Text("devs"), Text("ops"), Text("system:authenticated")});
  options.trust_plain = false;
  CHECK(Authenticator(options, world.finder()).user_of({}, kNow)->name == "system:anonymous");
}
