#include "scenarios/runner/model_section.h"

namespace podium::scenario {
namespace {

sim::Span span(const Section& s, std::string_view field, sim::Span otherwise) {
  const Window window = s.window(field, Window{otherwise.low, otherwise.high});
  return {window.from, window.to};
}

sim::Exit read_exit(const Section& s) {
  sim::Exit exit;
  exit.after = span(s, "after", exit.after);
  exit.code = static_cast<int>(s.integer("code", exit.code));
  exit.reason = s.text("reason", "");
  const std::string runs = s.one_of("runs", {"every", "nth", "once"}, "every");
  exit.runs = runs == "nth"    ? sim::Exit::Runs::kNth
              : runs == "once" ? sim::Exit::Runs::kOnce
                               : sim::Exit::Runs::kEvery;
  exit.nth = static_cast<int>(s.integer("nth", exit.nth));
  s.finish();
  return exit;
}

sim::Failure read_failure(const Section& s) {
  sim::Failure failure;
  failure.from = s.duration("from", failure.from);
  failure.to = s.duration("to", failure.to);
  failure.status = static_cast<int>(s.integer("status", failure.status));
  failure.target = s.text("target", "");
  s.finish();
  return failure;
}

sim::UseCurve read_use(const Section& model, const char* field, sim::UseCurve curve) {
  const auto s = model.child(field);
  if (!s) return curve;
  curve.start = s->quantity("start", curve.start);
  curve.growth = s->quantity("growth-per-second", 0);
  if (curve.growth < 0) s->expected("growth-per-second", "bytes that are not given back: zero or more");
  curve.cap = s->quantity("cap", 0);
  s->finish();
  return curve;
}

sim::ServiceTime read_service(const Section& s) {
  sim::ServiceTime service;
  const std::string kind = s.one_of("distribution", {"constant", "uniform", "exponential"}, "constant");
  const Window time = s.window("time", Window{service.low, service.high});
  service.kind = kind == "uniform"       ? sim::ServiceTime::Kind::kUniform
                 : kind == "exponential" ? sim::ServiceTime::Kind::kExponential
                                         : sim::ServiceTime::Kind::kConstant;
  service.low = time.from;
  service.high = time.to;
  s.finish();
  return service;
}

}  // namespace

sim::AppModel read_app_model(const Section& s) {
  sim::AppModel model;
  model.image = s.text("image", "");
  for (const auto& [key, value] : s.labels("labels")) model.labels[key.str()] = value.str();
  if (model.image.empty() && model.labels.empty())
    s.expected("image", "the image (a glob) or the labels that it is for");
  model.name = s.text("name", model.image);
  model.start_error = s.text("start-error", "");
  model.start = span(s, "start", model.start);
  model.ready_after = span(s, "ready-after", model.ready_after);
  model.stop = span(s, "stop", model.stop);
  model.ignores_term = s.boolean("ignores-term", false);
  model.term_exit_code = static_cast<int>(s.integer("term-exit-code", 0));
  model.serves_while_stopping = s.boolean("serves-while-stopping", false);
  model.concurrency = static_cast<int>(s.integer("concurrency", 0));
  model.cpu_milli = s.milli_quantity("cpu", model.cpu_milli);
  model.memory = read_use(s, "memory", model.memory);
  model.disk = read_use(s, "disk", model.disk);
  if (const auto service = s.child("service")) model.service = read_service(*service);
  for (const Section& exit : s.list("exits")) model.exits.push_back(read_exit(exit));
  for (const Section& failure : s.list("failures")) model.failures.push_back(read_failure(failure));
  s.finish();
  return model;
}

}  // namespace podium::scenario
