#include "sim/world/channel.h"
#include "sim/world/network.h"

namespace podium::sim {

SimConnection::SimConnection(std::shared_ptr<Channel> channel, int side)
    : channel_(std::move(channel)), side_(side) {
  channel_->sides[side_].handle = this;
}

SimConnection::~SimConnection() {
  on_message = nullptr;
  on_close = nullptr;
  close();
  channel_->sides[side_].handle = nullptr;
  if (channel_->network != nullptr) channel_->network->retire_if_done(channel_);
}

void SimConnection::send(std::unique_ptr<Message> message) {
  if (channel_->network == nullptr || channel_->sides[side_].state != Side::State::kOpen) return;
  channel_->network->send(channel_, 1 - side_, ParcelKind::kMessage, std::move(message));
}

void SimConnection::close() {
  Side& side = channel_->sides[side_];
  if (channel_->network == nullptr || side.state != Side::State::kOpen) return;
  channel_->network->send(channel_, 1 - side_, ParcelKind::kClose, nullptr);
  side.state = Side::State::kClosed;
}

}  // namespace podium::sim
