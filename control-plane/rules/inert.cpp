#include "control-plane/rules/inert.h"

namespace podium {
namespace {

struct Entry {
  std::string_view group, kind;
  std::string_view note;
};

constexpr std::string_view kNoWebhooks = "it is stored, but the API server does not call it yet";

constexpr Entry kEntries[] = {
    {"networking.k8s.io", "Ingress", {"it is stored, but nothing serves it"}},
    {"networking.k8s.io", "NetworkPolicy", {"it is stored, but nothing enforces it"}},
    {"apiregistration.k8s.io", "APIService", {"it is stored, but requests are not passed on to a service"}},
    {"admissionregistration.k8s.io", "MutatingWebhookConfiguration", {kNoWebhooks}},
    {"admissionregistration.k8s.io", "ValidatingWebhookConfiguration", {kNoWebhooks}},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy", {kNoWebhooks}},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", {kNoWebhooks}},
};

}  // namespace

std::string_view inert(const KindInfo& kind) {
  for (const Entry& entry : kEntries) {
    if (kind.kind == entry.kind && kind.group == entry.group) return entry.note;
  }
  return {};
}

}  // namespace podium
