#include "control-plane/client/node_api.h"

namespace podium {

using Kind = NodeFrame::Kind;

std::unique_ptr<NodeFrame> node_bytes(Kind kind, std::string_view bytes) {
  auto frame = std::make_unique<NodeFrame>(kind);
  frame->bytes = bytes;
  return frame;
}

std::unique_ptr<NodeFrame> node_taken(std::size_t bytes) {
  auto frame = std::make_unique<NodeFrame>(Kind::kTaken);
  frame->taken = bytes;
  return frame;
}

std::unique_ptr<NodeFrame> node_end() { return std::make_unique<NodeFrame>(Kind::kEnd); }

std::unique_ptr<NodeFrame> node_size(TerminalSize size) {
  auto frame = std::make_unique<NodeFrame>(Kind::kSize);
  frame->size = size;
  return frame;
}

std::unique_ptr<NodeFrame> node_outcome(CommandOutcome outcome) {
  auto frame = std::make_unique<NodeFrame>(Kind::kOutcome);
  frame->outcome = std::move(outcome);
  return frame;
}

}  // namespace podium
