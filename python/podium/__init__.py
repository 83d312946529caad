"""Podium: whole Kubernetes clusters in virtual time.

    import podium
    cluster = podium.Cluster(nodes=3, seed=1)
    cluster.apply("scenarios/manifests/web.yaml")
    cluster.run_until(lambda c: c.deployment("web").status.availableReplicas == 3, limit="5m")
    cluster.node("node-2").power_off()
    cluster.run_for("6m")
    for row in cluster.why("node/node-2"):
        print(row["time"], row["subject"], row["text"])

Times are seconds since the cluster's start. Equal seeds and equal calls give equal runs, to the last
event; `Cluster.fingerprint` tells them apart.
"""

from ._podium import Error
from .cluster import Cluster, Node, Requests
from .explanation import Explanation
from .outcome import Outcome, run_scenario
from .values import Value

Error.__module__ = __name__
Error.__doc__ = "What the user did wrong or the cluster refused, in a sentence (with file, line and field)."

__all__ = ["Cluster", "Error", "Explanation", "Node", "Outcome", "Requests", "Value", "run_scenario"]
