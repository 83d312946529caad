"""Why a pod runs where it runs, or nowhere."""

import json

from .values import wrapped


class Explanation:
    """What the scheduler says of a pod; printed, it is a table.

    tree: everything, as `podium explain --json` prints it: per node the filters' verdicts and each plugin's
    raw, normalized and weighted score.
    """

    def __init__(self, text, tree):
        self._text = text
        self.tree = wrapped(json.loads(tree))

    def __repr__(self):
        return self._text

    @property
    def feasible(self):
        """Names of the nodes that can take it, sorted."""
        return list(self.tree["feasible"])

    @property
    def best(self):
        """Names of the nodes with the greatest total, sorted; one of them is taken."""
        return list(self.tree["best"]) if "best" in self.tree else []

    @property
    def message(self):
        """Why it fits nowhere, as its FailedScheduling event says; None if it fits."""
        return self.tree["failedSchedulingMessage"] if "failedSchedulingMessage" in self.tree else None

    @property
    def totals(self):
        """The total score of each feasible node, by name."""
        return {name: self.tree["nodes"][name]["total"] for name in self.feasible}
