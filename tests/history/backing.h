// What keeps the objects of an API server while a history is recorded.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control-plane/store/store.h"
#include "runtime/env/durable_store.h"

namespace podium {
class Durability;
class RealExecutor;
}  // namespace podium

namespace podium::history {

class Backing {
 public:
  virtual ~Backing() = default;

  // For the next life of the API server, and for the first: the store may be another one afterwards, with
  // what was durable. REQUIRES: no API server uses it.
  virtual void open() = 0;
  virtual Store& store() = 0;
  virtual Durability* durability() = 0;  // null: in memory
  // Lets some wall time pass if something is on its way to the disk, or back from it.
  virtual void breathe() = 0;
};

class InMemory final : public Backing {
 public:
  void open() override {}  // what is in memory is what outlives the server
  Store& store() override { return store_; }
  Durability* durability() override { return nullptr; }
  void breathe() override {}

 private:
  Store store_;
};

// Opens a durable store of the caller's, on an executor of the backing's own.
using OpenDisk = std::function<std::unique_ptr<DurableStore>(RealExecutor&)>;
std::unique_ptr<Backing> make_durable_backing(OpenDisk open);

}  // namespace podium::history
