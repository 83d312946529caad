#include "control-plane/rules/admission/default_classes.h"

#include "tests/control-plane/rules/make.h"

using namespace podium;

namespace {

Ref<const StorageClass> storage(const std::string& name, int created, bool by_default, bool grows = false) {
  auto made = make_ref<StorageClass>();
  made->metadata.name = name;
  made->metadata.creation_timestamp = TimePoint{} + std::chrono::seconds(created);
  if (by_default) made->metadata.annotations.set("storageclass.kubernetes.io/is-default-class", "true");
  made->allow_volume_expansion = grows;
  return made;
}

Ref<PersistentVolumeClaim> claim(const std::string& more, const std::string& size = "1Gi") {
  const Ref<Object> made = make::defaulted(
      "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c, namespace: d}\nspec: {accessModes: "
      "[ReadWriteOnce], resources: {requests: {storage: " +
      size + "}}" + more + "}\n");
  return Ref<PersistentVolumeClaim>::share(static_cast<PersistentVolumeClaim*>(made.get()));
}

}  // namespace

TEST_CASE("A claim without a class gets the newest default class; an empty name is a class of its own") {
  const StorageClasses classes = {storage("old", 1, true), storage("b", 2, true), storage("a", 2, true),
                                  storage("new", 9, false)};
  const auto silent = claim("");
  admit_claim(*silent, classes);
  CHECK(silent->storage_class() == "a");
  const auto empty = claim(", storageClassName: ''");
  admit_claim(*empty, classes);
  CHECK(empty->storage_class() == "");
  const auto none = claim("");
  admit_claim(*none, {storage("new", 9, false)});
  CHECK_FALSE(none->storage_class());
}

TEST_CASE("An ingress without a class gets the default one, unless the old annotation names one") {
  auto nginx = make_ref<IngressClass>();
  nginx->metadata.name = "nginx";
  nginx->metadata.annotations.set("ingressclass.kubernetes.io/is-default-class", "true");
  Ingress silent, annotated;
  annotated.metadata.annotations.set("kubernetes.io/ingress.class", "other");
  admit_ingress(silent, {nginx});
  admit_ingress(annotated, {nginx});
  CHECK(silent.spec.value().ingress_class_name == "nginx");
  CHECK(annotated.spec.value().ingress_class_name.empty());
}

TEST_CASE("Claims in use are guarded once") {
  const auto guarded = claim("");
  protect_in_use(*guarded);
  protect_in_use(*guarded);
  REQUIRE(guarded->metadata.finalizers.size() == 1);
  CHECK(guarded->metadata.finalizers[0] == "kubernetes.io/pvc-protection");
}

TEST_CASE("A claim grows only when it is bound and its class lets it") {
  const StorageClasses classes = {storage("fixed", 1, false), storage("elastic", 1, false, true)};
  const auto small = claim(", storageClassName: elastic"),
             large = claim(", storageClassName: elastic", "2Gi");
  CHECK(resize_fault(*small, *small, classes) == "");
  CHECK(resize_fault(*small, *large, classes) == "Only bound persistent volume claims can be expanded");
  small->status.edit().phase = "Bound";
  CHECK(resize_fault(*small, *large, classes) == "");
  const auto fixed = claim(", storageClassName: fixed");
  fixed->status.edit().phase = "Bound";
  CHECK(resize_fault(*fixed, *large, classes) ==
        "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must "
        "support resize");
}
