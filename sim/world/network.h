// Transport over a Topology. Connections behave as TCP's do: ordered, each message once, delayed by
// the way's latency, jitter, bandwidth and retransmissions, silent over a cut way, broken in the end.
//
// Simplifications: a message is lost or not as a whole, whatever its size; windows and congestion are
// not modelled; what a machine that lost power had received but not processed is lost with it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/transport.h"
#include "sim/world/channel.h"
#include "sim/world/topology.h"

namespace podium::sim {

// Time from sending to arrival on one way: latency, jitter, transmission and the retransmissions that
// losses cost. REQUIRES: path.up.
Duration transit(const Path& path, std::size_t bytes, const NetworkOptions& options, Random& random);

class Network final : public Transport {
 public:
  // All references outlive the network. Machines are named as in `topology`.
  Network(Executor& executor, Topology& topology, Random random, NetworkOptions options);
  ~Network() override;

  void listen(std::string endpoint, std::string machine, Executor& executor, Acceptor accept) override;
  void stop_listening(std::string_view endpoint) override;
  std::unique_ptr<Connection> connect(std::string machine, std::string_view endpoint,
                                      Executor& executor) override;

  // A silent machine (off or frozen) takes nothing in and answers nothing.
  void set_silent(VertexId machine, bool silent);
  // The machine lost power: its kernel forgot listeners and connections, and told nobody.
  void machine_lost(VertexId machine);
  // The process ended while its machine lives: the kernel resets its connections. After this the
  // network never touches `executor` again.
  void process_died(const Executor& executor);
  // Ways may have opened or closed. Called by the owner of the topology after a change.
  void reconsider();

  std::size_t open_connections() const { return channels_.size(); }

 private:
  friend class SimConnection;
  using Shared = std::shared_ptr<Channel>;
  struct Listener {
    VertexId machine = 0;
    Executor* executor = nullptr;  // null: nobody listens now
    Acceptor accept;
  };

  // Sending, in order of a parcel's life. `to` is the side it goes to.
  void send(const Shared& channel, int to, ParcelKind kind, std::unique_ptr<Message> message);
  void dispatch(const Shared& channel, int to, Parcel parcel);
  void fly(const Shared& channel, int to, Parcel parcel, TimePoint arrival);
  void arrive(const Shared& channel, int to, Parcel parcel);
  void deliver(const Shared& channel, int to, Parcel parcel);
  void accept(const Shared& channel);
  void answer_reset(const Shared& channel, int to);

  // Ways that do not carry.
  bool carries(Channel& channel, int to);
  const Path& path(Channel& channel, int to);
  void block(const Shared& channel, int to, Parcel parcel);
  void plan_retry(const Shared& channel, int to);
  void retry(const Shared& channel, int to);
  void watch_silence(const Shared& channel);
  void check_alive(const Shared& channel);

  // Ends.
  void tell_end(const Shared& channel, int side, Error error);
  void break_off(const Shared& channel, const std::string& why);
  template <class Condition>
  std::vector<Shared> channels_with(Condition side) const;
  void side_gone(const Shared& channel, int side);
  void retire_if_done(const Shared& channel);

  Executor& executor_;
  Topology& topology_;
  Random random_;
  NetworkOptions options_;
  std::vector<char> silent_;  // by machine
  std::map<std::string, Listener, std::less<>> listeners_;
  std::map<std::uint64_t, Shared> channels_;  // in order of opening
  std::uint64_t last_channel_ = 0;
};

}  // namespace podium::sim
