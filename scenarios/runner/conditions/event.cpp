// event: REASON, with about (a part of the object's name) and message (a part of the text); `count`
// (default at least one) such Events, repetitions counted.
#include "control-plane/objects/kinds/event.h"

#include "scenarios/runner/condition.h"

namespace podium::scenario {
namespace {

class EventCondition final : public Condition {
 public:
  explicit EventCondition(const Section& s)
      : reason_(s.text("event")), about_(s.text("about", "")), message_(s.text("message", "")) {
    if (s.has("count")) count_ = Comparison::read(s, "count");
  }

  std::string wanted() const override {
    return "event " + reason_ + (about_.empty() ? "" : " about " + about_) + ": " +
           (count_ ? count_->text() : ">=1");
  }

  Finding look(const Cluster& cluster) const override {
    int seen = 0;
    cluster.each(Event::info(), {}, [&](const ObjectRef& object) {
      const auto& event = static_cast<const Event&>(*object);
      if (!(event.reason == reason_)) return;
      if (event.involved_object.name.view().find(about_) == std::string_view::npos) return;
      if (event.message.view().find(message_) == std::string_view::npos) return;
      seen += event.count;
    });
    return {count_ ? count_->holds(seen) : seen >= 1, std::to_string(seen)};
  }

 private:
  std::string reason_, about_, message_;
  std::optional<Comparison> count_;
};

}  // namespace

ConditionKind event_condition() {
  return {"event",
          [](const Section& s) -> std::unique_ptr<Condition> { return std::make_unique<EventCondition>(s); }};
}

}  // namespace podium::scenario
