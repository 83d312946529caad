// How a durable store is named on a command line.
#pragma once

#include <string>

#include "scenarios/live/store_spec.h"

namespace CLI {
class App;
}

namespace podium::cli {

// Adds the option `name` for the store itself, and those for etcd's keys and certificates. `spec` outlives
// the verb.
void add_store_options(CLI::App& verb, const std::string& name, live::StoreSpec& spec);

}  // namespace podium::cli
