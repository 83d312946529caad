// The inside of one connection: two sides, and a direction of travel towards each.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/env/transport.h"
#include "sim/world/topology.h"

namespace podium::sim {

class Network;

// What a parcel does at its destination.
enum class ParcelKind : std::uint8_t {
  kOpen,  // asks the listener to accept
  kMessage,
  kClose,  // an orderly end, after everything sent before
  kReset,  // the kernel's answer to a connection it does not have
};

// A parcel that waits for its way to open.
struct Parcel {
  std::uint32_t sequence = 0;  // of its direction, in order of sending
  ParcelKind kind = ParcelKind::kMessage;
  std::unique_ptr<Message> message;
  EventId cause = kNoCause;
};

// Everything on its way to one side.
struct Direction {
  Path path;
  std::uint64_t path_version = 0;  // of the topology, for which `path` holds
  // When the next parcel may arrive: after the last, since nothing overtakes. A nanosecond is enough,
  // and keeps the order even if tasks of the same time run in any order.
  TimePoint earliest{};
  std::uint32_t next_sequence = 0;
  std::vector<Parcel> blocked;  // in order; the transport tries again with growing pauses
  TimePoint blocked_since{};
  TimerId retry = TimerId::kNone, give_up = TimerId::kNone;
};

class SimConnection;

struct Side {
  enum class State : std::uint8_t {
    kOpen,
    kClosed,  // closed it, or was told of the end
    kDead,    // its process is gone
  };
  VertexId machine = 0;
  Executor* executor = nullptr;     // never touched once not kOpen
  SimConnection* handle = nullptr;  // null once its user destroyed it
  State state = State::kOpen;
};

// Shared by the two handles, the network and the parcels in flight.
struct Channel {
  std::uint64_t id = 0;
  Network* network = nullptr;  // null once the network is gone
  std::string endpoint;
  Side sides[2];    // 0: who connected, 1: who accepted
  Direction to[2];  // towards side 0, towards side 1
  bool accepted = false;
  bool broken = false;  // given up: nothing travels any more
  TimerId keepalive = TimerId::kNone;
};

// What the user of one side holds.
class SimConnection final : public Connection {
 public:
  SimConnection(std::shared_ptr<Channel> channel, int side);
  ~SimConnection() override;
  void send(std::unique_ptr<Message> message) override;
  void close() override;

 private:
  std::shared_ptr<Channel> channel_;
  int side_;
};

}  // namespace podium::sim
