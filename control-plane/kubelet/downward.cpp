#include "control-plane/kubelet/downward.h"

#include <nlohmann/json.hpp>

namespace podium::kubelet {
namespace {

// All of a map, as files of a downward volume have them.
std::string lines_of(const Labels& labels) {
  std::string text;
  for (const auto& [key, value] : labels)
    text += (text.empty() ? "" : "\n") + key.str() + "=" + nlohmann::json(value.str()).dump();
  return text;
}

// "metadata.labels['app']" is one of `labels`; a key that is not there is empty.
std::optional<std::string> subscript(const Labels& labels, std::string_view path, std::string_view name) {
  if (!path.starts_with(name)) return std::nullopt;
  path.remove_prefix(name.size());
  if (path.empty()) return lines_of(labels);
  if (path.size() < 4 || !path.starts_with("['") || !path.ends_with("']")) return std::nullopt;
  return labels.get(path.substr(2, path.size() - 4)).str();
}

std::int64_t whole_divisors(std::int64_t amount, std::int64_t divisor) {
  return divisor <= 0 ? amount : (amount + divisor - 1) / divisor;
}

}  // namespace

std::optional<std::string> field_value(const Downward& of, std::string_view path) {
  const ObjectMeta& meta = of.pod.metadata;
  const PodSpec& spec = *of.pod.spec;
  const std::pair<std::string_view, const Text*> fields[] = {
      {"metadata.name", &meta.name},
      {"metadata.namespace", &meta.namespace_},
      {"metadata.uid", &meta.uid},
      {"spec.nodeName", &spec.node_name},
      {"status.hostIP", &of.host_ip},
      {"status.hostIPs", &of.host_ip},
      {"status.podIP", &of.state.address},
      {"status.podIPs", &of.state.address},
      {"spec.serviceAccountName", &spec.service_account_name}};
  for (const auto& [name, value] : fields) {
    if (name == path) return value->str();
  }
  if (auto label = subscript(meta.labels, path, "metadata.labels")) return label;
  return subscript(meta.annotations, path, "metadata.annotations");
}

std::optional<std::string> resource_value(const Downward& of, std::string_view container,
                                          std::string_view resource, std::string_view divisor) {
  const PodSpec& spec = *of.pod.spec;
  std::size_t i = 0;
  while (i < proper_end(spec) && !(container_at(spec, i).name == container)) ++i;
  if (i == proper_end(spec)) return std::nullopt;
  const bool limit = resource.starts_with("limits.");
  if (!limit && !resource.starts_with("requests.")) return std::nullopt;
  const std::string_view name = resource.substr(resource.find('.') + 1);
  const ResourceRequirements& given = resources_at(spec, of.state, i);
  const Quantity* quantity = (limit ? given.limits : given.requests).find(name);
  const std::optional<Quantity> unit = Quantity::parse(divisor.empty() || divisor == "0" ? "1" : divisor);
  if (!unit) return std::nullopt;
  if (name == "cpu") {
    const std::int64_t milli = quantity != nullptr ? quantity->milli_value() : limit ? of.node.cpu : 0;
    return std::to_string(whole_divisors(milli, unit->milli_value()));
  }
  const bool memory = name == "memory" && limit;
  const std::int64_t amount = quantity != nullptr ? quantity->value() : memory ? of.node.memory : 0;
  return std::to_string(whole_divisors(amount, unit->value()));
}

}  // namespace podium::kubelet
