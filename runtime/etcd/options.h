// Everything about an etcd store that may be chosen.
#pragma once

#include <string>
#include <vector>

#include "runtime/env/time.h"
#include "runtime/etcd/http_thread.h"

namespace podium {

struct EtcdStoreOptions {
  std::vector<std::string> endpoints;  // "http://10.0.0.1:2379"; any of the members, better all
  std::string prefix = "/podium/";     // what is ours in that etcd; not empty
  etcd::Tls tls;                       // for https

  std::size_t in_flight = 64;                     // transactions at a time; more wait their turn
  std::size_t page = 500;                         // entries that are loaded at a time
  Duration request_timeout{3s};                   // then another member is asked
  Duration give_up{15s};                          // from when a transaction that has no answer is unknown
  Duration first_retry{50ms}, longest_retry{1s};  // doubling
  Duration watch_patience{2s};  // if a committed change is not told by then, another member is watched
  // How often a watched member is asked whether it has fallen silent: one that is stopped or cut off from
  // the others keeps its connections.
  Duration probe_period{5s};
  Duration conflict_wait{200ms};  // for the change that a conflict was about, if it cannot be known
  Duration lease_window{60s};     // entries of one lifetime share leases that are this much longer, at most
};

}  // namespace podium
