#include "sim/world/requests.h"

#include <algorithm>
#include <cassert>

namespace podium::sim {

// A request under way.
struct Requests::Flight {
  TimePoint sent{}, deadline{};
  Target target;
  // Once it is being served:
  std::uint32_t container = 0;
  int boots = 0;  // of the machine when the request came: another number means all was lost
  TimePoint done{};
  Duration back{0};
  bool good = true;
};

Requests::Requests(RequestsConfig config, Executor& executor, const Topology& topology,
                   const Directory& directory, Host& client, NetworkOptions network, Random random)
    : config_(std::move(config)),
      executor_(executor),
      topology_(topology),
      directory_(directory),
      client_(client),
      network_(network),
      random_(random),
      address_(parse_address(config_.address).value_or(0)),
      availability_(config_.timeout) {
  assert(!config_.rates.empty());
  assert(address_ != 0);
  assert(config_.users >= 0 && config_.think > Duration{0});
}

void Requests::start() {
  started_ = executor_.now();
  if (config_.users == 0) plan_next();
  for (int user = 0; user < config_.users; ++user) think(started_);
}

void Requests::stop() {
  stopped_ = true;
  executor_.cancel(std::exchange(next_, TimerId::kNone));
}

bool Requests::over() const {
  return stopped_ || (config_.length > Duration{0} && executor_.now() - started_ >= config_.length);
}

// A user of the closed loop: sends after a pause, and is here again when the outcome is known.
void Requests::think(TimePoint from) {
  const TimePoint at = std::max(from, executor_.now()) + random_.exponential(config_.think);
  executor_.run_at(at, [this] {
    if (!over()) send();
  });
}

double Requests::rate() const {
  const auto minute = static_cast<std::size_t>((executor_.now() - started_) / 1min);
  return config_.rates[std::min(minute, config_.rates.size() - 1)];
}

void Requests::plan_next() {
  if (over()) return;
  const Duration age = executor_.now() - started_;
  const double per_second = rate();
  if (per_second <= 0) {
    // A silent minute; for ever if it is the last.
    if (age / 1min + 1 >= static_cast<std::int64_t>(config_.rates.size())) return;
    next_ = executor_.run_at(started_ + (age / 1min + 1) * Duration{1min}, [this] { plan_next(); });
    return;
  }
  const Duration mean{static_cast<std::int64_t>(1e9 / per_second)};
  const bool poisson = config_.arrivals == RequestsConfig::Arrivals::kPoisson;
  next_ = executor_.run_after(poisson ? random_.exponential(mean) : mean, [this] {
    send();
    plan_next();
  });
}

// What the sockets of the client and the routes of its machine make of the address.
Requests::Target Requests::resolve() {
  if (const Route* route = client_.data_plane.find(address_, config_.port))
    return through(client_.data_plane, *route, nullptr);
  Host* node = directory_.machine_at(address_);
  if (node != nullptr && node->machine.running())
    if (const Route* route = node->data_plane.find(0, config_.port))
      return through(node->data_plane, *route, node);
  return {.host = directory_.owner_of(address_), .address = address_, .port = config_.port};
}

Requests::Target Requests::through(SimDataPlane& plane, const Route& route, Host* via) {
  if (route.drop) return {.via = via};
  if (route.backends.empty()) return {.host = via != nullptr ? via : &client_, .refused = true};
  const Backend backend = plane.pick(route, machine_address(client_.machine.vertex()), executor_.now());
  const Address address = parse_address(backend.address).value_or(0);
  return {.host = directory_.owner_of(address), .via = via, .address = address, .port = backend.port};
}

std::optional<Duration> Requests::way(const Host& from, const Host& to, std::size_t bytes) {
  const Path path = topology_.path(from.machine.vertex(), to.machine.vertex());
  if (!path.up || !from.machine.running() || !to.machine.running()) return std::nullopt;
  return transit(path, bytes, network_, random_);
}

std::optional<Duration> Requests::there_way(const Target& target, std::size_t bytes) {
  if (target.via == nullptr) return way(client_, *target.host, bytes);
  const auto first = way(client_, *target.via, bytes), second = way(*target.via, *target.host, bytes);
  return first && second ? std::optional(*first + *second) : std::nullopt;
}

std::optional<Duration> Requests::back_way(const Target& target, std::size_t bytes) {
  if (target.via == nullptr) return way(*target.host, client_, bytes);
  const auto first = way(*target.host, *target.via, bytes), second = way(*target.via, client_, bytes);
  return first && second ? std::optional(*first + *second) : std::nullopt;
}

void Requests::send() {
  if (!client_.machine.running()) {
    if (config_.users > 0) think(executor_.now() + config_.timeout);
    return;
  }
  sent_.add(executor_.now(), 1);
  auto flight = std::make_unique<Flight>();
  flight->sent = executor_.now();
  flight->deadline = flight->sent + config_.timeout;
  flight->target = resolve();
  const Target& target = flight->target;
  if (target.refused && target.host == &client_) return note(*flight, Outcome::kRefused, flight->sent);
  if (target.host == nullptr) return time_out(*flight);
  // The connection opens with a round trip, and the request follows.
  const auto syn = there_way(target, 0), answer = back_way(target, 0),
             request = there_way(target, config_.request_bytes);
  if (!syn || !answer || !request) return time_out(*flight);
  if (target.refused) return note(*flight, Outcome::kRefused, flight->sent + *syn + *answer);
  const Duration travel = *syn + *answer + *request;
  // Lost so often that the client no longer waits.
  if (flight->sent + travel >= flight->deadline) return time_out(*flight);
  executor_.run_after(travel, [this, flight = std::move(flight)]() mutable { reach(std::move(flight)); });
}

// The request is at the backend's machine.
void Requests::reach(std::unique_ptr<Flight> flight) {
  const Target& target = flight->target;
  const auto back = back_way(target, config_.response_bytes);
  if (!back) return time_out(*flight);
  flight->back = *back;
  ContainerRecord* container = target.host->runtime.listener_at(target.address, target.port);
  if (container == nullptr) return note(*flight, Outcome::kRefused, executor_.now() + *back);
  serve(std::move(flight), *container);
}

void Requests::serve(std::unique_ptr<Flight> flight, ContainerRecord& container) {
  const TimePoint now = executor_.now();
  const Answer answer =
      answer_at(container.model(), container.drawn, now - container.epoch, flight->target.port, config_.path);
  if (answer.kind == Answer::Kind::kSilence) return time_out(*flight);
  flight->container = container.number;
  flight->boots = flight->target.host->machine.boots();
  flight->good = answer.good();
  flight->done = flight->target.host->runtime.admit(container, now);
  const TimePoint at = std::min(flight->done, flight->deadline);
  executor_.run_at(at, [this, flight = std::move(flight)] { settle(*flight); });
}

// The answer is ready, or the client gives up; either way, has the container lived so long?
void Requests::settle(const Flight& flight) {
  const Host& host = *flight.target.host;
  const TimePoint now = executor_.now();
  if (!host.machine.running() || host.machine.boots() != flight.boots) return time_out(flight);
  const ContainerRecord* container = host.runtime.find(flight.container);
  if (container == nullptr || !container->running())
    return note(flight, Outcome::kReset, (container != nullptr ? container->finished : now) + flight.back);
  const bool cut = !topology_.path(host.machine.vertex(), client_.machine.vertex()).up;
  if (cut || flight.done + flight.back > flight.deadline) return time_out(flight);
  note(flight, flight.good ? Outcome::kOk : Outcome::kError, flight.done + flight.back);
}

void Requests::time_out(const Flight& flight) { note(flight, Outcome::kTimeout, flight.deadline); }

void Requests::note(const Flight& flight, Outcome outcome, TimePoint at) {
  if (at > flight.deadline) outcome = Outcome::kTimeout, at = flight.deadline;
  availability_.add(flight.sent, outcome, at - flight.sent, executor_.now());
  if (config_.users > 0) think(at);
}

}  // namespace podium::sim
