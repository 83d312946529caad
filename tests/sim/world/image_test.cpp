#include "sim/world/image_reference.h"
#include "tests/sim/world/support/fixture.h"

namespace podium::sim {
namespace {

struct Pulls : Fixture {
  explicit Pulls(WorldOptions options = exact_options())
      : Fixture(options), host(add("n")), start(engine.now()) {}

  void pull(const std::string& reference) {
    host.runtime.pull_image(reference, [this](Result<ImageInfo> result) {
      ended.push_back(engine.now() - start);
      results.push_back(std::move(result));
    });
  }

  Host& host;
  TimePoint start;
  std::vector<Duration> ended;
  std::vector<Result<ImageInfo>> results;
};

TEST_CASE("references get the registry, library and tag that people leave out") {
  CHECK(full_reference("nginx").value() == "docker.io/library/nginx:latest");
  CHECK(full_reference("nginx:1.25").value() == "docker.io/library/nginx:1.25");
  CHECK(full_reference("me/app").value() == "docker.io/me/app:latest");
  CHECK(full_reference("localhost:5000/app:v1").value() == "localhost:5000/app:v1");
  CHECK(full_reference("quay.io/a/b@sha256:12").value() == "quay.io/a/b@sha256:12");
  CHECK(familiar_reference("docker.io/library/nginx:1.25") == "nginx:1.25");
  for (const char* bad : {"", "UPPER", "a b", "nginx:", "nginx:a b", "a/"})
    CHECK(full_reference(bad).error().code == ErrorCode::kInvalid);
}

TEST_CASE("a pull takes manifest, download and unpacking, and the image stays") {
  Pulls test;
  test.world.registry().set_image("app:1", 60'000'000);
  CHECK_FALSE(test.host.runtime.has_image("app:1"));
  test.pull("app:1");
  test.engine.run_for(1min);
  REQUIRE(test.results.size() == 1);
  const Duration time = 300ms + 1s + 600ms;  // 60 MB at 60 MB/s, unpacked at 100 MB/s
  CHECK(test.ended[0] == time);
  CHECK(test.results[0].value().pull_time == time);
  CHECK(test.results[0].value().bytes == 60'000'000);
  CHECK(test.host.runtime.has_image("docker.io/library/app:1"));
  REQUIRE(test.host.runtime.images().size() == 1);

  test.start = test.engine.now();
  test.pull("app:1");
  test.engine.run_for(1min);
  CHECK(test.ended[1] == 300ms);  // the manifest only
}

TEST_CASE("a node pulls one image at a time, and waiting counts") {
  Pulls test;
  test.world.registry().set_image("a", 60'000'000);
  test.world.registry().set_image("b", 120'000'000);
  test.pull("a");
  test.pull("b");
  test.engine.run_for(1min);
  REQUIRE(test.results.size() == 2);
  CHECK(test.results[1].value().pull_time == 300ms + 2s + 1200ms);
  CHECK(test.results[1].value().wait_time == 1900ms + 3500ms);
}

TEST_CASE("parallel pulls share the bandwidth") {
  auto options = exact_options();
  options.registry.parallel_pulls = 2;
  Pulls test(options);
  test.world.registry().set_image("a", 60'000'000);
  test.world.registry().set_image("b", 60'000'000);
  test.pull("a");
  test.pull("b");
  test.engine.run_for(1min);
  REQUIRE(test.ended.size() == 2);
  CHECK(test.ended[0] == 300ms + 2s + 600ms);
  CHECK(test.ended[1] == test.ended[0]);
}

TEST_CASE("a missing image is not found, in containerd's words") {
  Pulls test;
  test.world.registry().set_missing("nginx:1.161");
  test.pull("nginx:1.161");
  test.engine.run_for(1min);
  REQUIRE(test.results.size() == 1);
  CHECK(test.results[0].error().code == ErrorCode::kNotFound);
  CHECK(
      test.results[0].error().message ==
      "rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/nginx:1.161\": "
      "failed to resolve reference \"docker.io/library/nginx:1.161\": docker.io/library/nginx:1.161: not "
      "found");
}

TEST_CASE("a registry that is down is unavailable after the dial time-out, and works again when up") {
  Pulls test;
  REQUIRE(test.world.chaos().stop_registry().ok());
  test.pull("nginx");
  test.engine.run_for(31s);
  REQUIRE(test.results.size() == 1);
  CHECK(test.ended[0] == 30s);
  CHECK(test.results[0].error().code == ErrorCode::kUnavailable);
  REQUIRE(test.world.chaos().start_registry().ok());
  test.pull("nginx");
  test.engine.run_for(1min);
  CHECK(test.results[1].ok());
}

TEST_CASE("an unusable reference is refused at once") {
  Pulls test;
  test.pull("Not An Image");
  test.engine.run_for(1ms);
  REQUIRE(test.results.size() == 1);
  CHECK(test.results[0].error().code == ErrorCode::kInvalid);
}

TEST_CASE("well-known images have their usual sizes, the slim ones first") {
  ImageRegistry registry{{}};
  CHECK(registry.manifest("docker.io/library/nginx:1.25-alpine").value() == 20'000'000);
  CHECK(registry.manifest("docker.io/library/nginx:1.25").value() == 70'000'000);
  CHECK(registry.manifest("quay.io/some/thing:v1").value() == 50'000'000);
}

}  // namespace
}  // namespace podium::sim
