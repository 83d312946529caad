// What lives in a process of the control plane: a component, and the word that it runs.
#pragma once

#include "control-plane/api/durability.h"
#include "control-plane/metrics/metrics_adapter.h"
#include "scenarios/cluster/options.h"

namespace podium {

// The API server and its door, which die together.
struct ApiProgram {
  ApiProgram(Process& process, Transport& transport, Store& store, Chronicle& chronicle, Random random,
             const ClusterOptions& options, ApiServer*& running)
      : server(process, store, chronicle, random, options.api),
        listener(process, transport, options.control_plane, server, options.listener),
        durability_(options.durability),
        running_(running) {
    running_ = &server;
    if (durability_ == nullptr) {
      server.bootstrap();
    } else {
      durability_->serve(&server);
      handle_in_turn(*durability_, server.bootstrap_requests());
    }
  }
  ~ApiProgram() {
    running_ = nullptr;
    if (durability_ != nullptr) durability_->serve(nullptr);
  }

  ApiServer server;
  ApiListener listener;
  Durability* durability_;
  ApiServer*& running_;
};

struct SchedulerProgram {
  SchedulerProgram(Process& process, Transport& transport, std::string machine, Chronicle& chronicle,
                   Random random, const SchedulerOptions& options, Scheduler*& running)
      : scheduler(process, transport, std::move(machine), chronicle, random, options), running_(running) {
    running_ = &scheduler;
    scheduler.start();
  }
  ~SchedulerProgram() {
    if (running_ == &scheduler) running_ = nullptr;  // not that of a replica that leads now
  }

  Scheduler scheduler;
  Scheduler*& running_;
};

struct MetricsProgram {
  MetricsProgram(Process& process, Transport& transport, const Random& random, const ClusterOptions& options,
                 const MetricSource& source, MetricsProgram*& running)
      : server(process, transport, options.control_plane, random, options.metrics),
        adapter(process, transport, options.control_plane, random, source),
        running_(running) {
    running_ = this;
    server.start();
    adapter.start();
  }
  ~MetricsProgram() { running_ = nullptr; }

  MetricsServer server;
  MetricsAdapter adapter;
  MetricsProgram*& running_;
};

}  // namespace podium
