// podium explain pod/NAME: why the scheduler puts a pod where it puts it, or nowhere.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "runtime/real/real_executor.h"
#include "scenarios/cli/verbs.h"
#include "scenarios/cluster/scheduler_file.h"
#include "scenarios/explain/explain_json.h"
#include "scenarios/explain/explain_text.h"
#include "scenarios/explain/state_of.h"
#include "scenarios/live/kubeconfig.h"
#include "scenarios/live/listing.h"

namespace podium::cli {
namespace {

using nlohmann::json;

struct Options {
  std::string subject, namespace_ = "default", kubeconfig = live::kDefaultKubeconfig, state, config;
  bool json = false, all = false;
};

podium::Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Error{ErrorCode::kNotFound, path + ": cannot be read"};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// What a file holds: the state, or a record with the state under "input".
podium::Result<json> state_from_file(const std::string& path) {
  const auto text = read_file(path);
  if (!text.ok()) return text.error();
  json tree = json::parse(text.value(), nullptr, false);
  if (tree.is_discarded()) return Error{ErrorCode::kInvalid, path + ": not JSON"};
  return tree.is_object() && tree.contains("input") ? tree["input"] : tree;
}

// "pod/NAME", "pod/NAMESPACE/NAME" or just "NAME".
podium::Result<json> state_from_server(const Options& options) {
  std::string name = options.subject, space = options.namespace_;
  if (name.starts_with("pod/") || name.starts_with("pods/")) name.erase(0, name.find('/') + 1);
  if (const std::size_t slash = name.find('/'); slash != std::string::npos) {
    space = name.substr(0, slash);
    name.erase(0, slash + 1);
  }
  if (name.empty()) return Error{ErrorCode::kInvalid, "which pod? podium explain pod/NAME, or --state FILE"};
  const auto access = live::read_kubeconfig(options.kubeconfig);
  if (!access.ok()) return access.error();
  return explain::gather_state(
      {space, name}, [&](const KindInfo& kind) { return live::list_objects(access.value(), kind); });
}

// The profile that the pod asks for.
podium::Result<SchedulerProfile> profile_for(const Options& options, const Pod& pod) {
  if (options.config.empty()) return SchedulerProfile{};
  const auto configuration = read_scheduler_file(options.config);
  if (!configuration.ok()) return configuration.error();
  for (const std::string& warning : configuration.value().warnings)
    std::cerr << "Warning: " << warning << '\n';
  for (const SchedulerProfile& profile : configuration.value().profiles) {
    if (pod.spec->scheduler_name == profile.name) return profile;
  }
  return Error{ErrorCode::kNotFound, options.config + ": no profile is called \"" +
                                         pod.spec->scheduler_name.str() +
                                         "\", as the pod's schedulerName says"};
}

int explain(const Options& options) {
  const auto input = options.state.empty() ? state_from_server(options) : state_from_file(options.state);
  if (!input.ok()) return complain(input.error().message);
  const auto state = explain::read_state(input.value());
  if (!state.ok())
    return complain((options.state.empty() ? "the cluster's state" : options.state) + ": " +
                    state.error().message);
  const auto profile = profile_for(options, *state.value()->pod);
  if (!profile.ok()) return complain(profile.error().message);
  const TimePoint now = TimePoint{} + RealExecutor().wall_now().time_since_epoch();
  const auto explanation = explain::explain(*state.value(), profile.value(), now);
  if (options.json) {
    std::cout << explain::to_json(explanation, *state.value()).dump(2) << '\n';
    return 0;
  }
  std::cout << explain::to_text(explanation, *state.value(),
                                {options.all ? 0u : 20u, isatty(STDOUT_FILENO) != 0});
  return 0;
}

}  // namespace

void add_explain(CLI::App& app, Result& result) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand(
      "explain",
      "Why does the scheduler put a pod there? Each node's filters and scores, and who could be preempted");
  verb->add_option("pod", options->subject, "pod/NAME or pod/NAMESPACE/NAME, of the cluster of --kubeconfig");
  verb->add_option("-n,--namespace", options->namespace_, "The pod's namespace")->capture_default_str();
  verb->add_option("--kubeconfig", options->kubeconfig, "The cluster that wrote this file")
      ->capture_default_str();
  verb->add_option("--state", options->state,
                   "A file with a state instead: {\"pod\": {}, \"nodes\": [], \"pods\": []}");
  verb->add_option("--config", options->config, "A KubeSchedulerConfiguration, for its profiles");
  verb->add_flag("--json", options->json, "Print JSON");
  verb->add_flag("--all", options->all, "Show every node, not only twenty of each part");
  verb->callback([options, &result] { result.exit_code = explain(*options); });
}

}  // namespace podium::cli
