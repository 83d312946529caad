#!/usr/bin/env python3
"""The official Python client (Debian: python3-kubernetes) against `podium up --sim`, as scripts use it.
Exit 77: it is not there."""

import contextlib
import socket
import sys
import tempfile
import time
import traceback

from clusters import SKIPPED, Simulation

try:
    from kubernetes import client, config, dynamic, utils, watch
    from kubernetes.client.rest import ApiException
    from kubernetes.stream import portforward, stream
except ImportError:
    print("skipped: there is no Python client of Kubernetes (Debian: python3-kubernetes)")
    sys.exit(SKIPPED)

SPACE = "default"
POD = {
    "metadata": {"name": "p1", "labels": {"app": "x"}},
    "spec": {"containers": [{"name": "c", "image": "nginx", "ports": [{"containerPort": 80}]}]},
}


def wait_for(holds, what, seconds=30):
    deadline = time.time() + seconds
    while not holds():
        assert time.time() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.1)


def refused(code, call, *arguments, **named):
    """The body of the refusal."""
    try:
        call(*arguments, **named)
    except ApiException as refusal:
        assert refusal.status == code, f"{refusal.status} instead of {code}: {refusal.body}"
        return refusal.body
    raise AssertionError(f"not refused with {code}")


def running(core, name="p1"):
    return lambda: core.read_namespaced_pod(name, SPACE).status.phase == "Running"


def check_typed_objects(api):
    core = client.CoreV1Api(api)
    core.create_namespaced_config_map(SPACE, client.V1ConfigMap(
        metadata=client.V1ObjectMeta(name="settings"), data={"a": "b"}))
    settings = core.read_namespaced_config_map("settings", SPACE)
    settings.data["c"] = "d"
    assert core.replace_namespaced_config_map("settings", SPACE, settings).data == {"a": "b", "c": "d"}
    assert "modified" in refused(409, core.replace_namespaced_config_map, "settings", SPACE, settings)
    core.create_namespaced_secret(SPACE, client.V1Secret(
        metadata=client.V1ObjectMeta(name="word"), string_data={"password": "x"}))
    assert core.read_namespaced_secret("word", SPACE).data == {"password": "eA=="}
    core.delete_namespaced_secret("word", SPACE)
    assert "not found" in refused(404, core.read_namespaced_secret, "word", SPACE)
    assert "Required value" in refused(422, core.create_namespaced_service, SPACE, {
        "metadata": {"name": "s"}, "spec": {"ports": []}})


def check_patches(api):
    core = client.CoreV1Api(api)
    name = ("settings", SPACE)
    labelled = core.patch_namespaced_config_map(*name, {"metadata": {"labels": {"x": "y"}}})
    assert labelled.metadata.labels == {"x": "y"}
    steps = [{"op": "replace", "path": "/metadata/labels/x", "value": "z"}]
    assert core.patch_namespaced_config_map(*name, steps).metadata.labels == {"x": "z"}
    tried = core.patch_namespaced_config_map(*name, {"data": {"a": None}}, dry_run="All",
                                             field_manager="script")
    assert "a" not in tried.data and "a" in core.read_namespaced_config_map(*name).data


def check_lists(api):
    core = client.CoreV1Api(api)
    for number in range(7):
        core.create_namespaced_config_map(SPACE, {
            "metadata": {"name": f"m{number}", "labels": {"set": "many"}}})
    page = core.list_namespaced_config_map(SPACE, label_selector="set=many", limit=3)
    names = [item.metadata.name for item in page.items]
    while page.metadata._continue:
        page = core.list_namespaced_config_map(SPACE, label_selector="set=many", limit=3,
                                               _continue=page.metadata._continue)
        names += [item.metadata.name for item in page.items]
    assert names == [f"m{number}" for number in range(7)], names
    one = core.list_config_map_for_all_namespaces(field_selector="metadata.name=m3").items
    assert [item.metadata.name for item in one] == ["m3"]
    core.delete_collection_namespaced_config_map(SPACE, label_selector="set=many")
    assert not core.list_namespaced_config_map(SPACE, label_selector="set=many").items


def check_pods(api):
    core = client.CoreV1Api(api)
    core.create_namespaced_pod(SPACE, POD)
    wait_for(running(core), "the pod runs")
    wait_for(lambda: "listening" in core.read_namespaced_pod_log("p1", SPACE), "the pod's log")
    assert core.read_namespaced_pod_log("p1", SPACE, tail_lines=1) == "listening\n"
    lines = watch.Watch().stream(core.read_namespaced_pod_log, "p1", SPACE, follow=True)
    assert "starting" in next(iter(lines))
    said = stream(core.connect_get_namespaced_pod_exec, "p1", SPACE,
                  command=["sh", "-c", "echo $HOSTNAME; exit 3"], stderr=True, stdin=False, stdout=True,
                  tty=False, _preload_content=False)
    said.run_forever(timeout=10)
    assert said.read_stdout() == "p1\n" and said.returncode == 3


def check_port_forward(api):
    core = client.CoreV1Api(api)
    forward = portforward(core.connect_get_namespaced_pod_portforward, "p1", SPACE, ports="80")
    with contextlib.closing(forward.socket(80)) as connection:
        connection.settimeout(10)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: p1\r\nConnection: close\r\n\r\n")
        answer = b""
        with contextlib.suppress(socket.timeout):
            while part := connection.recv(4096):
                answer += part
    assert answer.startswith(b"HTTP/1.1 200 OK"), answer


def check_watches(api):
    core = client.CoreV1Api(api)
    seen, follower = [], watch.Watch()
    for event in follower.stream(core.list_namespaced_pod, SPACE, timeout_seconds=20):
        seen.append(event["type"])
        if event["type"] == "DELETED":
            follower.stop()
        elif len(seen) == 1:
            core.patch_namespaced_pod("p1", SPACE, {"metadata": {"annotations": {"note": "seen"}}})
        elif event["object"].metadata.annotations == {"note": "seen"}:
            core.delete_namespaced_pod("p1", SPACE, grace_period_seconds=0)
    assert seen[0] == "ADDED" and seen[-1] == "DELETED" and "MODIFIED" in seen, seen
    assert not list(watch.Watch().stream(core.list_namespaced_pod, SPACE, timeout_seconds=1,
                                         resource_version=follower.resource_version))
    assert "Too large resource version" in str(refused(
        504, lambda: list(watch.Watch().stream(core.list_namespaced_pod, SPACE, timeout_seconds=1,
                                               resource_version="999999999"))))


def check_workloads(api):
    apps, core = client.AppsV1Api(api), client.CoreV1Api(api)
    template = {"metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [{"name": "c", "image": "nginx"}]}}
    apps.create_namespaced_deployment(SPACE, {
        "metadata": {"name": "web"},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}, "template": template}})
    wait_for(lambda: apps.read_namespaced_deployment_status("web", SPACE).status.ready_replicas == 2,
             "two replicas")
    apps.patch_namespaced_deployment_scale("web", SPACE, {"spec": {"replicas": 3}})
    assert apps.read_namespaced_deployment_scale("web", SPACE).spec.replicas == 3
    wait_for(lambda: apps.read_namespaced_deployment("web", SPACE).status.ready_replicas == 3,
             "three replicas")
    victim = core.list_namespaced_pod(SPACE, label_selector="app=web").items[0].metadata.name
    core.create_namespaced_pod_eviction(victim, SPACE, client.V1Eviction(
        metadata=client.V1ObjectMeta(name=victim)))
    wait_for(lambda: victim not in [pod.metadata.name for pod in core.list_namespaced_pod(SPACE).items],
             "it is evicted")
    apps.delete_namespaced_deployment("web", SPACE, propagation_policy="Foreground")
    wait_for(lambda: not core.list_namespaced_pod(SPACE, label_selector="app=web").items,
             "all is deleted")


def check_dynamic(api):
    dynamic_client = dynamic.DynamicClient(api)
    spaces = dynamic_client.resources.get(api_version="v1", kind="Namespace")
    spaces.create(body={"metadata": {"name": "team"}})
    assert "team" in [space.metadata.name for space in spaces.get().items]
    services = dynamic_client.resources.get(api_version="v1", kind="Service")
    utils.create_from_dict(api, {
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "team"},
        "spec": {"ports": [{"port": 80}]}})
    assert services.get(name="s", namespace="team").spec.clusterIP.startswith("10.")
    spaces.delete(name="team")
    wait_for(lambda: "team" not in [space.metadata.name for space in spaces.get().items],
             "the namespace is gone")


CHECKS = [check_typed_objects, check_patches, check_lists, check_pods, check_port_forward, check_watches,
          check_workloads, check_dynamic]


def main():
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, Simulation(sys.argv[1], folder) as simulation:
        api = config.new_client_from_config(simulation.config)
        core = client.CoreV1Api(api)
        wait_for(lambda: len(core.list_node().items) == 4, "the nodes register")
        for check in CHECKS:
            try:
                check(api)
                print(f"{check.__name__}: ok")
            except Exception:  # all that goes wrong is told
                wrong += 1
                print(f"{check.__name__}: failed\n{traceback.format_exc()}")
    return 1 if wrong else 0


sys.exit(main())
