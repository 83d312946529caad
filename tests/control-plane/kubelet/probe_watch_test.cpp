#include "control-plane/kubelet/probe_watch.h"

#include <vector>

#include "sim/engine/engine.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::kubelet;

namespace {

struct Diary : ProbeWatch::Listener {
  explicit Diary(Engine& e) : engine(e), start(e.now()) {}
  void probe_failed(const ProbeWatch&, const std::string& output) override { note("failed " + output); }
  void probe_settled(const ProbeWatch&, bool success) override { note(success ? "up" : "down"); }
  void note(const std::string& what) {
    lines.push_back(std::to_string((engine.now() - start) / 1s) + " " + what);
  }

  Engine& engine;
  TimePoint start;
  std::vector<std::string> lines;
};

Probe probe(std::int32_t failures, std::int32_t successes = 1) {
  Probe probe;
  probe.period_seconds = 5;
  probe.failure_threshold = failures;
  probe.success_threshold = successes;
  return probe;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("liveness fails at the third of consecutive failures, of which the runtime told the first") {
  Engine engine;
  Diary diary(engine);
  ProbeWatch watch(engine, diary, {ProbeKind::kLiveness}, probe(3));
  watch.report({true, ""});
  engine.run_for(35s);
  watch.report({false, "500"});
  engine.run_for(60s);
  CHECK(diary.lines == Lines{"35 failed 500", "40 failed 500", "45 failed 500", "45 down"});
  CHECK(engine.pending() == 0);  // settled: costs nothing
}

TEST_CASE("a recovery seen at the very tick that would settle it comes first") {
  Engine engine;
  Diary diary(engine);
  ProbeWatch watch(engine, diary, {ProbeKind::kLiveness}, probe(2));
  watch.report({false, "x"});
  engine.run_at(diary.start + 4s, [&] {
    engine.run_at(diary.start + 5s, [&] { watch.report({true, ""}); });
  });
  engine.run_for(60s);
  CHECK(diary.lines == Lines{"0 failed x"});
}

TEST_CASE("readiness begins as not ready and needs its successes in a row") {
  Engine engine;
  Diary diary(engine);
  ProbeWatch watch(engine, diary, {ProbeKind::kReadiness}, probe(3, 2));
  watch.report({false, "refused"});
  engine.run_for(10s);
  watch.report({true, ""});
  engine.run_for(60s);
  CHECK(diary.lines == Lines{"0 failed refused", "15 up"});
}

TEST_CASE("a startup probe passes with one success and fails at its threshold") {
  Engine engine;
  Diary diary(engine);
  ProbeWatch passes(engine, diary, {ProbeKind::kStartup}, probe(3));
  passes.report({true, ""});
  ProbeWatch fails(engine, diary, {ProbeKind::kStartup}, probe(2));
  fails.report({false, "no"});
  engine.run_for(60s);
  CHECK(diary.lines == Lines{"0 up", "0 failed no", "5 failed no", "5 down"});
}

TEST_CASE("a result taken over from an earlier kubelet holds until another one says otherwise") {
  Engine engine;
  Diary diary(engine);
  ProbeWatch watch(engine, diary, {ProbeKind::kReadiness, 0, true, true}, probe(1));
  watch.report({true, ""});
  CHECK(diary.lines.empty());
  watch.report({false, "gone"});
  CHECK(diary.lines == Lines{"0 failed gone", "0 down"});
}
