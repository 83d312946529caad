#include "scenarios/runner/workload.h"

#include <vector>

#include "control-plane/objects/kinds/service.h"

namespace podium::scenario {

#define X(stem) WorkloadKind stem##_workload();
#include "scenarios/runner/workloads/all.inc"
#undef X

namespace {

const std::vector<WorkloadKind>& kinds() {
  static const std::vector<WorkloadKind> all = {
#define X(stem) stem##_workload(),
#include "scenarios/runner/workloads/all.inc"
#undef X
  };
  return all;
}

class Clients final : public Workload {
 public:
  Clients(Key service, sim::RequestsConfig requests)
      : service_(std::move(service)), requests_(std::move(requests)) {}

  const std::string& name() const override { return requests_.name; }
  const std::string& machine() const override { return requests_.machine; }

  Status start(Cluster& cluster) override {
    const auto service = cluster.find<Service>(service_);
    const std::string name = service_.namespace_.str() + "/" + service_.name.str();
    if (!service) return Error{ErrorCode::kNotFound, "there is no service " + name};
    requests_.address = service->spec->cluster_ip.str();
    if (requests_.address.empty() || requests_.address == "None")
      return Error{ErrorCode::kInvalid, "service " + name + " has no cluster IP"};
    if (cluster.world().find(requests_.machine) == nullptr)
      return Error{ErrorCode::kNotFound, "there is no machine " + requests_.machine};
    cluster.world().add_requests(requests_);
    return {};
  }

 private:
  Key service_;
  sim::RequestsConfig requests_;
};

}  // namespace

std::unique_ptr<Workload> read_workload(const Section& section, const std::string& client) {
  std::string names;
  for (const WorkloadKind& kind : kinds()) {
    if (section.has(kind.field)) return kind.read(section, client);
    names += (names.empty() ? "" : ", ") + std::string(kind.field);
  }
  section.fail("no workload found: expected one of the fields " + names);
}

sim::RequestsConfig read_requests(const Section& section, const std::string& client) {
  sim::RequestsConfig requests;
  requests.name = section.text("name");
  requests.machine = section.text("from", client);
  requests.port = static_cast<int>(section.integer("port", requests.port));
  if (requests.port < 1 || requests.port > 65535) section.expected("port", "a port, 1 to 65535");
  requests.path = section.text("path", requests.path);
  requests.timeout = section.duration("timeout", requests.timeout);
  requests.length = section.duration("for", requests.length);
  if (requests.timeout <= Duration{0}) section.expected("timeout", "how long clients wait, more than 0s");
  return requests;
}

std::unique_ptr<Workload> clients_of(Key service, sim::RequestsConfig requests) {
  return std::make_unique<Clients>(std::move(service), std::move(requests));
}

}  // namespace podium::scenario
