#include "control-plane/autoscaler/node_taints.h"

#include <algorithm>

namespace podium::autoscaler {
namespace {

constexpr int kTries = 5;

using Done = std::function<void(const ApiStatus&)>;

struct Edit {
  Text key, effect, value;  // no effect: the taint goes

  List<Taint> of(const List<Taint>& taints) const {
    std::vector<Taint> kept;
    for (const Taint& taint : taints)
      if (!(taint.key == key)) kept.push_back(taint);
    if (!effect.empty()) kept.push_back({key, value, effect, {}});
    return kept;
  }
};

void write(Client& client, const Ref<const Node>& node, Edit edit, int tries, Done done);

void write_anew(Client& client, const Key& key, Edit edit, int tries, Done done) {
  client.get(Node::info(), key, [&client, edit = std::move(edit), tries, done](const ApiResponse& read) {
    if (!read.status.ok()) return done ? done(read.status) : void();
    write(client, as<Node>(read.object), edit, tries, done);
  });
}

void write(Client& client, const Ref<const Node>& node, Edit edit, int tries, Done done) {
  Ref<Node> changed = copy(*node);
  changed->spec.edit().taints = edit.of(changed->spec.value().taints);
  client.update(changed, [&client, key = key_of(*node), edit = std::move(edit), tries,
                          done = std::move(done)](const ApiResponse& response) {
    if (response.status.conflict() && tries > 1) return write_anew(client, key, edit, tries - 1, done);
    if (done) done(response.status);
  });
}

}  // namespace

bool has_taint(const Node& node, std::string_view key) {
  const List<Taint>& taints = node.spec.value().taints;
  return std::any_of(taints.begin(), taints.end(), [&](const Taint& taint) { return taint.key == key; });
}

void set_taint(Client& client, const Ref<const Node>& node, std::string_view key, const char* effect,
               TimePoint time, Done done) {
  write(client, node, {key, effect, std::to_string(nanos(time) / 1'000'000'000)}, kTries, std::move(done));
}

void remove_taint(Client& client, const Ref<const Node>& node, std::string_view key, Done done) {
  write(client, node, {key, {}, {}}, kTries, std::move(done));
}

}  // namespace podium::autoscaler
