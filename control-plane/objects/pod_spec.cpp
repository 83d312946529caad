#include "control-plane/objects/pod_spec.h"

namespace podium {

const Type& ContainerPort::type() {
  using T = ContainerPort;
  static const Type t =
      struct_type<T>("ContainerPort", {field("name", &T::name), field("hostPort", &T::host_port),
                                       field("containerPort", &T::container_port, kAlways),
                                       field("protocol", &T::protocol), field("hostIP", &T::host_ip)});
  return t;
}

const Type& EnvVar::type() {
  using T = EnvVar;
  static const Type t = struct_type<T>("EnvVar", {field("name", &T::name, kAlways), field("value", &T::value),
                                                  field("valueFrom", &T::value_from)});
  return t;
}

const Type& ResourceRequirements::type() {
  using T = ResourceRequirements;
  static const Type t = struct_type<T>(
      "ResourceRequirements", {field("limits", &T::limits), field("requests", &T::requests)}, &T::rest);
  return t;
}

const Type& VolumeMount::type() {
  using T = VolumeMount;
  static const Type t =
      struct_type<T>("VolumeMount",
                     {field("name", &T::name, kAlways), field("readOnly", &T::read_only),
                      field("mountPath", &T::mount_path, kAlways), field("subPath", &T::sub_path)},
                     &T::rest);
  return t;
}

const Type& ExecAction::type() {
  static const Type t = struct_type<ExecAction>("ExecAction", {field("command", &ExecAction::command)});
  return t;
}

const Type& HttpHeader::type() {
  using T = HttpHeader;
  static const Type t =
      struct_type<T>("HTTPHeader", {field("name", &T::name, kAlways), field("value", &T::value, kAlways)});
  return t;
}

const Type& HttpGetAction::type() {
  using T = HttpGetAction;
  static const Type t = struct_type<T>(
      "HTTPGetAction", {field("path", &T::path), field("port", &T::port, kAlways), field("host", &T::host),
                        field("scheme", &T::scheme), field("httpHeaders", &T::http_headers)});
  return t;
}

const Type& TcpSocketAction::type() {
  using T = TcpSocketAction;
  static const Type t =
      struct_type<T>("TCPSocketAction", {field("port", &T::port, kAlways), field("host", &T::host)});
  return t;
}

const Type& GrpcAction::type() {
  using T = GrpcAction;
  static const Type t = struct_type<T>(
      "GRPCAction", {field("port", &T::port, kAlways), field("service", &T::service, kAlways)});
  return t;
}

const Type& SleepAction::type() {
  static const Type t =
      struct_type<SleepAction>("SleepAction", {field("seconds", &SleepAction::seconds, kAlways)});
  return t;
}

const Type& Probe::type() {
  using T = Probe;
  static const Type t = struct_type<T>(
      "Probe",
      {field("exec", &T::exec), field("httpGet", &T::http_get), field("tcpSocket", &T::tcp_socket),
       field("grpc", &T::grpc), field("initialDelaySeconds", &T::initial_delay_seconds),
       field("timeoutSeconds", &T::timeout_seconds), field("periodSeconds", &T::period_seconds),
       field("successThreshold", &T::success_threshold), field("failureThreshold", &T::failure_threshold),
       field("terminationGracePeriodSeconds", &T::termination_grace_period_seconds)});
  return t;
}

const Type& LifecycleHandler::type() {
  using T = LifecycleHandler;
  static const Type t =
      struct_type<T>("LifecycleHandler", {field("exec", &T::exec), field("httpGet", &T::http_get),
                                          field("tcpSocket", &T::tcp_socket), field("sleep", &T::sleep)});
  return t;
}

const Type& Lifecycle::type() {
  using T = Lifecycle;
  static const Type t = struct_type<T>(
      "Lifecycle", {field("postStart", &T::post_start), field("preStop", &T::pre_stop)}, &T::rest);
  return t;
}

namespace {

// Offsets count from the base, which is where derived structs begin.
std::vector<Field> container_fields() {
  using T = Container;
  return {field("name", &T::name, kAlways),
          field("image", &T::image),
          field("command", &T::command),
          field("args", &T::args),
          field("workingDir", &T::working_dir),
          field("ports", &T::ports),
          field("envFrom", &T::env_from),
          field("env", &T::env),
          field("resources", &T::resources, kAlways),
          field("restartPolicy", &T::restart_policy),
          field("volumeMounts", &T::volume_mounts),
          field("livenessProbe", &T::liveness_probe),
          field("readinessProbe", &T::readiness_probe),
          field("startupProbe", &T::startup_probe),
          field("lifecycle", &T::lifecycle),
          field("terminationMessagePath", &T::termination_message_path),
          field("terminationMessagePolicy", &T::termination_message_policy),
          field("imagePullPolicy", &T::image_pull_policy),
          field("securityContext", &T::security_context)};
}

}  // namespace

const Type& Container::type() {
  static const Type t = struct_type<Container>("Container", container_fields(), &Container::rest);
  return t;
}

const Type& EphemeralContainer::type() {
  using T = EphemeralContainer;
  static const Type t = [] {
    std::vector<Field> fields = container_fields();
    fields.push_back(field("targetContainerName", &T::target_container_name));
    return struct_type<T>("EphemeralContainer", std::move(fields), &T::rest);
  }();
  return t;
}

const Type& Toleration::type() {
  using T = Toleration;
  static const Type t = struct_type<T>(
      "Toleration", {field("key", &T::key), field("operator", &T::operator_), field("value", &T::value),
                     field("effect", &T::effect), field("tolerationSeconds", &T::toleration_seconds)});
  return t;
}

const Type& NodeSelectorRequirement::type() {
  using T = NodeSelectorRequirement;
  static const Type t = struct_type<T>(
      "NodeSelectorRequirement", {field("key", &T::key, kAlways), field("operator", &T::operator_, kAlways),
                                  field("values", &T::values)});
  return t;
}

const Type& NodeSelectorTerm::type() {
  using T = NodeSelectorTerm;
  static const Type t = struct_type<T>("NodeSelectorTerm", {field("matchExpressions", &T::match_expressions),
                                                            field("matchFields", &T::match_fields)});
  return t;
}

const Type& NodeSelector::type() {
  using T = NodeSelector;
  static const Type t =
      struct_type<T>("NodeSelector", {field("nodeSelectorTerms", &T::node_selector_terms, kAlways)});
  return t;
}

const Type& PreferredSchedulingTerm::type() {
  using T = PreferredSchedulingTerm;
  static const Type t =
      struct_type<T>("PreferredSchedulingTerm",
                     {field("weight", &T::weight, kAlways), field("preference", &T::preference, kAlways)});
  return t;
}

const Type& NodeAffinity::type() {
  using T = NodeAffinity;
  static const Type t = struct_type<T>(
      "NodeAffinity", {field("requiredDuringSchedulingIgnoredDuringExecution", &T::required),
                       field("preferredDuringSchedulingIgnoredDuringExecution", &T::preferred)});
  return t;
}

const Type& PodAffinityTerm::type() {
  using T = PodAffinityTerm;
  static const Type t = struct_type<T>(
      "PodAffinityTerm",
      {field("labelSelector", &T::label_selector), field("namespaces", &T::namespaces),
       field("topologyKey", &T::topology_key, kAlways), field("namespaceSelector", &T::namespace_selector),
       field("matchLabelKeys", &T::match_label_keys), field("mismatchLabelKeys", &T::mismatch_label_keys)});
  return t;
}

const Type& WeightedPodAffinityTerm::type() {
  using T = WeightedPodAffinityTerm;
  static const Type t = struct_type<T>(
      "WeightedPodAffinityTerm",
      {field("weight", &T::weight, kAlways), field("podAffinityTerm", &T::pod_affinity_term, kAlways)});
  return t;
}

const Type& PodAffinity::type() {
  using T = PodAffinity;
  static const Type t = struct_type<T>(
      "PodAffinity", {field("requiredDuringSchedulingIgnoredDuringExecution", &T::required),
                      field("preferredDuringSchedulingIgnoredDuringExecution", &T::preferred)});
  return t;
}

const Type& Affinity::type() {
  using T = Affinity;
  static const Type t = struct_type<T>(
      "Affinity", {field("nodeAffinity", &T::node_affinity), field("podAffinity", &T::pod_affinity),
                   field("podAntiAffinity", &T::pod_anti_affinity)});
  return t;
}

const Type& TopologySpreadConstraint::type() {
  using T = TopologySpreadConstraint;
  static const Type t = struct_type<T>(
      "TopologySpreadConstraint",
      {field("maxSkew", &T::max_skew, kAlways), field("topologyKey", &T::topology_key, kAlways),
       field("whenUnsatisfiable", &T::when_unsatisfiable, kAlways),
       field("labelSelector", &T::label_selector), field("minDomains", &T::min_domains),
       field("nodeAffinityPolicy", &T::node_affinity_policy),
       field("nodeTaintsPolicy", &T::node_taints_policy), field("matchLabelKeys", &T::match_label_keys)});
  return t;
}

const Type& Volume::type() {
  static const Type t = struct_type<Volume>("Volume", {field("name", &Volume::name, kAlways)}, &Volume::rest);
  return t;
}

const Type& SchedulingGate::type() {
  using T = SchedulingGate;
  static const Type t = struct_type<T>("PodSchedulingGate", {field("name", &T::name, kAlways)});
  return t;
}

const Type& ReadinessGate::type() {
  using T = ReadinessGate;
  static const Type t =
      struct_type<T>("PodReadinessGate", {field("conditionType", &T::condition_type, kAlways)});
  return t;
}

const Type& PodSpec::type() {
  using T = PodSpec;
  static const Type t =
      struct_type<T>("PodSpec",
                     {field("volumes", &T::volumes),
                      field("initContainers", &T::init_containers),
                      field("containers", &T::containers, kAlways),
                      field("ephemeralContainers", &T::ephemeral_containers),
                      field("restartPolicy", &T::restart_policy),
                      field("terminationGracePeriodSeconds", &T::termination_grace_period_seconds),
                      field("activeDeadlineSeconds", &T::active_deadline_seconds),
                      field("dnsPolicy", &T::dns_policy),
                      field("nodeSelector", &T::node_selector),
                      field("serviceAccountName", &T::service_account_name),
                      field("serviceAccount", &T::service_account),
                      field("automountServiceAccountToken", &T::automount_service_account_token),
                      field("nodeName", &T::node_name),
                      field("hostNetwork", &T::host_network),
                      field("securityContext", &T::security_context),
                      field("hostname", &T::hostname),
                      field("subdomain", &T::subdomain),
                      field("affinity", &T::affinity),
                      field("schedulerName", &T::scheduler_name),
                      field("tolerations", &T::tolerations),
                      field("priorityClassName", &T::priority_class_name),
                      field("priority", &T::priority),
                      field("enableServiceLinks", &T::enable_service_links),
                      field("preemptionPolicy", &T::preemption_policy),
                      field("overhead", &T::overhead),
                      field("topologySpreadConstraints", &T::topology_spread_constraints),
                      field("schedulingGates", &T::scheduling_gates),
                      field("readinessGates", &T::readiness_gates)},
                     &T::rest);
  return t;
}

const Type& PodTemplateSpec::type() {
  using T = PodTemplateSpec;
  static const Type t = struct_type<T>(
      "PodTemplateSpec", {field("metadata", &T::metadata, kAlways), field("spec", &T::spec, kAlways)});
  return t;
}

}  // namespace podium
