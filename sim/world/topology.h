// Machines, switches and the links between them: how long the way from one to another takes, and
// whether there is one. A message takes the path of least latency over links that are up.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/env/chaos.h"
#include "runtime/env/status.h"
#include "sim/world/options.h"

namespace podium::sim {

// Index of a machine or switch, from 0 in order of addition.
using VertexId = std::uint32_t;

// The properties of a way, all links together.
struct Path {
  bool up = false;
  Duration latency{0}, jitter{0};
  Ratio loss{0, 1};            // that at least one of the links loses a message
  std::int64_t bandwidth = 0;  // of the narrowest link, bytes a second; 0: no limit
};

class Topology {
 public:
  static constexpr std::string_view kRootSwitch = "switch";

  explicit Topology(TopologyOptions options);
  ~Topology();

  // Adds a machine with one link to `to`. REQUIRES: a fresh name, and that `to` exists.
  VertexId add_machine(const std::string& name, std::string_view to = kRootSwitch);
  VertexId add_switch(const std::string& name, std::string_view to = kRootSwitch);
  // One more link. kNotFound if an end is unknown, kExists if they are linked already.
  Status add_link(std::string_view a, std::string_view b, const LinkConfig& config);

  std::optional<VertexId> find(std::string_view name) const;

  // The way from one machine to another. Costs a few additions, save for the first call after a
  // change, which runs Dijkstra's algorithm over the switches.
  Path path(VertexId from, VertexId to) const;
  // Grows with each change after which path() may answer differently.
  std::uint64_t version() const { return version_; }
  // Called after each such change.
  void on_change(std::function<void()> listener) { listener_ = std::move(listener); }

  // Breaks, slows or mends the link between two neighbours. Two machines without a link of their
  // own: all that travels between them suffers, by whatever way. kNotFound: an unknown name;
  // kInvalid: twice the same.
  Status cut(std::string_view from, std::string_view to, bool one_way);
  Status slow(std::string_view from, std::string_view to, const Chaos::Slowness& slowness, bool one_way);
  Status mend(std::string_view from, std::string_view to);  // both directions, cuts and slowness

 private:
  struct Graph;
  // What was done on purpose to a direction of a link or pair.
  struct Fault {
    bool cut = false;
    Chaos::Slowness slowness;
  };
  using Ends = std::pair<VertexId, VertexId>;

  VertexId add_vertex(const std::string& name, std::string_view to, const LinkConfig& link);
  void link(VertexId a, VertexId b, const LinkConfig& config);
  Result<Ends> ends(std::string_view from, std::string_view to) const;
  void set_fault(Ends direction, const Fault& fault);
  Fault fault_of(Ends direction) const;
  void changed();

  TopologyOptions options_;
  std::unique_ptr<Graph> graph_;
  std::map<std::string, VertexId, std::less<>> names_;
  std::map<Ends, Fault> pairs_;  // faults between vertices that are not neighbours
  std::uint64_t version_ = 1;
  std::function<void()> listener_;
};

}  // namespace podium::sim
