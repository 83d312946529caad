#include "scenarios/cluster/scaler.h"

#include "control-plane/autoscaler/autoscaler.h"
#include "control-plane/autoscaler/karpenter/karpenter.h"

namespace podium {
namespace {

template <class Scaler, class Options>
std::shared_ptr<void> started(Process& process, Transport& transport, Chronicle& chronicle,
                              CloudProvider& cloud, const Random& random, const ClusterOptions& cluster,
                              const Options& options) {
  auto scaler =
      std::make_shared<Scaler>(process, transport, cluster.control_plane, chronicle, cloud, random, options);
  scaler->start();
  return scaler;
}

}  // namespace

std::string scaler_name(const ClusterOptions& options) {
  return options.autoscaler != nullptr  ? "cluster-autoscaler"
         : options.karpenter != nullptr ? "karpenter"
                                        : "";
}

UserRef scaler_user(const ClusterOptions& options) {
  return options.autoscaler != nullptr ? options.autoscaler->client.user : options.karpenter->client.user;
}

std::shared_ptr<void> make_scaler(Process& process, Transport& transport, Chronicle& chronicle,
                                  CloudProvider& cloud, Random random, const ClusterOptions& options) {
  if (options.autoscaler != nullptr)
    return started<Autoscaler>(process, transport, chronicle, cloud, random, options, *options.autoscaler);
  return started<Karpenter>(process, transport, chronicle, cloud, random, options, *options.karpenter);
}

}  // namespace podium
