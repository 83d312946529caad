"""A cluster, its nodes, and clients of its services."""

import functools
import json
import os
import threading
from pathlib import Path

from . import _podium
from ._podium import Error
from .durations import nanoseconds
from .explanation import Explanation
from .values import object_of, objects_of


class Cluster:
    """A simulated cluster: `nodes` workers (node-1, node-2, ...) and a real control plane.

    clients: machines that are no Nodes, from which requests come.

    Time stands still between calls. One thread at a time is in a cluster: another waits for it. Different
    clusters run side by side, for Python's lock is released while time runs.
    """

    def __init__(self, nodes=3, seed=1, clients=("client",)):
        self._adopt(_podium.Session(nodes, seed, list(clients)))

    def _adopt(self, session):
        self._session = session
        self._turn = threading.RLock()  # reentrant: what run_until asks may look at the cluster

    @classmethod
    def _of(cls, session):
        cluster = cls.__new__(cls)
        cluster._adopt(session)
        return cluster

    def _call(self, name, *arguments):
        with self._turn:
            return getattr(self._session, name)(*arguments)

    def __repr__(self):
        return f"<podium.Cluster at {self.now:.3f} s>"

    # Time.

    @property
    def now(self):
        """Seconds since the cluster's start."""
        return self._call("now")

    def run_for(self, duration):
        """Lets time pass: "30s", seconds, or a timedelta."""
        self._call("run_for", nanoseconds(duration))

    def run_until(self, holds, limit="5m"):
        """Lets time pass until holds(cluster); False if the limit passed first.

        It is asked whenever an object has changed, and at least every second.
        """
        return self._call("run_until", functools.partial(holds, self), nanoseconds(limit))

    # Objects.

    def apply(self, manifests):
        """Creates or updates objects, as `kubectl apply` does: of YAML text, or of a file.

        A text of one line without a colon, and any os.PathLike, is the name of a file.
        """
        text, file = _read(manifests)
        self._call("apply", text, file)

    def get(self, kind, name, namespace="default"):
        """The object, or None. Kinds are written as for kubectl: "pod", "pods", "po"."""
        return object_of(self._call("find", kind, namespace, name))

    def list(self, kind, namespace="default", selector=None):
        """The objects of a kind, in the order of their names; namespace None means all."""
        return objects_of(self._call("list", kind, namespace or "", dict(selector or {})))

    def pods(self, namespace="default", selector=None):
        """The pods, all or those with these labels: selector={"app": "web"}."""
        return self.list("pod", namespace, selector)

    def nodes(self):
        """The Node objects, as the control plane sees them."""
        return self.list("node", None)

    def deployment(self, name, namespace="default"):
        return self._need("deployment", name, namespace)

    def service(self, name, namespace="default"):
        return self._need("service", name, namespace)

    def ready_endpoints(self, service, namespace="default"):
        """How many pods the service sends requests to."""
        slices = self.list("endpointslice", namespace, {"kubernetes.io/service-name": service})
        endpoints = [endpoint for each in slices for endpoint in each.endpoints or ()]
        return sum(endpoint.conditions.ready is not False for endpoint in endpoints)

    def delete(self, kind, name, namespace="default"):
        self._call("remove", kind, namespace, name)

    def scale(self, deployment, replicas, namespace="default"):
        self.do("scale", deployment=f"{namespace}/{deployment}", replicas=replicas)

    def _need(self, kind, name, namespace):
        found = self.get(kind, name, namespace)
        if found is None:
            raise Error(f"there is no {kind} {namespace}/{name}")
        return found

    # Acts.

    def node(self, name):
        """The machine of that name, to do things to."""
        return Node(self, name)

    def do(self, verb, **fields):
        """An act as scenario files write it in `steps`: do("power-off", node="node-2").

        Fields with a dash take an underscore: do("power-off", node_of="web").
        """
        step = {key.replace("_", "-"): value for key, value in fields.items()}
        self._call("act", json.dumps({"do": verb, **step}))

    def requests(self, to, rate=10, from_="client", namespace="default", port=None):
        """Clients that send to a service from now on, whether or not answers come.

        rate: requests a second; or a list, of the rates of each minute, the last of which goes on.
        """
        rates = [float(each) for each in rate] if isinstance(rate, (list, tuple)) else [float(rate)]
        return Requests(self, self._call("send", namespace, to, from_, rates, port))

    # The record.

    def events(self, since=0):
        """What happened, as rows: time, category, component, subject, text, id, cause (an id, or None).

        since: only events after the one of that id.
        """
        return self._call("events", since)

    def why(self, subject):
        """The last event about a subject ("pod/default/web-1"), its cause, the cause of that, and so on.

        An event's id may stand for the subject. Rows as of events().
        """
        return self._call("why", subject)

    def explain(self, pod, namespace="default"):
        """Why the scheduler puts this pod where it puts it, or nowhere, on the cluster as it is now."""
        return Explanation(*self._call("explain", namespace, pod))

    @property
    def fingerprint(self):
        """A hash of all that ran: equal for equal runs, on every machine."""
        return f"{self._call('fingerprint'):016x}"


class Node:
    """A machine of the cluster."""

    def __init__(self, cluster, name):
        self._cluster = cluster
        self.name = name

    def __repr__(self):
        return f"<podium.Node {self.name}>"

    @property
    def object(self):
        """The Node object, as the control plane sees it; None if there is none."""
        return self._cluster.get("node", self.name)

    def _do(self, verb):
        self._cluster.do(verb, node=self.name)

    def power_off(self):
        """Without goodbye: what runs there is gone, the disk stays."""
        self._do("power-off")

    def power_on(self):
        self._do("power-on")

    def reboot(self):
        """Off and at once on again: away for as long as it boots."""
        self._do("reboot")

    def pause(self):
        """Freezes the machine with all that runs there."""
        self._do("pause")

    def resume(self):
        self._do("resume")

    def stop_kubelet(self):
        """Ends the node's agent; containers run on."""
        self._do("stop-kubelet")

    def start_kubelet(self):
        self._do("start-kubelet")


class Requests:
    """Clients that send to a service, and what became of their requests."""

    def __init__(self, cluster, number):
        self._cluster = cluster
        self._number = number

    def __repr__(self):
        return f"<podium.Requests {self.outcomes()}>"

    def stop(self):
        self._cluster._call("stop_sending", self._number)

    def outcomes(self):
        """How many ended how: {"ok": 1790, "refused": 0, "timeout": 10, ...}."""
        return self._cluster._call("outcomes", self._number)

    def series(self):
        """A row for each second in which something was sent: time, ok, failed, p50, p95, p99 (seconds)."""
        return self._cluster._call("traffic", self._number)


def _read(manifests):
    is_text = isinstance(manifests, str) and ("\n" in manifests or ":" in manifests)
    if is_text:
        return manifests, "manifest"
    file = os.fspath(manifests)
    try:
        return Path(file).read_text(encoding="utf-8"), file
    except (OSError, UnicodeDecodeError) as problem:
        raise Error(f"{file}: cannot be read: expected the name of a file, or YAML text") from problem
