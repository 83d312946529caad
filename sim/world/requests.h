// Clients of a service: an open loop, which sends whether or not the answers come, or a closed loop of
// users who wait for theirs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/env/executor.h"
#include "sim/world/availability.h"
#include "sim/world/host.h"
#include "sim/world/window_sum.h"

namespace podium::sim {

struct RequestsConfig {
  std::string name = "requests";
  std::string machine;  // where the clients are
  std::string address;  // a service's, a machine's (for node ports) or a pod's
  int port = 80;
  std::string path = "/";
  enum class Arrivals : std::uint8_t { kConstant, kPoisson };
  Arrivals arrivals = Arrivals::kPoisson;
  std::vector<double> rates{10.0};  // requests a second, for each minute from the start; the last goes on
  int users = 0;                    // more than 0: a closed loop of so many, and rates mean nothing
  Duration think{1s};               // of a user, before each request: exponential, this is the mean
  Duration length{0};               // how long clients send; 0: until stop()
  Duration timeout{1s};             // from sending to giving up
  std::size_t request_bytes = 500, response_bytes = 10'000;
};

// Each request is a connection of its own: one round trip to open it, one for the request. A machine
// without power, or frozen, sends nothing.
class Requests {
 public:
  // All references outlive it. REQUIRES: at least one rate, none negative; a valid address;
  // users >= 0 and think > 0.
  Requests(RequestsConfig config, Executor& executor, const Topology& topology, const Directory& directory,
           Host& client, NetworkOptions network, Random random);

  const RequestsConfig& config() const { return config_; }
  void start();
  void stop();
  const Availability& availability() const { return availability_; }
  // Requests a second that were sent lately, in thousandths.
  std::int64_t sent_milli(TimePoint now) const { return sent_.milli_per_second(now); }

 private:
  struct Flight;
  // Where a connection goes in the end, and by which machine's routes.
  struct Target {
    Host* host = nullptr;  // null: nobody has the address
    Host* via = nullptr;   // the machine whose node port it entered by, if any
    Address address = 0;
    int port = 0;
    bool refused = false;  // the route has no backends
  };

  double rate() const;
  void plan_next();
  void think(TimePoint from);
  bool over() const;
  void send();
  Target resolve();
  Target through(SimDataPlane& plane, const Route& route, Host* via);
  std::optional<Duration> way(const Host& from, const Host& to, std::size_t bytes);
  std::optional<Duration> there_way(const Target& target, std::size_t bytes);
  std::optional<Duration> back_way(const Target& target, std::size_t bytes);
  void reach(std::unique_ptr<Flight> flight);
  void serve(std::unique_ptr<Flight> flight, ContainerRecord& container);
  void settle(const Flight& flight);
  void time_out(const Flight& flight);
  void note(const Flight& flight, Outcome outcome, TimePoint at);

  RequestsConfig config_;
  Executor& executor_;
  const Topology& topology_;
  const Directory& directory_;
  Host& client_;
  NetworkOptions network_;
  Random random_;
  Address address_;
  TimePoint started_{};
  TimerId next_ = TimerId::kNone;  // of an open loop
  bool stopped_ = false;
  Availability availability_;
  WindowSum sent_;
};

}  // namespace podium::sim
