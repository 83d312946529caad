// A whole store as text, to be kept or to be put into another store: one JSON object a line, the first
// about the export, each other an entry with its key and its object. In the order of their last changes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "control-plane/durable/record.h"
#include "runtime/env/durable_store.h"

namespace podium {

std::string export_text(const DurableSnapshot& snapshot);

struct ImportPlan {
  std::vector<DurableTransaction> transactions;  // to be committed in this order; each needs its key free
  std::string error;                             // "line 12: ..."; empty if all is well
};
// How kinds are known that the export itself defines.
struct ImportKinds {
  FindKind find = find_built_in_kind;
  std::function<void(const Object& definition)> define;  // told of each before all else; empty: nobody
};
// New revisions are the new store's. Lifetimes are not kept: what had one stays until it is deleted.
ImportPlan plan_import(const std::string& text, const ImportKinds& kinds = {});

// Commits them one batch after another; replies with what went wrong, if anything did. `store` has been
// started, and outlives the import. What was imported before a failure stays.
void import_into(DurableStore& store, std::vector<DurableTransaction> transactions,
                 std::function<void(Status)> reply);

}  // namespace podium
