// What runs inside containers, as data: how long it starts, when it exits, what it uses, how it
// answers probes and requests.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/world/options.h"

namespace podium::sim {

// An exit of the main process by itself.
struct Exit {
  enum class Runs : std::uint8_t {
    kEvery,  // of each container
    kNth,    // only the nth container of its name in its sandbox
    kOnce,   // only one container of all, the first to start
  };
  Span after;  // since the start
  int code = 1;
  std::string reason;  // empty: "Completed" for code 0, else "Error"
  Runs runs = Runs::kEvery;
  int nth = 1;  // from 1
};

// use(t) = min(cap, start + growth * t), in bytes and seconds since the start.
struct UseCurve {
  std::int64_t start = 0;
  std::int64_t growth = 0;
  std::int64_t cap = 0;  // 0: none
};

// How long one request occupies a server.
struct ServiceTime {
  enum class Kind : std::uint8_t { kConstant, kUniform, kExponential };
  Kind kind = Kind::kConstant;
  Duration low{5ms};   // the constant; the lower end; the mean
  Duration high{5ms};  // the upper end, for kUniform
};

Duration draw(Random& random, const ServiceTime& service);

// A time in which the application answers badly, from and to counted from the container's start.
struct Failure {
  Duration from{0}, to{Duration::max()};
  int status = 500;    // HTTP status; 0: it does not answer. Exec and gRPC probes fail for status >= 400.
  std::string target;  // glob of what is asked: an HTTP path, a command, a gRPC service. TCP is not affected.
};

struct AppModel {
  std::string name = "default";
  // Selects containers by image (glob of what the container asked for) and labels (all must match).
  std::string image;
  std::map<std::string, std::string> labels;

  // A command that the simulated shell understands is run by it, and ends when that does; the rest of the
  // model says what such a container answers and uses.
  bool runs_command = false;

  std::string start_error;   // not empty: the container cannot start, for this reason
  Span start{100ms, 300ms};  // from the container's start to listening
  Span ready_after;          // from listening to answering well; until then it answers 503
  std::vector<int> ports;    // that it listens on; empty: on any that is asked
  std::vector<Exit> exits;   // the earliest that applies
  UseCurve memory{.start = 20LL << 20};
  UseCurve disk;                       // beside the image
  std::int64_t cpu_milli = 10;         // when idle
  std::int64_t cpu_milli_busy = 1000;  // more for each server at work
  ServiceTime service;
  int concurrency = 0;  // servers; the others wait in one queue. 0: no limit
  std::vector<Failure> failures;

  Duration log_every{0};  // it writes a line so often while it listens; 0: never
  std::string log_line = "at work";

  Span stop{400ms, 600ms};  // from SIGTERM to the exit
  bool ignores_term = false;
  int term_exit_code = 0;              // 143 for a program without a handler
  bool serves_while_stopping = false;  // goes on accepting between SIGTERM and exit
};

}  // namespace podium::sim
