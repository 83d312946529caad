#include "runtime/streams/spdy_forwarded.h"

#include <utility>

namespace podium::streams {

SpdyForwarded::SpdyForwarded(std::shared_ptr<SpdySession> session, std::uint16_t port, std::uint32_t data,
                             std::uint32_t error)
    : session_(std::move(session)), port_(port), data_(data), error_(error) {}

SpdyForwarded::~SpdyForwarded() {
  if (over_) return;
  session_->reset(data_, ResetCode::kCancel);
  session_->reset(error_, ResetCode::kCancel);
}

void SpdyForwarded::close() {
  if (std::exchange(over_, true)) return;
  session_->end(data_);
  session_->end(error_);
}

void SpdyForwarded::fail(std::string_view sentence) {
  if (!over_) session_->write(error_, sentence);
  close();
}

bool SpdyForwarded::receive(std::string_view bytes) {
  const auto listener = over_ ? nullptr : listener_.lock();
  if (listener) listener->on_bytes(bytes);
  return listener != nullptr;
}

void SpdyForwarded::client_ended() {
  const auto listener = over_ ? nullptr : listener_.lock();
  if (listener) listener->on_end();
}

void SpdyForwarded::room() {
  const auto listener = over_ ? nullptr : listener_.lock();
  if (listener) listener->on_room();
}

void SpdyForwarded::gone() {
  if (std::exchange(over_, true)) return;
  session_->end(error_);
  if (const auto listener = listener_.lock()) listener->on_gone();
}

}  // namespace podium::streams
