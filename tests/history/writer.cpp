#include "tests/history/writer.h"

namespace podium::history {

Writer::Writer(std::unique_ptr<Client> client, std::string name, int objects, Notes& notes)
    : client_(std::move(client)),
      random_(client_->random().fork(name)),
      name_(std::move(name)),
      objects_(objects),
      notes_(notes) {}

void Writer::act() {
  if (!notes_.writing) return;
  const std::string name = "m" + std::to_string(random_.below(static_cast<std::uint64_t>(objects_)));
  const auto seen = seen_.find(name);
  if (random_.chance({seen == seen_.end() ? 2U : 1U, 3})) return read(name);
  Write write;
  write.result.name = name;
  if (seen == seen_.end()) {
    write.kind = Write::Kind::kCreate;
  } else {
    write.kind = random_.chance({1, 4}) ? Write::Kind::kRemove : Write::Kind::kUpdate;
    if (!random_.chance({1, 5})) write.base = seen->second;
  }
  send(std::move(write));
}

void Writer::read(const std::string& name) {
  const Span span = notes_.begin(*client_);
  client_->get(ConfigMap::info(), Key{"default", name}, [this, name, span](const ApiResponse& response) {
    if (response.status.ok() || response.status.not_found()) {
      Read read{span, {name, "", 0}};
      read.span.ended = notes_.next();
      if (response.status.ok()) read.found = version_of(*response.object);
      seen_.erase(name);
      if (response.status.ok()) seen_[name] = read.found.revision;
      notes_.recorded.history.reads.push_back(std::move(read));
    }
    rest();
  });
}

void Writer::send(Write write) {
  write.span = notes_.begin(*client_);
  const Key key{"default", write.result.name};
  const auto reply = [this, write](const ApiResponse& response) { answered(write, response); };
  if (write.kind == Write::Kind::kRemove) {
    DeleteOptions options;
    options.resource_version = write.base;
    return client_->remove(ConfigMap::info(), key, options, reply);
  }
  auto object = make_ref<ConfigMap>();
  object->metadata.name = key.name;
  object->metadata.namespace_ = key.namespace_;
  object->metadata.resource_version = write.base;
  object->data = {{"value", name_ + "-" + std::to_string(++values_)}};
  if (write.kind == Write::Kind::kCreate) return client_->create(std::move(object), reply);
  client_->update(std::move(object), reply);
}

void Writer::answered(Write write, const ApiResponse& response) {
  WorkloadCounts& counts = notes_.recorded.counts;
  const std::string name = write.result.name;
  seen_.erase(name);
  if (response.status.ok()) {
    ++counts.acknowledged;
    if (write.kind != Write::Kind::kRemove) {
      write.result = version_of(*response.object);
      seen_[name] = write.result.revision;
    }
    write.span.ended = notes_.next();
    notes_.recorded.history.writes.push_back(std::move(write));
  }
  counts.conflicts += response.status.code == 409 ? 1 : 0;
  counts.unanswered += is_no_answer(response.status) ? 1 : 0;
  rest();
}

void Writer::rest() {
  client_->executor().run_after(random_.between(1ms, 150ms), [this] { act(); });
}

}  // namespace podium::history
