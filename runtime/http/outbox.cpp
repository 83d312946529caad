#include "runtime/http/outbox.h"

#include "runtime/http/transport.h"

namespace podium::http {

Outbox::Sent Outbox::flush(Transport& transport) {
  bool moved = false;
  while (pending() > 0) {
    const Transfer transfer = transport.send(std::string_view(bytes_).substr(sent_));
    if (transfer.kind == Transfer::Kind::kBroken) return Sent::kBroken;
    if (transfer.kind != Transfer::Kind::kMoved) break;
    sent_ += transfer.bytes;
    moved = true;
  }
  const bool all = pending() == 0;
  if (all || sent_ > bytes_.size() / 2) {  // so that each byte is moved at most once, on average
    bytes_.erase(0, sent_);
    sent_ = 0;
  }
  if (all) return Sent::kAll;
  return moved ? Sent::kSome : Sent::kNone;
}

}  // namespace podium::http
