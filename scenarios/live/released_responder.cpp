#include "scenarios/live/released_responder.h"

#include <string>
#include <utility>

namespace podium::live {
namespace {

class ReleasedStream final : public HttpStream {
 public:
  ReleasedStream(std::shared_ptr<HttpStream> inner, Durability& durability)
      : inner_(std::move(inner)), durability_(durability) {}

  void write(std::string_view chunk) override {
    if (durability_.open()) return inner_->write(chunk);
    *held_ += chunk.size();
    durability_.release([inner = inner_, held = held_, text = std::string(chunk)] {
      *held -= text.size();
      inner->write(text);
    });
  }
  void finish() override {
    durability_.release([inner = inner_] { inner->finish(); });
  }
  std::size_t buffered() const override { return *held_ + inner_->buffered(); }

 private:
  const std::shared_ptr<HttpStream> inner_;
  Durability& durability_;
  const std::shared_ptr<std::size_t> held_ = std::make_shared<std::size_t>(0);
};

class ReleasedResponder final : public HttpResponder {
 public:
  ReleasedResponder(std::shared_ptr<HttpResponder> inner, Durability& durability)
      : inner_(std::move(inner)), durability_(durability) {}

  void answer(HttpResponse response) override {
    if (durability_.open()) return inner_->answer(std::move(response));
    durability_.release([inner = inner_, response = std::make_shared<HttpResponse>(std::move(response))] {
      inner->answer(std::move(*response));
    });
  }

  std::shared_ptr<HttpStream> stream(HttpResponse head) override {
    const auto inner = inner_->stream(std::move(head));
    auto outer = std::make_shared<ReleasedStream>(inner, durability_);
    inner->on_gone = [weak = std::weak_ptr(outer)] {
      const auto stream = weak.lock();
      if (stream == nullptr) return;
      // Moved out first: the function may replace itself.
      if (const auto gone = std::exchange(stream->on_gone, nullptr)) gone();
    };
    inner->on_room = [weak = std::weak_ptr(outer)] {
      const auto stream = weak.lock();
      if (stream != nullptr && stream->on_room) stream->on_room();
    };
    return outer;
  }

  // What containers and ports say is not in the store.
  void command(CommandStreams streams, std::function<void(std::shared_ptr<RemoteCommand>)> opened) override {
    inner_->command(streams, std::move(opened));
  }
  void port_forward(std::function<void(std::shared_ptr<PortForward>)> opened) override {
    inner_->port_forward(std::move(opened));
  }

 private:
  const std::shared_ptr<HttpResponder> inner_;
  Durability& durability_;
};

}  // namespace

std::shared_ptr<HttpResponder> released(std::shared_ptr<HttpResponder> responder, Durability& durability) {
  return std::make_shared<ReleasedResponder>(std::move(responder), durability);
}

}  // namespace podium::live
