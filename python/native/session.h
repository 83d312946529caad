// What Python holds: a cluster and what its user did to it, in texts and plain rows. Knows no Python,
// so that this is the shape of the facade and the bindings are only its translation.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtime/env/random.h"
#include "scenarios/cluster/cluster.h"

namespace podium::custom {
class Catalogue;
}

namespace podium::scenario {
class Act;
}

namespace podium::python {

// What the user did wrong or the cluster refused. what() is the sentence for the user.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// An event of the chronicle that may outlive it. Seconds count from the cluster's start.
struct EventRow {
  EventId id = kNoCause, cause = kNoCause;
  double time = 0;
  const char* category = "";
  std::string component, subject, text;
};

// A second of sending. Times count from the cluster's start; all in seconds.
struct TrafficRow {
  double time = 0;
  std::uint32_t ok = 0, failed = 0;
  double p50 = 0, p95 = 0, p99 = 0;
};

struct RequestsPlan {
  std::string namespace_, service, machine;
  std::vector<double> rates;  // requests a second, of each minute from now; the last goes on
  std::optional<int> port;    // of the service; its first, if not given
};

// Kinds may be written as kubectl takes them: "po", "pods", "Pod". Throws Failure.
class Session {
 public:
  // A cluster of equal workers, and machines that are no Nodes, where clients are.
  Session(int nodes, std::uint64_t seed, const std::vector<std::string>& clients);
  // The cluster of a run that has ended: it can be looked at, and not go on.
  explicit Session(std::unique_ptr<Cluster> ended);
  ~Session();

  // Time. `pause` is called every few virtual seconds, between two tasks; it may throw to stop there.
  double now() const;
  void run_for(Duration duration, const std::function<void()>& pause);
  bool run_until(const std::function<bool()>& holds, Duration limit);

  // Objects, as JSON; the list is a JSON array, in key order. An empty namespace means all.
  std::optional<std::string> find(const std::string& kind, const std::string& namespace_,
                                  const std::string& name) const;
  std::string list(const std::string& kind, const std::string& namespace_,
                   const std::map<std::string, std::string>& labels) const;

  // The user's acts.
  void apply(const std::string& manifests, const std::string& file);
  void remove(const std::string& kind, const std::string& namespace_, const std::string& name);
  // Any act of a scenario's steps, written as there: {"do": "power-off", "node": "node-2"}.
  void act(const std::string& step);

  // Clients that begin to send now; returns their number for what follows.
  std::size_t send(const RequestsPlan& plan);
  void stop_sending(std::size_t requests);
  std::vector<TrafficRow> traffic(std::size_t requests) const;
  std::map<std::string, std::uint64_t> outcomes(std::size_t requests) const;  // "ok", "refused", ...

  // The record: events after number `since`, and the chain of causes of an event, or of the last one
  // about a subject.
  std::vector<EventRow> events(EventId since) const;
  std::vector<EventRow> why(EventId event) const;
  std::vector<EventRow> why(const std::string& subject) const;

  // Why the scheduler puts a pod where it puts it: for people, and as JSON.
  std::pair<std::string, std::string> explain(const std::string& namespace_, const std::string& pod) const;

  std::uint64_t fingerprint() const { return cluster_->fingerprint(); }

 private:
  std::shared_ptr<const custom::Catalogue> catalogue() const;
  void need_going() const;
  EventRow row(const ChronicleEvent& event) const;

  std::unique_ptr<Cluster> cluster_;
  bool ended_ = false;
  Random random_;
  std::vector<std::unique_ptr<scenario::Act>> acts_;  // some are still referred to while they last
};

}  // namespace podium::python
