#include "control-plane/apply/untracked.h"

namespace podium::apply {
namespace {

FieldSet untracked() {
  FieldSet fields{field_path({"apiVersion"}), field_path({"kind"}), field_path({"metadata"})};
  for (const char* name : {"name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName",
                           "generation", "managedFields", "resourceVersion"}) {
    fields.insert(field_path({"metadata", name}));
  }
  return fields;
}

}  // namespace

FieldSet without_untracked(const FieldSet& fields) {
  static const FieldSet never = untracked();
  return subtract(fields, never);
}

// From the strategies of the kinds; those without an own rule reset the spec.
FieldSet reset_fields(const Write& write) {
  if (!write.has_status) return {};
  if (write.subresource.empty()) return {field_path({"status"})};
  if (write.subresource != "status") return {};
  FieldSet fields{field_path({"spec"})};
  if (write.kind == "Deployment") fields.insert(field_path({"metadata", "labels"}));
  if (write.kind == "Pod") {
    fields.insert(field_path({"metadata", "deletionTimestamp"}));
    fields.insert(field_path({"metadata", "ownerReferences"}));
  }
  return fields;
}

}  // namespace podium::apply
