// Every number of the simulated world that a user may want to turn, with its unit and its source.
#pragma once

#include <cstdint>

#include "runtime/env/random.h"
#include "runtime/env/time.h"

namespace podium::sim {

// A duration drawn uniformly from [low, high].
struct Span {
  Duration low{0}, high{0};
};

inline Duration draw(Random& random, const Span& span) {
  return span.low == span.high ? span.low : random.between(span.low, span.high);
}

// One link, the same in both directions.
struct LinkConfig {
  Duration latency{250us};     // each way
  Duration jitter{0};          // each message adds a uniform part of [0, jitter]
  Ratio loss{0, 1};            // of messages, each attempt anew
  std::int64_t bandwidth = 0;  // bytes a second; 0: no limit worth modelling
};

struct TopologyOptions {
  LinkConfig machine_link;  // between a machine and its switch
  LinkConfig switch_link;   // between two switches
  Duration loopback{20us};  // from a machine to itself
};

struct NetworkOptions {
  Duration first_retransmission{200ms};  // Linux TCP_RTO_MIN
  Duration max_retransmission{120s};     // Linux TCP_RTO_MAX
  Duration connect_retransmission{1s};   // RFC 6298: the first SYN's time-out
  Duration connect_timeout{30s};         // the dial time-out of Kubernetes' clients
  // A connection that could not deliver for so long breaks (about what tcp_retries2 = 15 gives).
  Duration give_up{15min};
  // A connection over a dead path breaks after so long even if idle: the HTTP/2 health check of
  // Kubernetes' clients (30 s of silence and 15 s for the answer). 0: nobody checks.
  Duration keepalive{45s};
};

struct MachineOptions {
  Duration boot_time{20s};  // from power to the node agent's start
};

struct RegistryOptions {
  std::int64_t default_image_bytes = 50'000'000;  // compressed, of an image in no table
  Span manifest{200ms, 400ms};
  std::int64_t pull_bandwidth = 60'000'000;     // compressed bytes a second, for one machine
  std::int64_t unpack_bandwidth = 100'000'000;  // compressed bytes a second, for one machine
  int jitter_percent = 10;                      // download and unpacking take up to so much less or more
  // Pulls at a time on a machine (kubelet: serializeImagePulls). Parallel ones get equal fixed shares.
  int parallel_pulls = 1;
  Duration dial_timeout{30s};  // until an unreachable registry is given up
};

struct RuntimeOptions {
  Span create_sandbox{300ms, 700ms};
  Span remove_sandbox{20ms, 60ms};
  Span create_container{50ms, 150ms};
  Span start_container{50ms, 150ms};
  Span update_container{20ms, 60ms};
  Span remove_container{10ms, 30ms};
  Span remove_image{50ms, 150ms};
};

struct WorldOptions {
  TopologyOptions topology;
  NetworkOptions network;
  MachineOptions machine;
  RegistryOptions registry;
  RuntimeOptions runtime;
};

}  // namespace podium::sim
