// Forwarded ports, as the server sees them: connections of the client's users to ports of a pod,
// whatever protocol carries them. All calls belong to the thread of whoever gave it out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace podium {

// What the client does to one connection. Called from a task of its own, and never inside a call of
// ForwardedConnection.
class ForwardedListener {
 public:
  virtual ~ForwardedListener() = default;

  // Bytes for the port. They count as held until consumed().
  virtual void on_bytes(std::string_view bytes) = 0;
  // The user has ended its sending, and may still read.
  virtual void on_end() = 0;
  // So many bytes were buffered() that a writer should wait, and few of them are left.
  virtual void on_room() = 0;
  // The connection is over, before close() or fail(). Nothing follows.
  virtual void on_gone() = 0;
};

// One connection. Dropping it before close() or fail() resets it.
class ForwardedConnection {
 public:
  virtual ~ForwardedConnection() = default;

  virtual std::uint16_t port() const = 0;
  // To be called before PortForwardListener::on_connection() returns, so that nothing is missed.
  virtual void listen(std::weak_ptr<ForwardedListener> listener) = 0;
  // Bytes from the port. False if the connection is over, or is dropped because too much is untaken.
  virtual bool write(std::string_view bytes) = 0;
  // Bytes that the client has not taken yet, of all its connections.
  virtual std::size_t buffered() const = 0;
  virtual void consumed(std::size_t bytes) = 0;
  // The port has ended its sending; what the user sends still comes.
  virtual void end_writing() = 0;
  // Both ways are done.
  virtual void close() = 0;
  // Tells the client why the port cannot be reached, or was lost, and closes. kubectl then gives up.
  virtual void fail(std::string_view sentence) = 0;
};

class PortForwardListener {
 public:
  virtual ~PortForwardListener() = default;

  virtual void on_connection(std::shared_ptr<ForwardedConnection> connection) = 0;
  // The client has gone, and with it all connections, which are told too.
  virtual void on_gone() = 0;
};

// The session. Dropping it, and all of its connections, before close() cuts it.
class PortForward {
 public:
  virtual ~PortForward() = default;

  // To be called before the function that got the session returns, so that nothing is missed.
  virtual void listen(std::weak_ptr<PortForwardListener> listener) = 0;
  // Ends the session, as when the pod has ended.
  virtual void close() = 0;
};

}  // namespace podium
