// A durable store as a whole, without a cluster: read, or filled.
#pragma once

#include <vector>

#include "control-plane/durable/export.h"
#include "runtime/env/durable_store.h"
#include "scenarios/live/store_spec.h"

namespace podium::live {

// Everything in it, now. Blocks. Errors: as open_store's; kTimeout if nobody answers.
Result<DurableSnapshot> read_contents(const StoreSpec& spec);

// What an export asks for, as it is or with what is wrong with it; kinds that it defines are known.
ImportPlan plan_contents(const std::string& text);

// Commits them all. Refuses a store in which there is something, unless `into_others`. Blocks.
Status import_contents(const StoreSpec& spec, std::vector<DurableTransaction> transactions, bool into_others);

}  // namespace podium::live
