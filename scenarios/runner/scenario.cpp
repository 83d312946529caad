#include "scenarios/runner/scenario.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "control-plane/codec/manifest.h"
#include "control-plane/codec/yaml.h"
#include "control-plane/custom/manifest_kinds.h"
#include "control-plane/kubelet/configuration.h"
#include "scenarios/cluster/scheduler_file.h"
#include "scenarios/runner/all_ready.h"
#include "scenarios/runner/autoscaler_section.h"
#include "scenarios/runner/invariant.h"
#include "scenarios/runner/model_section.h"
#include "scenarios/runner/node_groups_section.h"

namespace podium::scenario {
namespace {

void read_leadership(const Section& s, LeadershipOptions& leadership) {
  const auto replicas = [&s](const char* name) {
    const std::int64_t wanted = s.integer(name, 1);
    if (wanted < 1 || wanted > 9) s.expected(name, "a number of replicas from 1 to 9");
    return static_cast<int>(wanted);
  };
  leadership.controller_managers = replicas("controller-managers");
  leadership.schedulers = replicas("schedulers");
  leadership.elect = s.boolean("leader-election", leadership.elects());
  if (!leadership.elect && leadership.elects())
    s.expected("leader-election", "true, where there are several");
}

// A KubeSchedulerConfiguration: written here, without apiVersion and kind, or in a file beside this one.
Result<SchedulerConfiguration> scheduler_configuration(const Section& section) {
  if (section.has("file")) {
    const std::filesystem::path beside = std::filesystem::path(section.document().file()).parent_path();
    auto configuration = read_scheduler_file((beside / section.text("file")).string());
    section.finish();
    return configuration;
  }
  nlohmann::json tree = section.json();
  tree["apiVersion"] = "kubescheduler.config.k8s.io/v1";
  tree["kind"] = "KubeSchedulerConfiguration";
  return read_scheduler_configuration(tree);
}

void read_scheduler(const Section& cluster, Scenario& scenario) {
  const std::optional<Section> section = cluster.child("scheduler");
  if (!section) return;
  const auto configuration = scheduler_configuration(*section);
  if (!configuration.ok()) section->fail(configuration.error().message);
  configure(scenario.cluster.scheduler, configuration.value());
  for (const std::string& warning : configuration.value().warnings)
    scenario.warnings.push_back(section->where() + ": " + warning);
}

// A KubeletConfiguration, without apiVersion and kind, for the kubelets of all nodes.
void read_kubelet(const Section& cluster, Scenario& scenario) {
  const std::optional<Section> section = cluster.child("kubelet");
  if (!section) return;
  const auto warnings = configure(scenario.cluster.kubelet, section->json());
  if (!warnings.ok()) section->fail(warnings.error().message);
  for (const std::string& warning : warnings.value())
    scenario.warnings.push_back(section->where() + ": " + warning);
}

void read_cluster(const Section& root, Scenario& scenario) {
  const std::optional<Section> section = root.child("cluster");
  if (!section) return;
  const Section& s = *section;
  read_kubelet(s, scenario);
  NodeConfig like;
  like.pods = scenario.cluster.kubelet.max_pods;
  if (const auto node = s.child("node")) {
    like.cpu_milli = node->milli_quantity("cpu", like.cpu_milli);
    like.memory = node->quantity("memory", like.memory);
    like.disk = node->quantity("disk", like.disk);
    like.pods = static_cast<int>(node->integer("pods", like.pods));
    node->finish();
  }
  const std::int64_t count = s.integer("nodes", 3);
  if (count < 0 || count > 100'000) s.expected("nodes", "a number of workers from 0 to 100000");
  scenario.cluster.nodes = workers(static_cast<int>(count), like);
  scenario.cluster.node_groups = read_node_groups(s);
  scenario.cluster.autoscaler = read_autoscaler(s);
  scenario.cluster.karpenter = read_karpenter(s);
  scenario.machines = s.texts("machines");
  scenario.cluster.metrics_server = s.boolean("metrics-server", scenario.cluster.metrics_server);
  read_leadership(s, scenario.cluster.leadership);
  read_scheduler(s, scenario);
  sim::LinkConfig& link = scenario.cluster.world.topology.machine_link;
  if (const auto network = s.child("network")) {
    link.latency = network->duration("latency", link.latency);
    link.jitter = network->duration("jitter", link.jitter);
    const double loss = network->number("loss", 0);
    if (loss < 0 || loss > 100) network->expected("loss", "per cent of messages, 0 to 100");
    link.loss = {static_cast<std::uint32_t>(loss * 100), 10'000};
    network->finish();
  }
  s.finish();
}

void read_registry(const Section& root, Scenario& scenario) {
  const std::optional<Section> section = root.child("registry");
  if (!section) return;
  scenario.missing_images = section->texts("missing");
  if (const auto images = section->child("images")) {
    for (const auto& [image, size] : images->json().items()) {
      scenario.images.emplace_back(image, images->quantity(image, 0));
    }
  }
  section->finish();
}

void check_manifests(const Manifests& manifests) {
  if (!manifests.error.empty()) throw Mistake(manifests.error);
}

// A definition in one manifest serves the objects of those after it.
void read_manifests(const Section& root, Scenario& scenario) {
  scenario.kinds = std::make_shared<custom::ManifestKinds>();
  const std::filesystem::path folder = std::filesystem::path(scenario.file).parent_path();
  for (const Section& s : root.list("manifests")) {
    Manifests manifests;
    if (s.has("file")) {
      const std::string file = (folder / s.text("file")).string();
      manifests = podium::read_manifests(read_file(file), file, scenario.kinds);
    } else {
      manifests = podium::read_manifests(s.text("inline"), s.where(), scenario.kinds);
    }
    s.finish();
    check_manifests(manifests);
    for (Ref<Object>& object : manifests.objects) scenario.manifests.push_back(std::move(object));
  }
}

// Refuses a machine that the scenario does not have.
void check_machine(const Section& s, const Scenario& scenario, const std::string& name) {
  std::vector<std::string> names = control_plane_machines(scenario.cluster);
  for (const NodeConfig& node : scenario.cluster.nodes) names.push_back(node.name);
  names.insert(names.end(), scenario.machines.begin(), scenario.machines.end());
  for (const sim::CloudGroup& group : scenario.cluster.node_groups) {
    if (name.starts_with(group.group.name + "-")) return;  // one that may come
  }
  names.emplace_back(sim::Topology::kRootSwitch);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  constexpr std::size_t kMostTold = 12;
  std::string told;
  for (std::size_t i = 0; i < std::min(names.size(), kMostTold); ++i) told += (i > 0 ? ", " : "") + names[i];
  s.fail("there is no machine \"" + name + "\": expected one of " + told +
         (names.size() > kMostTold ? ", ..." : ""));
}

void read_workloads(const Section& root, Scenario& scenario) {
  const std::string client =
      scenario.machines.empty() ? scenario.cluster.control_plane : scenario.machines.front();
  for (const Section& s : root.list("workloads")) {
    scenario.workloads.push_back(read_workload(s, client));
    s.finish();
    check_machine(s, scenario, scenario.workloads.back()->machine());
  }
}

// The act of a step, and how long it lasts.
std::unique_ptr<Act> read_step_act(const Section& s, const Scenario& scenario,
                                   std::optional<Duration>& lasts) {
  std::unique_ptr<Act> act = read_act(s);
  if (s.has("for")) {
    if (!act->undoable()) s.expected("for", "no `for`: nothing undoes " + act->told());
    lasts = s.duration("for");
    if (*lasts <= Duration{0}) s.expected("for", "how long it lasts, more than 0s");
  }
  for (const std::string& machine : act->machines()) check_machine(s, scenario, machine);
  return act;
}

void read_steps(const Section& root, Scenario& scenario) {
  for (const Section& s : root.list("steps")) {
    Step step;
    step.at = s.duration("at");
    step.act = read_step_act(s, scenario, step.lasts);
    step.where = s.where();
    s.finish();
    scenario.steps.push_back(std::move(step));
  }
  for (const Section& s : root.list("random")) {
    RandomSteps steps;
    steps.every = s.duration("every");
    if (steps.every <= Duration{0}) s.expected("every", "a mean time between acts, more than 0s");
    steps.between = s.window("between");
    read_step_act(s, scenario, steps.lasts);
    steps.act = [s] { return read_act(s); };
    steps.where = s.where();
    s.finish();
    scenario.random_steps.push_back(std::move(steps));
  }
}

void read_expectations(const Section& root, Scenario& scenario) {
  using Kind = Expectation::Kind;
  constexpr std::pair<const char*, Kind> kKinds[] = {
      {"within", Kind::kWithin}, {"always", Kind::kAlways}, {"never", Kind::kNever}};
  for (const Section& s : root.list("expect")) {
    Expectation expectation;
    expectation.kind = Kind::kAtEnd;
    for (const auto& [field, kind] : kKinds) {
      if (!s.has(field)) continue;
      expectation.kind = kind;
      expectation.window = s.window(field);
    }
    if (expectation.kind == Kind::kAtEnd && !s.boolean("at-end", false)) {
      s.fail(
          "when? expected one of the fields within, always, never (a window such as 40s..60s), or at-end: "
          "true");
    }
    expectation.name = s.text("name");
    expectation.condition = read_condition(s);
    s.finish();
    scenario.expectations.push_back(std::move(expectation));
  }
}

// `all`, or a list of names.
void read_invariants(const Section& root, Scenario& scenario) {
  if (!root.has("invariants")) return;
  const bool all = root.json()["invariants"].is_string();
  if (all && root.text("invariants") != "all") root.expected("invariants", "all, or a list of names");
  std::vector<std::string> names;
  for (const InvariantKind& kind : invariants()) names.emplace_back(kind.name);
  scenario.invariants = all ? names : root.texts("invariants");
  for (const std::string& name : scenario.invariants) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    root.expected("invariants", "all, or names among " + known);
  }
}

// Until the last thing that is asked for.
Duration needed_length(const Scenario& scenario) {
  Duration length = 60s;
  for (const Expectation& e : scenario.expectations) length = std::max(length, e.window.to);
  for (const Step& step : scenario.steps)
    length = std::max(length, step.at + step.lasts.value_or(Duration{0}));
  for (const RandomSteps& steps : scenario.random_steps)
    length = std::max(length, steps.between.to + steps.lasts.value_or(Duration{0}));
  return length;
}

}  // namespace

std::string read_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Mistake(file + ": cannot be read: expected the name of a file");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Scenario load_scenario(const std::string& file) { return read_scenario(file, read_file(file)); }

Scenario read_scenario(const std::string& file, const std::string& text) {
  Scenario scenario;
  scenario.document = std::make_shared<const Document>(file, text);
  const Section root(*scenario.document);
  scenario.file = file;
  scenario.name = root.text("name");
  scenario.about = root.text("about", "");
  read_cluster(root, scenario);
  for (const Section& s : root.list("applications")) scenario.applications.push_back(read_app_model(s));
  read_registry(root, scenario);
  read_manifests(root, scenario);
  read_workloads(root, scenario);
  if (const auto settled = root.child("settled")) {
    scenario.settled = read_condition(*settled);
    settled->finish();
  } else {
    scenario.settled = all_ready();
  }
  scenario.settle_limit = root.duration("settle-limit", scenario.settle_limit);
  read_steps(root, scenario);
  read_expectations(root, scenario);
  read_invariants(root, scenario);
  scenario.length = root.duration("length", needed_length(scenario));
  scenario.liveness = root.duration("liveness", scenario.liveness);
  root.finish();
  return scenario;
}

Scenario scenario_of_manifests(const std::string& file, int nodes) {
  constexpr const char* kStory = R"(
name: manifests
about: All pods of the manifests become Ready; then a worker loses power for two minutes.
steps:
- {at: 60s, do: power-off, node: node-1, for: 2m}
expect:
- {name: the worker is missed, within: 99s..121s, node: node-1, is: Unknown}
- {name: the worker is back, within: 199s..215s, node: node-1, is: "True"}
length: 4m
liveness: 1m
)";
  Manifests manifests =
      podium::read_manifests(read_file(file), file, std::make_shared<custom::ManifestKinds>());
  check_manifests(manifests);
  Scenario scenario = read_scenario("the story of manifests", kStory);
  scenario.file = file;
  scenario.name = std::filesystem::path(file).filename().string();
  scenario.cluster.nodes = workers(nodes);
  scenario.kinds = std::move(manifests.kinds);
  scenario.manifests = std::move(manifests.objects);
  return scenario;
}

}  // namespace podium::scenario
