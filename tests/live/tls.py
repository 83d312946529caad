#!/usr/bin/env python3
"""kubectl over TLS: streams, a serving certificate that is renewed under a watch, certificates that openssl
made or reads, what the audit log says of their holders, kubeconfigs of before.
Exit 77: there is no kubectl."""

import base64
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

from clusters import SKIPPED, Simulation, newest_kubectl
from streams import check_streams

MANIFEST = "scenarios/manifests/web.yaml"
LIFETIME = 18  # seconds, of the first serving certificate; it is renewed when a third of them is left

OPENSSL_CA = """
[ca]
default_ca = podium
[podium]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = server
[any]
commonName = supplied
[server]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,\
DNS:kubernetes.default.svc.cluster.local
"""


def run(words, given=None, **how):
    done = subprocess.run(words, check=False, capture_output=True, text=True, input=given, timeout=60, **how)
    return done.returncode, done.stdout + done.stderr


def openssl(folder, line):
    code, output = run(["openssl", *line.split()], cwd=folder)
    assert code == 0, f"openssl {line}: {output}"
    return output


def new_key(folder, name, subject):
    """A P-256 key and the request for its certificate."""
    openssl(folder, "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                    f"-keyout {name}.key -out {name}.csr -subj {subject}")


def make_authority(pki):
    """An authority of openssl's, and a serving certificate that is soon due."""
    os.mkdir(pki)
    openssl(pki, "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 "
                 "-keyout ca.key -out ca.crt -subj /CN=ours -addext keyUsage=critical,keyCertSign,cRLSign")
    new_key(pki, "server", "/CN=kube-apiserver")
    for name, text in (("index", ""), ("ca.cnf", OPENSSL_CA)):
        with open(os.path.join(pki, name), "w", encoding="utf-8") as file:
            file.write(text)
    now = datetime.now(timezone.utc)
    start, end = (f"{at:%Y%m%d%H%M%SZ}" for at in (now, now + timedelta(seconds=LIFETIME)))
    openssl(pki, "ca -batch -notext -config ca.cnf -cert ca.crt -keyfile ca.key -in server.csr "
                 f"-out server.crt -startdate {start} -enddate {end}")


class Kubectl:
    def __init__(self, kubectl, simulation):
        self.kubectl, self.environment = kubectl, simulation.environment

    def __call__(self, line, expected, given=None, code=0):
        ended, output = run([self.kubectl, *line.split()], given, env=self.environment)
        assert ended == code and expected in output, f"kubectl {line}: {ended}, {output}"
        return output

    def server(self):
        return self("config view -o jsonpath={.clusters[0].cluster.server}", "https://127.0.0.1:")

    def serving_certificate(self):
        return ssl.get_server_certificate(tuple(self.server().removeprefix("https://").split(":")))


def renewal_under_a_watch(kubectl, simulation, first):
    """The watch goes on over its old connection, new connections meet the new certificate."""
    watch = subprocess.Popen([kubectl.kubectl, "get", "configmaps", "-w", "-o", "name"],
                             env=simulation.environment, stdout=subprocess.PIPE, text=True)
    try:
        while "kube-root-ca.crt" not in watch.stdout.readline():
            pass
        assert kubectl.serving_certificate() == first, "it was renewed too early for this test"
        deadline = time.time() + LIFETIME
        while "The server has a new certificate." not in simulation.told() and time.time() < deadline:
            time.sleep(0.1)
        assert kubectl.serving_certificate() != first
        kubectl("create configmap after-renewal", "created")
        assert watch.stdout.readline() == "configmap/after-renewal\n"
    finally:
        watch.terminate()
        watch.wait(timeout=20)


def certificates_verify(pki):
    for name, purpose in (("server", "sslserver"), ("admin", "sslclient")):
        assert ": OK" in openssl(pki, f"verify -x509_strict -purpose {purpose} -CAfile ca.crt {name}.crt")
    assert "kubernetes-admin" in openssl(pki, "x509 -noout -subject -in admin.crt")


def signing_request(kubectl, pki):
    """A user of openssl's key, by `kubectl certificate approve`."""
    new_key(pki, "ann", "/O=devs/CN=ann")
    assert "verify OK" in openssl(pki, "req -noout -verify -in ann.csr")
    with open(os.path.join(pki, "ann.csr"), "rb") as file:
        request = base64.b64encode(file.read()).decode()
    kubectl("apply -f -", "created", json.dumps({
        "apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest",
        "metadata": {"name": "ann"},
        "spec": {"request": request, "signerName": "kubernetes.io/kube-apiserver-client",
                 "usages": ["client auth"]}}))
    kubectl("certificate approve ann", "approved")
    kubectl("wait csr/ann --for=jsonpath={.status.certificate} --timeout=20s", "condition met")
    issued = kubectl("get csr ann -o jsonpath={.status.certificate}", "")
    with open(os.path.join(pki, "ann.crt"), "wb") as file:
        file.write(base64.b64decode(issued))
    assert ": OK" in openssl(pki, "verify -x509_strict -purpose sslclient -CAfile ca.crt ann.crt")
    as_ann = f"--kubeconfig /dev/null --server {kubectl.server()} --certificate-authority {pki}/ca.crt " \
             f"--client-certificate {pki}/ann.crt --client-key {pki}/ann.key "
    kubectl(as_ann + "auth whoami", "ann")
    kubectl(as_ann + "get pods", 'User "ann" cannot list resource "pods"', code=1)


AUDIT_POLICY = """
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
  users: [ann]
- level: None
"""


def audit(folder):
    """Options of a log of what ann does, and its path."""
    policy, log = os.path.join(folder, "policy.yaml"), os.path.join(folder, "audit.log")
    with open(policy, "w", encoding="utf-8") as file:
        file.write(AUDIT_POLICY)
    return ("--audit-policy-file", policy, "--audit-log-path", log), log


def check_audit(log):
    with open(log, encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    assert {event["user"]["username"] for event in events} == {"ann"}, events
    refused = next(event for event in events if event.get("objectRef", {}).get("resource") == "pods")
    assert (refused["verb"], refused["responseStatus"]["code"]) == ("list", 403), refused
    assert refused["user"]["groups"] == ["devs", "system:authenticated"], refused


def while_it_serves(podium, kubectl, folder, pki):
    make_authority(pki)
    with open(os.path.join(pki, "server.crt"), encoding="utf-8") as file:
        first = file.read()
    options, log = audit(folder)
    with Simulation(podium, folder, options=("--tls", "--pki", pki, *options)) as simulation:
        ask = Kubectl(kubectl, simulation)
        ask(f"apply -f {MANIFEST}", "deployment.apps/web created")
        renewal_under_a_watch(ask, simulation, first)
        ask("rollout status deployment/web", "successfully rolled out")
        wrong = check_streams(kubectl, simulation.environment, folder)
        assert not wrong, wrong
        certificates_verify(pki)
        signing_request(ask, pki)
        check_audit(log)
        shutil.copy(simulation.config, simulation.config + ".copy")
        simulation.process.kill()  # it leaves its kubeconfig behind
    return simulation.config + ".copy"


def with_the_same_keys(podium, kubectl, folder, pki, copy):
    """A copy of the kubeconfig is good for as long as its certificates are, wherever the server listens."""
    with Simulation(podium, folder, options=("--address", "0.0.0.0", "--pki", pki)) as simulation:
        ask = Kubectl(kubectl, simulation)
        assert "copies of it" not in simulation.told()
        assert "https://" in simulation.told(), "off loopback TLS is the default"
        ask(f"--kubeconfig {copy} --server {ask.server()} get nodes", "node-3")
        simulation.process.kill()


def with_other_keys(podium, kubectl, folder, copy):
    with Simulation(podium, folder, options=("--tls", "--pki", os.path.join(folder, "other"))) as simulation:
        ask = Kubectl(kubectl, simulation)
        assert "copies of it do not work here" in simulation.told(), simulation.told()
        ask("get nodes", "node-3")
        ask(f"--kubeconfig {copy} --server {ask.server()} get nodes",
            "certificate signed by unknown authority", code=1)
    assert not os.path.exists(simulation.config)


def main():
    podium, kubectl = sys.argv[1], newest_kubectl()
    if not kubectl:
        print("skipped: no kubectl on this machine (Debian: kubernetes-client)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        pki = os.path.join(folder, "pki")
        copy = while_it_serves(podium, kubectl, folder, pki)
        with_the_same_keys(podium, kubectl, folder, pki, copy)
        with_other_keys(podium, kubectl, folder, copy)
    print("over TLS: streams, a renewal, certificates, kubeconfigs of before")
    return 0


sys.exit(main())
