#include "control-plane/gateway/witness.h"

#include <utility>

namespace podium {
namespace {

class WitnessedStream final : public HttpStream, public std::enable_shared_from_this<WitnessedStream> {
 public:
  WitnessedStream(std::shared_ptr<HttpStream> inner, std::shared_ptr<Witness> witness)
      : inner_(std::move(inner)), witness_(std::move(witness)) {}
  ~WitnessedStream() override { end(); }

  void connect() {
    inner_->on_room = [weak = weak_from_this()] {
      if (const auto self = weak.lock(); self != nullptr && self->on_room) self->on_room();
    };
    inner_->on_gone = [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self == nullptr) return;
      self->end();
      // Moved out first: the function may let go of the stream.
      if (const auto gone = std::exchange(self->on_gone, nullptr)) gone();
    };
  }

  void write(std::string_view chunk) override { inner_->write(chunk); }
  void finish() override {
    inner_->finish();
    end();
  }
  std::size_t buffered() const override { return inner_->buffered(); }

 private:
  void end() {
    if (const auto witness = std::exchange(witness_, nullptr)) witness->ended();
  }

  const std::shared_ptr<HttpStream> inner_;
  std::shared_ptr<Witness> witness_;
};

// The same object, whose last holder's letting go is the end.
template <class T>
std::function<void(std::shared_ptr<T>)> watched(std::function<void(std::shared_ptr<T>)> opened,
                                                std::shared_ptr<Witness> witness) {
  return [opened = std::move(opened), witness = std::move(witness)](std::shared_ptr<T> made) {
    witness->streams(nullptr);
    T* raw = made.get();
    opened(std::shared_ptr<T>(raw, [made = std::move(made), witness](T*) { witness->ended(); }));
  };
}

class WitnessedResponder final : public HttpResponder {
 public:
  WitnessedResponder(std::shared_ptr<HttpResponder> inner, std::shared_ptr<Witness> witness)
      : inner_(std::move(inner)), witness_(std::move(witness)) {}

  void answer(HttpResponse response) override {
    witness_->answers(response);
    inner_->answer(std::move(response));
  }
  std::shared_ptr<HttpStream> stream(HttpResponse head) override {
    witness_->streams(&head);
    const auto stream = std::make_shared<WitnessedStream>(inner_->stream(std::move(head)), witness_);
    stream->connect();
    return stream;
  }
  void command(CommandStreams streams, std::function<void(std::shared_ptr<RemoteCommand>)> opened) override {
    inner_->command(streams, watched(std::move(opened), witness_));
  }
  void port_forward(std::function<void(std::shared_ptr<PortForward>)> opened) override {
    inner_->port_forward(watched(std::move(opened), witness_));
  }

 private:
  const std::shared_ptr<HttpResponder> inner_;
  const std::shared_ptr<Witness> witness_;
};

}  // namespace

std::shared_ptr<HttpResponder> witnessed(std::shared_ptr<HttpResponder> inner,
                                         std::shared_ptr<Witness> witness) {
  return std::make_shared<WitnessedResponder>(std::move(inner), std::move(witness));
}

}  // namespace podium
