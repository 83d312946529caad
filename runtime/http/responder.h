// Where a handler sends its answer. All calls belong to the reactor's thread.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "runtime/env/task.h"
#include "runtime/http/message.h"
#include "runtime/http/tunnel.h"

namespace podium::http {

// A response that goes on: chunks until one side ends it. Dropping it before finish() cuts the
// connection, so that the client sees a truncated body.
class Stream {
 public:
  virtual ~Stream() = default;

  // Queues `chunk`. It leaves when the reactor polls next, together with what else is queued. False if
  // the client is gone. A client that lets more than ServerOptions::stream_buffer_bytes pile up is
  // dropped: a reader that slow has to come back anyway.
  virtual bool write(std::string_view chunk) = 0;
  // Ends the body. Nothing may be written after it.
  virtual void finish() = 0;
  // Bytes that the client has not taken yet.
  virtual std::size_t buffered() const = 0;
  // For a writer that would rather wait than be dropped: `call` runs, from the reactor's loop, each time
  // that more than ServerOptions::room_bytes were queued and no more than that are left. The client may
  // then stop reading for as long as it likes.
  virtual void on_room(std::function<void()> call) = 0;
  // `task` runs once, from the reactor's loop and never inside a call of this class, when the client has
  // gone, was dropped, or the server closes; not after finish().
  virtual void on_disconnect(Task task) = 0;
};

// Answers one request: exactly one of these calls, during the handler or at any later time. Dropping it
// unanswered makes the answer 500. When the client has gone, answers vanish.
class Responder {
 public:
  virtual ~Responder() = default;

  virtual void answer(Response response) = 0;
  // Sends the head now; the body follows in chunks.
  virtual std::shared_ptr<Stream> start(int status, Headers headers) = 0;
  // Leaves HTTP: answers 101 with these headers, which name the new protocol, and gives the bare
  // connection, beginning with what the client sent right behind its request.
  virtual std::shared_ptr<Tunnel> upgrade(Headers headers) = 0;
};

using Handler = std::function<void(Request, std::shared_ptr<Responder>)>;

}  // namespace podium::http
