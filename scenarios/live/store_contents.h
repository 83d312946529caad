// A durable store as a whole, without a cluster: read, or filled.
#pragma once

#include <vector>

#include "runtime/env/durable_store.h"
#include "scenarios/live/store_spec.h"

namespace podium::live {

// Everything in it, now. Blocks. Errors: as open_store's; kTimeout if nobody answers.
Result<DurableSnapshot> read_contents(const StoreSpec& spec);

// Commits them all. Refuses a store in which there is something, unless `into_others`. Blocks.
Status import_contents(const StoreSpec& spec, std::vector<DurableTransaction> transactions, bool into_others);

}  // namespace podium::live
