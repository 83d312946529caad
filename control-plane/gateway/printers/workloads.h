// What the tables of workloads share: the columns and cells about their template, shown with -o wide.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "control-plane/gateway/printer.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

// "a,b": a field of each of the template's containers.
inline std::string container_texts(const PodTemplateSpec& pod_template, Text Container::*field) {
  std::vector<std::string> texts;
  for (const Container& c : pod_template.spec.value().containers) texts.push_back((c.*field).str());
  return join(texts, ",");
}

// The columns of a workload, then those about its template, and about its selector if it shows one.
inline std::vector<PrintColumn> workload_columns(std::vector<PrintColumn> own, bool selector = true) {
  own.push_back({"Containers", "string", "", 1});
  own.push_back({"Images", "string", "", 1});
  if (selector) own.push_back({"Selector", "string", "", 1});
  return own;
}

// The cells below them.
inline std::vector<Cell> workload_cells(std::vector<Cell> own, const Box<PodTemplateSpec>& pod_template) {
  own.push_back(container_texts(pod_template.value(), &Container::name));
  own.push_back(container_texts(pod_template.value(), &Container::image));
  return own;
}
inline std::vector<Cell> workload_cells(std::vector<Cell> own, const Box<PodTemplateSpec>& pod_template,
                                        std::string selector) {
  own = workload_cells(std::move(own), pod_template);
  own.push_back(std::move(selector));
  return own;
}

inline std::string fraction(std::int32_t part, std::int32_t whole) {
  return std::to_string(part) + "/" + std::to_string(whole);
}

}  // namespace podium
