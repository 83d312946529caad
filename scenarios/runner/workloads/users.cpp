// users-of: default/web, with how many `users`, and how long each thinks before the next request (`think`,
// the mean). A closed loop: who waits for an answer asks for nothing else, so a slow service is asked less.
#include "scenarios/runner/workload.h"

namespace podium::scenario {
namespace {

constexpr std::int64_t kMost = 1'000'000;

std::unique_ptr<Workload> read(const Section& s, const std::string& client) {
  sim::RequestsConfig requests = read_requests(s, client);
  const std::int64_t users = s.integer("users", 10);
  if (users < 1 || users > kMost) s.expected("users", "a number of users, 1 to 1000000");
  requests.users = static_cast<int>(users);
  requests.think = s.duration("think", requests.think);
  if (requests.think <= Duration{0}) s.expected("think", "a mean time between requests, more than 0s");
  return clients_of(s.key("users-of"), std::move(requests));
}

}  // namespace

WorkloadKind users_workload() { return {"users-of", &read}; }

}  // namespace podium::scenario
