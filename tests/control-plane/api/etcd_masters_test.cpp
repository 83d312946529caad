// Several API servers on one etcd.
#include <set>

#include "control-plane/objects/kinds/resource_quota.h"
#include "control-plane/objects/kinds/service.h"
#include "tests/control-plane/api/masters.h"
#include "tests/runtime/etcd/etcd_cluster.h"

namespace podium::testing {
namespace {

bool skipped() {
  if (EtcdCluster::installed()) return false;
  WARN("skipped: there is no etcd (package etcd-server)");
  return true;
}

// Until each has heard of what went through the other.
void settle(RealExecutor& executor, const Master& a, const Master& b) {
  REQUIRE(run_until(executor,
                    [&] { return a.durability->store().revision() == b.durability->store().revision(); }));
}

std::string value_of(const ObjectRef& object, const char* key) {
  const Text* value = static_cast<const ConfigMap&>(*object).data.find(key);
  return value == nullptr ? "" : value->str();
}

TEST_CASE("two API servers on one etcd see each other's writes in their watches, under one revision") {
  if (skipped()) return;
  const EtcdCluster etcd(1);
  RealExecutor executor;
  Master a(executor, etcd.open(executor), "a"), b(executor, etcd.open(executor), "b");
  std::vector<std::string> seen;
  ApiRequest watch;
  watch.kind = &ConfigMap::info();
  watch.verb = Verb::kWatch;
  watch.resource_version = b.store().revision();
  ApiStatus refused;
  b.server->watch(
      watch,
      [&](const WatchEvent& event) {
        seen.push_back(event.object->metadata.name.str() + "@" + std::to_string(event.revision));
      },
      refused);
  REQUIRE(refused.ok());
  const ApiResponse made = a.ask(request_to(Verb::kCreate, config_map("m")));
  REQUIRE(made.status.code == 201);
  const std::uint64_t revision = made.object->metadata.resource_version;
  CHECK(revision > watch.resource_version);
  CHECK(a.store().get(ConfigMap::info(), in_default("m")) == made.object);
  REQUIRE(run_until(executor, [&] { return !seen.empty(); }));
  CHECK(seen == std::vector<std::string>{"m@" + std::to_string(revision)});
  const ApiResponse again = b.ask(request_to(Verb::kCreate, config_map("m")));
  CHECK(again.status.already_exists());
}

// "A conflict. Somebody else was faster. His change has been told too; the request is judged anew."
TEST_CASE("a write that was overtaken is judged anew: patches add up, a name is given once") {
  if (skipped()) return;
  const EtcdCluster etcd(1);
  RealExecutor executor;
  Master a(executor, etcd.open(executor), "a"), b(executor, etcd.open(executor), "b");
  const ObjectRef first = a.ask(request_to(Verb::kCreate, config_map("m"))).object;
  REQUIRE(first);
  settle(executor, a, b);
  std::vector<ApiResponse> patched;
  for (int i = 0; i < 3; ++i) {
    for (Master* master : {&a, &b}) {
      const std::string key = (master == &a ? "a" : "b") + std::to_string(i);
      master->send(merge_patch(ConfigMap::info(), in_default("m"), R"({"data":{")" + key + R"(":"1"}})"),
                   [&](const ApiResponse& response) { patched.push_back(response); });
    }
  }
  int created = 0, refused = 0;
  for (Master* master : {&a, &b}) {
    master->send(request_to(Verb::kCreate, config_map("n")), [&](const ApiResponse& response) {
      created += response.status.code == 201;
      refused += response.status.already_exists();
    });
  }
  REQUIRE(run_until(executor, [&] { return patched.size() == 6 && created + refused == 2; }));
  CHECK(created == 1);
  for (const ApiResponse& response : patched) CHECK(response.status.code == 200);
  settle(executor, a, b);
  const ObjectRef last = a.ask([] {
                            ApiRequest get;
                            get.kind = &ConfigMap::info();
                            get.key = in_default("m");
                            return get;
                          }())
                             .object;
  for (const char* key : {"a0", "b0", "a1", "b1", "a2", "b2"}) CHECK(value_of(last, key) == "1");
  // Who insists on a state that is gone is refused, as ever.
  const Ref<ConfigMap> stale = config_map("m", "stale");
  stale->metadata.resource_version = first->metadata.resource_version;
  CHECK(b.ask(request_to(Verb::kUpdate, stale)).status.conflict());
}

TEST_CASE("Services of several API servers get addresses that nobody has") {
  if (skipped()) return;
  const EtcdCluster etcd(1);
  RealExecutor executor;
  Master a(executor, etcd.open(executor), "a"), b(executor, etcd.open(executor), "b");
  std::set<std::string> addresses;
  for (int i = 0; i < 6; ++i) {
    auto service = make_ref<Service>();
    service->metadata.name = "s" + std::to_string(i);
    service->metadata.namespace_ = "default";
    service->spec.edit().ports.edit().emplace_back().port = 80;
    Master& master = i % 2 == 0 ? a : b;
    const ApiResponse made = master.ask(request_to(Verb::kCreate, service));
    REQUIRE(made.status.code == 201);
    addresses.insert(static_cast<const Service&>(*made.object).spec->cluster_ip.str());
  }
  CHECK(addresses.size() == 6);
  CHECK(a.store().get(Service::info(), in_default("kubernetes")));
}

Ref<Service> node_port(const std::string& name, const char* address, int port) {
  auto service = make_ref<Service>();
  service->metadata.name = name;
  service->metadata.namespace_ = "default";
  ServiceSpec& spec = service->spec.edit();
  spec.type_ = "NodePort";
  spec.cluster_ip = address;
  ServicePort& wanted = spec.ports.edit().emplace_back();
  wanted.port = 80;
  wanted.node_port = port;
  return service;
}

// Sends one to each at once; the refusal, when one was accepted and the other was not.
std::string one_is_refused(RealExecutor& executor, Master& a, Master& b, Ref<Object> to_a, Ref<Object> to_b) {
  settle(executor, a, b);
  std::vector<ApiResponse> answers;
  const auto take = [&](const ApiResponse& response) { answers.push_back(response); };
  a.send(request_to(Verb::kCreate, std::move(to_a)), take);
  b.send(request_to(Verb::kCreate, std::move(to_b)), take);
  REQUIRE(run_until(executor, [&] { return answers.size() == 2; }));
  const bool first = answers[0].status.code == 201;
  CHECK(first != (answers[1].status.code == 201));
  return answers[first ? 1 : 0].status.message;
}

TEST_CASE("two Services that ask two API servers at once for one address or node port: one is refused") {
  if (skipped()) return;
  const EtcdCluster etcd(1);
  RealExecutor executor;
  Master a(executor, etcd.open(executor), "a"), b(executor, etcd.open(executor), "b");
  for (int round = 0; round < 3; ++round) {  // each time after the last ones have gone
    const std::string address = one_is_refused(executor, a, b, node_port("a", "10.96.0.77", 30077),
                                               node_port("b", "10.96.0.77", 30078));
    CHECK(
        address.ends_with("Invalid value: [\"10.96.0.77\"]: failed to allocate IP 10.96.0.77: provided IP is "
                          "already allocated"));
    const std::string port = one_is_refused(executor, a, b, node_port("c", "10.96.0.79", 30079),
                                            node_port("d", "10.96.0.80", 30079));
    CHECK(port.ends_with("Invalid value: 30079: provided port is already allocated"));
    settle(executor, a, b);
    int gone = 0;
    for (const char* name : {"a", "b", "c", "d"}) {
      ApiRequest remove;
      remove.verb = Verb::kDelete;
      remove.kind = &Service::info();
      remove.key = in_default(name);
      gone += (round == 1 ? a : b).ask(std::move(remove)).status.ok();
    }
    CHECK(gone == 2);
  }
}

// A Service that gives up its node port by an update leaves it to others.
TEST_CASE("what a Service gave up through one API server another Service gets through the other") {
  if (skipped()) return;
  const EtcdCluster etcd(1);
  RealExecutor executor;
  Master a(executor, etcd.open(executor), "a"), b(executor, etcd.open(executor), "b");
  REQUIRE(a.ask(request_to(Verb::kCreate, node_port("a", "", 30090))).status.code == 201);
  settle(executor, a, b);
  const ApiResponse moved = b.ask(
      merge_patch(Service::info(), in_default("a"), R"({"spec":{"ports":[{"port":80,"nodePort":30091}]}})"));
  REQUIRE(moved.status.code == 200);
  CHECK(one_is_refused(executor, a, b, node_port("b", "", 30090), node_port("c", "", 30091)) ==
        "Service \"c\" is invalid: spec.ports[0].nodePort: Invalid value: 30091: provided port is already "
        "allocated");
}

// The usage of a quota is written with the object that it is charged with, in one transaction.
TEST_CASE("what two API servers charge a quota with at once never exceeds it") {
  if (skipped()) return;
  const EtcdCluster etcd(1);
  RealExecutor executor;
  Master a(executor, etcd.open(executor), "a"), b(executor, etcd.open(executor), "b");
  auto quota = make_ref<ResourceQuota>();
  quota->metadata.name = "few";
  quota->metadata.namespace_ = "default";
  quota->spec.edit().hard = {{"count/configmaps", Quantity::of(5)}};
  const ObjectRef made = a.ask(request_to(Verb::kCreate, quota)).object;
  REQUIRE(made);
  // As its controller would: it has looked, and found none.
  const Ref<ResourceQuota> counted = copy(static_cast<const ResourceQuota&>(*made));
  counted->status.edit().hard = counted->spec->hard;
  counted->status.edit().used = {{"count/configmaps", Quantity::of(0)}};
  ApiRequest status = request_to(Verb::kUpdate, counted);
  status.subresource = "status";
  REQUIRE(a.ask(std::move(status)).status.code == 200);
  settle(executor, a, b);
  int created = 0, refused = 0;
  for (int i = 0; i < 10; ++i) {
    Master& master = i % 2 == 0 ? a : b;
    master.send(request_to(Verb::kCreate, config_map("m" + std::to_string(i))),
                [&](const ApiResponse& response) {
                  created += response.status.code == 201;
                  refused += response.status.code == 403;
                });
  }
  REQUIRE(run_until(executor, [&] { return created + refused == 10; }));
  CHECK(created == 5);
  settle(executor, a, b);
  const auto charged = as<ResourceQuota>(b.store().get(ResourceQuota::info(), in_default("few")));
  CHECK(charged->status.value().used == ResourceList{{"count/configmaps", Quantity::of(5)}});
}

// "Killing the etcd leader under load loses no acknowledged write."
TEST_CASE("what an API server has acknowledged survives the death of etcd's leader under load") {
  if (skipped()) return;
  EtcdCluster etcd(3);
  RealExecutor executor;
  Master master(executor, etcd.open(executor), "a");
  std::map<std::string, std::uint64_t> acknowledged;
  int flying = 0, number = 0;
  bool ending = false;
  std::function<void()> write = [&] {
    if (ending) return;
    ++flying;
    const std::string name = "m" + std::to_string(++number);
    master.send(request_to(Verb::kCreate, config_map(name)), [&, name](const ApiResponse& response) {
      --flying;
      if (response.status.code == 201)
        acknowledged[name] = response.object->metadata.resource_version;
      else
        CHECK(response.status.code == 504);
      write();
    });
  };
  for (int client = 0; client < 8; ++client) write();
  REQUIRE(run_until(executor, [&] { return acknowledged.size() >= 200; }));
  etcd.kill(etcd.leader());
  const std::size_t before = acknowledged.size();
  REQUIRE(run_until(
      executor, [&] { return acknowledged.size() >= before + 200; }, 60s));
  ending = true;
  REQUIRE(run_until(
      executor, [&] { return flying == 0; }, 60s));
  Master other(executor, etcd.open(executor), "b");
  for (const auto& [name, revision] : acknowledged) {
    const ObjectRef object = other.store().get(ConfigMap::info(), in_default(name));
    REQUIRE(object);
    CHECK(object->metadata.resource_version == revision);
  }
}

// Nothing was written: 500, as kube-apiserver passes on what its store said. Nobody can tell: 504.
TEST_CASE("a write to an etcd that is gone, or does not answer, is answered with an error") {
  if (skipped()) return;
  EtcdCluster etcd(1);
  EtcdStoreOptions options = etcd.options();
  options.give_up = 1s;
  options.request_timeout = 500ms;
  RealExecutor executor;
  Master master(executor, EtcdCluster::open(executor, options), "a");
  etcd.pause(0);
  const ApiResponse unknown = master.ask(request_to(Verb::kCreate, config_map("m")));
  CHECK(unknown.status.code == 504);
  CHECK(unknown.status.reason == "Timeout");
  CHECK(unknown.status.message ==
        "Timeout: request did not complete within requested timeout - context deadline exceeded");
  etcd.kill(0);
  const ApiResponse refused = master.ask(request_to(Verb::kCreate, config_map("n")));
  CHECK(refused.status.code >= 500);
  CHECK(!refused.status.message.empty());
  CHECK(!master.store().get(ConfigMap::info(), in_default("m")));
  CHECK(!master.store().get(ConfigMap::info(), in_default("n")));
}

}  // namespace
}  // namespace podium::testing
