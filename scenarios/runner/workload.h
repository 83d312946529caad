// Who uses the cluster while a scenario plays. A file of workloads/ is one kind of them, named by the
// field that begins it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "scenarios/cluster/cluster.h"
#include "scenarios/runner/section.h"

namespace podium::scenario {

class Workload {
 public:
  virtual ~Workload() = default;
  virtual const std::string& name() const = 0;
  // The machine that it comes from, for the reader to check that it exists.
  virtual const std::string& machine() const = 0;
  // Begins, at the moment from which the scenario's steps count. Goes on as long as the cluster lives.
  virtual Status start(Cluster& cluster) = 0;
};

// A file exports `WorkloadKind <stem>_workload()`.
struct WorkloadKind {
  std::string_view field;  // "requests-to": a section with this field is of this kind
  // `client` is the machine of a workload that does not say `from`.
  std::unique_ptr<Workload> (*read)(const Section& section, const std::string& client) = nullptr;
};

// Throws Mistake.
std::unique_ptr<Workload> read_workload(const Section& section, const std::string& client);

// Fields that all kinds of requests share, into a config: name, from, port, path, timeout, for (how long
// they are sent; without it, as long as the cluster lives).
sim::RequestsConfig read_requests(const Section& section, const std::string& client);

// Clients that send such requests to the cluster IP of a Service.
std::unique_ptr<Workload> clients_of(Key service, sim::RequestsConfig requests);

}  // namespace podium::scenario
