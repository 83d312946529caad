#include "control-plane/rules/admission/limit_ranger.h"

#include "tests/control-plane/rules/make.h"

using namespace podium;
using nlohmann::json;

namespace {

Ref<const LimitRange> range(const std::string& limits) {
  return as<LimitRange>(ObjectRef(make::defaulted(
      "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l, namespace: d}\nspec: {limits: [" + limits +
      "]}\n")));
}

std::string fault(const std::string& yaml, const std::string& limits) {
  return limit_range_fault(*make::defaulted(yaml), {range(limits)});
}

std::string claim(const std::string& size) {
  return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c, namespace: d}\n"
         "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: " +
         size + "}}}\n";
}

}  // namespace

TEST_CASE("A pod gets the limits and requests that it does not name, and a note of it") {
  const Ref<Object> object = make::defaulted(
      make::pod("resources: {requests: {cpu: 50m}}", "initContainers: [{name: i, image: x}]"));
  Pod& pod = static_cast<Pod&>(*object);
  apply_limit_ranges(
      pod, {range("{type: Container, default: {cpu: 200m}, defaultRequest: {cpu: 100m, memory: 1Gi}}")});
  const json made = to_json(pod);
  CHECK(made["spec"]["containers"][0]["resources"] ==
        json::parse(R"({"limits": {"cpu": "200m"}, "requests": {"cpu": "50m", "memory": "1Gi"}})"));
  CHECK(made["spec"]["initContainers"][0]["resources"] ==
        json::parse(R"({"limits": {"cpu": "200m"}, "requests": {"cpu": "100m", "memory": "1Gi"}})"));
  CHECK(made["metadata"]["annotations"]["kubernetes.io/limit-ranger"] ==
        "LimitRanger plugin set: memory request for container c; cpu limit for container c; cpu, memory "
        "request for init container i; cpu limit for init container i");
}

TEST_CASE("A pod that names everything keeps its template's containers") {
  const Ref<Object> object = make::defaulted(make::pod("resources: {limits: {cpu: 1}}"));
  Pod& pod = static_cast<Pod&>(*object);
  const List<Container> before = pod.spec->containers;
  apply_limit_ranges(pod, {range("{type: Container, max: {cpu: 2}}")});
  CHECK(pod.spec->containers.identity() == before.identity());
  CHECK(pod.metadata.annotations.empty());
}

TEST_CASE("A container stays within minimum, maximum and ratio") {
  const std::string between = "{type: Container, min: {cpu: 100m}, max: {cpu: 1}}";
  const auto with = [](const std::string& resources) { return make::pod("resources: {" + resources + "}"); };
  CHECK(fault(with("requests: {cpu: 100m}, limits: {cpu: 1}"), between) == "");
  CHECK(fault(with("requests: {cpu: 50m}, limits: {cpu: 1}"), between) ==
        "minimum cpu usage per Container is 100m, but request is 50m");
  CHECK(fault(with("requests: {cpu: 50m}, limits: {cpu: 2}"), between) ==
        "[minimum cpu usage per Container is 100m, but request is 50m, maximum cpu usage per Container is 1, "
        "but limit is 2]");
  CHECK(fault(make::pod(), between) ==
        "[minimum cpu usage per Container is 100m.  No request is specified, maximum cpu usage per Container "
        "is 1.  No limit is specified]");
  CHECK(fault(with("requests: {cpu: 100m}, limits: {cpu: 400m}"),
              "{type: Container, maxLimitRequestRatio: {cpu: 2}}") ==
        "cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000");
  CHECK(fault(with("requests: {cpu: 100m}"), "{type: Container, maxLimitRequestRatio: {cpu: 2}}") ==
        "cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0");
}

TEST_CASE("A pod's containers are summed for limits of pods, and a claim's size is held to both ends") {
  const std::string two =
      make::pod("resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}",
                "initContainers: [{name: i, image: x, resources: {limits: {memory: 3Gi}}}]");
  CHECK(fault(two, "{type: Pod, max: {memory: 3Gi}}") == "");
  CHECK(fault(two, "{type: Pod, max: {memory: 2Gi}}") ==
        "maximum memory usage per Pod is 2Gi, but limit is 3Gi");
  const std::string sizes = "{type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 5Gi}}";
  CHECK(fault(claim("2Gi"), sizes) == "");
  CHECK(fault(claim("500Mi"), sizes) ==
        "minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi");
  CHECK(fault(claim("6Gi"), sizes) ==
        "maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 6Gi");
  CHECK(fault(make::service("ports: [{port: 1}]"), sizes) == "");
}
