// Which changes count as a new generation, and which part of an object a write may touch.
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/pod.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;

TEST_CASE("A new spec is a new generation; a new label or status is not") {
  const Ref<Object> before = make::defaulted(make::deployment());
  const Rules& rules = rules_of(before->kind());
  const Ref<Object> labelled = before->kind().clone(*before);
  labelled->metadata.labels.set("x", "y");
  static_cast<Deployment&>(*labelled).status.edit().replicas = 3;
  CHECK_FALSE(rules.spec_changed(*before, *labelled));
  static_cast<Deployment&>(*labelled).spec.edit().replicas = 3;
  CHECK(rules.spec_changed(*before, *labelled));
}

TEST_CASE("An equal spec that was read anew is no change") {
  CHECK_FALSE(rules_of(Deployment::info())
                  .spec_changed(*make::defaulted(make::deployment()), *make::defaulted(make::deployment())));
}

TEST_CASE("A write to an object keeps its status, a write to its status keeps its spec") {
  const Ref<Object> old = make::defaulted(make::pod()), fresh = make::defaulted(make::pod("args: [x]"));
  static_cast<Pod&>(*old).status.edit().phase = "Running";
  static_cast<Pod&>(*fresh).status.edit().phase = "Failed";
  const Rules& rules = rules_of(Pod::info());
  const Ref<Object> main_write = fresh->kind().clone(*fresh), status_write = fresh->kind().clone(*fresh);
  rules.keep_status(*main_write, *old);
  CHECK(static_cast<Pod&>(*main_write).status->phase == "Running");
  CHECK(static_cast<Pod&>(*main_write).spec->containers[0].args.size() == 1);
  rules.keep_spec(*status_write, *old);
  CHECK(static_cast<Pod&>(*status_write).status->phase == "Failed");
  CHECK(static_cast<Pod&>(*status_write).spec->containers[0].args.empty());
}

TEST_CASE("A namespace's finalizers leave only through its own subresource") {
  const Ref<Object> old = make::defaulted("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n");
  const Ref<Object> fresh = old->kind().clone(*old);
  static_cast<Namespace&>(*fresh).spec.finalizers.clear();
  rules_of(old->kind()).keep_status(*fresh, *old);
  CHECK(static_cast<Namespace&>(*fresh).spec.finalizers.size() == 1);
}

TEST_CASE("Every kind has its own rules: defaults and validity can be asked of an empty object") {
  for (const KindInfo* kind : all_kinds()) {
    INFO(kind->kind.view());
    const Ref<Object> empty = kind->make();
    const Rules& rules = rules_of(*kind);
    rules.set_defaults(*empty);
    const FieldErrors errors = rules.validate(*empty);
    REQUIRE_FALSE(errors.empty());
    CHECK(errors[0].text() == "metadata.name: Required value: name or generateName is required");
    CHECK(rules.validate_update(*empty, *kind->clone(*empty)).size() <= errors.size());
    rules.keep_status(*empty, *kind->make());
    rules.keep_spec(*empty, *kind->make());
    CHECK_FALSE(rules.spec_changed(*empty, *kind->clone(*empty)));
  }
}
