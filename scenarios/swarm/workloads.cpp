#include "scenarios/swarm/workloads.h"

namespace podium::swarm {
namespace {

Json pod_template(Random& random, const std::string& app) {
  Json container{{"name", "app"}, {"image", app + ":1"}, {"ports", {{{"containerPort", 80}}}}};
  if (random.chance({2, 3}))
    container["resources"] = {{"requests",
                               {{"cpu", std::to_string(random.between(1, 6) * 50) + "m"},
                                {"memory", std::to_string(random.between(1, 8) * 32) + "Mi"}}}};
  if (random.chance({1, 2})) container["readinessProbe"] = {{"httpGet", {{"path", "/"}, {"port", 80}}}};
  if (random.chance({1, 4}))
    container["livenessProbe"] = {{"httpGet", {{"path", "/"}, {"port", 80}}}, {"initialDelaySeconds", 5}};
  Json spec{{"containers", {container}}, {"terminationGracePeriodSeconds", random.between(1, 40)}};
  return {{"metadata", {{"labels", {{"app", app}}}}}, {"spec", spec}};
}

Json object(const char* version, const char* kind, const std::string& name, Json spec) {
  return {{"apiVersion", version}, {"kind", kind}, {"metadata", {{"name", name}}}, {"spec", std::move(spec)}};
}

Json selecting(const std::string& app) { return {{"matchLabels", {{"app", app}}}}; }

void add_expectation(Workloads& all, const std::string& name, Json condition) {
  Json expectation{{"name", name}, {"at-end", true}};
  expectation.update(condition);
  all.expectations.push_back(std::move(expectation));
}

void add_budget(Workloads& all, Random& random, const std::string& app) {
  if (random.chance({1, 2})) return;
  Json spec{{"selector", selecting(app)}};
  if (random.chance({1, 2}))
    spec["maxUnavailable"] = random.between(1, 2);
  else
    spec["minAvailable"] = std::to_string(random.between(2, 8) * 10) + "%";
  all.manifests.push_back(object("policy/v1", "PodDisruptionBudget", app, std::move(spec)));
}

void add_service(Workloads& all, const std::string& app, bool headless) {
  Json spec{{"selector", {{"app", app}}}, {"ports", {{{"port", 80}}}}};
  if (headless) spec["clusterIP"] = "None";
  all.manifests.push_back(object("v1", "Service", app, std::move(spec)));
}

void add_deployment(Workloads& all, Random random, const std::string& app) {
  Json spec{{"replicas", random.between(1, 6)}, {"selector", selecting(app)}};
  if (random.chance({1, 5})) {
    spec["strategy"] = {{"type", "Recreate"}};
  } else if (random.chance({1, 2})) {
    spec["strategy"] = {
        {"rollingUpdate", {{"maxSurge", random.between(1, 3)}, {"maxUnavailable", random.between(0, 2)}}}};
  }
  spec["template"] = pod_template(random, app);
  add_service(all, app, false);
  add_budget(all, random, app);
  all.manifests.push_back(object("apps/v1", "Deployment", app, std::move(spec)));
  all.deployments.push_back(app);
  all.apps.push_back(app);
}

void add_stateful_set(Workloads& all, Random random, const std::string& app) {
  Json spec{{"replicas", random.between(1, 4)}, {"serviceName", app}, {"selector", selecting(app)}};
  if (random.chance({1, 3})) spec["podManagementPolicy"] = "Parallel";
  spec["template"] = pod_template(random, app);
  add_service(all, app, true);
  add_budget(all, random, app);
  all.manifests.push_back(object("apps/v1", "StatefulSet", app, std::move(spec)));
  all.apps.push_back(app);
}

void add_daemon_set(Workloads& all, Random random, const std::string& app) {
  Json spec{{"selector", selecting(app)}, {"template", pod_template(random, app)}};
  all.manifests.push_back(object("apps/v1", "DaemonSet", app, std::move(spec)));
  all.apps.push_back(app);
}

// Its containers run for a while, and then are done; faults make pods of it fail.
void add_job(Workloads& all, Random random, const std::string& app) {
  Json pod = pod_template(random, app);
  Json& container = pod["spec"]["containers"][0];
  container.erase("readinessProbe");
  container.erase("livenessProbe");
  container["command"] = {"sleep", std::to_string(random.between(5, 120))};
  pod["spec"]["restartPolicy"] = random.chance({1, 2}) ? "Never" : "OnFailure";
  Json spec{{"completions", random.between(1, 6)}, {"backoffLimit", 100}};
  spec["parallelism"] = random.between(1, 3);
  if (random.chance({1, 2})) spec["completionMode"] = "Indexed";
  spec["template"] = std::move(pod);
  all.manifests.push_back(object("batch/v1", "Job", app, std::move(spec)));
  add_expectation(all, app + " is complete", {{"job", app}, {"condition", "Complete"}});
}

}  // namespace

Workloads draw_workloads(Random random) {
  Workloads all;
  const auto some = [&](const char* name, std::int64_t least, std::int64_t most, auto add) {
    const std::int64_t count = random.between(least, most);
    for (std::int64_t i = 1; i <= count; ++i) {
      const std::string app = name + std::to_string(i);
      add(all, random.fork(app), app);
    }
  };
  some("web", 1, 3, add_deployment);
  some("db", 0, 2, add_stateful_set);
  some("agent", 0, 1, add_daemon_set);
  some("batch", 0, 2, add_job);
  return all;
}

}  // namespace podium::swarm
