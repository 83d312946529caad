// requests-to: default/web, with `rate` (a second), or `rates`, one for each minute, of which the last goes
// on, and `arrivals` (poisson or constant). An open loop: requests come whether or not the ones before were
// answered, as from a crowd.
#include <algorithm>

#include "scenarios/runner/workload.h"

namespace podium::scenario {
namespace {

std::unique_ptr<Workload> read(const Section& s, const std::string& client) {
  using Arrivals = sim::RequestsConfig::Arrivals;
  sim::RequestsConfig requests = read_requests(s, client);
  if (s.has("rates"))
    requests.rates = s.numbers("rates");
  else if ((requests.rates = {s.number("rate", 10)})[0] <= 0)
    s.expected("rate", "requests a second, more than 0");
  if (requests.rates.empty() || std::ranges::any_of(requests.rates, [](double rate) { return rate < 0; }))
    s.expected("rates", "requests a second for each minute, none less than 0");
  const bool constant = s.one_of("arrivals", {"poisson", "constant"}, "poisson") == "constant";
  requests.arrivals = constant ? Arrivals::kConstant : Arrivals::kPoisson;
  return clients_of(s.key("requests-to"), std::move(requests));
}

}  // namespace

WorkloadKind requests_workload() { return {"requests-to", &read}; }

}  // namespace podium::scenario
