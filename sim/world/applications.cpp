#include "sim/world/applications.h"

#include <algorithm>

#include "sim/world/glob.h"

namespace podium::sim {
namespace {

bool matches(const AppModel& model, const std::string& image,
             const std::map<std::string, std::string>& labels) {
  const auto has = [&labels](const auto& wanted) {
    const auto found = labels.find(wanted.first);
    return found != labels.end() && found->second == wanted.second;
  };
  return glob_match(model.image, image) && std::all_of(model.labels.begin(), model.labels.end(), has);
}

}  // namespace

Duration draw(Random& random, const ServiceTime& service) {
  switch (service.kind) {
    case ServiceTime::Kind::kConstant: return service.low;
    case ServiceTime::Kind::kUniform: return random.between(service.low, service.high);
    case ServiceTime::Kind::kExponential: return random.exponential(service.low);
  }
  return service.low;
}

void Applications::add(AppModel model) {
  models_.push_back(std::make_unique<const AppModel>(std::move(model)));
}

const AppModel& Applications::model_for(const std::string& image,
                                        const std::map<std::string, std::string>& labels) const {
  for (const auto& model : models_)
    if (matches(*model, image, labels)) return *model;
  return default_;
}

std::optional<Applications::Planned> Applications::plan_exit(const AppModel& model, int run, Random& random) {
  std::optional<Planned> first;
  for (const Exit& exit : model.exits) {
    if (exit.runs == Exit::Runs::kNth && exit.nth != run) continue;
    if (exit.runs == Exit::Runs::kOnce && spent_.count(&exit) > 0) continue;
    const Duration after = draw(random, exit.after);
    if (!first || after < first->after) first = Planned{after, &exit};
  }
  if (first && first->exit->runs == Exit::Runs::kOnce) spent_.insert(first->exit);
  return first;
}

}  // namespace podium::sim
