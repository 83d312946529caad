// Nothing that a user wrote is lost on the way through the structs.
#include "tests/control-plane/rules/make.h"

using namespace podium;
using nlohmann::json;

namespace {

constexpr const char* kObjects[] = {
    R"({apiVersion: v1, kind: PersistentVolume, metadata: {name: x}, spec: {capacity: {storage: 1Gi},
        accessModes: [ReadWriteOnce], claimRef: {namespace: d, name: c, uid: u}, mountOptions: [hard],
        persistentVolumeReclaimPolicy: Delete, storageClassName: fast, volumeMode: Block,
        csi: {driver: d, volumeHandle: h}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions:
        [{key: zone, operator: In, values: [a]}]}]}}}, status: {phase: Bound, reason: r}})",
    R"({apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: x}, spec: {accessModes: [ReadWriteOnce],
        resources: {requests: {storage: 1Gi}, limits: {storage: 2Gi}}, storageClassName: '', volumeName: v,
        selector: {matchLabels: {a: b}}, dataSource: {kind: PersistentVolumeClaim, name: other}},
        status: {phase: Bound, capacity: {storage: 1Gi}, allocatedResources: {storage: 2Gi}}})",
    R"({apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: x}, provisioner: p,
        parameters: {a: b}, mountOptions: [hard], allowVolumeExpansion: false,
        allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [a]}]}]})",
    R"({apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: x}, spec: {minAvailable: 50%,
        selector: {}, unhealthyPodEvictionPolicy: AlwaysAllow}, status: {disruptedPods:
        {p: '2025-01-01T00:00:00Z'}, observedGeneration: 3, disruptionsAllowed: 0}})",
    R"({apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: x}, spec: {maxReplicas: 3,
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, metrics: [{type: External,
        external: {metric: {name: q, selector: {matchLabels: {a: b}}}, target: {type: Value, value: '30'}}},
        {type: ContainerResource, containerResource: {name: cpu, container: c,
        target: {type: Utilization, averageUtilization: 50}}}],
        behavior: {scaleUp: {tolerance: 100m, selectPolicy: Disabled}}},
        status: {desiredReplicas: 2, currentMetrics: [{type: Resource, resource: {name: cpu,
        current: {averageUtilization: 0, averageValue: '0'}}}]}})",
    R"({apiVersion: v1, kind: ResourceQuota, metadata: {name: x}, spec: {hard: {pods: '3'}, scopes: [BestEffort],
        scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [a]}]}},
        status: {used: {pods: '0'}}})",
    R"({apiVersion: v1, kind: LimitRange, metadata: {name: x}, spec: {limits: [{type: Container,
        maxLimitRequestRatio: {cpu: '2'}, max: {cpu: '1'}}]}})",
    R"({apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: x}, value: -5,
        globalDefault: true, description: text, preemptionPolicy: Never})",
    R"({apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: x}, spec: {ingressClassName: nginx,
        defaultBackend: {resource: {apiGroup: g.io, kind: K, name: o}}, tls: [{hosts: [a.b], secretName: s}],
        rules: [{host: a.b, http: {paths: [{path: /, pathType: Prefix,
        backend: {service: {name: s, port: {name: http}}}}]}}]},
        status: {loadBalancer: {ingress: [{ip: 10.0.0.1, ports: [{port: 80, protocol: TCP}]}]}}})",
    R"({apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: x}, spec: {controller: a/b,
        parameters: {apiGroup: g.io, kind: K, name: o, scope: Namespace, namespace: d}}})",
    R"({apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: x}, spec: {podSelector: {},
        ingress: [{from: [{namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}],
        egress: [{to: [{podSelector: {matchLabels: {a: b}}}], ports: [{port: dns, protocol: UDP},
        {port: 1, endPort: 2}]}], policyTypes: [Ingress, Egress]}})",
    R"({apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: x}, rules: [{verbs: [get],
        apiGroups: [''], resources: [pods], resourceNames: [a]}, {verbs: ['*'], nonResourceURLs: ['*']}],
        aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}})",
    R"({apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: x}, roleRef: {kind: Role,
        apiGroup: rbac.authorization.k8s.io, name: r}, subjects: [{kind: ServiceAccount, name: a, namespace: d}]})"};

}  // namespace

TEST_CASE("Policies, storage, networking and access keep every field that they are given") {
  for (const char* text : kObjects) {
    const json given = make::yaml(text);
    INFO(given["kind"]);
    const Ref<Object> object = make::object(text);
    const json written = to_json(*object);
    json with_given = written;
    with_given.merge_patch(given);
    CHECK(with_given == written);
    CHECK(object->kind().equal(*object, *make::object(text)));
  }
}
