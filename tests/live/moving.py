"""A cluster moves from etcd to a SQLite file: python3 moving.py PODIUM.

Export and import carry all objects, custom ones and their definitions included, and nothing else; the
cluster that goes on in the file has them, and refuses what they have.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile

from durable import MAPS, Up, ask

CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
SERVICES = "/api/v1/namespaces/default/services"
WIDGETS = "/apis/example.com/v1/namespaces/default/widgets"

DEFINITION = {
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.example.com"},
    "spec": {"group": "example.com", "scope": "Namespaced",
             "names": {"plural": "widgets", "singular": "widget", "kind": "Widget", "listKind": "WidgetList"},
             "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {
                 "type": "object", "properties": {"spec": {"type": "object", "properties": {
                     "size": {"type": "integer"}}}}}}}]}}


def service(name, node_port):
    return {"metadata": {"name": name},
            "spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": node_port}]}}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Etcd:
    """One member in a folder of its own."""

    def __init__(self, folder):
        client, peer = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        self.store = "etcd:" + client
        self.process = subprocess.Popen(
            ["etcd", "--data-dir", os.path.join(folder, "etcd"), "--listen-client-urls", client,
             "--advertise-client-urls", client, "--listen-peer-urls", peer,
             "--initial-advertise-peer-urls", peer, "--initial-cluster", f"default={peer}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self):
        self.process.kill()
        self.process.wait()


def create(connection, path, body):
    status, made = ask(connection, "POST", path, body)
    assert status == 201, made
    return made


def fill(podium, folder, store):
    """Makes some objects in a cluster on this store, and returns them as they were made."""
    up = Up(podium, folder, store)
    try:
        connection = up.connect()
        create(connection, CRDS, DEFINITION)
        made = [create(connection, SERVICES, service("web", 30077)),
                create(connection, WIDGETS, {"apiVersion": "example.com/v1", "kind": "Widget",
                                             "metadata": {"name": "w"}, "spec": {"size": 3}})]
        made += [create(connection, MAPS, {"metadata": {"name": f"m-{n}"}, "data": {"n": str(n)}})
                 for n in range(150)]
        assert up.end() == 0
        return made
    finally:
        up.process.kill()


def move(podium, source, target):
    run = lambda words, text=None: subprocess.run([podium, "store", *words], input=text, text=True,
                                                  capture_output=True, timeout=60, check=False)
    told = run(["export", "--from", source])
    assert told.returncode == 0, told.stderr
    moved = run(["import", "--to", target], told.stdout)
    assert moved.returncode == 0, moved.stderr
    again = run(["export", "--from", target])
    key = lambda entry: entry["key"]
    entries = lambda text: sorted((json.loads(line) for line in text.splitlines()[1:]), key=key)
    assert entries(told.stdout) == entries(again.stdout)
    assert not [entry for entry in entries(told.stdout) if key(entry).startswith("claims/")]


def goes_on(podium, folder, store, made):
    """What was made is there, as it was; what it has nobody else gets."""
    up = Up(podium, folder, store)
    try:
        connection = up.connect()
        for path, kind in ((MAPS, "ConfigMap"), (SERVICES, "Service"), (WIDGETS, "Widget")):
            status, found = ask(connection, "GET", path)
            assert status == 200, found
            uids = {item["metadata"]["name"]: item["metadata"]["uid"] for item in found["items"]}
            for item in made:
                name = item["metadata"]["name"]
                if item["kind"] == kind:
                    assert uids.get(name) == item["metadata"]["uid"], (kind, name)
        _, web = ask(connection, "GET", SERVICES + "/web")
        assert web["spec"]["clusterIP"] == made[0]["spec"]["clusterIP"], web
        status, refused = ask(connection, "POST", SERVICES, service("other", 30077))
        assert status == 422 and "provided port is already allocated" in refused["message"], refused
        create(connection, SERVICES, service("other", 30078))
        assert up.end() == 0
    finally:
        up.process.kill()


def main():
    podium = sys.argv[1]
    if shutil.which("etcd") is None:
        print("skipped: there is no etcd (package etcd-server)")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        etcd = Etcd(folder)
        try:
            made = fill(podium, folder, etcd.store)
            file = "sqlite:" + os.path.join(folder, "moved.db")
            move(podium, etcd.store, file)
        finally:
            etcd.end()
        goes_on(podium, folder, file, made)
    print("ok")


if __name__ == "__main__":
    main()
