#include "scenarios/runner/run.h"

#include <algorithm>
#include <map>

#include "scenarios/cluster/default_applications.h"
#include "scenarios/runner/overseer.h"
#include "scenarios/runner/watchman.h"

namespace podium::scenario {
namespace {

constexpr Duration kProgressEvery = 10s;  // of virtual time

// One run of a scenario, step by step.
class Runner {
 public:
  Runner(Scenario& scenario, const RunOptions& options)
      : scenario_(scenario), options_(options), random_(Random(options.seed).fork("scenario")) {}

  Outcome go() {
    build();
    const bool settled = settle();
    outcome_.settled = cluster_->now();
    if (settled) {
      start_workloads();
      plan_steps();
      play();
    }
    judge_invariants(settled);
    finish();
    return std::move(outcome_);
  }

 private:
  void build() {
    ClusterOptions cluster = scenario_.cluster;
    cluster.seed = options_.seed;
    cluster.shuffle_ties = options_.shuffle_ties;
    outcome_.cluster = std::make_unique<Cluster>(cluster);
    cluster_ = outcome_.cluster.get();
    sim::World& world = cluster_->world();
    overseer_ = std::make_unique<Overseer>(*cluster_, invariant_names());
    for (const std::string& machine : scenario_.machines) cluster_->add_client(machine);
    for (const sim::AppModel& model : scenario_.applications) world.applications().add(model);
    add_default_applications(world.applications());
    for (const auto& [image, bytes] : scenario_.images) world.registry().set_image(image, bytes);
    for (const std::string& image : scenario_.missing_images) world.registry().set_missing(image);
    if (options_.prepared) options_.prepared(*cluster_);
  }

  std::vector<std::string> invariant_names() const {
    if (!options_.all_invariants) return scenario_.invariants;
    std::vector<std::string> names;
    for (const InvariantKind& kind : invariants()) names.emplace_back(kind.name);
    return names;
  }

  bool settle() {
    // Nodes first, as a user would wait for them; then the manifests.
    const std::size_t nodes = cluster_->node_names().size();
    tell("starting nodes", Duration{0}, Duration{0});
    cluster_->run_for(5s);
    if (nodes > 0 && cluster_->store().size(*find_kind("", "v1", "Node")) < nodes) cluster_->run_for(30s);
    const ApiStatus applied = cluster_->apply(scenario_.manifests);
    if (!applied.ok()) {
      outcome_.troubles.push_back("apply: " + applied.message);
      return false;
    }
    const TimePoint start = cluster_->now();
    bool holds = false;
    while (!holds && cluster_->now() - start < scenario_.settle_limit) {
      tell("settling", cluster_->now() - start, scenario_.settle_limit);
      holds = cluster_->run_until(
          [&](const ClusterView&) { return scenario_.settled->look(*cluster_).holds; }, kProgressEvery);
    }
    if (!holds) {
      outcome_.troubles.push_back(
          "the cluster did not settle within " + duration_text(scenario_.settle_limit) + ": wanted " +
          scenario_.settled->wanted() + ", saw " + scenario_.settled->look(*cluster_).seen);
    }
    return holds;
  }

  void start_workloads() {
    for (const auto& workload : scenario_.workloads) {
      const Status started = workload->start(*cluster_);
      if (!started.ok())
        outcome_.troubles.push_back("workload " + workload->name() + ": " + started.error().message);
    }
  }

  // Every act, as a task of the engine.
  void plan_steps() {
    const TimePoint start = outcome_.settled;
    for (const Step& step : scenario_.steps) plan(*step.act, start + step.at, step.lasts, step.where);
    for (const RandomSteps& steps : scenario_.random_steps) {
      Random random = random_.fork("times of " + steps.act()->told());
      Duration at = steps.between.from + random.exponential(steps.every);
      for (; at < steps.between.to; at += random.exponential(steps.every)) {
        drawn_.push_back(steps.act());
        plan_by_chance(*drawn_.back(), start + at, steps);
      }
    }
  }

  void plan(Act& act, TimePoint at, std::optional<Duration> lasts, const std::string& where) {
    cluster_->engine().run_at(at, [this, &act, lasts, &where] {
      const Status begun = act.begin(*cluster_, random_);
      if (begun.ok()) return plan_end(act, lasts);
      if (!options_.acts_may_fail)
        outcome_.troubles.push_back(where + ": " + act.told() + ": " + begun.error().message);
    });
  }

  // What chance chooses may be impossible just then, such as stopping what is stopped. Only if it always
  // was, something is wrong with the scenario.
  void plan_by_chance(Act& act, TimePoint at, const RandomSteps& steps) {
    cluster_->engine().run_at(at, [this, &act, &steps] {
      const Status begun = act.begin(*cluster_, random_);
      if (!begun.ok()) {
        never_done_.try_emplace(&steps, act.told() + ": " + begun.error().message);
      } else {
        never_done_[&steps].clear();
        plan_end(act, steps.lasts);
      }
    });
  }

  // What has begun is undone in time. That it is undone already is no trouble: a machine that boots
  // starts what was stopped on it.
  void plan_end(Act& act, std::optional<Duration> lasts) {
    if (!lasts) return;
    cluster_->engine().because(kNoCause);  // the scenario wants it so
    cluster_->engine().run_after(*lasts, [this, &act] { (void)act.end(*cluster_); });
  }

  void play() {
    const Duration whole = scenario_.length + scenario_.liveness;
    Watchman watchman(*cluster_, outcome_.settled, whole, scenario_.expectations);
    const TimePoint safety_end = outcome_.settled + scenario_.length, end = outcome_.settled + whole;
    while (cluster_->now() < end) {
      tell("running", cluster_->now() - outcome_.settled, whole);
      watchman.run_until(
          std::min({end, cluster_->now() < safety_end ? safety_end : end, cluster_->now() + kProgressEvery}));
    }
    outcome_.judgements = watchman.judge();
    outcome_.liveness_held = scenario_.liveness == Duration{0} || scenario_.settled->look(*cluster_).holds;
    if (!outcome_.liveness_held) {
      outcome_.troubles.push_back("after " + duration_text(scenario_.liveness) + " without faults: wanted " +
                                  scenario_.settled->wanted() + ", saw " +
                                  scenario_.settled->look(*cluster_).seen);
    }
  }

  void judge_invariants(bool settled) {
    const bool at_rest = settled && scenario_.liveness > Duration{0};
    for (Judgement& judgement : overseer_->judge(outcome_.settled, at_rest))
      outcome_.judgements.push_back(std::move(judgement));
    outcome_.safety_held = std::all_of(outcome_.judgements.begin(), outcome_.judgements.end(),
                                       [](const Judgement& j) { return j.held; });
  }

  void finish() {
    for (const RandomSteps& steps : scenario_.random_steps) {
      const auto found = never_done_.find(&steps);
      if (found != never_done_.end() && !found->second.empty() && !options_.acts_may_fail)
        outcome_.troubles.push_back(steps.where + ": " + found->second);
    }
    outcome_.virtual_time = cluster_->now() - cluster_->started();
    outcome_.events = cluster_->engine().executed();
    outcome_.fingerprint = cluster_->fingerprint();
  }

  void tell(const std::string& phase, Duration so_far, Duration of) const {
    if (options_.progress) options_.progress(phase, so_far, of);
  }

  Scenario& scenario_;
  const RunOptions& options_;
  Random random_;
  Outcome outcome_;
  Cluster* cluster_ = nullptr;
  std::unique_ptr<Overseer> overseer_;
  std::vector<std::unique_ptr<Act>> drawn_;               // at random times
  std::map<const RandomSteps*, std::string> never_done_;  // why; empty: done at least once. Only looked up
};

}  // namespace

bool Outcome::held() const { return troubles.empty() && safety_held && liveness_held; }

int Outcome::exit_code() const {
  if (!safety_held) return 1;
  if (!liveness_held) return 2;
  return troubles.empty() ? 0 : 3;
}

Outcome run(Scenario& scenario, const RunOptions& options) { return Runner(scenario, options).go(); }

}  // namespace podium::scenario
