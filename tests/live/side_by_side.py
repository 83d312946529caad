#!/usr/bin/env python3
"""Three kubectl versions, the oldest to the newest of this machine, look after an application each in one
cluster at the same time. Exit 77: there is no kubectl."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from clusters import SKIPPED, Simulation, kubectls

MANIFEST = os.path.abspath("scenarios/manifests/web.yaml")
ROLLED_OUT = "successfully rolled out"


def oldest_middle_newest():
    found = kubectls()
    return list(dict.fromkeys(found[i] for i in (0, len(found) // 2, -1))) if found else []


class User:
    """Somebody with a kubectl, a namespace of that version's name, and a node to look after."""

    def __init__(self, kubectl, simulation, number):
        self.kubectl, self.version = kubectl, os.path.basename(kubectl)
        self.space = self.version.replace(".", "-")
        self.node = f"node-{number}"
        # Each kubectl keeps what it discovers in a folder of its own, as on different machines.
        home = os.path.join(simulation.folder, self.space)
        os.mkdir(home)
        self.environment = {**simulation.environment, "HOME": home}

    def run(self, step, code=0, given="", **environment):
        """What it prints. It must end with that code."""
        words = [self.kubectl, "-n", self.space, *shlex.split(step)]
        run = subprocess.run(words, env={**self.environment, **environment}, input=given, check=False,
                             capture_output=True, text=True, timeout=60)
        output = run.stdout + run.stderr
        assert run.returncode == code, f"{self.version} {step}: exit code {run.returncode}: {output[-600:]}"
        return output

    def must(self, step, *expected, **how):
        output = self.run(step, **how)
        for text in expected:
            assert text in output, f"{self.version} {step}: expected {text!r}, got: {output[-600:]}"
        return output

    def pods(self):
        return self.run("get pods -l app=web -o name").replace("pod/", "").split()


def applies_and_edits(user):
    user.must(f"create namespace {user.space}", "created")
    user.must(f"apply -f {MANIFEST}", "deployment.apps/web created", "service/web created")
    user.must("rollout status deployment/web", ROLLED_OUT)
    user.must("edit deployment web", "deployment.apps/web edited",
              KUBE_EDITOR="sed -i 's/replicas: 3/replicas: 4/'")
    user.must(f"diff -f {MANIFEST}", "-  replicas: 4", "+  replicas: 3", code=1)
    user.must(f"apply -f {MANIFEST}", "deployment.apps/web configured", "service/web unchanged")
    assert user.run(f"diff -f {MANIFEST}") == "", f"{user.version}: diff after apply"


def rolls_out_and_back(user):
    user.must("set image deployment/web web=web:2", "image updated")
    user.must("rollout status deployment/web", ROLLED_OUT)
    user.must("rollout history deployment/web", "\n1 ", "\n2 ")
    user.must("rollout undo deployment/web", "rolled back")
    user.must("rollout status deployment/web", ROLLED_OUT)
    user.must("get deployment web -o jsonpath={.spec.template.spec.containers[0].image}", "web:1")
    user.must("rollout restart deployment/web", "restarted")
    user.must("rollout status deployment/web", ROLLED_OUT)
    user.must("rollout history deployment/web", "\n3 ", "\n4 ")


def debugs(user):
    """A shell in a container beside the application's, which sees its process."""
    pod = user.pods()[0]
    user.must(f"debug -i {pod} --image=busybox --target=web -c look -- sh", pod, "root     web",
              given="hostname\nps\nexit\n")
    user.must(f"debug -i {pod} --image=busybox -- cat /etc/hostname", pod)
    user.must(f"get pod {pod} -o jsonpath={{.status.ephemeralContainerStatuses[*].name}}", "look")
    user.must(f"describe pod {pod}", "Ephemeral Containers:", "busybox")


def drains(user):
    """In turn: it moves everybody's pods."""
    user.must(f"drain {user.node} --ignore-daemonsets --delete-emptydir-data", f"{user.node} drained")
    left = user.run(f"get pods -A -o name --field-selector spec.nodeName={user.node},status.phase=Running")
    assert "web" not in left, f"{user.version}: after drain there are {left}"
    user.must(f"get node {user.node}", "SchedulingDisabled")
    user.must("rollout status deployment/web", ROLLED_OUT)
    user.must(f"uncordon {user.node}", "uncordoned")


def forwards(user):
    words = [user.kubectl, "-n", user.space, "port-forward", "service/web", ":80"]
    forward = subprocess.Popen(words, env=user.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True)
    try:
        line = forward.stdout.readline()
        local = re.search(r"127\.0\.0\.1:(\d+)", line)
        assert local, f"{user.version} port-forward: {line}"
        with urllib.request.urlopen(f"http://127.0.0.1:{local[1]}/", timeout=20) as answer:
            said = answer.read().decode()
        assert any(pod in said for pod in user.pods()), f"{user.version} port-forward: {said!r}"
    finally:
        forward.terminate()
        forward.wait(timeout=20)


def main():
    podium, found = sys.argv[1], oldest_middle_newest()
    if not found:
        print("skipped: no kubectl on this machine (Debian: kubernetes-client)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder, \
         Simulation(podium, folder, nodes=6, speed="20x") as simulation:
        users = [User(kubectl, simulation, number + 1) for number, kubectl in enumerate(found)]
        with ThreadPoolExecutor(len(users)) as pool:
            for step in (applies_and_edits, rolls_out_and_back, debugs):
                list(pool.map(step, users))
            for user in users:
                drains(user)
            list(pool.map(forwards, users))
    print("side by side:", ", ".join(user.version for user in users))
    return 0


sys.exit(main())
