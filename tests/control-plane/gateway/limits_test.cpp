// How many requests are under way at a time, and whose turn it is.
#include <nlohmann/json.hpp>

#include "control-plane/authorization/users.h"
#include "control-plane/gateway/fair_queues.h"
#include "control-plane/objects/kinds/cluster_role_binding.h"
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;

namespace {

AccessRequest of(const char* user) {
  AccessRequest request;
  request.user = known_user(user, {});
  request.verb = "create";
  request.resource = "configmaps";
  return request;
}

// A store that answers writes only when it is told to: a disk that is slow.
class SlowBackend final : public ApiBackend {
 public:
  explicit SlowBackend(Ground& ground) : ground_(ground) {}
  ApiResponse read(const ApiRequest& request) override { return ground_.server->handle(request); }
  void write(ApiRequest request, std::function<void(const ApiResponse&)> reply) override {
    waiting.emplace_back(
        [this, request = std::move(request), reply] { reply(ground_.server->handle(request)); });
  }
  std::uint64_t watch(const ApiRequest& request, std::function<void(const WatchEvent&)> on_event,
                      ApiStatus& refused) override {
    return ground_.server->watch(request, std::move(on_event), refused);
  }
  void cancel_watch(std::uint64_t id) override { ground_.server->stop_watch(id); }
  const Access* access() const override { return &ground_.server->access(); }
  std::uint64_t revision() const override { return ground_.store.revision(); }
  std::unique_ptr<Connection> dial_kubelet(const Text&) override { return nullptr; }
  void write_out() {
    const auto first = waiting.front();
    waiting.erase(waiting.begin());
    first();
  }

  std::vector<std::function<void()>> waiting;

 private:
  Ground& ground_;
};

}  // namespace

TEST_CASE("Users of a level take turns, however many requests each has") {
  Ground ground;
  FairQueues queues(ground.engine, {.seats = 1});
  std::vector<std::string> order;
  std::vector<FairQueues::Seat> seats;
  const auto enter = [&](const char* user) {
    queues.enter(
        of(user),
        [&order, &seats, user](FairQueues::Seat seat) {
          order.emplace_back(user);
          seats.push_back(std::move(seat));
        },
        [] { FAIL("there is room to wait"); });
  };
  for (int i = 0; i < 3; ++i) enter("ann");
  for (int i = 0; i < 2; ++i) enter("bob");
  CHECK(order == std::vector<std::string>{"ann"});
  CHECK(queues.waiting() == 4);
  while (!seats.empty()) {
    const FairQueues::Seat done = std::move(seats.front());
    seats.erase(seats.begin());
  }
  CHECK(order == std::vector<std::string>{"ann", "ann", "bob", "ann", "bob"});
}

TEST_CASE("Who waits too long, or behind too many, is refused; a master never waits") {
  Ground ground;
  FairQueues queues(ground.engine, {.seats = 1, .queue_length = 1, .longest_wait = 15s});
  int refused = 0;
  FairQueues::Seat held;
  queues.enter(
      of("ann"), [&](FairQueues::Seat seat) { held = std::move(seat); }, [] { FAIL(); });
  const auto enter = [&] {
    queues.enter(
        of("ann"), [](const FairQueues::Seat&) { FAIL(); }, [&] { ++refused; });
  };
  enter();
  enter();
  CHECK(refused == 1);
  ground.engine.run_for(15s);
  CHECK(refused == 2);
  CHECK(queues.waiting() == 0);
  AccessRequest master = of("root");
  master.user.groups = {Text(kMastersGroup)};
  bool started = false;
  queues.enter(
      master, [&](const FairQueues::Seat& seat) { started = seat == nullptr; }, [] { FAIL(); });
  CHECK(started);
}

TEST_CASE("The levels have Kubernetes' shares of the seats") {
  CHECK(seats_of(PriorityLevel::kWorkloadLow, 600) == 245);
  CHECK(seats_of(PriorityLevel::kSystem, 600) == 74);
  CHECK(seats_of(PriorityLevel::kCatchAll, 600) == 13);
  AccessRequest beat = of("system:node:n1");
  beat.user = node_user("n1");
  CHECK(priority_of(beat) == PriorityLevel::kSystem);
  beat.group = "coordination.k8s.io";
  beat.resource = "leases";
  CHECK(priority_of(beat) == PriorityLevel::kNodeHigh);
  AccessRequest robot;
  robot.user = account_user("default", "robot");
  CHECK(priority_of(robot) == PriorityLevel::kWorkloadLow);
  robot.user = account_user("kube-system", "robot");
  CHECK(priority_of(robot) == PriorityLevel::kWorkloadHigh);
}

TEST_CASE("Writes wait for a slow store, and one too many is told to come again") {
  Ground ground;
  SlowBackend backend(ground);
  GatewayOptions options;
  options.limits = {.seats = 1, .queue_length = 1};
  Gateway gateway(ground.engine, backend, ground.engine.random("gateway"), options);
  const auto create = [&](const char* user, const char* name) {
    auto answer = std::make_shared<Answer>();
    gateway.handle({"POST",
                    "/api/v1/namespaces/default/configmaps",
                    {},
                    {{"content-type", "application/json"},
                     {"impersonate-user", user},
                     {"impersonate-group", "system:serviceaccounts"}},
                    nlohmann::json({{"metadata", {{"name", name}}}}).dump(),
                    HttpPeer()},
                   answer);
    return answer;
  };
  auto binding = make_ref<ClusterRoleBinding>();
  binding->metadata.name = "robots";
  binding->role_ref = {kRbacGroup, "ClusterRole", "cluster-admin"};
  binding->subjects = {{"Group", kRbacGroup, "system:serviceaccounts", ""}};
  REQUIRE(ground.create(binding).status.ok());
  const auto first = create("ann", "a"), second = create("ann", "b"), third = create("ann", "c");
  CHECK(backend.waiting.size() == 1);
  CHECK(third->response.code == 429);
  CHECK(third->response.body == "Too many requests, please try again later.\n");
  bool retry = false;
  for (const auto& [name, value] : third->response.headers) retry |= name == "Retry-After" && value == "1";
  CHECK(retry);
  backend.write_out();
  CHECK(first->response.code == 201);
  REQUIRE(backend.waiting.size() == 1);
  CHECK(second->response.code == 0);
  backend.write_out();
  CHECK(second->response.code == 201);
}

TEST_CASE("A user has so many watches open at a time, and gets another when one ends; a body has a limit") {
  GatewayOptions options;
  options.limits.streams_per_user = 1;
  options.limits.body_bytes = 100;
  Front front{.options = options};
  auto binding = make_ref<ClusterRoleBinding>();
  binding->metadata.name = "viewers";
  binding->role_ref = {kRbacGroup, "ClusterRole", "view"};
  binding->subjects = {{"User", kRbacGroup, "ann", ""}};
  REQUIRE(front.ground.create(binding).status.ok());
  const auto watch = [&] {
    auto answer = std::make_shared<Answer>();
    front.gateway.handle({"GET",
                          "/api/v1/configmaps",
                          {{"watch", "true"}, {"timeoutSeconds", "10"}},
                          {{"impersonate-user", "ann"}},
                          "",
                          HttpPeer()},
                         answer);
    return answer;
  };
  CHECK(watch()->opened);
  CHECK(watch()->response.code == 429);
  front.ground.engine.run_for(11s);
  const auto another = watch();
  CHECK(another->opened);
  another->opened->on_gone();
  const auto large = front.ask("POST", "/api/v1/namespaces/default/configmaps", {}, std::string(101, ' '));
  CHECK(large->response.code == 413);
  CHECK(large->body()["message"] == "Request entity too large: limit is 100");
  CHECK(large->body()["reason"] == "RequestEntityTooLarge");
}
