#include "scenarios/cluster/scheduler_file.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "control-plane/codec/yaml.h"

namespace podium {

Result<SchedulerConfiguration> read_scheduler_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Error{ErrorCode::kNotFound, path + ": cannot be read"};
  const YamlResult yaml = parse_yaml(std::string(std::istreambuf_iterator<char>(in), {}), path);
  if (!yaml.error.empty()) return Error{ErrorCode::kInvalid, yaml.error};
  if (yaml.documents.size() != 1)
    return Error{ErrorCode::kInvalid, path + ": expected one KubeSchedulerConfiguration"};
  auto configuration = read_scheduler_configuration(yaml.documents.front().json);
  if (!configuration.ok())
    return Error{configuration.error().code, path + ": " + configuration.error().message};
  return configuration;
}

void configure(SchedulerOptions& options, const SchedulerConfiguration& configuration) {
  options.profiles = configuration.profiles;
  options.queue = configuration.queue;
  if (configuration.qps) options.client.qps = *configuration.qps;
  if (configuration.burst) options.client.burst = *configuration.burst;
}

}  // namespace podium
