#include "scenarios/cluster/parts.h"

#include <algorithm>
#include <utility>

namespace podium {

void Parts::add(sim::Host& host, const std::string& name, Part::Build build) {
  order_.push_back(std::make_unique<Part>(engine_, host, name, std::move(build)));
  Part* p = by_name_[name] = order_.back().get();
  // What the machine lost with its power it starts again when it boots.
  host.machine.on_power_off([p] { p->stop(); });
  host.machine.on_boot([p] { p->start(); });
  const EventId cause = engine_.cause();
  p->start();
  engine_.because(cause);  // the next part is not there because of this one
}

void Parts::remove(const std::string& name) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return;
  std::erase_if(order_, [part = found->second](const auto& owned) { return owned.get() == part; });
  by_name_.erase(found);
}

Result<Part*> Parts::find(const std::string& name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return Error{ErrorCode::kNotFound, "there is no " + name};
  return found->second;
}

bool Parts::running(const std::string& name) const {
  const Result<Part*> part = find(name);
  return part.ok() && part.value()->running();
}

Status Parts::stop(const std::string& name) {
  const Result<Part*> part = find(name);
  if (!part) return part.error();
  if (!part.value()->running()) return Error{ErrorCode::kInvalid, name + " is not running"};
  part.value()->stop();
  return {};
}

Status Parts::start(const std::string& name) {
  const Result<Part*> part = find(name);
  if (!part) return part.error();
  if (part.value()->running()) return Error{ErrorCode::kInvalid, name + " is running already"};
  if (!part.value()->powered()) return Error{ErrorCode::kUnavailable, "the machine of " + name + " is off"};
  part.value()->start();
  return {};
}

void Parts::restart(const std::string& name) {
  if (stop(name).ok()) (void)start(name);
}

}  // namespace podium
