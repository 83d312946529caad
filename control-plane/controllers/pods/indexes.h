// The indexes that controllers share.
#pragma once

#include "control-plane/controllers/framework/snapshot.h"

namespace podium::controllers {

extern const Index kPodsByController;         // the controller's uid
extern const Index kOrphanPods;               // without a controller: their namespace
extern const Index kPodsByNode;               // the node's name
extern const Index kReplicaSetsByController;  // the controller's uid
extern const Index kReplicaSetsByNamespace;
extern const Index kOrphanReplicaSets;  // without a controller: their namespace
extern const Index kSlicesByService;    // slice_owner(namespace, service)
extern const Index kDeploymentsByNamespace;
extern const Index kDaemonSetsByNamespace;
extern const Index kStatefulSetsByNamespace;
extern const Index kReplicationControllersByNamespace;
extern const Index kClaimingPods;           // with volumes of claims: their namespace
extern const Index kRevisionsByController;  // the controller's uid
extern const Index kOrphanRevisions;        // without a controller: their namespace

// The text under which kSlicesByService files the slices of a service.
Text slice_owner(const Text& namespace_, const Text& service);

}  // namespace podium::controllers
