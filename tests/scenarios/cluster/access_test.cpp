// Who may do what in a whole cluster: kubelets, users, roles that gather, certificates.
#include <nlohmann/json.hpp>

#include "control-plane/authentication/base64.h"
#include "control-plane/objects/kinds/certificate_signing_request.h"
#include "scenarios/cluster/cluster.h"
#include "tests/control-plane/support/answer.h"
#include "tests/control-plane/support/authority.h"
#include "tests/control-plane/support/signer.h"
#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;
using podium::testing::Answer;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kRequests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

std::shared_ptr<Answer> ask(Cluster& cluster, const Headers& as, const char* method, const std::string& path,
                            const json& body = nullptr) {
  auto answer = std::make_shared<Answer>();
  Headers headers = as;
  headers.emplace_back("content-type", "application/json");
  cluster.gateway().handle(
      {method, path, {}, std::move(headers), body.is_null() ? "" : body.dump(), HttpPeer()}, answer);
  return answer;
}

Headers node(const char* name) {
  return {{"impersonate-user", std::string("system:node:") + name}, {"impersonate-group", "system:nodes"}};
}

json pod_with_secret(const char* name, const char* where, const char* secret) {
  return {{"metadata", {{"name", name}}},
          {"spec",
           {{"nodeName", where},
            {"containers", {{{"name", "c"}, {"image", "app:1"}}}},
            {"volumes", {{{"name", "v"}, {"secret", {{"secretName", secret}}}}}}}}};
}

json signing_request(const char* name, const json& subject, const char* signer, const char* usage) {
  return {{"metadata", {{"name", name}}},
          {"spec",
           {{"request", base64_padded(subject.dump())},
            {"signerName", signer},
            {"usages", {"digital signature", usage}}}}};
}

ClusterOptions with_authority() {
  ClusterOptions options;
  options.authority = std::make_shared<const podium::testing::TextAuthority>();
  return options;
}

Ref<const CertificateSigningRequest> find_request(Cluster& cluster, const char* name) {
  return cluster.find<CertificateSigningRequest>(Key{{}, name});
}

json certificate_of(const CertificateSigningRequest& request) {
  return json::parse(from_base64(request.status.value().certificate.view()).value_or(""));
}

}  // namespace

TEST_CASE("A kubelet reads the secrets of its own pods, and no other node's") {
  Cluster cluster;
  const std::string space = "/api/v1/namespaces/default/";
  for (const char* name : {"mine", "yours"})
    ask(cluster, {}, "POST", space + "secrets", {{"metadata", {{"name", name}}}});
  cluster.run_for(5s);
  CHECK(ask(cluster, {}, "POST", space + "pods", pod_with_secret("a", "node-1", "mine"))->response.code ==
        201);
  CHECK(ask(cluster, {}, "POST", space + "pods", pod_with_secret("b", "node-2", "yours"))->response.code ==
        201);
  CHECK(ask(cluster, node("node-1"), "GET", space + "secrets/mine")->response.code == 200);
  const auto refused = ask(cluster, node("node-1"), "GET", space + "secrets/yours");
  CHECK(refused->response.code == 403);
  CHECK(refused->body()["message"] ==
        "secrets \"yours\" is forbidden: User \"system:node:node-1\" cannot get resource \"secrets\" in API "
        "group "
        "\"\" in the namespace \"default\": no relationship found between node 'node-1' and this object");
  CHECK(ask(cluster, node("node-1"), "DELETE", space + "pods/b")->body()["message"] ==
        "pods \"b\" is forbidden: node \"node-1\" can only delete pods with spec.nodeName set to itself");
  CHECK(ask(cluster, node("node-1"), "DELETE", "/api/v1/nodes/node-2")->response.code == 403);
}

TEST_CASE("A kubelet writes its own node, but neither another's nor its taints and reserved labels") {
  Cluster cluster;
  cluster.run_for(5s);
  const auto put = [&](const char* as, const char* name, const std::function<void(json&)>& change) {
    json object = ask(cluster, {}, "GET", std::string("/api/v1/nodes/") + name)->body();
    change(object);
    return ask(cluster, node(as), "PUT", std::string("/api/v1/nodes/") + name, object);
  };
  const auto label = [](const char* key) {
    return [key](json& object) { object["metadata"]["labels"][key] = "x"; };
  };
  CHECK(put("node-1", "node-1", label("disk"))->response.code == 200);
  CHECK(put("node-1", "node-2", label("disk"))->body()["message"] ==
        "nodes \"node-2\" is forbidden: node \"node-1\" is not allowed to modify node \"node-2\"");
  CHECK(put("node-1", "node-1", label("node-role.kubernetes.io/master"))->body()["message"] ==
        "nodes \"node-1\" is forbidden: is not allowed to modify labels: node-role.kubernetes.io/master");
  CHECK(put("node-1", "node-1",
            [](json& object) {
              object["spec"]["taints"] = {{{"key", "k"}, {"effect", "NoSchedule"}}};
            })
            ->body()["message"] ==
        "nodes \"node-1\" is forbidden: node \"node-1\" is not allowed to modify taints");
}

TEST_CASE("A cluster has the default roles, and a role that gathers follows those it gathers") {
  Cluster cluster;
  cluster.run_for(5s);
  const std::string roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
  CHECK(ask(cluster, {}, "GET", roles + "/system:controller:job-controller")->response.code == 200);
  CHECK(ask(cluster, {}, "GET",
            "/apis/rbac.authorization.k8s.io/v1/namespaces/kube-system/roles/"
            "system::leader-locking-kube-scheduler")
            ->response.code == 200);
  const json gizmos = {
      {"metadata",
       {{"name", "gizmos"}, {"labels", {{"rbac.authorization.k8s.io/aggregate-to-view", "true"}}}}},
      {"rules", {{{"apiGroups", {"acme.com"}}, {"resources", {"gizmos"}}, {"verbs", {"get"}}}}}};
  CHECK(ask(cluster, {}, "POST", roles, gizmos)->response.code == 201);
  cluster.run_for(5s);
  for (const char* name : {"view", "edit", "admin"}) {
    INFO(name);
    const json rules = ask(cluster, {}, "GET", roles + "/" + name)->body()["rules"];
    CHECK(std::find(rules.begin(), rules.end(), gizmos["rules"][0]) != rules.end());
  }
}

TEST_CASE("A kubelet's request for its client certificate is approved and signed by itself") {
  Cluster cluster(with_authority());
  const json binding = {{"metadata", {{"name", "renew"}}},
                        {"roleRef",
                         {{"apiGroup", "rbac.authorization.k8s.io"},
                          {"kind", "ClusterRole"},
                          {"name", "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient"}}},
                        {"subjects", {{{"kind", "Group"}, {"name", "system:nodes"}}}}};
  ask(cluster, {}, "POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding);
  cluster.run_for(1s);
  const json subject = {{"cn", "system:node:node-1"}, {"o", {"system:nodes"}}};
  const json wish = signing_request("own", subject, kKubeletClientSigner, "client auth");
  const auto made = ask(cluster, node("node-1"), "POST", kRequests, wish);
  REQUIRE(made->response.code == 201);
  CHECK(made->body()["spec"]["username"] == "system:node:node-1");
  CHECK(made->body()["spec"]["groups"] == json({"system:nodes", "system:authenticated"}));
  json others = wish;
  others["metadata"]["name"] = "other";
  ask(cluster, node("node-2"), "POST", kRequests, others);
  cluster.run_for(5s);
  const auto own = find_request(cluster, "own"), other = find_request(cluster, "other");
  CHECK(own->has("Approved"));
  CHECK(find_condition(own->status.value().conditions, "Approved")->message ==
        "Auto approving self kubelet client certificate after SubjectAccessReview.");
  const json certificate = certificate_of(*own);
  CHECK(certificate["cn"] == "system:node:node-1");
  CHECK(certificate["client"] == true);
  CHECK(certificate["server"] == false);
  CHECK(certificate["seconds"] == 365 * 24 * 3600 + 300);
  CHECK_FALSE(other->has("Approved"));
}

TEST_CASE("A user's request waits for approval by who may approve, and is gone an hour after it") {
  Cluster cluster(with_authority());
  json wish = signing_request("ann", {{"cn", "ann"}}, kApiClientSigner, "client auth");
  wish["spec"]["expirationSeconds"] = 3600;
  wish["spec"]["username"] = "root";  // who asks says who asks, not the request
  CHECK(ask(cluster, {}, "POST", kRequests, wish)->body()["spec"]["username"] == "kubernetes-admin");
  const std::string path = std::string(kRequests) + "/ann";
  json changed = ask(cluster, {}, "GET", path)->body();
  changed["spec"]["usages"] = {"server auth"};
  changed["metadata"]["labels"] = {{"a", "b"}};
  CHECK(ask(cluster, {}, "PUT", path, changed)->body()["spec"]["usages"] ==
        json({"digital signature", "client auth"}));

  json approved = ask(cluster, {}, "GET", path)->body();
  approved["status"]["conditions"] = {
      {{"type", "Approved"}, {"status", "True"}, {"reason", "KubectlApprove"}, {"message", "by hand"}}};
  const json role = {{"metadata", {{"name", "clerk"}}},
                     {"rules",
                      {{{"apiGroups", {"certificates.k8s.io"}},
                        {"resources", {"certificatesigningrequests/approval"}},
                        {"verbs", {"update"}}}}}};
  const json binding = {
      {"metadata", {{"name", "clerk"}}},
      {"roleRef", {{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "ClusterRole"}, {"name", "clerk"}}},
      {"subjects", {{{"kind", "User"}, {"name", "clerk"}}}}};
  ask(cluster, {}, "POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", role);
  ask(cluster, {}, "POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding);
  CHECK(
      ask(cluster, {{"impersonate-user", "clerk"}}, "PUT", path + "/approval", approved)->body()["message"] ==
      "certificatesigningrequests.certificates.k8s.io \"ann\" is forbidden: user not permitted to approve "
      "requests with signerName \"kubernetes.io/kube-apiserver-client\"");
  cluster.run_for(5s);
  CHECK(find_request(cluster, "ann")->status.value().certificate.empty());
  CHECK(ask(cluster, {}, "PUT", path + "/approval", approved)->response.code == 200);
  cluster.run_for(5s);
  CHECK(certificate_of(*find_request(cluster, "ann"))["seconds"] == 3600 + 300);
  cluster.run_for(1h);
  CHECK_FALSE(find_request(cluster, "ann"));
}

TEST_CASE("What cannot be signed is refused when it is asked for, or fails") {
  Cluster cluster(with_authority());
  cluster.run_for(1s);
  json senseless = signing_request("x", {{"cn", "x"}}, kApiClientSigner, "client auth");
  senseless["spec"]["request"] = base64_padded("no request");
  CHECK(ask(cluster, {}, "POST", kRequests, senseless)->response.code == 422);
  const json masters =
      signing_request("m", {{"cn", "x"}, {"o", {"system:masters"}}}, kApiClientSigner, "client auth");
  CHECK(ask(cluster, {}, "POST", kRequests, masters)->body()["message"] ==
        "certificatesigningrequests.certificates.k8s.io \"m\" is forbidden: use of "
        "kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed");
  const json serving = signing_request("s", {{"cn", "system:node:node-1"}, {"o", {"system:nodes"}}},
                                       kKubeletServingSigner, "server auth");
  ask(cluster, node("node-1"), "POST", kRequests, serving);
  json approved = ask(cluster, {}, "GET", std::string(kRequests) + "/s")->body();
  approved["status"]["conditions"] = {{{"type", "Approved"}, {"status", "True"}}};
  ask(cluster, {}, "PUT", std::string(kRequests) + "/s/approval", approved);
  cluster.run_for(5s);
  const auto request = find_request(cluster, "s");
  REQUIRE(request->has("Failed"));
  CHECK(find_condition(request->status.value().conditions, "Failed")->message ==
        "DNS or IP subjectAltName is required");
}

TEST_CASE("The same seed with the same identities is the same story") {
  const auto fingerprint = [] {
    ClusterOptions options = with_authority();
    options.authentication.signer = std::make_shared<const podium::testing::SumSigner>("ours");
    Cluster cluster(options);
    ask(cluster, {}, "POST", "/api/v1/namespaces/default/serviceaccounts/default/token", json::object());
    cluster.run_for(1min);
    return cluster.fingerprint();
  };
  CHECK(fingerprint() == fingerprint());
}
