#include "control-plane/cloud/node_cleaner.h"

#include <set>
#include <utility>

#include "control-plane/client/cache.h"
#include "control-plane/client/recorder.h"
#include "control-plane/objects/kinds/node.h"

namespace podium {
namespace {

bool is_ready(const Node& node) { return holds(node.status.value().conditions, "Ready"); }

}  // namespace

struct NodeCleaner::State {
  State(Executor& e, Transport& transport, std::string machine, const CloudProvider& c, const Random& random,
        NodeCleanerOptions o)
      : executor(e),
        cloud(c),
        options(std::move(o)),
        client(e, transport, std::move(machine), random.fork("client"), options.client),
        recorder(client, "cloud-node-lifecycle-controller"),
        nodes(client) {}
  ~State() { executor.cancel(tick); }

  void node_changed(const Node* before, const Node* after);
  void look();
  void remove(const Node& node);

  Executor& executor;
  const CloudProvider& cloud;
  const NodeCleanerOptions options;
  Client client;
  EventRecorder recorder;
  Cache<Node> nodes;
  std::set<Text> not_ready;  // only these are looked at: while all is well, nothing runs
  TimerId tick = TimerId::kNone;
};

void NodeCleaner::State::node_changed(const Node* before, const Node* after) {
  const Text& name = (after != nullptr ? after : before)->metadata.name;
  if (after == nullptr || is_ready(*after)) {
    not_ready.erase(name);
  } else {
    not_ready.insert(name);
    if (tick == TimerId::kNone)
      tick = executor.run_at(next_tick(executor.now(), options.period), [this] { look(); });
  }
}

void NodeCleaner::State::look() {
  tick = TimerId::kNone;
  for (const Text& name : not_ready) {
    if (cloud.exists(name.str())) continue;
    if (const Ref<const Node> node = nodes.find({{}, name})) remove(*node);
  }
  if (!not_ready.empty()) tick = executor.run_after(options.period, [this] { look(); });
}

void NodeCleaner::State::remove(const Node& node) {
  recorder.normal(
      node, "DeletingNode",
      "Deleting node " + node.metadata.name.str() + " because it does not exist in the cloud provider");
  DeleteOptions same;
  same.uid = node.metadata.uid;
  client.remove(Node::info(), key_of(node), same, [](const ApiResponse&) {});  // tried again at the next look
}

NodeCleaner::NodeCleaner(Executor& executor, Transport& transport, std::string machine,
                         const CloudProvider& cloud, Random random, NodeCleanerOptions options)
    : state_(std::make_unique<State>(executor, transport, std::move(machine), cloud, random,
                                     std::move(options))) {}

NodeCleaner::~NodeCleaner() = default;

void NodeCleaner::start() {
  State& s = *state_;
  s.nodes.on_change([&s](const Node* before, const Node* after) { s.node_changed(before, after); });
  s.nodes.start();
}

}  // namespace podium
