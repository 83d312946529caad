#include "control-plane/rules/admission.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium {
namespace {

constexpr const char* kNotReady = "node.kubernetes.io/not-ready";
constexpr const char* kUnreachable = "node.kubernetes.io/unreachable";
constexpr std::int64_t kTolerationSeconds = 300;
constexpr const char* kTokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

Toleration for_a_while(const char* taint) { return {taint, "Exists", "", "NoExecute", kTolerationSeconds}; }

bool tolerates_no_execute(const List<Toleration>& tolerations, std::string_view taint) {
  return std::any_of(tolerations.begin(), tolerations.end(), [&](const Toleration& t) {
    return (t.key.empty() || t.key == taint) && (t.effect.empty() || t.effect == "NoExecute");
  });
}

void add_tolerations(PodSpec& spec) {
  static const List<Toleration> both = {for_a_while(kNotReady), for_a_while(kUnreachable)};
  if (spec.tolerations.empty()) {
    spec.tolerations = both;  // one list for all such pods
    return;
  }
  for (const char* taint : {kNotReady, kUnreachable}) {
    if (!tolerates_no_execute(spec.tolerations, taint)) spec.tolerations.push_back(for_a_while(taint));
  }
}

// The source of the token volume is the same for every pod, so all share one.
const Tree& token_source() {
  using nlohmann::json;
  static const Tree source = [] {
    const json token = {{"serviceAccountToken", {{"expirationSeconds", 3607}, {"path", "token"}}}};
    const json root = {
        {"configMap", {{"name", "kube-root-ca.crt"}, {"items", {{{"key", "ca.crt"}, {"path", "ca.crt"}}}}}}};
    const json name_of_space = {{"apiVersion", "v1"}, {"fieldPath", "metadata.namespace"}};
    const json space = {{"downwardAPI", {{"items", {{{"path", "namespace"}, {"fieldRef", name_of_space}}}}}}};
    return Tree(json{{"projected", {{"defaultMode", 420}, {"sources", {token, root, space}}}}});
  }();
  return source;
}

bool has_token(const Container& container) {
  return std::any_of(container.volume_mounts.begin(), container.volume_mounts.end(),
                     [](const VolumeMount& mount) { return mount.mount_path == kTokenPath; });
}

void mount_token(PodSpec& spec, std::string_view suffix) {
  VolumeMount mount;
  mount.name = "kube-api-access-" + std::string(suffix);
  mount.mount_path = kTokenPath;
  mount.read_only = true;
  bool used = false;
  for (List<Container>* containers : {&spec.init_containers, &spec.containers}) {
    for (std::size_t i = 0; i < containers->size(); ++i) {
      if (has_token((*containers)[i])) continue;
      containers->edit()[i].volume_mounts.push_back(mount);
      used = true;
    }
  }
  if (used) spec.volumes.push_back(Volume{mount.name, token_source()});
}

}  // namespace

void admit_pod(Pod& pod, bool token_volume, std::string_view suffix) {
  PodSpec& spec = pod.spec.edit();
  add_tolerations(spec);
  if (spec.service_account_name.empty()) spec.service_account_name = "default";
  spec.service_account = spec.service_account_name;
  if (token_volume && spec.automount_service_account_token.value_or(true)) mount_token(spec, suffix);
}

void admit_node(Node& node) {
  const Taint not_ready{kNotReady, "", "NoSchedule", {}};
  List<Taint>& taints = node.spec.edit().taints;
  const bool there = std::any_of(taints.begin(), taints.end(), [&](const Taint& t) {
    return t.key == not_ready.key && t.effect == not_ready.effect;
  });
  if (!there) taints.push_back(not_ready);
}

}  // namespace podium
