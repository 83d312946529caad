// A connection that has left HTTP (101 Switching Protocols): bytes both ways, with back-pressure and
// half-close. No time-out of HTTP applies to it: a tunnel may be silent, or full, for as long as it likes.
//
// What is queued towards the client is bounded by ServerOptions::stream_buffer_bytes, beyond which the
// connection is dropped; what comes from the client is handed on as it is read, in pieces of up to about
// 128 KB, and not read at all while the tunnel is paused. All calls belong to the reactor's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace podium::http {

// What happens to a pipe. Called from the reactor's loop, and never inside a call of Pipe.
class PipeListener {
 public:
  virtual ~PipeListener() = default;

  virtual void on_bytes(std::string_view bytes) = 0;
  // The client has ended its sending; it may still read.
  virtual void on_end() = 0;
  // More than ServerOptions::room_bytes were queued, and no more than that are left.
  virtual void on_room() = 0;
  // The connection is over: the client has gone, was dropped, or the server closes. Nothing follows.
  virtual void on_gone() = 0;
};

// Bytes both ways, whatever carries them. Dropping it cuts the connection, unless finish() was called.
class Pipe {
 public:
  virtual ~Pipe() = default;

  // Nothing is read before somebody listens. The listener is kept alive during a call, and only then.
  virtual void listen(std::weak_ptr<PipeListener> listener) = 0;
  // Queues `bytes`. False if the connection is over, or is now, because too much was queued.
  virtual bool write(std::string_view bytes) = 0;
  // Bytes that the client has not taken yet.
  virtual std::size_t buffered() const = 0;
  // Sends what is queued and closes. Nothing is told to the listener after it.
  virtual void finish() = 0;
  // Leaves what the client sends to the kernel, which slows the client down, until pause(false).
  virtual void pause(bool paused) = 0;
};

// The pipe that a connection of this server is.
class Tunnel : public Pipe {
 public:
  // Nothing is written any more; what the client sends still comes. Once the client has ended too, only an
  // unpaused tunnel still gives what was sent before.
  virtual void end_writing() = 0;
};

}  // namespace podium::http
