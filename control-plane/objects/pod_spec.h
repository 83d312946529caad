// What a pod shall be: containers, where it may run, how it starts and ends. Also the template that
// workloads stamp pods from. All lists are shared: the replicas of a workload share their template's.
#pragma once

#include "control-plane/objects/meta.h"

namespace podium {

struct ContainerPort {
  Text name, host_ip, protocol;
  std::int32_t container_port = 0, host_port = 0;

  bool operator==(const ContainerPort&) const = default;
  static const Type& type();
};

struct EnvVar {
  Text name, value;
  Tree value_from;

  bool operator==(const EnvVar&) const = default;
  static const Type& type();
};

struct ResourceRequirements {
  ResourceList limits, requests;
  Tree rest;

  bool operator==(const ResourceRequirements&) const = default;
  static const Type& type();
};

struct VolumeMount {
  Text name, mount_path, sub_path;
  bool read_only = false;
  Tree rest;

  bool operator==(const VolumeMount&) const = default;
  static const Type& type();
};

struct ExecAction {
  List<Text> command;
  bool operator==(const ExecAction&) const = default;
  static const Type& type();
};

struct HttpHeader {
  Text name, value;
  bool operator==(const HttpHeader&) const = default;
  static const Type& type();
};

struct HttpGetAction {
  Text path, host, scheme;
  IntOrString port;
  List<HttpHeader> http_headers;
  bool operator==(const HttpGetAction&) const = default;
  static const Type& type();
};

struct TcpSocketAction {
  IntOrString port;
  Text host;
  bool operator==(const TcpSocketAction&) const = default;
  static const Type& type();
};

struct GrpcAction {
  std::int32_t port = 0;
  Text service;
  bool operator==(const GrpcAction&) const = default;
  static const Type& type();
};

struct SleepAction {
  std::int64_t seconds = 0;
  bool operator==(const SleepAction&) const = default;
  static const Type& type();
};

struct Probe {
  Box<ExecAction> exec;
  Box<HttpGetAction> http_get;
  Box<TcpSocketAction> tcp_socket;
  Box<GrpcAction> grpc;
  std::int32_t initial_delay_seconds = 0, timeout_seconds = 0, period_seconds = 0, success_threshold = 0,
               failure_threshold = 0;
  std::optional<std::int64_t> termination_grace_period_seconds;

  bool operator==(const Probe&) const = default;
  static const Type& type();
};

struct LifecycleHandler {
  Box<ExecAction> exec;
  Box<HttpGetAction> http_get;
  Box<TcpSocketAction> tcp_socket;
  Box<SleepAction> sleep;

  bool operator==(const LifecycleHandler&) const = default;
  static const Type& type();
};

struct Lifecycle {
  Box<LifecycleHandler> post_start, pre_stop;
  Tree rest;

  bool operator==(const Lifecycle&) const = default;
  static const Type& type();
};

struct Container {
  Text name, image, working_dir, image_pull_policy, termination_message_path, termination_message_policy;
  Text restart_policy;  // "Always" makes an init container a sidecar
  List<Text> command, args;
  List<ContainerPort> ports;
  List<EnvVar> env;
  ResourceRequirements resources;
  List<VolumeMount> volume_mounts;
  Box<Probe> liveness_probe, readiness_probe, startup_probe;
  Box<Lifecycle> lifecycle;
  Tree env_from, security_context, rest;

  bool operator==(const Container&) const = default;
  static const Type& type();
};

// Joins a running pod for debugging. It starts once, takes no share of the node, and what it does not
// need to have (ports, probes, lifecycle, resources) it may not have.
struct EphemeralContainer : Container {
  Text target_container_name;  // whose processes it sees; empty: only its own

  bool operator==(const EphemeralContainer&) const = default;
  static const Type& type();
};

struct Toleration {
  Text key, operator_, value, effect;
  std::optional<std::int64_t> toleration_seconds;

  bool operator==(const Toleration&) const = default;
  static const Type& type();
};

struct NodeSelectorRequirement {
  Text key, operator_;
  List<Text> values;

  bool operator==(const NodeSelectorRequirement&) const = default;
  static const Type& type();
};

struct NodeSelectorTerm {
  List<NodeSelectorRequirement> match_expressions, match_fields;

  bool operator==(const NodeSelectorTerm&) const = default;
  static const Type& type();
};

struct NodeSelector {
  List<NodeSelectorTerm> node_selector_terms;

  bool operator==(const NodeSelector&) const = default;
  static const Type& type();
};

struct PreferredSchedulingTerm {
  std::int32_t weight = 0;
  NodeSelectorTerm preference;

  bool operator==(const PreferredSchedulingTerm&) const = default;
  static const Type& type();
};

struct NodeAffinity {
  Box<NodeSelector> required;
  List<PreferredSchedulingTerm> preferred;

  bool operator==(const NodeAffinity&) const = default;
  static const Type& type();
};

struct PodAffinityTerm {
  Box<LabelSelector> label_selector, namespace_selector;
  List<Text> namespaces, match_label_keys, mismatch_label_keys;
  Text topology_key;

  bool operator==(const PodAffinityTerm&) const = default;
  static const Type& type();
};

struct WeightedPodAffinityTerm {
  std::int32_t weight = 0;
  PodAffinityTerm pod_affinity_term;

  bool operator==(const WeightedPodAffinityTerm&) const = default;
  static const Type& type();
};

// Affinity to pods, and with the same fields anti-affinity.
struct PodAffinity {
  List<PodAffinityTerm> required;
  List<WeightedPodAffinityTerm> preferred;

  bool operator==(const PodAffinity&) const = default;
  static const Type& type();
};

struct Affinity {
  Box<NodeAffinity> node_affinity;
  Box<PodAffinity> pod_affinity, pod_anti_affinity;

  bool operator==(const Affinity&) const = default;
  static const Type& type();
};

struct TopologySpreadConstraint {
  std::int32_t max_skew = 0;
  Text topology_key, when_unsatisfiable, node_affinity_policy, node_taints_policy;
  Box<LabelSelector> label_selector;
  std::optional<std::int32_t> min_domains;
  List<Text> match_label_keys;

  bool operator==(const TopologySpreadConstraint&) const = default;
  static const Type& type();
};

// A volume by name; its source stays as it came (a kubelet reads it when it mounts).
struct Volume {
  Text name;
  Tree rest;

  bool operator==(const Volume&) const = default;
  static const Type& type();
};

struct SchedulingGate {
  Text name;
  bool operator==(const SchedulingGate&) const = default;
  static const Type& type();
};

struct ReadinessGate {
  Text condition_type;
  bool operator==(const ReadinessGate&) const = default;
  static const Type& type();
};

struct PodSpec {
  List<Volume> volumes;
  List<Container> init_containers, containers;
  List<EphemeralContainer> ephemeral_containers;
  Text restart_policy, dns_policy, service_account_name, service_account, node_name, hostname, subdomain,
      scheduler_name, priority_class_name, preemption_policy;
  std::optional<std::int64_t> termination_grace_period_seconds, active_deadline_seconds;
  Labels node_selector;
  bool host_network = false;
  std::optional<bool> automount_service_account_token, enable_service_links;
  Tree security_context;
  Box<Affinity> affinity;
  List<Toleration> tolerations;
  std::optional<std::int32_t> priority;
  ResourceList overhead;
  List<TopologySpreadConstraint> topology_spread_constraints;
  List<SchedulingGate> scheduling_gates;
  List<ReadinessGate> readiness_gates;
  Tree rest;

  bool operator==(const PodSpec&) const = default;
  static const Type& type();
};

struct PodTemplateSpec {
  Box<ObjectMeta> metadata;
  Box<PodSpec> spec;

  bool operator==(const PodTemplateSpec&) const = default;
  static const Type& type();
};

}  // namespace podium
