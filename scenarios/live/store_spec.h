// Which durable store a person means: "sqlite:FILE" or "etcd:http://HOST:2379,...".
#pragma once

#include <memory>
#include <string>

#include "runtime/env/durable_store.h"
#include "runtime/env/status.h"
#include "runtime/etcd/http_thread.h"

namespace podium {
class RealExecutor;
}

namespace podium::live {

struct StoreSpec {
  std::string text;
  std::string etcd_prefix = "/podium/";
  etcd::Tls etcd_tls;  // files, for https
};

// Opens it; what it tells runs on `executor`, which outlives it. A file is checked as a whole, and made if
// it is not there; whether there is an etcd shows later. Errors say what to do; kInvalid also if the text
// means no store.
Result<std::unique_ptr<DurableStore>> open_store(const StoreSpec& spec, RealExecutor& executor);

}  // namespace podium::live
