#include "sim/world/prober.h"

#include <algorithm>
#include <cassert>

namespace podium::sim {
namespace {

using Action = ProbeConfig::Action;

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string target_of(const ProbeConfig& config) {
  switch (config.action) {
    case Action::kExec: return join(config.command);
    case Action::kHttpGet: return config.path.empty() ? "/" : config.path;
    case Action::kTcpSocket: return "";
    case Action::kGrpc: return config.service;
  }
  return "";
}

ProbeSpec spec_of(const ProbeConfig& config) {
  const bool https = config.scheme == "https" || config.scheme == "HTTPS";
  return {config.action,  https,       config.port,   target_of(config),
          config.command, config.host, config.period, config.timeout};
}

std::uint64_t first_id(const ContainerRecord& container) { return std::uint64_t{container.number} << 32; }
std::uint64_t end_id(const ContainerRecord& container) { return (std::uint64_t{container.number} + 1) << 32; }

// The tick at or after `at`.
TimePoint tick_from(const Probe& probe, TimePoint at) {
  if (at <= probe.first) return probe.first;
  return next_tick(at, probe.spec->period, Duration{nanos(probe.first)});
}

std::string seconds_text(Duration d) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(d).count()) + "s";
}

std::string where(const Probe& probe) {
  const std::string host =
      probe.spec->host.empty() ? to_string(probe.container->sandbox->address) : probe.spec->host;
  return host + ":" + std::to_string(probe.spec->port);
}

std::string refused(const Probe& probe) {
  return "dial tcp " + where(probe) + ": connect: connection refused";
}

std::string http_output(const Probe& probe, const Answer& answer) {
  if (answer.kind == Answer::Kind::kStatus)
    return answer.good() ? "" : "HTTP probe failed with statuscode: " + std::to_string(answer.status);
  const std::string get = std::string("Get \"") + (probe.spec->https ? "https" : "http") + "://" +
                          where(probe) + probe.spec->target + "\": ";
  if (answer.kind == Answer::Kind::kRefused) return get + refused(probe);
  return get + "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
}

std::string grpc_output(const Probe& probe, const Answer& answer) {
  if (answer.kind == Answer::Kind::kStatus)
    return answer.good() ? "" : "service unhealthy (responded with \"NOT_SERVING\")";
  const std::string in = " within " + seconds_text(probe.spec->timeout) + ": context deadline exceeded";
  if (answer.kind == Answer::Kind::kRefused)
    return "timeout: failed to connect service \"" + where(probe) + "\"" + in;
  return "timeout: health rpc did not complete" + in;
}

std::string exec_output(const Probe& probe, const Answer& answer) {
  if (probe.command) return answer.good() ? "" : probe.command->output;
  if (answer.kind == Answer::Kind::kSilence)
    return "command timed out: \"" + probe.spec->target + "\" timed out after " +
           seconds_text(probe.spec->timeout);
  return answer.good() ? "" : "command \"" + probe.spec->target + "\" exited with 1";
}

// What a kind of probe can tell apart. Answers that yield the same result become equal.
Answer as_seen(Action action, Answer answer) {
  const Answer good, bad{Answer::Kind::kStatus, 503};
  if (answer.good()) return good;
  switch (action) {
    case Action::kHttpGet: return answer;
    // Whoever listens completes a handshake, however badly it would answer.
    case Action::kTcpSocket: return answer.kind == Answer::Kind::kRefused ? answer : good;
    case Action::kGrpc: return answer.kind == Answer::Kind::kStatus ? bad : answer;
    case Action::kExec: return answer.kind == Answer::Kind::kSilence ? answer : bad;
  }
  return answer;
}

}  // namespace

Answer probe_answer(const Probe& probe, TimePoint at) {
  const ContainerRecord& container = *probe.container;
  if (probe.command) return probe.command->exit_code == 0 ? Answer() : Answer{Answer::Kind::kStatus, 503};
  if (!container.accepts()) return as_seen(probe.spec->action, {Answer::Kind::kRefused, 0});
  return as_seen(probe.spec->action, answer_at(container.model(), container.drawn, at - container.epoch,
                                               probe.spec->port, probe.spec->target));
}

ProbeResult probe_result(const Probe& probe, const Answer& answer) {
  switch (probe.spec->action) {
    case Action::kExec: return {answer.good(), exec_output(probe, answer)};
    case Action::kHttpGet: return {answer.good(), http_output(probe, answer)};
    case Action::kTcpSocket: return {answer.good(), answer.good() ? "" : refused(probe)};
    case Action::kGrpc: return {answer.good(), grpc_output(probe, answer)};
  }
  return {};
}

ProbeId Prober::start(const ContainerRecord& container, const ProbeConfig& config,
                      std::function<void(const ProbeResult&)> report) {
  assert(config.period > Duration{0});
  const TimePoint wanted =
      config.first != TimePoint{} ? config.first : container.started + config.initial_delay;
  const std::uint64_t id = first_id(container) + ++last_;
  Probe& probe = probes_[id];
  probe = {.container = &container,
           .spec = specs_.intern(spec_of(config)),
           .first = std::max(wanted, executor().now()),
           .report = std::move(report)};
  run_command(probe);
  plan(id, probe, probe.first);
  return ProbeId{id};
}

// Finds the first tick from `from` on whose answer differs from the last: between changes of the
// model the answer is constant, so only the tick after each change needs a look.
void Prober::plan(std::uint64_t id, Probe& probe, TimePoint from) {
  executor().cancel(std::exchange(probe.timer, TimerId::kNone));
  const ContainerRecord& container = *probe.container;
  TimePoint tick = tick_from(probe, from);
  while (probe.last && probe_answer(probe, tick) == *probe.last) {
    const auto change = next_change(container.model(), container.drawn, tick - container.epoch);
    if (!change) return;
    tick = tick_from(probe, container.epoch + *change);
  }
  const bool waits = probe_answer(probe, tick).kind == Answer::Kind::kSilence;
  probe.tick = tick;
  probe.timer = executor().run_at(waits ? tick + probe.spec->timeout : tick, [this, id] { fire(id); });
}

void Prober::fire(std::uint64_t id) {
  const auto found = probes_.find(id);
  if (found == probes_.end()) return;
  Probe& probe = found->second;
  probe.timer = TimerId::kNone;
  const Answer answer = probe_answer(probe, probe.tick);
  probe.last = answer;
  plan(id, probe, probe.tick + Duration{1});
  // Moved out meanwhile: the listener may stop this probe or kill its container.
  auto report = std::move(probe.report);
  report(probe_result(probe, answer));
  const auto still = probes_.find(id);
  if (still != probes_.end()) still->second.report = std::move(report);
}

void Prober::reconsider(const ContainerRecord& container) {
  for (auto it = probes_.lower_bound(first_id(container));
       it != probes_.end() && it->first < end_id(container); ++it)
    plan(it->first, it->second, executor().now());
}

void Prober::run_command(Probe& probe) {
  if (probe.spec->action == Action::kExec)
    probe.command = commands_.run_probe(*probe.container, probe.spec->command);
}

void Prober::files_changed(const ContainerRecord& container) {
  for (auto it = probes_.lower_bound(first_id(container));
       it != probes_.end() && it->first < end_id(container); ++it) {
    run_command(it->second);
    plan(it->first, it->second, executor().now());
  }
}

void Prober::stop(ProbeId probe) {
  const auto found = probes_.find(static_cast<std::uint64_t>(probe));
  if (found == probes_.end()) return;
  executor().cancel(found->second.timer);
  probes_.erase(found);
}

void Prober::stop_all(const ContainerRecord& container) {
  for (auto it = probes_.lower_bound(first_id(container));
       it != probes_.end() && it->first < end_id(container); it = probes_.erase(it))
    executor().cancel(it->second.timer);
}

void Prober::clear() {
  for (auto& [id, probe] : probes_) executor().cancel(probe.timer);
  probes_.clear();
}

}  // namespace podium::sim
