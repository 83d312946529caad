#include "python/native/session.h"

#include <algorithm>
#include <cctype>

#include "control-plane/codec/json.h"
#include "control-plane/codec/manifest.h"
#include "control-plane/custom/manifest_kinds.h"
#include "control-plane/schema/table.h"
#include "scenarios/runner/act.h"
#include "scenarios/runner/section.h"

namespace podium::python {
namespace {

constexpr Duration kPauseEvery = 10s;

ClusterOptions options_of(int nodes, std::uint64_t seed) {
  if (nodes < 0 || nodes > 100'000)
    throw Failure("nodes: " + std::to_string(nodes) + ": expected a number from 0 to 100000");
  ClusterOptions options;
  options.seed = seed;
  options.nodes = workers(nodes);
  return options;
}

bool is_named(const schema::Resource& resource, const std::string& name, const std::string& lower) {
  return resource.plural == lower || resource.singular == lower || resource.kind == name ||
         std::ranges::find(resource.short_names, lower) != resource.short_names.end();
}

// By plural, singular, short name or kind; built-in kinds come first, as for kubectl.
const KindInfo& kind_named(const std::string& name, const custom::Catalogue& catalogue) {
  std::string lower = name;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const schema::Resource* resource = schema::kubernetes().find_name(lower);
  const KindInfo* kind =
      resource == nullptr ? nullptr : find_kind(resource->group, resource->version, resource->kind);
  if (kind != nullptr) return *kind;
  for (const custom::Kind& custom : catalogue.kinds()) {
    if (custom.served && is_named(custom::resource_of(custom), name, lower)) return custom;
  }
  std::string known;
  for (const KindInfo* info : all_kinds()) known += (known.empty() ? "" : ", ") + std::string(info->kind);
  throw Failure("there is no kind \"" + name + "\": expected one of " + known);
}

Key key_in(const KindInfo& kind, const std::string& namespace_, const std::string& name) {
  return {kind.namespaced ? Text(namespace_) : Text(), name};
}

bool carries(const Object& object, const std::map<std::string, std::string>& labels) {
  return std::all_of(labels.begin(), labels.end(), [&](const auto& label) {
    const Text* value = object.metadata.labels.find(label.first);
    return value != nullptr && *value == label.second;
  });
}

}  // namespace

Session::Session(int nodes, std::uint64_t seed, const std::vector<std::string>& clients)
    : cluster_(std::make_unique<Cluster>(options_of(nodes, seed))), random_(Random(seed).fork("python")) {
  for (const std::string& machine : clients) {
    if (cluster_->world().find(machine) != nullptr)
      throw Failure("client " + machine + ": there is such a machine already");
    cluster_->add_client(machine);
  }
}

Session::Session(std::unique_ptr<Cluster> ended) : cluster_(std::move(ended)), ended_(true), random_(0) {}

Session::~Session() = default;

void Session::need_going() const {
  // The run's plans referred to the scenario, which is gone.
  if (ended_) throw Failure("this run has ended: its cluster can be looked at, and not go on");
}

std::shared_ptr<const custom::Catalogue> Session::catalogue() const {
  return cluster_->options().api.catalogue;
}

double Session::now() const { return seconds(cluster_->now() - cluster_->started()); }

void Session::run_for(Duration duration, const std::function<void()>& pause) {
  need_going();
  if (duration < Duration{0}) throw Failure("time runs forwards: expected a duration that is not negative");
  const TimePoint end = cluster_->now() + duration;
  while (cluster_->now() < end) {
    cluster_->run_until(std::min(end, cluster_->now() + kPauseEvery));
    pause();
  }
}

bool Session::run_until(const std::function<bool()>& holds, Duration limit) {
  need_going();
  return cluster_->run_until([&](const ClusterView&) { return holds(); }, limit);
}

std::optional<std::string> Session::find(const std::string& kind, const std::string& namespace_,
                                         const std::string& name) const {
  const KindInfo& info = kind_named(kind, *catalogue());
  const ObjectRef object = cluster_->find(info, key_in(info, namespace_, name));
  if (!object) return std::nullopt;
  std::string json;
  write_json(*object, json);
  return json;
}

std::string Session::list(const std::string& kind, const std::string& namespace_,
                          const std::map<std::string, std::string>& labels) const {
  const KindInfo& info = kind_named(kind, *catalogue());
  std::string json = "[";
  cluster_->each(info, info.namespaced ? Text(namespace_) : Text(), [&](const ObjectRef& object) {
    if (!carries(*object, labels)) return;
    if (json.size() > 1) json += ',';
    write_json(*object, json);
  });
  return json + "]";
}

void Session::apply(const std::string& manifests, const std::string& file) {
  need_going();
  const Manifests read =
      read_manifests(manifests, file, std::make_shared<custom::ManifestKinds>(catalogue()));
  if (!read.error.empty()) throw Failure(read.error);
  for (std::size_t i = 0; i < read.objects.size(); ++i) {
    const ApiStatus status = cluster_->apply({read.objects[i]});
    if (!status.ok()) throw Failure(read.origins[i] + ": " + status.message);
  }
}

void Session::remove(const std::string& kind, const std::string& namespace_, const std::string& name) {
  need_going();
  const KindInfo& info = kind_named(kind, *catalogue());
  const ApiStatus status = cluster_->remove(info, key_in(info, namespace_, name));
  if (!status.ok()) throw Failure(status.message);
}

void Session::act(const std::string& step) {
  need_going();
  try {
    const scenario::Document document("act", step);
    const scenario::Section section(document);
    std::unique_ptr<scenario::Act> act = scenario::read_act(section);
    section.finish();
    acts_.push_back(std::move(act));
  } catch (const scenario::Mistake& mistake) {
    throw Failure(mistake.what());
  }
  // Nothing of what ran before led to this: the user did.
  cluster_->engine().because(kNoCause);
  const Status done = acts_.back()->begin(*cluster_, random_);
  if (!done.ok()) throw Failure(done.error().message);
}

}  // namespace podium::python
