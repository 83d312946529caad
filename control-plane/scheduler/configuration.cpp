#include "control-plane/scheduler/configuration.h"

#include <algorithm>
#include <limits>

#include "control-plane/codec/config_reader.h"
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

using Json = nlohmann::json;

// Plugins that are not filters or scores, and are part of the scheduler itself here.
constexpr std::array<std::string_view, 4> kBuiltIn{"PrioritySort", "DefaultPreemption", "DefaultBinder",
                                                   "SchedulingGates"};

// Which of these parts has the plugin of that name?
struct Parts {
  bool filter = false, score = false, post_filter = false, any = false;
};

Parts parts_of(const std::string& name) {
  Parts parts;
  parts.any = std::find(kBuiltIn.begin(), kBuiltIn.end(), name) != kBuiltIn.end();
  parts.post_filter = name == "DefaultPreemption";
  for (const Plugin& plugin : all_plugins({})) {
    if (plugin.filter && plugin.filter->name() == name) parts.filter = parts.any = true;
    if (plugin.score && plugin.score->name() == name) parts.score = parts.any = true;
  }
  return parts;
}

struct Choice {
  std::string name;
  std::int64_t weight = 0;
};

// The "enabled" or "disabled" list of an extension point.
std::vector<Choice> choices(ConfigReader& reader, const Json& point, const std::string& path,
                            const char* list) {
  std::vector<Choice> result;
  reader.each(point, path, list, [&](const Json& entry, const std::string& place) {
    reader.fields(entry, place, {"name", "weight"});
    Choice choice;
    reader.text(entry, place, "name", choice.name);
    reader.number(entry, place, "weight", 0, std::numeric_limits<std::int32_t>::max(), choice.weight);
    if (reader.ok() && choice.name != "*" && !parts_of(choice.name).any)
      reader.fail(place + ".name", "Invalid value: \"" + choice.name + "\": there is no such plugin");
    result.push_back(choice);
  });
  return result;
}

// What is enabled at one extension point has to be something there.
void check_part(ConfigReader& reader, const std::string& path, const std::string& point,
                const std::string& plugin) {
  const Parts parts = parts_of(plugin);
  const auto expect = [&](const char* where, bool has, const char* type) {
    if (point == where && !has && plugin != "*")
      reader.fail(path, "plugin \"" + plugin + "\" does not extend " + type + " plugin");
  };
  expect("filter", parts.filter, "FilterPlugin");
  expect("score", parts.score, "ScorePlugin");
  expect("postFilter", parts.post_filter, "PostFilterPlugin");
}

// Where a profile turns plugins on and off. "multiPoint" speaks for all extension points.
void read_point(ConfigReader& reader, const Json& plugins, const std::string& path, const std::string& point,
                SchedulerProfile& profile) {
  if (!plugins.contains(point)) return;
  const std::string place = path + "." + point;
  const Json& tree = plugins[point];
  reader.fields(tree, place, {"enabled", "disabled"});
  const bool every = point == "multiPoint";
  const bool filters = every || point == "filter", scores = every || point == "score";
  const bool post = every || point == "postFilter";
  for (const Choice& choice : choices(reader, tree, place, "disabled")) {
    if (filters) profile.disabled_filters.insert(choice.name);
    if (scores) profile.disabled_scores.insert(choice.name);
    if (post && (choice.name == "DefaultPreemption" || choice.name == "*")) profile.preemption = false;
  }
  for (const Choice& choice : choices(reader, tree, place, "enabled")) {
    check_part(reader, place + ".enabled", point, choice.name);
    if (filters) profile.enabled_filters.insert(choice.name);
    if (scores) profile.enabled_scores[choice.name] = choice.weight;
    if (post && choice.name == "DefaultPreemption") profile.preemption = true;
  }
}

void read_plugins(ConfigReader& reader, const Json& tree, const std::string& path, SchedulerProfile& profile,
                  std::vector<std::string>& warnings) {
  reader.fields(tree, path,
                {"multiPoint", "preEnqueue", "queueSort", "preFilter", "filter", "postFilter", "preScore",
                 "score", "reserve", "permit", "preBind", "bind", "postBind"});
  for (const char* point : {"multiPoint", "filter", "score", "postFilter"}) {
    if (reader.ok()) read_point(reader, tree, path, point, profile);
  }
  if (!reader.ok()) return;
  for (const char* point : {"preEnqueue", "queueSort", "preFilter", "preScore", "reserve", "permit",
                            "preBind", "bind", "postBind"}) {
    if (tree.contains(point))
      warnings.push_back(path + "." + point +
                         ": has no effect: here a plugin's parts are on and off together");
  }
}

SchedulerProfile read_profile(ConfigReader& reader, const Json& tree, const std::string& path,
                              std::int64_t percentage, std::vector<std::string>& warnings) {
  SchedulerProfile profile;
  reader.fields(tree, path, {"schedulerName", "percentageOfNodesToScore", "plugins", "pluginConfig"});
  reader.text(tree, path, "schedulerName", profile.name);
  reader.number(tree, path, "percentageOfNodesToScore", 0, 100, percentage);
  profile.percentage_of_nodes_to_score = static_cast<int>(percentage);
  if (reader.ok() && tree.contains("plugins"))
    read_plugins(reader, tree["plugins"], path + ".plugins", profile, warnings);
  reader.each(tree, path, "pluginConfig", [&](const Json& entry, const std::string& place) {
    reader.fields(entry, place, {"name", "args"});
    std::string plugin;
    reader.text(entry, place, "name", plugin);
    if (!reader.ok() || !entry.contains("args")) return;
    const std::string wrong = read_plugin_args(plugin, entry["args"], place + ".args", profile.args);
    if (!wrong.empty()) reader.fail("", wrong);
  });
  return profile;
}

void read_profiles(ConfigReader& reader, const Json& tree, std::int64_t percentage,
                   SchedulerConfiguration& configuration) {
  reader.each(tree, "", "profiles", [&](const Json& entry, const std::string& place) {
    SchedulerProfile profile = read_profile(reader, entry, place, percentage, configuration.warnings);
    for (const SchedulerProfile& other : configuration.profiles) {
      if (other.name == profile.name)
        reader.fail(place + ".schedulerName", "Duplicate value: \"" + profile.name + "\"");
    }
    configuration.profiles.push_back(std::move(profile));
  });
  if (!configuration.profiles.empty()) return;
  configuration.profiles.emplace_back();
  configuration.profiles.back().percentage_of_nodes_to_score = static_cast<int>(percentage);
}

void read_client(ConfigReader& reader, const Json& tree, SchedulerConfiguration& configuration) {
  if (!tree.contains("clientConnection")) return;
  const Json& client = tree["clientConnection"];
  reader.fields(client, "clientConnection",
                {"qps", "burst", "kubeconfig", "acceptContentTypes", "contentType"});
  if (!reader.ok()) return;
  if (client.contains("qps")) {
    const Json& qps = client["qps"];
    if (!qps.is_number())
      return reader.fail("clientConnection.qps", "Invalid value: " + qps.dump() + ": expected a number");
    configuration.qps = qps.get<double>();
  }
  std::int64_t burst = 100;
  reader.number(client, "clientConnection", "burst", 0, 1'000'000, burst);
  if (client.contains("burst")) configuration.burst = static_cast<int>(burst);
}

// What is said to a process that Podium does not have.
void warn_of_idle_fields(const Json& tree, std::vector<std::string>& warnings) {
  const auto warn = [&](const Json& part, const std::string& path,
                        std::initializer_list<const char*> fields) {
    for (const char* field : fields) {
      if (part.contains(field)) warnings.push_back(path + field + ": has no effect here");
    }
  };
  warn(tree, "",
       {"parallelism", "enableProfiling", "enableContentionProfiling", "leaderElection",
        "delayCacheUntilActive"});
  if (tree.contains("clientConnection"))
    warn(tree["clientConnection"], "clientConnection.", {"kubeconfig", "acceptContentTypes", "contentType"});
}

}  // namespace

Result<SchedulerConfiguration> read_scheduler_configuration(const Json& tree) {
  SchedulerConfiguration configuration;
  ConfigReader reader;
  reader.fields(tree, "",
                {"apiVersion", "kind", "profiles", "percentageOfNodesToScore", "podInitialBackoffSeconds",
                 "podMaxBackoffSeconds", "clientConnection", "leaderElection", "parallelism",
                 "enableProfiling", "enableContentionProfiling", "extenders", "delayCacheUntilActive"});
  if (!reader.ok()) return Error{ErrorCode::kInvalid, reader.error()};
  if (tree.value("kind", "") != "KubeSchedulerConfiguration")
    reader.fail("kind", "Invalid value: " + tree.value("kind", Json()).dump() +
                            ": expected KubeSchedulerConfiguration");
  if (tree.value("apiVersion", "") != "kubescheduler.config.k8s.io/v1")
    reader.fail("apiVersion", "Invalid value: " + tree.value("apiVersion", Json()).dump() +
                                  ": expected kubescheduler.config.k8s.io/v1");
  if (tree.contains("extenders") && !tree["extenders"].empty())
    reader.fail("extenders", "Forbidden: schedulers of this cluster call no webhooks");
  std::int64_t percentage = 0, initial = 1, most = 10;
  reader.number(tree, "", "percentageOfNodesToScore", 0, 100, percentage);
  reader.number(tree, "", "podInitialBackoffSeconds", 1, 86400, initial);
  reader.number(tree, "", "podMaxBackoffSeconds", initial, 86400, most);
  configuration.queue.initial_backoff = std::chrono::seconds(initial);
  configuration.queue.max_backoff = std::chrono::seconds(std::max(initial, most));
  read_client(reader, tree, configuration);
  if (reader.ok()) read_profiles(reader, tree, percentage, configuration);
  if (!reader.ok()) return Error{ErrorCode::kInvalid, reader.error()};
  warn_of_idle_fields(tree, configuration.warnings);
  return configuration;
}

}  // namespace podium
