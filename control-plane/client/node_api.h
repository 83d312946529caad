// The words that are exchanged with a node's kubelet, by the API server about one stream (a log, a command,
// a connection to a port), by the metrics server about what containers use. Each request has a connection
// of its own, as each is an HTTP request in Kubernetes.
//
//   NodeRequest     the kubelet: NodeAnswer, at once
// then, if that was no refusal, a NodeUse, if that was asked for, and else frames in both directions until
// the kubelet says kOutcome; whoever has had enough earlier closes the connection.
#pragma once

#include <string>
#include <vector>

#include "control-plane/client/api.h"
#include "runtime/env/container_runtime.h"

namespace podium {

// Where the kubelet of a node listens on the Transport.
inline std::string kubelet_endpoint(std::string_view node) { return "kubelet/" + std::string(node); }
inline constexpr int kKubeletPort = 10250;  // what people read in messages

struct NodeRequest : Message {
  enum class Kind : std::uint8_t {
    kLog,
    kExec,
    kAttach,
    kForward,  // a session, which shows that kubelet and sandbox are there; no bytes
    kPort,     // one connection to `port`
    kUse,      // what the node's containers use; of no pod
    kPage,     // what the kubelet says under `path`; of no pod
  };
  Kind kind = Kind::kLog;
  Key pod;
  Text uid;  // empty: whichever pod has that name
  std::string container;

  bool previous = false;  // kLog: of the attempt before the present one
  bool timestamps = false;
  std::optional<std::uint64_t> limit_bytes;
  LogQuery log;

  std::vector<std::string> command;  // kExec
  CommandStreams streams;            // kExec, kAttach
  std::uint16_t port = 0;            // kPort
  std::string path;                  // kPage: "/stats/summary"
};

struct NodeAnswer : Message {
  ApiStatus status;
  std::string content_type;  // of a page
};

// What a running container uses, as the kubelet's resource metrics say it.
struct ContainerUse {
  Key pod;
  Text container;
  TimePoint started{};
  std::int64_t cpu_milli = 0, memory = 0;  // bytes
};

struct NodeUse : Message {
  TimePoint at{};
  std::vector<ContainerUse> containers;
};

struct NodeFrame : Message {
  enum class Kind : std::uint8_t {
    kInput,    // to the node
    kOutput,   // from the node: a log, stdout, or what a port sends
    kError,    // from the node: stderr
    kEnd,      // the sender's bytes end here
    kTaken,    // the receiver of bytes has disposed of `taken` of them
    kSize,     // of the terminal
    kOutcome,  // from the node, last
  };
  explicit NodeFrame(Kind k) : kind(k) {}

  std::size_t wire_size() const override { return bytes.size(); }

  Kind kind;
  std::string bytes;
  std::size_t taken = 0;
  TerminalSize size;
  CommandOutcome outcome;  // of a port: succeeded, or why it is lost
};

// What a sender leaves untaken before it waits, and how little must be left before it goes on.
inline constexpr std::size_t kNodeWindow = 256 << 10;
inline constexpr std::size_t kNodeRoom = 64 << 10;

// Frames in one line each.
std::unique_ptr<NodeFrame> node_bytes(NodeFrame::Kind kind, std::string_view bytes);
std::unique_ptr<NodeFrame> node_taken(std::size_t bytes);
std::unique_ptr<NodeFrame> node_end();
std::unique_ptr<NodeFrame> node_size(TerminalSize size);
std::unique_ptr<NodeFrame> node_outcome(CommandOutcome outcome);

}  // namespace podium
