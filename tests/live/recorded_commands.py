#!/usr/bin/env python3
"""The 173 kubectl commands that were recorded against another API server, run against `podium up --sim`.

Exit code and output must be those of the recording, times and ages aside, except where EXPECTED says what a
real cluster answers: the recorded server had no controllers, no kubelets and no printers. Exit 77: the
recording or kubectl is not there."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.request

from clusters import SKIPPED, Simulation, newest_kubectl
from recorded_expectations import EXPECTED, FILES

RECORDING = "../shared/data/apiserver_reference/kubectl-1.33-requests.txt"
CUT = 150  # longer outputs were recorded by their beginnings
SHORT = {"TO3": 3, "TO5": 5}  # commands that do not end: how long they run, in seconds


class Command:
    """One recorded command: what was typed, its exit code, its outputs."""

    def __init__(self, block):
        head, *rest = block.split("\n")
        typed, self.code = re.fullmatch(r"(.*)   rc=(\S+) [\d.]+s", head).groups()
        self.typed = typed
        self.recorded = {"stdout": "", "stderr": ""}
        for line in rest:
            said = re.fullmatch(r"   (stdout|stderr): (.*)", line)
            if said:
                self.recorded[said[1]] = said[2].replace(" | ", "\n")
        first, _, others = typed.partition(" ")
        self.way, self.words = (first, others) if re.fullmatch(r"[A-Z]+\d?", first) else ("", typed)

    def arguments(self):
        """As a shell would pass them: the recording has no quotes, and writes blanks in a word as '+'."""
        words = self.words.replace("TMP", "/tmp").replace("18099:", ":").replace("--port=18098", "--port=0")
        if "fx/" not in words:
            words = re.sub(r"\bn1\b", "node-1", words)
        before, option, rest = words.partition(" -p {") if " -p {" in words else words.partition(" -p [")
        if option and words.startswith("patch"):
            return before.split() + ["-p", option[-1] + rest]
        return [word.replace("+", " ") if "--schedule" in word else word for word in shlex.split(words)]


def read_recording(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        blocks = re.split(r"^## ", file.read(), flags=re.MULTILINE)
    return [Command(block) for block in blocks if block.strip()]


def plain(text):
    """Without what differs from run to run."""
    text = re.sub(r"^Warning: \w+: it is stored.*\n?", "", text, flags=re.MULTILINE)  # ours, of inert kinds
    text = re.sub(r"^[EWI]\d{4} [\d:.]+ +\d+ ", "LOG ", text, flags=re.MULTILINE)
    return text.replace("node-1", "n1").strip()


def same(recorded, output):
    recorded, output = plain(recorded), plain(output)
    if len(recorded) < CUT:
        return recorded == output
    length = min(len(recorded), len(output))
    return recorded[:length] == output[:length]


def fetch(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def run(simulation, kubectl, command):
    """Exit code ("timeout" if it had to be ended), stdout, stderr."""
    process = subprocess.Popen([kubectl, *command.arguments()], env=simulation.environment,
                               cwd=simulation.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, errors="replace")
    if command.way in ("PF", "PROXY"):
        line = process.stdout.readline()
        path = "/" if command.way == "PF" else "/api/v1/namespaces/default/pods"
        said = fetch("http://127.0.0.1:" + re.search(r"127\.0\.0\.1:(\d+)", line)[1] + path)
        process.terminate()
        out, err = process.communicate()
        return "ended", line + said, err
    try:
        given = "hello stdin\n" if command.way == "EXECI" else ""
        endless = EXPECTED.get(command.typed, (command.code,))[0] == "timeout"
        patience = SHORT.get(command.way, 3) if endless else 60
        out, err = process.communicate(given, timeout=patience)
        return str(process.returncode), out, err
    except subprocess.TimeoutExpired:
        process.terminate()
        out, err = process.communicate()
        return "timeout", out, err


def fault(command, code, out, err):
    """Why the outcome is not what it should be; empty if it is."""
    if command.typed in EXPECTED:
        wanted, pattern = EXPECTED[command.typed]
        if code != wanted:
            return f"exit code {code}, expected {wanted}: {(out + err).strip()[-300:]}"
        output = plain(out + "\n" + err)
        return "" if re.search(pattern, output, re.DOTALL) else f"expected /{pattern}/, got: {output[:600]}"
    if code != command.code:
        return f"exit code {code}, recorded {command.code}: {(out + err).strip()[-300:]}"
    for stream, output in (("stdout", out), ("stderr", err)):
        if not same(command.recorded[stream], output):
            return f"{stream} recorded: {command.recorded[stream]!r}\n  ours: {output[:600]!r}"
    return ""


def make_files(folder):
    os.mkdir(os.path.join(folder, "fx"))
    for name, text in FILES.items():
        with open(os.path.join(folder, "fx", name), "w", encoding="utf-8") as file:
            file.write(text)


def main():
    podium, kubectl = sys.argv[1], newest_kubectl()
    if not kubectl or not os.path.exists(RECORDING):
        print("skipped: no kubectl on this machine" if not kubectl else f"skipped: there is no {RECORDING}")
        return SKIPPED
    commands, wrong = read_recording(RECORDING), []
    with tempfile.TemporaryDirectory() as folder, Simulation(podium, folder, nodes=1) as simulation:
        make_files(folder)
        simulation.environment["KUBE_EDITOR"] = "sed -i 's/^  labels:/  labels:\\n    edited: yes-it-is/'"
        for command in commands:
            why = fault(command, *run(simulation, kubectl, command))
            if why:
                wrong.append(f"kubectl {command.words}\n  {why}")
            if command.typed.startswith(("create quota", "create pdb")):
                # The recorded server did not act by them; here they would stop what follows.
                subprocess.run([kubectl, "delete", "quota,pdb", "--all"], env=simulation.environment,
                               check=False, capture_output=True)
    as_recorded = len(commands) - len(EXPECTED)
    print(f"{len(commands)} commands: {as_recorded} as recorded, {len(EXPECTED)} as on a real cluster")
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
