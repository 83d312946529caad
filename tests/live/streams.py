"""What kubectl streams: logs -f, exec, cp, port-forward."""

import os
import re
import subprocess
import urllib.request


def first_line(process):
    """The first line that it prints; it is ended then."""
    try:
        return process.stdout.readline()
    finally:
        process.terminate()
        process.wait(timeout=20)


def check_streams(kubectl, environment, folder):
    """Of the deployment web: logs -f, input, files, ports. Returns what went wrong, a line each."""
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
