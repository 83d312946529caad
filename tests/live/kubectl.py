#!/usr/bin/env python3
"""Drives `podium up --sim` with every kubectl that this machine has. Exit 77: there is none."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.request

from clusters import SKIPPED, Simulation, kubectls

MANIFEST = "scenarios/manifests/web.yaml"

# What each kubectl must do, and a text that its output must have.
STEPS = [
    ("get nodes", "node-3"),
    (f"apply -f {MANIFEST}", "deployment.apps/web created"),
    ("rollout status deployment/web --timeout=60s", "successfully rolled out"),
    (f"apply -f {MANIFEST}", "deployment.apps/web unchanged"),
    ("get pods -o wide", "NOMINATED NODE"),
    ("get pods -o yaml", "kind: Pod"),
    ("get deployment web -o json", '"kind": "Deployment"'),
    ("describe pod -l app=web", "Successfully assigned default/web-"),
    ("describe deployment web", "MinimumReplicasAvailable"),
    ("describe node node-1", "kubelet is posting ready status"),
    ("scale deployment web --replicas=5", "deployment.apps/web scaled"),
    ("rollout status deployment/web --timeout=60s", "successfully rolled out"),
    ("get deployment web", "5/5"),
    ("logs deployment/web", "listening"),
    ("logs deployment/web --tail=1 --timestamps", "Z listening"),
    ("logs deployment/web --previous", 'previous terminated container "web" in pod'),
    ("exec deployment/web -- cat /etc/hostname", "web-"),
    ("exec deployment/web -- sh -c 'echo $HOSTNAME && sleep 1; exit 3'", "terminated with exit code 3"),
    ("exec deployment/web -- foo", "executable file not found in $PATH"),
    ("label deployment web tier=front", "deployment.apps/web labeled"),
    ("set image deployment/web web=web:2", "image updated"),
    ("rollout status deployment/web --timeout=120s", "successfully rolled out"),
    ("rollout undo deployment/web", "rolled back"),
    ("create deployment other --image=nginx --replicas=2", "deployment.apps/other created"),
    ("create configmap settings --from-literal=a=b", "configmap/settings created"),
    ("create namespace team", "namespace/team created"),
    ("get events", "Scaled up replica set"),
    ("explain pod.spec.containers", "FIELD"),
    ("delete deployment other", 'deployment.apps "other" deleted'),
    ("delete namespace team", 'namespace "team" deleted'),
    ("get pods nothing-here", 'pods "nothing-here" not found'),
]


def first_line(process):
    """The first line that it prints; it is ended then."""
    try:
        return process.stdout.readline()
    finally:
        process.terminate()
        process.wait(timeout=20)


def check_streams(kubectl, environment, folder):
    """Logs that are followed, input, files, ports. Returns what went wrong, a line each."""
    def start(*words):
        return subprocess.Popen([kubectl, *words], env=environment, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    def run(*words, given=""):
        done = subprocess.run([kubectl, *words], env=environment, input=given, capture_output=True, text=True,
                              timeout=60)
        return done.returncode, done.stdout + done.stderr

    wrong = []
    pod = run("get", "pods", "-l", "app=web", "-o", "name")[1].split()[0].removeprefix("pod/")
    followed = first_line(start("logs", "-f", pod))
    if "starting" not in followed:
        wrong.append(f"logs -f: {followed!r}")
    if run("exec", "-i", "deployment/web", "--", "wc", "-l", given="a\nb\n") != (0, "2\n"):
        wrong.append("exec -i: wc did not count two lines")
    if run("exec", "deployment/web", "--", "sh", "-c", "exit 7")[0] != 7:
        wrong.append("exec: the exit code is not that of the command")
    copied = os.path.join(folder, "hostname")
    said = run("cp", f"default/{pod}:/etc/hostname", copied)[1]
    if not os.path.exists(copied) or open(copied, encoding="utf-8").read() != pod + "\n":
        wrong.append(f"cp: {said!r}")
    run("cp", copied, f"default/{pod}:/tmp/copied")
    if run("exec", pod, "--", "cat", "/tmp/copied") != (0, pod + "\n"):
        wrong.append("cp: the file is not in the container")
    forward = start("port-forward", f"pod/{pod}", ":8080")
    try:
        port = re.search(r"127\.0\.0\.1:(\d+)", forward.stdout.readline())
        with urllib.request.urlopen(f"http://127.0.0.1:{port.group(1)}/", timeout=20) as answer:
            if answer.status != 200 or pod not in answer.read().decode():
                wrong.append("port-forward: not the pod's answer")
    finally:
        forward.terminate()
        forward.wait(timeout=20)
    return [f"{os.path.basename(kubectl)} {line}" for line in wrong]


def drive(podium, kubectl, folder):
    """Returns what went wrong, a line each."""
    wrong = []
    with Simulation(podium, folder) as simulation:
        for step, expected in STEPS:
            run = subprocess.run([kubectl, *shlex.split(step)], env=simulation.environment,
                                 capture_output=True, text=True, timeout=180)
            output = run.stdout + run.stderr
            if expected not in output:
                wrong.append(f"{os.path.basename(kubectl)} {step}: expected {expected!r}, "
                             f"got: {output.strip()[-300:]}")
            if step == "get deployment web":
                wrong += check_streams(kubectl, simulation.environment, folder)
    return wrong


def main():
    podium, found = sys.argv[1], kubectls()
    if not found:
        print("skipped: no kubectl on this machine (Debian: kubernetes-client)")
        return SKIPPED
    wrong = []
    for kubectl in found:
        with tempfile.TemporaryDirectory() as folder:
            wrong += drive(podium, kubectl, folder)
        print(f"{os.path.basename(kubectl)}: {len(STEPS)} steps")
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
