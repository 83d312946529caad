// DaemonSets, StatefulSets, ReplicationControllers, PodTemplates and ControllerRevisions.
#include "control-plane/objects/kinds/daemon_set.h"
#include "control-plane/objects/kinds/stateful_set.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::faults;
using make::Lines;
using make::update_faults;
using make::workload;
using nlohmann::json;

namespace {

json spec_of(const std::string& yaml) { return to_json(*make::defaulted(yaml))["spec"]; }

std::string daemon_set(const std::string& spec = "", const std::string& pod_spec = "") {
  return workload("apps/v1", "DaemonSet", "selector: {matchLabels: {a: b}}\n  " + spec, pod_spec);
}

std::string stateful_set(const std::string& spec = "", const std::string& pod_spec = "") {
  return workload("apps/v1", "StatefulSet", "selector: {matchLabels: {a: b}}\n  serviceName: s\n  " + spec,
                  pod_spec);
}

std::string controller(const std::string& spec = "") { return workload("v1", "ReplicationController", spec); }

}  // namespace

TEST_CASE("A DaemonSet replaces one pod at a time, unless it says otherwise") {
  const json spec = spec_of(daemon_set());
  CHECK(spec["updateStrategy"] == json::parse(R"({"type": "RollingUpdate",
                                                  "rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0}})"));
  CHECK(spec["revisionHistoryLimit"] == 10);
  CHECK(spec["template"]["spec"]["restartPolicy"] == "Always");
  CHECK(spec_of(daemon_set("updateStrategy: {type: OnDelete}"))["updateStrategy"] ==
        json{{"type", "OnDelete"}});
  CHECK(faults(daemon_set()).empty());
}

TEST_CASE("A DaemonSet's update takes a pod away or puts one beside it, and not both") {
  const auto rolling = [](const std::string& text) {
    return faults(daemon_set("updateStrategy: {rollingUpdate: " + text + "}"));
  };
  const std::string at = "spec.updateStrategy.rollingUpdate.";
  CHECK(rolling("{maxUnavailable: 0}") ==
        Lines{at + "maxUnavailable: Required value: cannot be 0 when maxSurge is 0"});
  CHECK(rolling("{maxUnavailable: 10%, maxSurge: 1}") ==
        Lines{at + "maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero"});
  CHECK(rolling("{maxUnavailable: 0, maxSurge: 50%}").empty());
  CHECK(rolling("{maxUnavailable: 0, maxSurge: 150%}") ==
        Lines{at + "maxSurge: Invalid value: \"150%\": must not be greater than 100%"});
  CHECK(faults(daemon_set("updateStrategy: {type: X}")) ==
        Lines{"spec.updateStrategy.type: Unsupported value: \"X\": supported values: \"OnDelete\", "
              "\"RollingUpdate\""});
}

TEST_CASE("A DaemonSet's pods run until they are deleted") {
  CHECK(faults(daemon_set("", "restartPolicy: OnFailure")) ==
        Lines{"spec.template.spec.restartPolicy: Unsupported value: \"OnFailure\": supported values: "
              "\"Always\""});
  CHECK(faults(daemon_set("", "activeDeadlineSeconds: 5")) ==
        Lines{"spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is "
              "not Supported"});
  CHECK(faults(workload("apps/v1", "DaemonSet", "selector: {matchLabels: {a: x}}"))[0].starts_with(
      "spec.template.metadata.labels: Invalid value: map[string]string{\"a\":\"b\"}"));
}

TEST_CASE("Selectors of DaemonSets stay") {
  CHECK(update_faults(daemon_set(), workload("apps/v1", "DaemonSet",
                                             "selector: {matchExpressions: [{key: a, operator: Exists}]}")) ==
        Lines{"spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), "
              "MatchExpressions:[]v1.LabelSelectorRequirement{v1.LabelSelectorRequirement{Key:\"a\", "
              "Operator:\"Exists\", Values:[]string(nil)}}}: field is immutable"});
  CHECK(update_faults(daemon_set(), daemon_set("minReadySeconds: 5")).empty());
}

TEST_CASE("A StatefulSet gets one pod, an order, and claims that stay") {
  const json spec = spec_of(
      stateful_set("volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]"));
  CHECK(spec["replicas"] == 1);
  CHECK(spec["podManagementPolicy"] == "OrderedReady");
  CHECK(spec["updateStrategy"] ==
        json::parse(R"({"type": "RollingUpdate", "rollingUpdate": {"partition": 0}})"));
  CHECK(spec["revisionHistoryLimit"] == 10);
  CHECK(spec["persistentVolumeClaimRetentionPolicy"] ==
        json::parse(R"({"whenDeleted": "Retain", "whenScaled": "Retain"})"));
  CHECK(spec["volumeClaimTemplates"] == json::parse(R"([{"apiVersion": "v1", "kind": "PersistentVolumeClaim",
    "metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "volumeMode": "Filesystem"},
    "status": {"phase": "Pending"}}])"));
  CHECK(spec_of(stateful_set("updateStrategy: {type: OnDelete}"))["updateStrategy"] ==
        json{{"type", "OnDelete"}});
}

TEST_CASE("A StatefulSet's numbers, policies and name are in their ranges") {
  CHECK(faults(stateful_set()).empty());
  CHECK(faults(stateful_set("podManagementPolicy: X")) ==
        Lines{"spec.podManagementPolicy: Invalid value: \"X\": must be 'OrderedReady' or 'Parallel'"});
  CHECK(faults(stateful_set("updateStrategy: {rollingUpdate: {partition: -1}}")) ==
        Lines{"spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal "
              "to 0"});
  CHECK(faults(stateful_set("persistentVolumeClaimRetentionPolicy: {whenScaled: Keep}")) ==
        Lines{"spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: \"Keep\": supported "
              "values: \"Delete\", \"Retain\""});
  CHECK(faults(stateful_set("ordinals: {start: -2}")) ==
        Lines{"spec.ordinals.start: Invalid value: -2: must be greater than or equal to 0"});
  CHECK(faults(stateful_set("", "restartPolicy: Never")).size() == 1);
  const std::string dotted = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a.b, namespace: d}\n";
  CHECK(faults(dotted)[0].starts_with("metadata.name: Invalid value: \"a.b\": a lowercase RFC 1123 label"));
}

TEST_CASE("A StatefulSet's mounts may name its claims") {
  CHECK(faults(stateful_set(
                   "volumeClaimTemplates: [{metadata: {name: data}}]",
                   "initContainers: [{name: i, image: a, volumeMounts: [{name: data, mountPath: /d}]}]"))
            .empty());
}

TEST_CASE("Of a StatefulSet only what can be carried out may change") {
  for (const char* change :
       {"replicas: 3", "minReadySeconds: 5", "ordinals: {start: 1}", "updateStrategy: {type: OnDelete}",
        "revisionHistoryLimit: 3", "persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}"}) {
    INFO(change);
    CHECK(update_faults(stateful_set(), stateful_set(change)).empty());
  }
  CHECK(update_faults(stateful_set(), stateful_set("", "hostname: x")).empty());
  const Lines refused = {
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', "
      "'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
      "'minReadySeconds' are forbidden"};
  CHECK(update_faults(stateful_set(), stateful_set("podManagementPolicy: Parallel")) == refused);
  CHECK(update_faults(stateful_set(), stateful_set("volumeClaimTemplates: [{metadata: {name: x}}]")) ==
        refused);
}

TEST_CASE("A ReplicationController selects what its template is labelled") {
  const json made = to_json(*make::defaulted(controller()));
  CHECK(made["spec"]["replicas"] == 1);
  CHECK(made["spec"]["selector"] == json{{"a", "b"}});
  CHECK(made["metadata"]["labels"] == json{{"a", "b"}});
  CHECK(faults(controller()).empty());
  CHECK(faults(controller("selector: {a: x}")) ==
        Lines{"spec.template.metadata.labels: Invalid value: map[string]string{\"a\":\"b\"}: `selector` does "
              "not match template `labels`"});
  CHECK(faults("apiVersion: v1\nkind: ReplicationController\nmetadata: {name: r, namespace: d}\nspec: "
               "{replicas: -1}\n") ==
        Lines{"spec.selector: Required value",
              "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
              "spec.template: Required value"});
  CHECK(update_faults(controller(), workload("v1", "ReplicationController", "selector: {a: c}", "", "{a: c}"))
            .empty());
}

TEST_CASE("A PodTemplate's template is one of any pods, and its change is a new generation") {
  const auto pods = [](const std::string& image) {
    return "apiVersion: v1\nkind: PodTemplate\nmetadata: {name: t, namespace: d}\ntemplate: {spec: "
           "{restartPolicy: Never, containers: [{name: c" +
           image + "}]}}\n";
  };
  CHECK(faults(pods(", image: a")).empty());
  CHECK(faults(pods("")) == Lines{"template.spec.containers[0].image: Required value"});
  const Ref<Object> before = make::defaulted(pods(", image: a")), same = make::defaulted(pods(", image: a")),
                    after = make::defaulted(pods(", image: b"));
  CHECK(to_json(*before)["template"]["spec"]["dnsPolicy"] == "ClusterFirst");
  const Rules& rules = rules_of(before->kind());
  CHECK_FALSE(rules.spec_changed(*before, *same));
  CHECK(rules.spec_changed(*before, *after));
}

TEST_CASE("A ControllerRevision has data, which stays") {
  const auto revision = [](const std::string& more) {
    return "apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: r, namespace: d}\n" + more;
  };
  CHECK(faults(revision("revision: 1\ndata: {spec: {}}\n")).empty());
  CHECK(faults(revision("revision: -1\n")) ==
        Lines{"data: Required value: data is mandatory",
              "revision: Invalid value: -1: must be greater than or equal to 0"});
  CHECK(update_faults(revision("revision: 1\ndata: {a: 1}\n"), revision("revision: 2\ndata: {a: 1}\n"))
            .empty());
  CHECK(update_faults(revision("revision: 1\ndata: {a: 1}\n"), revision("revision: 1\ndata: {a: 2}\n"))
            .size() == 1);
}

TEST_CASE("Defaults of workloads are set once: setting them again copies nothing") {
  const std::string claims = "volumeClaimTemplates: [{metadata: {name: data}}]";
  const Ref<Object> daemons = make::defaulted(daemon_set()), states = make::defaulted(stateful_set(claims));
  const Box<DaemonSetSpec> daemon_spec = static_cast<DaemonSet&>(*daemons).spec;
  const Box<StatefulSetSpec> state_spec = static_cast<StatefulSet&>(*states).spec;
  rules_of(daemons->kind()).set_defaults(*daemons);
  rules_of(states->kind()).set_defaults(*states);
  CHECK(static_cast<DaemonSet&>(*daemons).spec.same_as(daemon_spec));
  CHECK(static_cast<StatefulSet&>(*states).spec.same_as(state_spec));
}
