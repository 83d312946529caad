// A bad scenario is told with file, line, field, value, and what was expected.
#include "scenarios/runner/run.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

std::string mistake_of(const std::string& text) {
  try {
    (void)scenario::read_scenario("bad.yaml", text);
    return "none";
  } catch (const scenario::Mistake& mistake) {
    return mistake.what();
  }
}

}  // namespace

TEST_CASE("mistakes in a scenario name the place, the value and what was expected") {
  CHECK(mistake_of("about: x\n") == "bad.yaml:1: name: it is missing: expected a text");
  CHECK(mistake_of("name: x\nlength: soon\n") ==
        "bad.yaml:2: length: \"soon\": expected a duration such as 30s, 1m30s or 250ms");
  CHECK(mistake_of("name: x\ncluster:\n  nodes: many\n") ==
        "bad.yaml:3: cluster.nodes: \"many\": expected a whole number");
  CHECK(mistake_of("name: x\ncluster: {schedulers: 0}\n") ==
        "bad.yaml:2: cluster.schedulers: 0: expected a number of replicas from 1 to 9");
  CHECK(mistake_of("name: x\ncluster: {schedulers: 2, leader-election: false}\n") ==
        "bad.yaml:2: cluster.leader-election: false: expected true, where there are several");
  CHECK(mistake_of("name: x\ncluster:\n  scheduler: {percentageOfNodesToScore: 200}\n") ==
        "bad.yaml:3: cluster.scheduler: percentageOfNodesToScore: Invalid value: 200: expected a whole "
        "number from 0 to 100");
  CHECK(mistake_of("name: x\nclutser: {}\n")
            .starts_with("bad.yaml:2: clutser: unknown field: expected one of: "));
  CHECK(mistake_of("name: x\nsteps:\n- at: 5s\n  do: explode\n")
            .starts_with("bad.yaml:4: steps[0].do: \"explode\": expected one of: add-node, apply, "
                         "cloud-stock, cordon"));
  CHECK(mistake_of("name: x\nsteps:\n- do: reboot\n  node: a\n")
            .starts_with("bad.yaml:3: steps[0].at: it is missing: expected a duration"));
  CHECK(mistake_of("name: x\nexpect:\n- name: e\n  within: 5s..1s\n  pods: web\n") ==
        "bad.yaml:4: expect[0].within: \"5s..1s\": expected a window such as 40s..60s, or 60s for 0s..60s");
  CHECK(mistake_of("name: x\nexpect:\n- name: e\n  pods: web\n")
            .starts_with("bad.yaml:3: expect[0]: when? expected one of"));
  CHECK(mistake_of("name: x\nexpect:\n- name: e\n  at-end: true\n  pods: web\n  count: few\n") ==
        "bad.yaml:6: expect[0].count: \"few\": expected a number, or a comparison such as >=2, <3, !=0, "
        "28..40 or 30%..40%");
  CHECK(mistake_of("name: x\nmanifests:\n- file: nowhere.yaml\n") ==
        "nowhere.yaml: cannot be read: expected the name of a file");
  CHECK(mistake_of("name: x\nsteps:\n- at: 5s\n  do: apply\n  manifest: \"kind: Pot\"\n") ==
        "bad.yaml:3: steps[0]:1: document 1: apiVersion is missing: expected a version such as apps/v1");
  CHECK(mistake_of("name: [x\n").starts_with("bad.yaml:"));
}

TEST_CASE("mistakes in a step are told before anything runs") {
  const auto step = [](const std::string& fields) {
    return mistake_of("name: x\nsteps:\n- {at: 5s, " + fields + "}\n");
  };
  CHECK(
      step("do: power-off, node: node-9") ==
      "bad.yaml:3: steps[0]: there is no machine \"node-9\": expected one of control-plane, node-1, node-2, "
      "node-3, switch");
  CHECK(step("do: cut-link, from: node-1, to: nod-2")
            .starts_with("bad.yaml:3: steps[0]: there is no machine \"nod-2\""));
  CHECK(step("do: cut-link, from: node-1, to: node-1") ==
        "bad.yaml:3: steps[0].to: \"node-1\": expected another machine than `from`");
  CHECK(step("do: slow-link, from: node-1") ==
        "bad.yaml:3: steps[0].latency: it is missing: expected what is added to each message, such as 50ms "
        "(or a "
        "jitter, or a loss)");
  CHECK(step("do: slow-link, from: node-1, loss: 120") ==
        "bad.yaml:3: steps[0].loss: 120: expected per cent of messages, 0 to 100");
  CHECK(step("do: mend-link, from: node-1, one-way: true")
            .starts_with("bad.yaml:3: steps[0].one-way: unknown field"));
  CHECK(step("do: reboot, node: node-1, for: 5s") ==
        "bad.yaml:3: steps[0].for: \"5s\": expected no `for`: nothing undoes reboot node-1");
  CHECK(step("do: pause, node: node-1, for: 0s") ==
        "bad.yaml:3: steps[0].for: \"0s\": expected how long it lasts, more than 0s");
  CHECK(step("do: pause") == "bad.yaml:3: steps[0].node: it is missing: expected a text");
}

TEST_CASE("a workload comes from a machine that is there") {
  CHECK(mistake_of("name: x\nworkloads:\n- {name: w, requests-to: web, from: clinet}\n")
            .starts_with("bad.yaml:3: workloads[0]: there is no machine \"clinet\""));
}

TEST_CASE("a manifest of a kind that nothing defines is a mistake; behind its definition it is none") {
  const std::string definition =
      "name: x\nmanifests:\n- inline: |\n"
      "    apiVersion: apiextensions.k8s.io/v1\n    kind: CustomResourceDefinition\n"
      "    metadata: {name: boats.ship.example.com}\n    spec:\n      group: ship.example.com\n"
      "      scope: Cluster\n      names: {plural: boats, kind: Boat}\n      versions:\n"
      "      - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}\n";
  const std::string boat =
      "- inline: |\n    apiVersion: ship.example.com/v1\n    kind: Boat\n    metadata: {name: a}\n";
  CHECK(mistake_of("name: x\nmanifests:\n" + boat)
            .find("document 1: no matches for kind \"Boat\" in version \"ship.example.com/v1\"") !=
        std::string::npos);
  const scenario::Scenario good = scenario::read_scenario("good.yaml", definition + boat);
  Cluster cluster;
  cluster.run_for(1s);
  CHECK(cluster.apply(good.manifests).ok());
  CHECK(cluster.apply(good.manifests).ok());
}

TEST_CASE("what a scenario says to no effect is warned of by its place") {
  const scenario::Scenario read =
      scenario::read_scenario("idle.yaml", "name: x\ncluster:\n  scheduler: {parallelism: 4}\n");
  CHECK(read.warnings ==
        std::vector<std::string>{"idle.yaml:3: cluster.scheduler: parallelism: has no effect here"});
}

TEST_CASE("an invariant that there is not is told with those that there are") {
  CHECK(mistake_of("name: x\ninvariants: [bound-twice]\n")
            .starts_with(
                "bad.yaml:2: invariants: [\"bound-twice\"]: expected all, or names among bound-once, "));
  CHECK(mistake_of("name: x\ninvariants: some\n") ==
        "bad.yaml:2: invariants: \"some\": expected all, or a list of names");
}
