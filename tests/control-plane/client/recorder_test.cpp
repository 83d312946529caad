#include "control-plane/client/recorder.h"

#include "control-plane/objects/kinds/event.h"
#include "tests/control-plane/support/objects.h"
#include "tests/control-plane/support/server.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;

namespace {

struct Told : Ground {
  Told() : client(connect()), recorder(*client, "kubelet", "n1") {
    about = create(pod("web")).object;
    engine.run_for(1s);
  }

  // "count x message" of each stored event.
  std::vector<std::string> events() {
    engine.run_for(1s);
    std::vector<std::string> found;
    store.each(Event::info(), {}, [&](const ObjectRef& object) {
      const Event& event = static_cast<const Event&>(*object);
      found.push_back(std::to_string(event.count) + " x " + event.message.str());
    });
    std::sort(found.begin(), found.end());
    return found;
  }

  std::unique_ptr<Client> client;
  EventRecorder recorder;
  ObjectRef about;
};

}  // namespace

TEST_CASE("an event tells what happened to whom, and who says so") {
  Told ground;
  ground.recorder.warning(*ground.about, "BackOff", "Back-off restarting failed container");
  REQUIRE(ground.events().size() == 1);
  ground.store.each(Event::info(), {}, [&](const ObjectRef& object) {
    const Event& event = static_cast<const Event&>(*object);
    CHECK(event.metadata.name.view().starts_with("web."));
    CHECK(event.metadata.name.size() == 20);
    CHECK(event.metadata.namespace_ == "default");
    CHECK(event.involved_object.kind == "Pod");
    CHECK(event.involved_object.uid == ground.about->metadata.uid);
    CHECK(event.type_ == "Warning");
    CHECK(event.reason == "BackOff");
    CHECK(event.source.component == "kubelet");
    CHECK(event.source.host == "n1");
    CHECK(event.first_timestamp == event.last_timestamp);
  });
}

TEST_CASE("an event told again is counted, not written anew") {
  Told ground;
  for (int i = 0; i < 3; ++i) {
    ground.recorder.normal(*ground.about, "Pulled", "image present");
    ground.engine.run_for(1min);
  }
  CHECK(ground.events() == std::vector<std::string>{"3 x image present"});
}

TEST_CASE("more than ten events alike but for the message are combined") {
  Told ground;
  for (int i = 0; i < 13; ++i)
    ground.recorder.warning(*ground.about, "Failed", "try " + std::to_string(10 + i));
  const auto events = ground.events();
  REQUIRE(events.size() == 11);
  CHECK(events.back() == "3 x (combined from similar events): try 22");
}

TEST_CASE("an object gets 25 events at once, then one every five minutes") {
  Told ground;
  const auto total = [&] {
    int sum = 0;
    for (const std::string& event : ground.events()) sum += std::stoi(event);
    return sum;
  };
  const auto flood = [&] {
    for (int i = 0; i < 40; ++i) ground.recorder.normal(*ground.about, "Started", "started");
  };
  flood();
  CHECK(total() == 25);
  ground.engine.run_for(11min);
  flood();
  CHECK(total() == 27);
}

TEST_CASE("an event lives an hour after it was last told") {
  Told ground;
  ground.recorder.normal(*ground.about, "Pulled", "image present");
  ground.engine.run_for(40min);
  ground.recorder.normal(*ground.about, "Pulled", "image present");
  ground.engine.run_for(40min);
  CHECK(ground.events() == std::vector<std::string>{"2 x image present"});
  ground.engine.run_for(30min);
  CHECK(ground.events().empty());
  ground.recorder.normal(*ground.about, "Pulled", "image present");
  CHECK(ground.events().size() == 1);
}
