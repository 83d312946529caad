#include "sim/world/topology.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <cassert>
#include <vector>

namespace podium::sim {
namespace {

// One direction of a link.
struct Link {
  LinkConfig config;
  bool cut = false;
  Chaos::Slowness slowness;
};

using LinkGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Link>;
using Edge = boost::graph_traits<LinkGraph>::edge_descriptor;

constexpr std::uint64_t kLossScale = 1'000'000'000;

// 1 - (1 - a)(1 - b) in integers, so that every compiler draws alike.
Ratio either(Ratio a, Ratio b) {
  if (a.numerator == 0) return b;
  if (b.numerator == 0) return a;
  const auto survival = [](Ratio r) { return kLossScale - r.numerator * kLossScale / r.denominator; };
  const std::uint64_t lost = kLossScale - survival(a) * survival(b) / kLossScale;
  return {static_cast<std::uint32_t>(lost), static_cast<std::uint32_t>(kLossScale)};
}

void slow_down(Path& path, const Chaos::Slowness& slowness) {
  path.latency += slowness.latency;
  path.jitter += slowness.jitter;
  path.loss = either(path.loss, slowness.loss);
}

void extend(Path& path, const Link& link) {
  path.up = path.up && !link.cut;
  path.latency += link.config.latency;
  path.jitter += link.config.jitter;
  path.loss = either(path.loss, link.config.loss);
  if (link.config.bandwidth > 0 && (path.bandwidth == 0 || link.config.bandwidth < path.bandwidth))
    path.bandwidth = link.config.bandwidth;
  slow_down(path, link.slowness);
}

}  // namespace

struct Topology::Graph {
  // A leaf has one link, so its first and last hop need no search: Dijkstra sees only the core.
  struct Vertex {
    Edge out, in;  // of the first link
    VertexId neighbour = 0;
    int links = 0;
  };
  struct IsCore {
    const Graph* graph = nullptr;
    bool operator()(VertexId v) const { return !graph->leaf(v); }
  };
  struct IsUp {
    const LinkGraph* links = nullptr;
    bool operator()(const Edge& e) const { return !(*links)[e].cut; }
  };

  bool leaf(VertexId v) const { return vertices[v].links == 1; }
  std::optional<Edge> edge(VertexId from, VertexId to) const {
    const auto [found, exists] = boost::edge(from, to, links);
    return exists ? std::optional(found) : std::nullopt;
  }
  // The last hop on the best way from a core vertex to another; `from` the vertex itself: no way.
  struct Hop {
    VertexId from = 0;
    Edge link;
  };
  const std::vector<Hop>& tree_from(VertexId source);
  void walk(Path& path, VertexId from, VertexId to);

  LinkGraph links;
  std::vector<Vertex> vertices;
  std::map<VertexId, std::vector<Hop>> trees;  // by source
};

const std::vector<Topology::Graph::Hop>& Topology::Graph::tree_from(VertexId source) {
  auto& tree = trees[source];
  if (!tree.empty()) return tree;
  std::vector<VertexId> predecessors(vertices.size());
  std::vector<std::int64_t> distances(vertices.size());
  const auto weight = boost::make_function_property_map<Edge>([this](const Edge& e) {
    const Link& link = links[e];
    return (link.config.latency + link.slowness.latency).count();
  });
  const boost::filtered_graph core(links, IsUp{&links}, IsCore{this});
  boost::dijkstra_shortest_paths(
      core, source,
      boost::predecessor_map(predecessors.data()).distance_map(distances.data()).weight_map(weight));
  tree.resize(vertices.size());
  for (VertexId v = 0; v < vertices.size(); ++v) {
    if (leaf(v)) continue;
    tree[v].from = predecessors[v];
    if (tree[v].from != v) tree[v].link = *edge(tree[v].from, v);
  }
  return tree;
}

// Adds the links of the best way between two core vertices.
void Topology::Graph::walk(Path& path, VertexId from, VertexId to) {
  if (from == to) return;
  const auto& tree = tree_from(from);
  for (VertexId at = to; at != from; at = tree[at].from) {
    if (tree[at].from == at) {
      path.up = false;
      return;
    }
    extend(path, links[tree[at].link]);
  }
}

Topology::Topology(TopologyOptions options) : options_(options), graph_(std::make_unique<Graph>()) {
  names_.emplace(kRootSwitch, 0);
  boost::add_vertex(graph_->links);
  graph_->vertices.emplace_back();
}

Topology::~Topology() = default;

VertexId Topology::add_machine(const std::string& name, std::string_view to) {
  return add_vertex(name, to, options_.machine_link);
}

VertexId Topology::add_switch(const std::string& name, std::string_view to) {
  return add_vertex(name, to, options_.switch_link);
}

VertexId Topology::add_vertex(const std::string& name, std::string_view to, const LinkConfig& config) {
  const auto neighbour = find(to);
  assert(neighbour);
  const auto id = static_cast<VertexId>(graph_->vertices.size());
  [[maybe_unused]] const bool fresh = names_.emplace(name, id).second;
  assert(fresh);
  boost::add_vertex(graph_->links);
  graph_->vertices.emplace_back();
  link(id, *neighbour, config);
  return id;
}

Status Topology::add_link(std::string_view a, std::string_view b, const LinkConfig& config) {
  const auto found = ends(a, b);
  if (!found.ok()) return found.error();
  const auto [from, to] = found.value();
  if (graph_->edge(from, to))
    return Error{ErrorCode::kExists, std::string(a) + " and " + std::string(b) + " are linked already"};
  link(from, to, config);
  return {};
}

void Topology::link(VertexId a, VertexId b, const LinkConfig& config) {
  const Edge out = boost::add_edge(a, b, Link{config, false, {}}, graph_->links).first;
  const Edge in = boost::add_edge(b, a, Link{config, false, {}}, graph_->links).first;
  bool core_changed = false;
  for (const auto& [at, to, leaving, entering] : {std::tuple{a, b, out, in}, std::tuple{b, a, in, out}}) {
    auto& vertex = graph_->vertices[at];
    if (vertex.links++ == 0) {
      vertex.out = leaving, vertex.in = entering, vertex.neighbour = to;
    } else if (vertex.links == 2) {
      core_changed = true;  // it may now lie between others
    }
  }
  if (core_changed || !(graph_->leaf(a) || graph_->leaf(b))) changed();
}

std::optional<VertexId> Topology::find(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? std::nullopt : std::optional(found->second);
}

Path Topology::path(VertexId from, VertexId to) const {
  Path path{.up = true};
  if (from == to) {
    path.latency = options_.loopback;
    return path;
  }
  Graph& graph = *graph_;
  const auto& first = graph.vertices[from];
  const auto& last = graph.vertices[to];
  VertexId start = from, end = to;
  if (graph.leaf(from)) {
    extend(path, graph.links[first.out]);
    start = first.neighbour;
  }
  if (start != to) {
    if (graph.leaf(to)) {
      extend(path, graph.links[last.in]);
      end = last.neighbour;
    }
    graph.walk(path, start, end);
  }
  if (!pairs_.empty()) {
    if (const auto pair = pairs_.find({from, to}); pair != pairs_.end()) {
      path.up = path.up && !pair->second.cut;
      slow_down(path, pair->second.slowness);
    }
  }
  return path;
}

Result<Topology::Ends> Topology::ends(std::string_view from, std::string_view to) const {
  for (const std::string_view name : {from, to})
    if (!find(name)) return Error{ErrorCode::kNotFound, "no machine or switch is named " + std::string(name)};
  if (from == to) return Error{ErrorCode::kInvalid, "no link leads from " + std::string(from) + " to itself"};
  return Ends{*find(from), *find(to)};
}

Topology::Fault Topology::fault_of(Ends direction) const {
  if (const auto edge = graph_->edge(direction.first, direction.second)) {
    const Link& link = graph_->links[*edge];
    return {link.cut, link.slowness};
  }
  const auto pair = pairs_.find(direction);
  return pair == pairs_.end() ? Fault{} : pair->second;
}

void Topology::set_fault(Ends direction, const Fault& fault) {
  if (const auto edge = graph_->edge(direction.first, direction.second)) {
    graph_->links[*edge].cut = fault.cut;
    graph_->links[*edge].slowness = fault.slowness;
  } else {
    pairs_[direction] = fault;
  }
}

Status Topology::cut(std::string_view from, std::string_view to, bool one_way) {
  const auto found = ends(from, to);
  if (!found.ok()) return found.error();
  const Ends there = found.value(), back{there.second, there.first};
  set_fault(there, {true, fault_of(there).slowness});
  if (!one_way) set_fault(back, {true, fault_of(back).slowness});
  changed();
  return {};
}

Status Topology::slow(std::string_view from, std::string_view to, const Chaos::Slowness& slowness,
                      bool one_way) {
  const auto found = ends(from, to);
  if (!found.ok()) return found.error();
  const Ends there = found.value(), back{there.second, there.first};
  set_fault(there, {fault_of(there).cut, slowness});
  if (!one_way) set_fault(back, {fault_of(back).cut, slowness});
  changed();
  return {};
}

Status Topology::mend(std::string_view from, std::string_view to) {
  const auto found = ends(from, to);
  if (!found.ok()) return found.error();
  const Ends there = found.value(), back{there.second, there.first};
  for (const Ends& direction : {there, back}) {
    set_fault(direction, {});
    pairs_.erase(direction);
  }
  changed();
  return {};
}

void Topology::changed() {
  ++version_;
  graph_->trees.clear();
  if (listener_) listener_();
}

}  // namespace podium::sim
