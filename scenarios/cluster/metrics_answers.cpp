#include "scenarios/cluster/metrics_answers.h"

#include "control-plane/client/named_metrics.h"
#include "scenarios/cluster/refusals.h"

namespace podium {

void answer_for_metrics(ApiServer& server, MetricsProgram* const& metrics, bool wanted) {
  for (const KindInfo* kind : {&MetricsServer::node_metrics(), &MetricsServer::pod_metrics()}) {
    server.answer_for(*kind, [&metrics, wanted](const ApiRequest& request) {
      return metrics != nullptr ? metrics->server.read(request) : refused(no_metrics(wanted));
    });
  }
  for (const KindInfo* kind : {&custom_metric_kind(), &external_metric_kind()}) {
    server.answer_for(*kind, [&metrics, wanted](const ApiRequest& request) {
      if (metrics != nullptr) return metrics->adapter.read(request);
      const bool unknown = !wanted && request.kind == &custom_metric_kind();
      return refused(unknown ? no_custom_metrics() : no_metrics(wanted));
    });
  }
}

}  // namespace podium
