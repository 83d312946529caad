#include "control-plane/custom/check_definition.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "control-plane/custom/check_version.h"
#include "control-plane/custom/crd_status.h"
#include "control-plane/custom/tree.h"
#include "control-plane/rules/names.h"

namespace podium::custom {
namespace {

using nlohmann::json;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

class Checker {
 public:
  Checker(const json& spec, FieldErrors& errors)
      : spec_(spec), names_(object_at(spec, "names")), errors_(errors) {}

  void check(const std::string& name) {
    const std::string group = text_at(spec_, "group"), plural = text_at(names_, "plural");
    if (name != plural + "." + group)
      errors_.push_back(invalid_text("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
    check_group(group);
    const std::string scope = text_at(spec_, "scope");
    if (scope.empty())
      errors_.push_back(required("spec.scope"));
    else if (scope != "Cluster" && scope != "Namespaced")
      errors_.push_back(not_supported("spec.scope", scope, {"Cluster", "Namespaced"}));
    check_version_names();
    check_versions(spec_, errors_);
    check_names();
    check_conversion();
    if (flag_at(spec_, "preserveUnknownFields"))
      errors_.push_back(invalid_value("spec.preserveUnknownFields", "true",
                                      "cannot set to true, set x-kubernetes-preserve-unknown-fields to true "
                                      "in spec.versions[*].schema instead"));
  }

 private:
  void check_group(const std::string& group) {
    if (group.empty()) return errors_.push_back(required("spec.group"));
    if (const std::string fault = dns_subdomain_fault(group); !fault.empty())
      errors_.push_back(invalid_text("spec.group", group, fault));
    else if (group.find('.') == std::string::npos)
      errors_.push_back(invalid_text("spec.group", group, "should be a domain with at least one dot"));
  }

  void check_version_names() {
    std::set<std::string> names;
    json told = json::array();
    const json& versions = list_at(spec_, "versions");
    int stored = 0;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const std::string name = text_at(versions[i], "name");
      stored += flag_at(versions[i], "storage") ? 1 : 0;
      names.insert(name);
      told.push_back(name);
      if (const std::string fault = dns_1035_label_fault(name); !fault.empty())
        errors_.push_back(invalid_text(element("spec.versions", i) + ".name", name, fault));
    }
    if (names.size() < versions.size())
      errors_.push_back(invalid_value("spec.versions", told.dump(), "must contain unique version names"));
    if (stored != 1)
      errors_.push_back(invalid_value("spec.versions", told.dump(),
                                      "must have exactly one version marked as storage version"));
  }

  void check_name(const std::string& name, const std::string& path, const char* preface) {
    if (const std::string fault = dns_1035_label_fault(*preface == 0 ? name : lower(name)); !fault.empty())
      errors_.push_back(invalid_text(path, name, preface + fault));
  }

  void check_names() {
    const std::string path = "spec.names.";
    for (const char* field : {"plural", "singular", "kind", "listKind"}) {
      if (text_at(names_, field).empty()) errors_.push_back(required(path + field));
    }
    for (const char* field : {"plural", "singular", "kind", "listKind"}) {
      const bool mixed = std::string_view(field).ends_with("ind");
      if (const std::string name = text_at(names_, field); !name.empty())
        check_name(name, path + field, mixed ? "may have mixed case, but should otherwise match: " : "");
    }
    const std::string kind = text_at(names_, "kind");
    if (!kind.empty() && kind == text_at(names_, "listKind"))
      errors_.push_back(invalid_text(path + "listKind", kind, "kind and listKind may not be the same"));
    for (const char* field : {"shortNames", "categories"}) {
      const std::vector<std::string> names = texts_at(names_, field);
      for (std::size_t i = 0; i < names.size(); ++i) check_name(names[i], element(path + field, i), "");
    }
  }

  void check_conversion() {
    const json& conversion = object_at(spec_, "conversion");
    const std::string strategy = text_at(conversion, "strategy"), path = "spec.conversion.";
    if (strategy == "Webhook")
      return errors_.push_back(field_forbidden(
          path + "strategy", "this server calls no webhooks: versions can only be converted by None"));
    if (strategy.empty())
      errors_.push_back(required(path + "strategy"));
    else if (strategy != "None")
      errors_.push_back(not_supported(path + "strategy", strategy, {"None", "Webhook"}));
    const json& webhook = object_at(conversion, "webhook");
    const char* why = "should not be set when strategy is not set to Webhook";
    if (webhook.contains("clientConfig"))
      errors_.push_back(field_forbidden(path + "webhookClientConfig", why));
    if (!list_at(webhook, "conversionReviewVersions").empty())
      errors_.push_back(field_forbidden(path + "conversionReviewVersions", why));
  }

  const json &spec_, &names_;
  FieldErrors& errors_;
};

// ---- Groups of the Kubernetes project may only be used by who says that he may. ----

constexpr const char* kApproval = "api-approved.kubernetes.io";

enum class Approval { kMissing, kInvalid, kGiven };

Approval approval_of(const Generic& crd) {
  const Text* found = crd.metadata.annotations.find(kApproval);
  if (found == nullptr || found->empty()) return Approval::kMissing;
  const std::string_view value = found->view();
  const std::size_t scheme = value.find("://");
  const bool url = scheme != 0 && scheme != std::string_view::npos && scheme + 3 < value.size();
  return url || value.starts_with("unapproved") ? Approval::kGiven : Approval::kInvalid;
}

void check_approval(const Generic& crd, const Generic* before, const std::string& group,
                    FieldErrors& errors) {
  const auto within = [&](const std::string& domain) { return ("." + group).ends_with("." + domain); };
  if (!within("k8s.io") && !within("kubernetes.io")) return;
  const Approval approval = approval_of(crd);
  if (approval == Approval::kGiven || (before != nullptr && approval == approval_of(*before))) return;
  const std::string place = std::string("metadata.annotations[") + kApproval + "]";
  const std::string demand =
      std::string("protected groups must have approval annotation \"") + kApproval + "\"";
  const std::string see = ", see https://github.com/kubernetes/enhancements/pull/1111";
  if (approval == Approval::kMissing)
    errors.push_back(required(place, demand + see));
  else
    errors.push_back(
        invalid_text(place, crd.metadata.annotations.find(kApproval)->view(),
                     demand + " with either a URL or a reason starting with \"unapproved\"" + see));
}

// ---- What may not change. ----

void check_unchanged(const json& then, const json& now, const std::string& path, FieldErrors& errors) {
  if (then == now) return;
  errors.push_back(invalid_value(path, now.dump(), "field is immutable"));
}

void check_immutable(const json& then, const json& now, bool established, FieldErrors& errors) {
  const json &old_names = object_at(then, "names"), &names = object_at(now, "names");
  if (established) {
    check_unchanged(text_at(then, "scope"), text_at(now, "scope"), "spec.scope", errors);
    check_unchanged(text_at(old_names, "kind"), text_at(names, "kind"), "spec.names.kind", errors);
  }
  check_unchanged(text_at(then, "group"), text_at(now, "group"), "spec.group", errors);
  check_unchanged(text_at(old_names, "plural"), text_at(names, "plural"), "spec.names.plural", errors);
}

// Objects may still be stored in each version that ever was the stored one.
void check_stored(const json& spec, const json& status, FieldErrors& errors) {
  const std::vector<std::string> stored = texts_at(status, "storedVersions");
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const bool there = std::ranges::any_of(list_at(spec, "versions"), [&](const json& version) {
      return text_at(version, "name") == stored[i];
    });
    if (there) continue;
    errors.push_back(invalid_text(
        element("status.storedVersions", i), stored[i],
        "missing from spec.versions; " + stored[i] +
            " was previously a storage version, and must remain in spec.versions until a storage migration "
            "ensures no data remains persisted in " +
            stored[i] + " and removes " + stored[i] + " from status.storedVersions"));
  }
}

}  // namespace

FieldErrors check_definition(const Generic& crd, const Generic* before) {
  FieldErrors errors;
  const json& spec = object_at(crd.body.json(), "spec");
  Checker(spec, errors).check(crd.metadata.name.str());
  if (before != nullptr) {
    check_immutable(object_at(before->body.json(), "spec"), spec, is_established(*before), errors);
    check_stored(spec, object_at(crd.body.json(), "status"), errors);
  }
  check_approval(crd, before, text_at(spec, "group"), errors);
  return errors;
}

}  // namespace podium::custom
