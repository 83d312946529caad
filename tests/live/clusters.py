"""What the tests with real clients share: kubectl's versions, and a simulated cluster to talk to."""

import glob
import os
import shutil
import subprocess
import time

SKIPPED = 77  # exit code of a test for which this machine lacks something


def kubectls():
    """Every version found: kubectl itself, and kubectl.1.NN beside what it resolves to."""
    found = []
    path = shutil.which("kubectl")
    for candidate in [path, "/usr/lib/google-cloud-sdk/bin/kubectl"]:
        if candidate and os.path.exists(candidate):
            found += sorted(glob.glob(os.path.realpath(candidate) + ".1.*")) or [candidate]
    return list(dict.fromkeys(found))


def newest_kubectl():
    return kubectls()[-1] if kubectls() else None


class Simulation:
    """`podium up --sim` as long as the `with` lasts; `environment` makes kubectl find it."""

    def __init__(self, podium, folder, nodes=3, options=(), speed="10x"):
        self.folder = folder
        self.config = os.path.join(folder, "config")
        self.environment = {**os.environ, "KUBECONFIG": self.config, "HOME": folder}
        self.command = [podium, "up", "--sim", "--speed", speed, "--nodes", str(nodes), "--kubeconfig",
                        self.config, *options]
        self.output = os.path.join(folder, "output")

    def __enter__(self):
        with open(self.output, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(self.command, stdout=output, stderr=output)
        deadline = time.time() + 20
        while "Ctrl-C ends it." not in self.told() and time.time() < deadline:
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)

    def told(self):
        """What it has printed so far."""
        with open(self.output, encoding="utf-8") as output:
            return output.read()
