#!/usr/bin/env python3
"""Drives `podium up --sim` with every kubectl that this machine has. Exit 77: there is none."""

import os
import shlex
import subprocess
import sys
import tempfile

from clusters import SKIPPED, Simulation, kubectls
from streams import check_streams

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
    ("apply -f scenarios/manifests/agent.yaml", "daemonset.apps/agent created"),
    ("rollout status daemonset/agent --timeout=60s", "successfully rolled out"),
    ("set image daemonset/agent agent=agent:2", "image updated"),
    ("rollout status daemonset/agent --timeout=120s", "successfully rolled out"),
    ("rollout undo daemonset/agent", "daemonset.apps/agent rolled back"),
    ("drain node-3", "cannot delete DaemonSet-managed Pods"),
    ("drain node-3 --ignore-daemonsets", "node/node-3 drained"),
    ("describe daemonset agent", "Desired Number of Nodes Scheduled: 3"),
    ("apply -f scenarios/manifests/db.yaml", "statefulset.apps/db created"),
    ("rollout status statefulset/db --timeout=120s", "roll out complete: 3 new pods"),
    ("create deployment other --image=nginx --replicas=2", "deployment.apps/other created"),
    ("create configmap settings --from-literal=a=b", "configmap/settings created"),
    ("create namespace team", "namespace/team created"),
    ("create job once --image=busybox -- sh -c 'echo done'", "job.batch/once created"),
    ("wait --for=condition=complete job/once --timeout=60s", "job.batch/once condition met"),
    ("describe job once", "0 Active (0 Ready) / 1 Succeeded / 0 Failed"),
    ("logs job/once", "done"),
    ("create cronjob tick --image=busybox --schedule='*/5 * * * *' -- date", "cronjob.batch/tick created"),
    ("create job by-hand --from=cronjob/tick", "job.batch/by-hand created"),
    ("wait --for=condition=complete job/by-hand --timeout=60s", "job.batch/by-hand condition met"),
    ("autoscale deployment web --cpu-percent=50 --max=7", "autoscaling/web autoscaled"),
    ("get events", "Scaled up replica set"),
    ("explain pod.spec.containers", "FIELD"),
    ("delete deployment other", 'deployment.apps "other" deleted'),
    ("delete namespace team", 'namespace "team" deleted'),
    ("get pods nothing-here", 'pods "nothing-here" not found'),
]


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
