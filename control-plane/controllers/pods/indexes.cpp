#include "control-plane/controllers/pods/indexes.h"

#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/kinds/controller_revision.h"
#include "control-plane/objects/kinds/daemon_set.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/objects/kinds/stateful_set.h"
#include "control-plane/objects/volume_claims.h"

namespace podium::controllers {

namespace {

Text namespace_of(const Object& object) { return object.metadata.namespace_; }

Text orphan(const Object& object) {
  return object.metadata.controller() == nullptr ? object.metadata.namespace_ : Text();
}

Text node_of(const Object& object) {
  const auto& pod = static_cast<const Pod&>(object);
  return pod.spec ? pod.spec->node_name : Text();
}

Text service_of(const Object& object) {
  const Text* service = object.metadata.labels.find("kubernetes.io/service-name");
  return service == nullptr ? Text() : slice_owner(object.metadata.namespace_, *service);
}

Text claiming(const Object& object) {
  return claims_of(static_cast<const Pod&>(object)).empty() ? Text() : object.metadata.namespace_;
}

}  // namespace

Text slice_owner(const Text& namespace_, const Text& service) { return namespace_.str() + "/" + service; }

const Index kPodsByController{&Pod::info, &controller_uid};
const Index kOrphanPods{&Pod::info, &orphan};
const Index kPodsByNode{&Pod::info, &node_of};
const Index kClaimingPods{&Pod::info, &claiming};
const Index kReplicaSetsByController{&ReplicaSet::info, &controller_uid};
const Index kReplicaSetsByNamespace{&ReplicaSet::info, &namespace_of};
const Index kOrphanReplicaSets{&ReplicaSet::info, &orphan};
const Index kSlicesByService{&EndpointSlice::info, &service_of};
const Index kDeploymentsByNamespace{&Deployment::info, &namespace_of};
const Index kDaemonSetsByNamespace{&DaemonSet::info, &namespace_of};
const Index kStatefulSetsByNamespace{&StatefulSet::info, &namespace_of};
const Index kReplicationControllersByNamespace{&ReplicationController::info, &namespace_of};
const Index kRevisionsByController{&ControllerRevision::info, &controller_uid};
const Index kOrphanRevisions{&ControllerRevision::info, &orphan};

}  // namespace podium::controllers
