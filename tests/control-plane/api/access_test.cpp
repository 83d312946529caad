// Components come over connections, and are asked who they are like everybody.
#include "control-plane/api/access.h"

#include "control-plane/authorization/users.h"
#include "control-plane/objects/kinds/cluster_role.h"
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/lease.h"
#include "control-plane/objects/kinds/secret.h"
#include "tests/control-plane/support/server.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;

namespace {

UserRef node(const char* name) { return std::make_shared<const User>(node_user(name)); }

ApiStatus ask(Ground& ground, const UserRef& user, Verb verb, const KindInfo& kind, const Key& key) {
  ApiRequest request;
  request.user = user;
  request.verb = verb;
  request.kind = &kind;
  request.key = key;
  if (verb == Verb::kList) request.key.name = {};
  return ground.ask(std::move(request)).status;
}

}  // namespace

TEST_CASE("A component over a connection may do what its name may, and a watch is refused like a request") {
  Ground ground;
  auto secret = make_ref<Secret>();
  secret->metadata.namespace_ = "default";
  secret->metadata.name = "s";
  ground.create(secret);
  ClientOptions options;
  options.user = node("n1");
  const auto kubelet = ground.connect(options);
  int answered = 0;
  kubelet->get(Secret::info(), Key{"default", "s"}, [&](const ApiResponse& response) {
    ++answered;
    CHECK(response.status.code == 403);
    CHECK(response.status.message ==
          "secrets \"s\" is forbidden: User \"system:node:n1\" cannot get resource \"secrets\" in API group "
          "\"\" in "
          "the namespace \"default\": no relationship found between node 'n1' and this object");
  });
  kubelet->watch(Secret::info(), {}, 0, [&](const WatchEvent& event) {
    ++answered;
    CHECK(event.type == WatchType::kError);
    CHECK(event.status.code == 403);
  });
  ground.engine.run_for(1s);
  CHECK(answered == 2);
}

TEST_CASE("What is allowed follows the roles at once, also what was asked before") {
  Ground ground;
  const UserRef robot = std::make_shared<const User>(account_user("kube-system", "robot"));
  const auto may = [&] { return ask(ground, robot, Verb::kList, ConfigMap::info(), {"default", {}}).ok(); };
  CHECK_FALSE(may());
  auto binding = make_ref<ClusterRoleBinding>();
  binding->metadata.name = "robot";
  binding->role_ref = {kRbacGroup, "ClusterRole", "view"};
  binding->subjects = {{"ServiceAccount", "", "robot", "kube-system"}};
  REQUIRE(ground.create(binding).status.ok());
  CHECK(may());
  CHECK(may());
  ground.remove(ClusterRoleBinding::info(), Key{{}, "robot"});
  CHECK_FALSE(may());
}

TEST_CASE("Components of the control plane have the rights of their roles, and no others") {
  Ground ground;
  const UserRef scheduler = component_user("system:kube-scheduler");
  CHECK(ask(ground, scheduler, Verb::kList, Pod::info(), {}).ok());
  CHECK(ask(ground, scheduler, Verb::kDelete, Pod::info(), {"default", "p"}).code == 404);
  CHECK(ask(ground, scheduler, Verb::kDelete, Secret::info(), {"default", "s"}).code == 403);
  CHECK(ask(ground, node("n1"), Verb::kGet, Lease::info(), {"kube-node-lease", "n1"}).code == 404);
  CHECK(ask(ground, node("n1"), Verb::kGet, Lease::info(), {"kube-node-lease", "n2"}).code == 403);
  CHECK(ask(ground, nullptr, Verb::kDelete, Secret::info(), {"default", "s"}).code ==
        404);  // the server itself
}

TEST_CASE("An apply that makes a new object takes the right to create it") {
  Ground ground;
  auto role = make_ref<ClusterRole>();
  role->metadata.name = "patcher";
  role->rules = {{{Text("patch")}, {Text("")}, {Text("configmaps")}, {}, {}}};
  REQUIRE(ground.create(role).status.ok());
  auto binding = make_ref<ClusterRoleBinding>();
  binding->metadata.name = "patcher";
  binding->role_ref = {kRbacGroup, "ClusterRole", "patcher"};
  binding->subjects = {{"User", kRbacGroup, "ann", ""}};
  REQUIRE(ground.create(binding).status.ok());
  ApiRequest request;
  request.user = component_user("ann");
  request.verb = Verb::kPatch;
  request.kind = &ConfigMap::info();
  request.key = {"default", "m"};
  request.patch = {Patch::Type::kApply, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n"};
  request.field_manager = "ann";
  CHECK(ground.ask(request).status.message ==
        "configmaps \"m\" is forbidden: User \"ann\" cannot create resource \"configmaps\" in API group \"\" "
        "in the "
        "namespace \"default\"");
  request.user = nullptr;
  CHECK(ground.ask(request).status.code == 201);
}

TEST_CASE("After a restart the default roles are whole again") {
  Ground ground;
  const Key key{{}, "system:basic-user"};
  const auto robbed = copy(*as<ClusterRole>(ground.store.get(ClusterRole::info(), key)));
  const std::size_t rules = robbed->rules.size();
  robbed->rules = {};
  REQUIRE(ground.update(robbed).status.ok());
  ground.stop_server();
  ground.start_server();
  CHECK(as<ClusterRole>(ground.store.get(ClusterRole::info(), key))->rules.size() >= rules);
}
