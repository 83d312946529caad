"""The package podium: a cluster heals, tells why, repeats itself, and says what is wrong."""

import json
import os
import subprocess
import threading
from datetime import timedelta
from pathlib import Path

import pytest

import podium

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "scenarios" / "manifests" / "web.yaml"
S11 = ROOT / "scenarios" / "s11-node-power-off.yaml"


def available(cluster, replicas):
    return cluster.run_until(lambda c: c.deployment("web").status.availableReplicas == replicas, limit="5m")


def web_cluster(seed=1):
    cluster = podium.Cluster(nodes=3, seed=seed)
    cluster.run_for("5s")
    cluster.apply(WEB)
    assert available(cluster, 3)
    return cluster


@pytest.fixture(scope="module")
def outage():
    """Three pods on three workers; one worker lost its power seven minutes ago."""
    cluster = web_cluster()
    cluster.run_for("30s")
    victim = cluster.pods(selector={"app": "web"})[0]
    requests = cluster.requests(to="web", rate=30)
    cluster.run_for("10s")
    off = cluster.now
    cluster.node(victim.spec.nodeName).power_off()
    endpoints = [(0.0, cluster.ready_endpoints("web"))]
    while cluster.now < off + 420:
        cluster.run_for("5s")
        endpoints.append((cluster.now - off, cluster.ready_endpoints("web")))
    return {"cluster": cluster, "victim": victim, "requests": requests, "off": off, "endpoints": endpoints}


def test_three_pods_become_ready():
    cluster = web_cluster()
    pods = cluster.pods(selector={"app": "web"})
    assert [pod.status.phase for pod in pods] == ["Running"] * 3
    assert len({pod.spec.nodeName for pod in pods}) == 3
    assert cluster.ready_endpoints("web") == 3
    assert cluster.pods(selector={"app": "none"}) == []


def test_an_endpoint_leaves_after_the_grace_of_a_silent_node(outage):
    # 40 s after the last lease at the earliest, 50 s after the power went at the latest, and some.
    dropped = next(time for time, ready in outage["endpoints"] if ready == 2)
    assert 30 <= dropped <= 60


def test_the_pod_is_replaced_after_five_minutes_of_tolerance(outage):
    back = next(time for time, ready in outage["endpoints"] if time > 100 and ready == 3)
    assert 300 + 30 <= back <= 300 + 90
    running = [pod for pod in outage["cluster"].pods() if pod.metadata.deletionTimestamp is None]
    assert len(running) == 3
    assert outage["victim"].spec.nodeName not in {pod.spec.nodeName for pod in running}


def test_requests_fail_while_the_dead_endpoint_is_listed(outage):
    rows = outage["requests"].series()
    assert set(rows[0]) == {"time", "ok", "failed", "p50", "p95", "p99"}
    before = [row for row in rows if row["time"] < outage["off"] - 1]
    during = [row for row in rows if 5 < row["time"] - outage["off"] < 30]
    later = [row for row in rows if 70 < row["time"] - outage["off"] < 290]
    assert sum(row["failed"] for row in before) == 0
    share = sum(r["failed"] for r in during) / sum(r["failed"] + r["ok"] for r in during)
    assert 0.2 < share < 0.5  # a third of the endpoints is dead
    assert sum(row["failed"] for row in later) == 0
    assert outage["requests"].outcomes()["ok"] == sum(row["ok"] for row in rows)


def test_the_chain_of_causes_ends_at_the_fault(outage):
    victim = outage["victim"]
    chain = outage["cluster"].why(f"pod/default/{victim.metadata.name}")
    assert chain[0]["subject"] == f"pod/default/{victim.metadata.name}"
    assert [row["cause"] for row in chain[:-1]] == [row["id"] for row in chain[1:]]
    assert chain[-1]["category"] == "fault"
    assert victim.spec.nodeName in chain[-1]["subject"]
    assert chain[-1]["time"] == pytest.approx(outage["off"])


def test_events_are_rows_and_can_be_read_on_from_where_one_stopped(outage):
    rows = outage["cluster"].events()
    assert set(rows[0]) == {"time", "category", "component", "subject", "text", "id", "cause"}
    assert [row["time"] for row in rows] == sorted(row["time"] for row in rows)
    assert outage["cluster"].events(since=rows[-3]["id"]) == rows[-2:]


def test_equal_seeds_give_equal_runs_and_others_do_not():
    assert web_cluster(seed=7).fingerprint == web_cluster(seed=7).fingerprint
    assert web_cluster(seed=7).fingerprint != web_cluster(seed=8).fingerprint


def test_clusters_run_in_threads_as_they_do_alone():
    alone = web_cluster(seed=7).fingerprint
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(web_cluster(seed=7).fingerprint))
               for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [alone, alone]


def test_a_deployment_is_scaled_and_a_deleted_pod_replaced():
    cluster = web_cluster()
    cluster.scale("web", 5)
    assert available(cluster, 5)
    name = cluster.pods()[0].metadata.name
    cluster.delete("pod", name)
    assert cluster.run_until(lambda c: c.get("po", name) is None, limit=timedelta(minutes=1))
    assert available(cluster, 5)


def test_errors_name_file_line_and_field(tmp_path):
    cluster = podium.Cluster(nodes=1)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(WEB.read_text().replace("replicas: 3", "replicas: three"))
    with pytest.raises(podium.Error, match=r"wrong\.yaml:\d+: .*replicas"):
        cluster.apply(wrong)
    with pytest.raises(podium.Error, match="no-such.yaml: cannot be read"):
        cluster.apply("no-such.yaml")


def test_the_refusal_of_the_api_server_names_the_object_and_its_line():
    cluster = podium.Cluster(nodes=1)
    cluster.run_for("5s")
    with pytest.raises(podium.Error, match=r"manifest:\d+: .*spec\.containers"):
        cluster.apply("apiVersion: v1\nkind: Pod\nmetadata: {name: bare}\nspec: {containers: []}\n")


@pytest.mark.parametrize("act, problem", [
    (lambda c: c.node("node-9").power_off(), "node-9"),
    (lambda c: c.do("explode"), "expected one of"),
    (lambda c: c.do("power-off", node="node-1", color="red"), "color"),
    (lambda c: c.deployment("web"), "there is no deployment default/web"),
    (lambda c: c.get("spoon", "web"), "there is no kind \"spoon\""),
    (lambda c: c.requests(to="web"), "there is no service default/web"),
    (lambda c: c.why("pod/default/none"), "nothing is recorded"),
    (lambda c: c.run_for("soon"), "'soon'.*expected"),
    (lambda c: c.run_for(-1), "forwards"),
])
def test_what_cannot_be_done_is_said_in_a_sentence(act, problem):
    cluster = podium.Cluster(nodes=1)
    with pytest.raises(podium.Error, match=problem):
        act(cluster)


def test_an_exception_in_a_condition_comes_out_and_the_cluster_goes_on():
    cluster = podium.Cluster(nodes=1)
    with pytest.raises(ZeroDivisionError):
        cluster.run_until(lambda c: 1 / 0)
    cluster.run_for(2.5)
    assert cluster.now == pytest.approx(2.5)


def test_a_limit_that_passes_is_told():
    cluster = podium.Cluster(nodes=1)
    assert not cluster.run_until(lambda c: False, limit="1m30s")
    assert cluster.now == pytest.approx(90)


def test_a_scenario_is_run_and_judged():
    outcome = podium.run_scenario(S11, seed=1)
    assert {"name", "wanted", "when", "seen", "held"} == set(outcome.judgements[0])
    assert outcome.held == (all(row["held"] for row in outcome.judgements) and not outcome.troubles)
    assert outcome.fingerprint == outcome.cluster.fingerprint
    assert outcome.cluster.deployment("web").spec.replicas == 3
    with pytest.raises(podium.Error, match="has ended"):
        outcome.cluster.run_for("1s")


def test_python_and_the_command_line_run_the_same_run():
    program = os.environ.get("PODIUM_PROGRAM", "")
    if not os.path.exists(program):
        pytest.skip("the environment's PODIUM_PROGRAM names no program")
    done = subprocess.run([program, "run", S11, "--seed", "3", "--json"], stdout=subprocess.PIPE, check=False)
    told, outcome = json.loads(done.stdout), podium.run_scenario(S11, seed=3)
    assert told["fingerprint"] == outcome.fingerprint
    assert told["expectations"] == outcome.judgements


BOATS = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.ship.example.com}
spec:
  group: ship.example.com
  scope: Namespaced
  names: {plural: boats, kind: Boat, shortNames: [bt]}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {
      oars: {type: integer, default: 2}}}}}}
---
apiVersion: ship.example.com/v1
kind: Boat
metadata: {name: a}
spec: {}
"""


def test_custom_kinds_are_applied_with_their_definition_and_after_it():
    cluster = podium.Cluster(nodes=1)
    cluster.run_for("5s")
    cluster.apply(BOATS)
    cluster.apply("{apiVersion: ship.example.com/v1, kind: Boat, metadata: {name: b}, spec: {oars: 4}}")
    assert [boat.spec.oars for boat in cluster.list("Boat")] == [2, 4]
    cluster.delete("bt", "a")
    assert [boat.metadata.name for boat in cluster.list("boats")] == ["b"]
    with pytest.raises(podium.Error, match='no matches for kind "Raft" in version "ship.example.com/v1"'):
        cluster.apply("{apiVersion: ship.example.com/v1, kind: Raft, metadata: {name: r}}")


def test_a_place_is_explained():
    cluster = web_cluster()
    pod = cluster.pods(selector={"app": "web"})[0]
    why = cluster.explain(pod.metadata.name)
    assert "fits on 3 of 4 nodes" in repr(why)
    assert why.best == [pod.spec.nodeName]  # the others have a pod of the set already
    assert why.totals[pod.spec.nodeName] == max(why.totals.values())
    assert why.message is None
    with pytest.raises(podium.Error, match='pods "nobody" not found'):
        cluster.explain("nobody")
