// Published cases of autoscaling, and the cadence of a recorded run. Data: ../shared/data, which may be
// absent.
#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/control-plane/controllers/autoscaling/rig.h"
#include "tests/support/catch.h"

namespace podium::controllers {

namespace {

// The fields of each line, without its header; one in quotes may have commas.
std::vector<std::vector<std::string>> rows_of(const std::string& file) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        fields.emplace_back();
      else if (c != '\r')
        fields.back() += c;
    }
    rows.push_back(std::move(fields));
  }
  return rows;
}

std::int32_t at_average(std::int32_t replicas, std::int64_t milli, std::int64_t target) {
  const ScaledPods pods = pods_of(replicas);
  const PodAutoscalerOptions options;
  const CountContext context{pods, replicas, options, kBegin};
  return count_by_average(context, samples_of(pods, replicas, milli), "cpu", target).value().replicas;
}

// A simulator's pods, which use at most one core of a load that they share, with a target of 60 %.
std::int32_t shared_load(std::int32_t replicas, std::int64_t cores) {
  return at_average(replicas, std::min<std::int64_t>(cores * 1000 / replicas, 1000), 600);
}

// What stays of recommendations that are all within the window, with a behaviour of one direction.
std::int32_t after(std::int32_t current, const std::vector<std::int32_t>& wanted, Duration apart, bool up,
                   std::int32_t window, std::int32_t pods_a_minute) {
  Stepper stepper(current);
  stepper.behave_by_default();
  stepper.memory.recommendations.clear();
  HpaBehavior& behavior = stepper.spec.behavior.edit();
  (up ? behavior.scale_up : behavior.scale_down) = Stepper::rules("Pods", pods_a_minute, 60, window);
  for (std::size_t i = 0; i + 1 < wanted.size(); ++i)
    stepper.memory.recommendations.push_back({wanted[i], stepper.now += apart});
  return stepper.step(wanted.back(), apart).replicas;
}

void walkthrough_up() {
  // 305 % of one pod that requests a core, at a target of 50 %.
  Stepper stepper(1, 10);
  stepper.behave_by_default();
  CHECK(stepper.load(3050, 50).replicas == 5);
  CHECK(stepper.load(3050, 50).replicas == 7);  // 61 %
  CHECK(stepper.load(3050, 50).replicas == 7);  // 43 %
}

void walkthrough_down() {
  Stepper stepper(7, 10);
  for (Duration at = 15s; at <= 300s; at += 15s) CHECK(stepper.load(0, 50).replicas == 7);
  CHECK(stepper.load(0, 50).replicas == 1);
}

void story_up(const char* type, std::int32_t value, std::int32_t period,
              const std::vector<std::int32_t>& expected) {
  Stepper stepper(1);
  stepper.behave_by_default();
  stepper.spec.behavior.edit().scale_up = Stepper::rules(type, value, period, 0);
  for (const std::int32_t replicas : expected) {
    CHECK(stepper.step(100'000).replicas == replicas);
    while ((stepper.now - kBegin) % std::chrono::seconds(period) != Duration{0})
      CHECK(stepper.step(100'000).replicas == replicas);
  }
}

void story_slow_down() {
  Stepper stepper(1000);
  stepper.behave_by_default();
  stepper.spec.behavior.edit().scale_down = Stepper::rules("Pods", 1, 600);
  while (stepper.now < kBegin + 10min) stepper.step(500);
  CHECK(stepper.replicas == 999);
}

void doubling() {
  Stepper stepper(2, 10);
  CHECK(stepper.step(10).replicas == 4);
  CHECK(stepper.step(10).replicas == 8);
  CHECK(stepper.step(10).replicas == 10);
}

void once(std::int32_t from, std::int32_t to) {
  Stepper stepper(from);
  CHECK(stepper.step(to).replicas == to);
}

void text_service() {
  // 3 -> 5 in two looks, thirty seconds apart: each asked for one more.
  Stepper stepper(3);
  CHECK(stepper.step(4).replicas == 4);
  CHECK(stepper.step(4).replicas == 4);
  CHECK(stepper.step(5).replicas == 5);
}

void never_down_early() {
  Stepper stepper(2);
  stepper.step(4);
  const TimePoint up = stepper.now;
  while (stepper.step(2).replicas == 4) {
  }
  CHECK(stepper.now - up >= 300s);
  CHECK(stepper.now - up <= 315s);
}

struct Case {
  const char* name;
  const char* step;
  void (*play)();
};

const Case kCases[] = {
    {"ratio current 200m target 100m", "", [] { CHECK(at_average(3, 200, 100) == 6); }},
    {"ratio current 50m target 100m", "", [] { CHECK(at_average(6, 50, 100) == 3); }},
    {"php-apache", "load on", &walkthrough_up},
    {"php-apache", "load off", &walkthrough_down},
    {"KEP-853 story1", "",
     [] {
       story_up("Percent", 900, 60, {10, 100, 1000});
     }},
    {"KEP-853 story2", "", &story_slow_down},
    {"KEP-853 story3", "",
     [] {
       story_up("Pods", 1, 300, {2, 3, 4});
     }},
    {"KEP-853 story5", "min 10",
     [] {
       CHECK(after(10, {10, 9, 8, 9, 9, 8, 9, 8, 9, 8}, 1min, false, 600, 5) == 10);
     }},
    {"KEP-853 story5", "min 11",
     [] {
       CHECK(after(10, {9, 8, 9, 9, 8, 9, 8, 9, 8, 7}, 1min, false, 600, 5) == 9);
     }},
    {"KEP-853 story6", "min 6",
     [] {
       CHECK(after(2, {2, 3, 19, 10, 3, 4}, 50s, true, 300, 20) == 2);
     }},
    {"KEP-853 story6", "min 7",
     [] {
       CHECK(after(2, {7, 3, 19, 10, 3, 4}, 50s, true, 300, 20) == 3);
     }},
    {"kubernetriks", "t=60", [] { CHECK(shared_load(5, 8) == 9); }},
    {"kubernetriks", "t=120", [] { CHECK(shared_load(9, 8) == 14); }},
    {"kubernetriks", "t=180..450", [] { CHECK(shared_load(14, 8) == 14); }},
    {"kubernetriks", "t=540", [] { CHECK(shared_load(14, 2) == 4); }},
    {"kubernetriks", "t=720", [] { CHECK(shared_load(4, 8) == 7); }},
    {"kubernetriks", "t=780", [] { CHECK(shared_load(7, 8) == 12); }},
    {"kubernetriks", "t=840", [] { CHECK(shared_load(12, 8) == 14); }},
    {"dsb trace", "797,812,827", &doubling},
    {"dsb trace", "548,563", [] { once(4, 6); }},
    {"dsb trace", "553,583", &text_service},
    {"dsb trace", "down", &never_down_early},
};

// A row's case; the two ratios are told apart by their input.
std::string name_of(const std::vector<std::string>& row) {
  return row[0] == "ratio" ? row[0] + " " + row[2] : row[0];
}

}  // namespace

TEST_CASE("each published case of autoscaling comes out as published", "[hpa]") {
  for (const Case& each : kCases) {
    INFO(each.name << ' ' << each.step);
    each.play();
  }
}

TEST_CASE("no published case of autoscaling is left out", "[hpa]") {
  const auto rows = rows_of("../shared/data/k8s_reference/hpa_cases.csv");
  if (rows.empty()) {
    WARN("skipped: ../shared/data/k8s_reference/hpa_cases.csv is not there");
    return;
  }
  for (const std::vector<std::string>& row : rows) {
    INFO(row[0] << ',' << row[1] << ',' << row[2]);
    const auto cases = std::ranges::count_if(
        kCases, [&](const Case& each) { return name_of(row) == each.name && row[1] == each.step; });
    CHECK(cases == 1);
  }
  CHECK(rows.size() == std::size(kCases));
}

// A real cluster's autoscaler: what it did must be what this one may do, and no sooner.
TEST_CASE("the recorded scaling of a social network keeps the cadence", "[hpa]") {
  const auto rows = rows_of("../shared/data/simkube/dsb_scaling_replica_timeline.csv");
  if (rows.empty()) {
    WARN("skipped: ../shared/data/simkube/dsb_scaling_replica_timeline.csv is not there");
    return;
  }
  struct Seen {
    std::int32_t replicas = 0;
    std::int64_t risen = -1;  // when last, in seconds
  };
  std::map<std::string, Seen> seen;
  int rises = 0, falls = 0;
  for (const std::vector<std::string>& row : rows) {
    const std::int64_t at = std::stoll(row[0]);
    const std::int32_t replicas = std::stoi(row[3]);
    INFO(row[2] << " at " << at);
    const auto [known, is_new] = seen.try_emplace(row[2], Seen{replicas, -1});
    Seen& last = known->second;
    if (!is_new && replicas > last.replicas) {
      ++rises;
      Stepper stepper(last.replicas);
      CHECK(stepper.step(replicas).replicas == replicas);
      // Looks are fifteen seconds apart; over minutes, what each takes adds up to a second.
      if (last.risen >= 0) CHECK((at - last.risen + 1) % 15 <= 2);
      last.risen = at;
    } else if (!is_new && replicas < last.replicas) {
      ++falls;
      if (last.risen >= 0) CHECK(at - last.risen >= 300);
    }
    last.replicas = replicas;
  }
  CHECK(rises >= 5);
  CHECK(falls >= 5);
}

}  // namespace podium::controllers
