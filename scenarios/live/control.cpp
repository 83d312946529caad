#include "scenarios/live/control.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "control-plane/codec/time_text.h"
#include "scenarios/live/texts.h"

namespace podium::live {
namespace {

using nlohmann::json;

constexpr std::uint64_t kEventsPerAnswer = 1000;

HttpResponse respond(int code, const json& body) {
  // Invalid UTF-8, which a container's output may hold, is replaced rather than thrown at.
  return {.code = code,
          .headers = {{"Content-Type", "application/json"}},
          .body = body.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"};
}

HttpResponse refuse(int code, const std::string& sentence) { return respond(code, {{"error", sentence}}); }

json event_json(const ChronicleEvent& event) {
  return {{"id", event.id},
          {"at", format_micro_time(event.at)},
          {"cause", event.cause},
          {"category", to_string(event.category)},
          {"component", event.component},
          {"subject", event.subject},
          {"text", event.text}};
}

// The number in a parameter, `otherwise` if there is none; nothing if it is not a number.
std::optional<std::uint64_t> number(const HttpRequest& request, std::string_view name,
                                    std::uint64_t otherwise) {
  const std::string_view text = request.parameter(name);
  if (text.empty()) return otherwise;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string member(const json& body, const char* name) {
  const auto found = body.find(name);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

void Control::handle(const HttpRequest& request, const std::shared_ptr<HttpResponder>& responder) {
  const std::string_view what = std::string_view(request.path).substr(kControlPrefix.size());
  if (what == "clock" && request.method == "POST") return change_clock(request, responder);
  if (request.method != "GET" && request.method != "HEAD") {
    return responder->answer(refuse(405, "this can only be read"));
  }
  if (what == "clock") return responder->answer(clock_state());
  if (what == "why") return responder->answer(why(request));
  if (what == "events") return responder->answer(events(request));
  responder->answer(refuse(404, "there is nothing at " + request.path));
}

HttpResponse Control::clock_state() const {
  return respond(200, {{"now", format_micro_time(clock_.now())},
                       {"elapsed", seconds(clock_.now() - started_)},
                       {"speed", speed_text(clock_.speed())},
                       {"paused", clock_.paused()}});
}

void Control::change_clock(const HttpRequest& request, const std::shared_ptr<HttpResponder>& responder) {
  const json body = json::parse(request.body, nullptr, false);
  const std::string action = body.is_object() ? member(body, "action") : std::string();
  if (action == "step") {
    const auto by = parse_step(member(body, "duration"));
    if (!by) return responder->answer(refuse(400, "a step needs a duration such as \"30s\" or \"1h30m\""));
    return clock_.step(*by, [this, responder] { responder->answer(clock_state()); });
  }
  if (action == "pause") {
    clock_.pause();
  } else if (action == "run") {
    clock_.run();
  } else if (action == "speed") {
    const auto speed = parse_speed(member(body, "speed"));
    if (!speed) return responder->answer(refuse(400, "a speed is like \"10x\", \"0.5x\" or \"max\""));
    clock_.set_speed(*speed);
  } else {
    return responder->answer(refuse(400, "the action must be pause, run, step or speed"));
  }
  responder->answer(clock_state());
}

HttpResponse Control::why(const HttpRequest& request) const {
  const std::string subject(request.parameter("subject"));
  if (subject.empty()) return refuse(400, "a subject is needed, such as ?subject=pod/default/web-1");
  const EventId last = chronicle_.last_for_subject(subject);
  if (last == kNoCause) return refuse(404, "nothing is recorded about " + subject);
  json chain = json::array();
  for (const ChronicleEvent& event : chronicle_.chain(last)) chain.push_back(event_json(event));
  return respond(200, {{"subject", subject}, {"chain", std::move(chain)}});
}

HttpResponse Control::events(const HttpRequest& request) const {
  const auto since = number(request, "since", 0);
  const auto limit = number(request, "limit", kEventsPerAnswer);
  if (!since || !limit) return refuse(400, "since and limit must be numbers");
  const EventId begin = std::max<EventId>(std::min(*since, chronicle_.size()) + 1, chronicle_.first());
  const EventId end = begin + std::min({*limit, kEventsPerAnswer, chronicle_.size() + 1 - begin});
  json list = json::array();
  for (EventId id = begin; id < end; ++id) list.push_back(event_json(*chronicle_.get(id)));
  // `next` is what to give as `since` for what comes after these.
  return respond(200, {{"events", std::move(list)}, {"next", end - 1}, {"last", chronicle_.size()}});
}

}  // namespace podium::live
