"""Scenario files, run and judged."""

import os
import warnings

from . import _podium
from .cluster import Cluster


class Outcome:
    """What became of a scenario.

    held: did all that was expected come true, without trouble?
    judgements: rows, one an expectation: name, wanted, when, seen, held.
    troubles: sentences about acts that failed or a cluster that did not settle.
    virtual_time, settled: seconds from the cluster's start to the end, and to when the steps began.
    cluster: as the run left it, to look at; it does not go on.
    """

    def __init__(self, run):
        self.held = run.held
        self.judgements = run.judgements
        self.troubles = run.troubles
        self.virtual_time = run.virtual_time
        self.settled = run.settled
        self.fingerprint = f"{run.fingerprint:016x}"
        self.cluster = Cluster._of(run.session)

    def __repr__(self):
        verdict = "held" if self.held else "did not hold"
        rows = [f"{'ok ' if row['held'] else 'NOT'} {row['name']}: {row['seen']}" for row in self.judgements]
        return "\n".join([f"<podium.Outcome {verdict} after {self.virtual_time:g} s>", *rows, *self.troubles])


def run_scenario(path, seed=1):
    """Runs a scenario file to its end. Warns of what the file says to no effect."""
    run = _podium.run_scenario(os.fspath(path), seed)
    for warning in run.warnings:
        warnings.warn(warning, stacklevel=2)
    return Outcome(run)
