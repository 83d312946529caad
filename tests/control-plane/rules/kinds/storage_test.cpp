// Volumes, claims and their classes.
#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::faults;
using make::Lines;
using make::update_faults;

namespace {

std::string storage_class(const std::string& more) {
  return "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\n" + more + "\n";
}
std::string volume(const std::string& spec) {
  return "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v}\nspec: {" + spec + "}\n";
}
std::string claim(const std::string& spec, const std::string& status = "") {
  return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c, namespace: d}\nspec: {" + spec +
         "}\n" + status;
}

const std::string kVolume = "capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /x}";
const std::string kClaim = "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}";
const std::string kLarger = "accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}";

}  // namespace

TEST_CASE("A storage class deletes its volumes and binds at once unless it says otherwise, and stays so") {
  const auto made = to_json(*make::defaulted(storage_class("provisioner: x")));
  CHECK(made["reclaimPolicy"] == "Delete");
  CHECK(made["volumeBindingMode"] == "Immediate");
  CHECK(faults(storage_class("provisioner: ''")) == Lines{"provisioner: Required value"});
  CHECK(faults(storage_class("provisioner: x\nvolumeBindingMode: Later")) ==
        Lines{"volumeBindingMode: Unsupported value: \"Later\": supported values: \"Immediate\", "
              "\"WaitForFirstConsumer\""});
  CHECK(update_faults(storage_class("provisioner: x"),
                      storage_class("provisioner: z\nparameters: {a: b}\nreclaimPolicy: Retain\n"
                                    "volumeBindingMode: WaitForFirstConsumer")) ==
        Lines{"parameters: Forbidden: updates to parameters are forbidden.",
              "provisioner: Forbidden: updates to provisioner are forbidden.",
              "reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.",
              "volumeBindingMode: Invalid value: \"WaitForFirstConsumer\": field is immutable"});
  CHECK(update_faults(storage_class("provisioner: x"),
                      storage_class("provisioner: x\nallowVolumeExpansion: true"))
            .empty());
}

TEST_CASE("A volume has one source, a size and modes of access") {
  const auto made = to_json(*make::defaulted(volume(kVolume)));
  CHECK(made["spec"]["persistentVolumeReclaimPolicy"] == "Retain");
  CHECK(made["spec"]["volumeMode"] == "Filesystem");
  CHECK(made["status"]["phase"] == "Pending");
  CHECK(faults(volume(kVolume)).empty());
  CHECK(faults(volume("")) == Lines{"spec.accessModes: Required value", "spec.capacity: Required value",
                                    "spec: Required value: must specify a volume type"});
  CHECK(faults(volume(kVolume + ", nfs: {server: s, path: /}, volumeAttributesClassName: x")) ==
        Lines{"spec.nfs: Forbidden: may not specify more than 1 volume type"});
  CHECK(faults(volume("capacity: {storage: 0}, accessModes: [ReadWriteOncePod, Sometimes], hostPath: {}")) ==
        Lines{"spec.accessModes: Unsupported value: \"Sometimes\": supported values: \"ReadOnlyMany\", "
              "\"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\"",
              "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes",
              "spec.capacity[storage]: Invalid value: \"0\": must be greater than zero"});
}

TEST_CASE("A volume's source stays; what it is bound to and what becomes of it may change") {
  CHECK(
      update_faults(volume(kVolume), volume("capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], "
                                            "hostPath: {path: /y}, volumeMode: Block")) ==
      Lines{"spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation",
            "spec.volumeMode: Invalid value: \"Block\": field is immutable"});
  CHECK(update_faults(volume(kVolume), volume(kVolume + ", persistentVolumeReclaimPolicy: Delete, claimRef: "
                                                        "{name: c}, volumeAttributesClassName: gold"))
            .empty());
}

TEST_CASE("A claim asks for a size and a mode of access") {
  const auto made = to_json(*make::defaulted(claim(kClaim)));
  CHECK(made["spec"]["volumeMode"] == "Filesystem");
  CHECK(made["status"]["phase"] == "Pending");
  CHECK(faults(claim(kClaim)).empty());
  CHECK(faults(claim("")) == Lines{"spec.accessModes: Required value: at least 1 access mode is required",
                                   "spec.resources[storage]: Required value"});
}

TEST_CASE("A claim without a class is another thing than a claim of the class without a name") {
  const auto class_of = [](const std::string& more) {
    const Ref<Object> made = make::defaulted(claim(kClaim + more));
    const auto name = static_cast<const PersistentVolumeClaim&>(*made).storage_class();
    return name ? "'" + std::string(*name) + "'" : "none";
  };
  CHECK(class_of("") == "none");
  CHECK(class_of(", storageClassName: ''") == "''");
  CHECK(class_of(", storageClassName: fast") == "'fast'");
}

TEST_CASE("A claim gets its volume and class once, and only a bound one another size") {
  const std::string immutable =
      "spec: Forbidden: spec is immutable after creation except resources.requests and "
      "volumeAttributesClassName for bound claims";
  CHECK(update_faults(claim(kClaim), claim(kClaim + ", volumeName: v, storageClassName: fast")).empty());
  CHECK(update_faults(claim(kClaim + ", volumeName: v"), claim(kClaim + ", volumeName: w")) ==
        Lines{immutable});
  CHECK(update_faults(claim(kClaim), claim(kLarger)) == Lines{immutable});
  const std::string bound = "status: {phase: Bound, capacity: {storage: 1Gi}}\n";
  CHECK(update_faults(claim(kClaim, bound), claim(kLarger, bound)).empty());
  CHECK(update_faults(claim(kLarger, bound), claim(kClaim, bound)) ==
        Lines{"spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"});
}
