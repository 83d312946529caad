// What the subresources ephemeralcontainers and resize may change of a pod. Texts as in Kubernetes 1.33.
#include "control-plane/rules/pod_parts.h"

#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::Lines;

namespace {

// What is wrong with `after` as the part of `before`, once everything else was taken back.
Lines part(const std::string& name, const std::string& before, const std::string& after) {
  const Ref<Object> old = make::defaulted(before), fresh = make::object(after);
  auto& pod = static_cast<Pod&>(*fresh);
  keep_all_but_part(pod, static_cast<const Pod&>(*old), name);
  return make::lines_of(part_faults(static_cast<const Pod&>(*old), pod, name));
}
Lines debugged(const std::string& containers, const std::string& before = "") {
  const auto with = [](const std::string& list) {
    return make::pod("", list.empty() ? "" : "ephemeralContainers: [" + list + "]");
  };
  return part("ephemeralcontainers", with(before), with(containers));
}
Lines resized(const std::string& before, const std::string& after) {
  return part("resize", make::pod(before), make::pod(after));
}

}  // namespace

TEST_CASE("ephemeral containers come by their subresource only") {
  const std::string with = make::pod("", "ephemeralContainers: [{name: dbg, image: busybox}]");
  CHECK(make::faults(with) == Lines{"spec.ephemeralContainers: Forbidden: cannot be set on create"});
  const Lines plain = make::update_faults(make::pod(), with);
  REQUIRE(plain.size() == 1);
  CHECK(plain[0].starts_with("spec: Forbidden: pod updates may not change fields other than"));
  CHECK(debugged("{name: dbg, image: busybox}") == Lines{});
}

TEST_CASE("no template has ephemeral containers") {
  CHECK(make::faults("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: default}\n"
                     "spec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n"
                     "    spec:\n      containers: [{name: c, image: x}]\n"
                     "      ephemeralContainers: [{name: e, image: x}]\n") ==
        Lines{"spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod "
              "template"});
}

TEST_CASE("an ephemeral container has no part in what makes a service") {
  CHECK(
      debugged("{name: d, image: b, ports: [{containerPort: 80}], resources: {limits: {cpu: 1}}, "
               "restartPolicy: Always, livenessProbe: {exec: {command: [a]}}, "
               "lifecycle: {preStop: {exec: {command: [a]}}}}") ==
      Lines{"spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container",
            "spec.ephemeralContainers[0].resources: Forbidden: cannot be set for an Ephemeral Container",
            "spec.ephemeralContainers[0].restartPolicy: Forbidden: cannot be set for an Ephemeral Container",
            "spec.ephemeralContainers[0].livenessProbe: Forbidden: cannot be set for an Ephemeral Container",
            "spec.ephemeralContainers[0].lifecycle: Forbidden: cannot be set for an Ephemeral Container"});
}

TEST_CASE("names are unique among all containers, and a target is one of the others") {
  CHECK(debugged("{name: c, image: b}") == Lines{"spec.ephemeralContainers[0].name: Duplicate value: \"c\""});
  CHECK(
      debugged("{name: a, image: b, targetContainerName: c}, {name: b, image: b, targetContainerName: a}") ==
      Lines{"spec.ephemeralContainers[1].targetContainerName: Not found: \"a\""});
}

TEST_CASE("ephemeral containers are only added") {
  const std::string old = "{name: a, image: x}";
  CHECK(debugged(old + ", {name: b, image: z1}", old) == Lines{});
  CHECK(
      debugged("{name: b, image: z1}", old) ==
      Lines{"spec.ephemeralContainers: Forbidden: existing ephemeral containers \"a\" may not be removed\n"});
  CHECK(
      debugged("{name: a, image: z}", old) ==
      Lines{"spec.ephemeralContainers: Forbidden: existing ephemeral containers \"a\" may not be changed\n"});
}

TEST_CASE("beside its part a subresource changes nothing, and new containers are defaulted behind the old") {
  const Ref<Object> old = make::defaulted(make::pod("", "ephemeralContainers: [{name: a, image: x}]"));
  const Ref<Object> fresh = make::object(
      make::pod("command: [rm]", "ephemeralContainers: [{name: b, image: z1}, {name: a, image: x}]"));
  auto& pod = static_cast<Pod&>(*fresh);
  const auto& before = static_cast<const Pod&>(*old);
  keep_all_but_part(pod, before, "ephemeralcontainers");
  CHECK(pod.spec->containers == before.spec->containers);
  REQUIRE(pod.spec->ephemeral_containers.size() == 2);
  CHECK(pod.spec->ephemeral_containers[0] == before.spec->ephemeral_containers[0]);
  CHECK(pod.spec->ephemeral_containers[1].name == "b");
  CHECK(pod.spec->ephemeral_containers[1].image_pull_policy == "Always");
}

TEST_CASE("a resize changes cpu and memory") {
  const std::string old = "resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}";
  CHECK(resized(old, "resources: {requests: {cpu: 1, memory: 96Mi}, limits: {memory: 256Mi}}") == Lines{});
  CHECK(resized(old, "resources: {requests: {memory: 64Mi}, limits: {memory: 128Mi}}") ==
        Lines{"spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed"});
  CHECK(resized(old, "resources: {requests: {cpu: 100m, memory: 64Mi}}") ==
        Lines{"spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed"});
  CHECK(resized(old,
                "resources: {requests: {cpu: 100m, memory: 64Mi, ephemeral-storage: 1Gi}, limits: "
                "{memory: 128Mi}}") == Lines{"spec: Forbidden: only cpu and memory resources are mutable"});
}

TEST_CASE("a memory limit goes down only with a restart") {
  const std::string high = "resources: {requests: {memory: 64Mi}, limits: {memory: 128Mi}}",
                    low = "resources: {requests: {memory: 64Mi}, limits: {memory: 96Mi}}";
  const std::string policy = "resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}], ";
  CHECK(resized(high, low) == Lines{"spec.containers[0].resources.limits[memory]: Forbidden: memory limits "
                                    "cannot be decreased unless resizePolicy is RestartContainer"});
  CHECK(resized(policy + high, policy + low) == Lines{});
  CHECK(resized(high, policy + high) == Lines{"spec: Forbidden: only cpu and memory resources are mutable"});
}

TEST_CASE("a resize keeps the pod's class of service") {
  const std::string guaranteed = "resources: {limits: {cpu: 1, memory: 64Mi}}";
  CHECK(resized(guaranteed, "resources: {limits: {cpu: 2, memory: 64Mi}}") == Lines{});
  CHECK(resized(guaranteed, "resources: {limits: {cpu: 2, memory: 64Mi}, requests: {cpu: 1}}") ==
        Lines{"spec: Invalid value: \"Guaranteed\": Pod QOS Class may not change as a result of resizing"});
}

TEST_CASE("a resize neither adds nor renames containers") {
  const std::string old = make::pod("resources: {requests: {cpu: 1}}");
  std::string renamed = old;
  renamed.replace(renamed.find("name: c,"), 8, "name: x,");
  CHECK(part("resize", old, renamed) ==
        Lines{"spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize"});
}

TEST_CASE("init containers keep their resources, unless they are sidecars") {
  const auto with = [](const std::string& more) {
    return make::pod("resources: {requests: {cpu: 1}}", "initContainers: [{name: i, image: x" + more + "}]");
  };
  CHECK(
      part("resize", with(", resources: {requests: {cpu: 1}}"), with(", resources: {requests: {cpu: 2}}")) ==
      Lines{"spec: Forbidden: resources for non-sidecar init containers are immutable"});
  CHECK(part("resize", with(", restartPolicy: Always, resources: {requests: {cpu: 1}}"),
             with(", restartPolicy: Always, resources: {requests: {cpu: 2}}")) == Lines{});
}
