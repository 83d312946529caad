"""For recorded_commands.py: the files that its commands name, and what a real cluster answers to those
commands that were recorded against a server without controllers, kubelets and printers."""

_REQUEST = (  # a certificate signing request of alice, in the group team
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIYU1JR0JBZ0VBTUI4eERqQU1CZ05WQkFNTUJXRnNhV05"
    "sTVEwd0N3WURWUVFLREFSMFpXRnRNRmt3RXdZSApLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFWTRDM0t0VEQ5Vk45Tz"
    "duYlhzN2lsYUhNVUhLWjgwV2ZMKzNCCkRHMTNmZE05cC9TRTlkTjBuYmZZZ2l1MnJGYkljS3RGSU1hQk9pa2xZMUgzYnluR"
    "UNhQUFNQW9HQ0NxR1NNNDkKQkFNQ0EwZ0FNRVVDSVFDQnVZTHNMRHorSXRERDdJbkJhL255R0tKWElCTnR6cEoyQkJhN3Nn"
    "TjQyQUlnTFNITwpzbEVybUkyT2ZGQlVCeDM4SUwvTGVwRVhGeGFyK083RDhLSDFFNWc9Ci0tLS0tRU5EIENFUlRJRklDQVR"
    "FIFJFUVVFU1QtLS0tLQo="
)

_POD = """apiVersion: v1
kind: Pod
metadata: {name: p1, labels: {app: x}}
spec:
  containers:
  - {name: c1, image: nginx}
  - {name: c2, image: busybox}
"""

_DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: d1, labels: {app: d}}
spec:
  replicas: 2
  selector: {matchLabels: {app: d}}
  template:
    metadata: {labels: {app: d}}
    spec:
      containers: [{name: c1, image: nginx}]
"""

FILES = {
    "node.yaml": """apiVersion: v1
kind: Node
metadata: {name: n1, labels: {kubernetes.io/hostname: n1}}
""",
    "pod.yaml": _POD,
    "pod2.yaml": _POD.replace("app: x", "app: x, b: two"),
    "dep.yaml": _DEPLOYMENT,
    "dep2.yaml": _DEPLOYMENT.replace("nginx", "nginx:2"),
    "role.yaml": """apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r9, namespace: default}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
""",
    "csr.yaml": f"""apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {{name: csr1}}
spec:
  request: {_REQUEST}
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
""",
}

_AGE = r"[\dsmhd]+"
_POD_ROW = rf"p1 +\d/2 +(ContainerCreating|Running) +0 +{_AGE}"
_POD_TABLE = rf"^NAME +READY +STATUS +RESTARTS +AGE\n{_POD_ROW}$"
_LOG = r"nginx starting, run 1\nlistening"
_OTHER_LOG = r"busybox starting, run 1\nlistening"
_FILES = r"^bin\netc\nproc\nroot\ntmp"
_DEFAULTED = r"Defaulted container \"c1\" out of: c1, c2"

# Command: its exit code ("timeout" or "ended" if it does not end by itself), and a pattern of what it prints.
EXPECTED = {
    "get pod p1": ("0", _POD_TABLE),
    "get pod p1 -o yaml": (
        "0",
        r"uid: [0-9a-f-]{36}\nspec:\n  containers:\n  - image: nginx\n    imagePullPolicy: Always"
    ),
    "get pods p1 p2missing": ("1", rf"{_POD_ROW}\n.*pods \"p2missing\" not found"),
    "get pods,svc,deploy": (
        "0",
        rf"pod/{_POD_ROW}.*NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE\nservice/kubernetes +"
        rf"ClusterIP +10\.96\.0\.1 +<none> +443/TCP"
    ),
    "get all": ("0", rf"pod/{_POD_ROW}.*service/kubernetes"),
    "get -f fx/pod.yaml": ("0", _POD_TABLE),
    "get pods -A --chunk-size=1": (
        "0",
        rf"^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE\ndefault +{_POD_ROW}$"
    ),
    "get pods -l app=x --field-selector=status.phase=Running": (
        "0",
        rf"{_POD_ROW}$|No resources found in default namespace"
    ),
    "get pods --sort-by=.metadata.name": ("0", _POD_TABLE),
    "get pods --show-labels": ("0", rf"AGE +LABELS\n{_POD_ROW} +app=x$"),
    "get pods -L app": ("0", rf"AGE +APP\n{_POD_ROW} +x$"),
    "TO3 get pods -w": ("timeout", _POD_TABLE.rstrip("$")),
    "TO3 get pods -w -o yaml": ("timeout", r"^apiVersion: v1\nkind: Pod\nmetadata:"),
    "TO3 get pod p1 -w": ("timeout", _POD_TABLE.rstrip("$")),
    "TO3 get pods -w --output-watch-events": (
        "timeout",
        rf"^EVENT +NAME +READY +STATUS +RESTARTS +AGE\nADDED +{_POD_ROW}"
    ),
    "get pods --show-managed-fields -o yaml": (
        "0",
        r"managedFields:\n    - apiVersion: v1\n      fieldsType: FieldsV1"
    ),
    "get --raw /api/v1/namespaces/default/pods?limit=1": (
        "0",
        r'^{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"\d+"},"items":\[{'
    ),
    "get po/p1 no/n1": (
        "0",
        rf"pod/{_POD_ROW}.*NAME +STATUS +ROLES +AGE +VERSION\nnode/n1 +Ready +<none> +{_AGE} +"
        rf"v1\.33\.0"
    ),
    "describe pod p1": (
        "0",
        r"^Name: +p1\nNamespace: +default\nPriority: +0\nService Account: +default\nNode: +"
        r"n[12]/.*Successfully assigned default/p1"
    ),
    "describe node n1": (
        "0",
        r"^Name: +n1\nRoles: +<none>\nLabels: +"
        r"beta.kubernetes.io/arch=amd64.*kubelet is posting ready status"
    ),
    "describe deployment d1": (
        "0", r"^Name: +d1\nNamespace: +default.*Replicas: +2 desired .*NewReplicaSet: +d1-"
    ),
    "create token sa1 --duration=10m": ("0", r"^[\w-]+\.[\w-]+\.[\w-]+$"),
    "get hpa": (
        "0",
        r"^NAME +REFERENCE +TARGETS +MINPODS +MAXPODS +REPLICAS +AGE\nd1 +Deployment/d1 +"
        r"cpu: \S+/50% +1 +3 +\d"
    ),
    "describe hpa d1": ("0", r"^Name: +d1\n.*Reference: +Deployment/d1.*Min replicas: +1\nMax replicas: +3"),
    "rollout history deploy/d1": ("0", r"^deployment.apps/d1 \nREVISION +CHANGE-CAUSE\n(\d+ +<none>\n?)+"),
    "rollout history deploy/d1 --revision=1": (
        "1",  # rolled over
        r"error: unable to find the specified revision"
    ),
    "label pods --all z=2 --overwrite": ("0", r"pod/d1-[0-9a-z]+-[0-9a-z]+ labeled.*pod/p1 labeled"),
    "describe svc d1": ("0", r"^Name: +d1\n.*Selector: +app=d\n.*TargetPort: +8080/TCP\n.*Endpoints: +\d+\."),
    "logs p1": ("0", rf"^{_LOG}\n.*{_DEFAULTED}"),
    "logs p1 -c c1 --tail=5 --since=10m --timestamps": (
        "0",
        r"^[\dT:.-]+Z nginx starting, run 1\n[\dT:.-]+Z listening$"
    ),
    # In an order that changes from run to run.
    "logs p1 --all-containers": ("0", rf"^({_LOG}\n{_OTHER_LOG}|{_OTHER_LOG}\n{_LOG})$"),
    "TO3 logs -f p1 -c c1": ("timeout", rf"^{_LOG}"),
    "logs -p p1 -c c1": ("1", r"previous terminated container \"c1\" in pod \"p1\" not found"),
    "logs deploy/d1": ("0", r"nginx:9 starting, run 1\nlistening"),
    "logs -l app=x --prefix": ("0", r"^\[pod/p1/c1\] nginx starting, run 1\n\[pod/p1/c1\] listening"),
    "exec p1 -c c1 -- ls": ("0", _FILES),
    "exec p1 -- ls": ("0", rf"{_FILES}.*{_DEFAULTED}"),
    "EXECI exec -i p1 -c c1 -- cat": ("0", r"^hello stdin$"),
    "exec deploy/d1 -- ls": ("0", _FILES),
    "TO5 run r3 --image=nginx -i --rm --restart=Never -- sh": ("0", r'pod "r3" deleted'),
    "wait pod/p1 --for=delete --timeout=2s": ("1", r"timed out waiting for the condition on pods/p1"),
    "attach p1 -c c1": ("timeout", r"If you don't see a command prompt, try pressing enter."),
    "cp fx/pod.yaml p1:TMP/x -c c1": ("0", r"^$"),
    "TO5 cp p1:TMP/x out.x -c c1": ("0", r"^(tar: .*)?$"),
    "PF port-forward pod/p1 18099:80": ("ended", r"^Forwarding from 127\.0\.0\.1:\d+ -> 80\n.*200 OK"),
    "PF port-forward svc/d1 18099:80": ("ended", r"^Forwarding from 127\.0\.0\.1:\d+ -> 8080\n.*200 OK"),
    "PROXY proxy --port=18098": ("ended", r"^Starting to serve on 127\.0\.0\.1:\d+\n.*\"kind\":\"PodList\""),
    "top node": (
        "0",
        r"^NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\) *\n.*n1 +\d+m +\d+% +\d+Mi +"
        r"\d+%"
    ),
    "top pod": ("0", r"^NAME +CPU\(cores\) +MEMORY\(bytes\) *\n.*p1 +20m +40Mi"),
    "top pod -A --containers": (
        "0",
        r"^NAMESPACE +POD +NAME +CPU\(cores\) +MEMORY\(bytes\) *\n.*default +p1 +c1 +10m +20Mi"
    ),
    "drain n1 --dry-run=server --force --ignore-daemonsets": (
        "0",
        r"^node/n1 cordoned \(server dry run\)\n.*node/n1 drained \(server dry run\)"
    ),
    "drain n1 --force --ignore-daemonsets --delete-emptydir-data --timeout=10s": (
        "0",
        r"^node/n1 cordoned\n.*node/n1 drained"
    ),
    "events": ("0", r"^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n.*Successfully assigned default/p1"),
    "events --for pod/p1": ("0", r"Scheduled +Pod/p1 +Successfully assigned default/p1.*Pulled +Pod/p1"),
    "TO3 events -w": ("timeout", r"^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n"),
    "get events": ("0", r"^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n.*Successfully assigned default/p1"),
    "explain pods": ("0", r"^KIND: +Pod\nVERSION: +v1\n\nDESCRIPTION:.*spec\t<PodSpec>"),
    "explain deploy.spec.replicas": (
        "0",
        r"^GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n\nFIELD: replicas <integer>"
    ),
    "explain pods --recursive": ("0", r"initContainers\t<\[\]Container>"),
    "explain pods --output=plaintext-openapiv2": ("0", r"^KIND: +Pod\nVERSION: +v1\n.*FIELDS:"),
    "api-resources --verbs=list -o name": (
        "0",
        r"^componentstatuses\nconfigmaps\n.*\npods\n.*\ncustomresourcedefinitions.apiextensions.k8s.io\n"
        r".*\ndeployments.apps\n.*\npods.metrics.k8s.io"
    ),
    "api-versions": (
        "0",
        r"apps/v1\nauthentication.k8s.io/v1\nauthorization.k8s.io/v1\nautoscaling/v1\n"
        r"autoscaling/v2\nbatch/v1\n.*\nv1$"
    ),
    "auth can-i --list": (
        "0",
        r"^Resources +Non-Resource URLs +Resource Names +Verbs\n.*\*\.\* +\[\] +\[\] +\[\*\]"
    ),
    "auth whoami": (
        "0",
        r"^ATTRIBUTE +VALUE\nUsername +kubernetes-admin\n.*Groups +"
        r"\[system:masters system:authenticated\]"
    ),
    "diff -f fx/dep.yaml": ("1", r"^diff -u -N .*\n-        image: nginx:9\n\+        image: nginx"),
    "diff --server-side -f fx/dep.yaml": (
        "2",  # as it must be
        r"Apply failed with \d+ conflicts?: .*\"kubectl-set\""
    ),
    "debug p1 --image=busybox -c dbg": ("0", r"--profile=legacy is deprecated"),
    "debug p1 --image=busybox --copy-to=p1copy": (
        "0",
        r"Defaulting debug container name to debugger-[0-9a-z]{5}\."
    ),
    "debug node/n1 --image=busybox": (
        "0",
        r"Creating debugging pod node-debugger-n1-[0-9a-z]{5} with container debugger on node n1\."
    ),
    "cluster-info": ("0", r"Kubernetes control plane is running at http://127\.0\.0\.1:\d+"),
    "version": ("0", r"Client Version: v1\.33.*Server Version: v1\.33\.0"),
    "config view --minify": ("0", r"server: http://127\.0\.0\.1:\d+\n.*current-context: podium"),
    "delete pods --all": ("0", r'pod "node-debugger-n1-[0-9a-z]{5}" deleted\n.*pod "p1copy" deleted'),
    "delete cm,secret --all": ("0", r'configmap "cm1" deleted\n.*secret "s1" deleted'),
    "delete pod -A --all": ("0", r"deleted|No resources found"),
}
