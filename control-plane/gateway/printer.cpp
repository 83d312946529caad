#include "control-plane/gateway/printer.h"

#include "control-plane/gateway/age.h"
#include "control-plane/objects/generic.h"

namespace podium {

#define X(stem) Printer stem##_printer();
#include "control-plane/gateway/printers/all.inc"
#undef X

namespace {

std::vector<Cell> name_and_age(const Object& object, TimePoint now) {
  return {object.metadata.name.str(), age(object.metadata.creation_timestamp, now)};
}

std::vector<Printer> all_printers() {
  std::vector<Printer> by_index(all_kinds().size() + computed_kinds().size());
  for (Printer& printer : by_index) printer = {nullptr, {{"Name", "string", "name"}, {"Age"}}, &name_and_age};
#define X(stem)                                         \
  {                                                     \
    Printer printer = stem##_printer();                 \
    by_index[printer.kind->index] = std::move(printer); \
  }
#include "control-plane/gateway/printers/all.inc"
#undef X
  return by_index;
}

}  // namespace

const Printer& printer_of(const KindInfo& kind) {
  static const std::vector<Printer> printers = all_printers();
  return printers[kind.index];
}

std::string join(const std::vector<std::string>& parts, const char* separator) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : separator) + parts[i];
  return text;
}

std::string or_none(std::string text) { return text.empty() ? "<none>" : std::move(text); }

std::string labels_text(const Labels& labels) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : labels) parts.push_back(key.str() + "=" + value.str());
  return or_none(join(parts, ","));
}

}  // namespace podium
