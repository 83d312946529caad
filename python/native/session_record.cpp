// What a session tells of its run: requests and their outcomes, events and their causes.
#include <algorithm>

#include "control-plane/objects/kinds/service.h"
#include "python/native/session.h"
#include "sim/world/requests.h"

namespace podium::python {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

std::size_t Session::send(const RequestsPlan& plan) {
  need_going();
  const std::string name = plan.namespace_ + "/" + plan.service;
  const auto service = cluster_->ClusterView::find<Service>({plan.namespace_, plan.service});
  if (!service) throw Failure("there is no service " + name);
  if (service->spec->cluster_ip.empty() || service->spec->cluster_ip == "None" ||
      service->spec->ports.empty()) {
    throw Failure("service " + name + " has no address and port of its own to send to");
  }
  sim::World& world = cluster_->world();
  if (world.find(plan.machine) == nullptr) {
    throw Failure("there is no machine " + plan.machine + ": expected one of " + joined(world.machines()));
  }
  const bool sane = std::all_of(plan.rates.begin(), plan.rates.end(), [](double rate) { return rate >= 0; });
  if (plan.rates.empty() || !sane) throw Failure("rate: expected requests a second, not negative");
  sim::RequestsConfig config;
  config.name = plan.service + "-" + std::to_string(world.requests().size() + 1);
  config.machine = plan.machine;
  config.address = service->spec->cluster_ip.str();
  config.port = plan.port.value_or(service->spec->ports.front().port);
  config.rates = plan.rates;
  world.add_requests(config);
  return world.requests().size() - 1;
}

void Session::stop_sending(std::size_t requests) { cluster_->world().requests().at(requests)->stop(); }

std::vector<TrafficRow> Session::traffic(std::size_t requests) const {
  std::vector<TrafficRow> rows;
  const sim::Requests& clients = *cluster_->world().requests().at(requests);
  for (const sim::SecondOfTraffic& s : clients.availability().series()) {
    rows.push_back({seconds(s.time - cluster_->started()), s.ok, s.failed, seconds(s.p50), seconds(s.p95),
                    seconds(s.p99)});
  }
  return rows;
}

std::map<std::string, std::uint64_t> Session::outcomes(std::size_t requests) const {
  std::map<std::string, std::uint64_t> counts;
  const sim::Availability& seen = cluster_->world().requests().at(requests)->availability();
  for (std::size_t i = 0; i < sim::kOutcomes; ++i) {
    const auto outcome = static_cast<sim::Outcome>(i);
    counts[sim::to_string(outcome)] = seen.count(outcome);
  }
  return counts;
}

EventRow Session::row(const ChronicleEvent& e) const {
  return {e.id,
          e.cause,
          seconds(e.at - cluster_->started()),
          to_string(e.category),
          std::string(e.component),
          std::string(e.subject),
          std::string(e.text)};
}

std::vector<EventRow> Session::events(EventId since) const {
  const MemoryChronicle& chronicle = cluster_->chronicle();
  std::vector<EventRow> rows;
  for (EventId id = std::max(since + 1, chronicle.first()); id <= chronicle.size(); ++id) {
    rows.push_back(row(*chronicle.get(id)));
  }
  return rows;
}

std::vector<EventRow> Session::why(EventId event) const {
  std::vector<EventRow> rows;
  for (const ChronicleEvent& e : cluster_->chronicle().chain(event)) rows.push_back(row(e));
  if (rows.empty()) throw Failure("there is no event " + std::to_string(event));
  return rows;
}

std::vector<EventRow> Session::why(const std::string& subject) const {
  const EventId last = cluster_->chronicle().last_for_subject(subject);
  if (last == kNoCause) {
    throw Failure("nothing is recorded about \"" + subject +
                  "\": expected a subject such as pod/default/web-1 or node/node-2");
  }
  return why(last);
}

}  // namespace podium::python
