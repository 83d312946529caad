"""A cluster that is kept in a SQLite file, killed under load: python3 durable.py PODIUM."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time


class Up:
    """`podium up --sim --store ...` on a free port, as a process that can be killed."""

    def __init__(self, podium, folder, store):
        self.config = os.path.join(folder, "config")
        if os.path.exists(self.config):
            os.unlink(self.config)
        self.process = subprocess.Popen(
            [podium, "up", "--sim", "--store", store, "--kubeconfig", self.config],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        deadline = time.time() + 20
        while not os.path.exists(self.config) and time.time() < deadline:
            time.sleep(0.05)
        with open(self.config, encoding="utf-8") as file:
            server = next(line for line in file if "server:" in line)
        self.address = server.split("//")[1].strip()

    def connect(self):
        return http.client.HTTPConnection(self.address, timeout=20)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        self.process.terminate()
        return self.process.wait(timeout=20)


def ask(connection, method, path, body=None):
    headers = {"Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    response = connection.getresponse()
    return response.status, json.loads(response.read())


MAPS = "/api/v1/namespaces/default/configmaps"


def load(up, client, acknowledged):
    """Creates objects one after another until the server is gone; keeps what was acknowledged."""
    try:
        connection = up.connect()
        for number in range(100000):
            name = f"m-{client}-{number}"
            body = {"metadata": {"name": name}, "data": {"k": "v" * 500}}
            status, made = ask(connection, "POST", MAPS, body)
            assert status == 201, made
            acknowledged[name] = made["metadata"]
    except (OSError, http.client.HTTPException, ValueError):
        pass


def kill_under_load(podium, folder, store, rounds=3):
    kept, last = {}, 0
    for _ in range(rounds):
        up = Up(podium, folder, store)
        clients = [threading.Thread(target=load, args=(up, f"{_}-{n}", kept)) for n in range(8)]
        for client in clients:
            client.start()
        time.sleep(2)
        up.kill()
        for client in clients:
            client.join()
        print(f"  {len(kept)} writes acknowledged before a kill")
    up = Up(podium, folder, store)
    status, found = ask(up.connect(), "GET", MAPS)
    assert status == 200, found
    there = {item["metadata"]["name"]: item["metadata"] for item in found["items"]}
    lost = [name for name in kept if name not in there]
    assert not lost, f"{len(lost)} acknowledged writes are lost: {lost[:3]}"
    for name, metadata in kept.items():
        assert there[name]["uid"] == metadata["uid"], name
        assert there[name]["resourceVersion"] == metadata["resourceVersion"], name
        last = max(last, int(metadata["resourceVersion"]))
    assert len({metadata["uid"] for metadata in there.values()}) == len(there), "a UID was given twice"
    assert int(found["metadata"]["resourceVersion"]) >= last, "revisions went back"
    return up, last


def watches_resume(up, revision):
    """A watch that goes on from before the kill gets what came since, or is told to list anew."""
    connection = up.connect()
    status, made = ask(connection, "POST", MAPS, {"metadata": {"name": "after"}})
    assert status == 201, made
    watch = up.connect()
    watch.request("GET", f"{MAPS}?watch=1&resourceVersion={revision}&timeoutSeconds=2")
    response = watch.getresponse()
    events = [json.loads(line) for line in response.read().splitlines()] if response.status == 200 else []
    gone = response.status == 410 or any(e["type"] == "ERROR" and e["object"]["code"] == 410 for e in events)
    names = [e["object"]["metadata"].get("name") for e in events if e["type"] == "ADDED"]
    assert gone or "after" in names, (response.status, events[:2])


def heals(up):
    """After the restart nodes are ready and pods run."""
    connection = up.connect()
    pod = {"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}
    status, made = ask(connection, "POST", "/api/v1/namespaces/default/pods", pod)
    assert status == 201, made
    deadline = time.time() + 60
    while time.time() < deadline:
        _, pod = ask(connection, "GET", "/api/v1/namespaces/default/pods/p")
        if pod["status"].get("phase") == "Running":
            return
        time.sleep(0.3)
    raise AssertionError(f"the pod does not run: {pod['status']}")


def refusals(podium, folder, store):
    run = lambda *words: subprocess.run([podium, *words], capture_output=True, text=True, timeout=60,
                                        check=False)
    other = os.path.join(folder, "other")
    used = run("up", "--sim", "--store", store, "--kubeconfig", other)
    assert used.returncode != 0 and "is in use by another process" in used.stderr, used.stderr
    wrong = run("up", "--sim", "--store", "etcd:localhost", "--kubeconfig", other)
    assert wrong.returncode != 0 and "http://" in wrong.stderr, wrong.stderr
    broken = os.path.join(folder, "broken.db")
    with open(broken, "wb") as file:
        file.write(b"this is no database at all" * 400)
    refused = run("up", "--sim", "--store", "sqlite:" + broken, "--kubeconfig", other)
    assert refused.returncode != 0 and broken in refused.stderr, refused.stderr
    assert not os.path.exists(other)


def moves(podium, folder, store):
    """Export and import: the same objects, and no import into a store that has some, or of nonsense."""
    run = lambda words, text=None: subprocess.run([podium, "store", *words], input=text, text=True,
                                                  capture_output=True, timeout=60, check=False)
    copy = "sqlite:" + os.path.join(folder, "copy.db")
    first = run(["export", "--from", store])
    assert first.returncode == 0, first.stderr
    assert run(["import", "--to", copy], first.stdout).returncode == 0
    second = run(["export", "--from", copy])
    objects = lambda text: [json.loads(line) for line in text.splitlines()[1:]]
    key = lambda entry: entry["key"]
    assert sorted(objects(first.stdout), key=key) == sorted(objects(second.stdout), key=key)
    again = run(["import", "--to", copy], first.stdout)
    assert again.returncode != 0 and "already" in again.stderr, again.stderr
    head = first.stdout.splitlines()[0]
    wrong = run(["import", "--to", "sqlite:" + os.path.join(folder, "new.db")], head + '\n{"key": "x"}\n')
    assert wrong.returncode != 0 and "line 2" in wrong.stderr, wrong.stderr
    assert run(["check", copy[len("sqlite:"):]]).returncode == 0


def main():
    podium = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        store = "sqlite:" + os.path.join(folder, "cluster.db")
        up, last = kill_under_load(podium, folder, store)
        try:
            watches_resume(up, last)
            heals(up)
            refusals(podium, folder, store)
            assert up.end() == 0
        finally:
            up.process.kill()
        moves(podium, folder, store)
    print("ok")


if __name__ == "__main__":
    main()
