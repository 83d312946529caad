// What the metrics APIs answer, read. Errors are in the words that conditions and events show.
#pragma once

#include "control-plane/client/api.h"
#include "control-plane/controllers/autoscaling/samples.h"
#include "runtime/env/status.h"

namespace podium::controllers {

// Of PodMetrics. `container`: its use alone; empty: that of all.
Result<Samples> resource_samples(const ApiResponse& answer, const Text& resource, const Text& container);
// Of MetricValues, by the name of what they describe.
Result<Samples> custom_samples(const ApiResponse& answer);
Result<std::int64_t> custom_value(const ApiResponse& answer);
// Of ExternalMetricValues: their sum.
Result<std::int64_t> external_value(const ApiResponse& answer, const Text& metric);

}  // namespace podium::controllers
