// Keeps a node from running out of memory and disk: shows the pressure, removes what nobody uses, and evicts
// pods, one at a time. (Kubernetes: eviction manager, image garbage collection.)
#pragma once

#include <string>

#include "control-plane/kubelet/eviction_rank.h"
#include "control-plane/kubelet/image_gc.h"
#include "control-plane/kubelet/options.h"

namespace podium::kubelet {

class Eviction {
 public:
  // The kubelet that it works for.
  class Node {
   public:
    // Pods that run, with what they use.
    virtual std::vector<PodUse> use() const = 0;
    // Ends the pod as failed; pod_ended() tells when nothing of it runs any more.
    virtual void evict(const Text& uid, const std::string& message, Duration grace) = 0;
    virtual void pressures_changed(const Pressures& pressures) = 0;
    virtual void images_removed() = 0;
    // An event about the node.
    virtual void warn(std::string_view reason, const std::string& message) = 0;

   protected:
    ~Node() = default;
  };

  // All references outlive it.
  Eviction(Executor& executor, ContainerRuntime& runtime, const KubeletOptions& options, Node& node);
  ~Eviction();

  void start();
  void pod_ended(const Text& uid);
  const Pressures& pressures() const { return watch_.pressures(); }
  // Why the node would not take the pod now: it has a condition. Empty: it would.
  std::string refusal(const Pod& pod) const;

 private:
  void wait();
  void look_at(TimePoint when);
  void look();
  void reclaim(const MetThreshold& threshold);
  void evict_one(const MetThreshold& threshold);
  bool still_met(const MetThreshold& threshold) const;
  void collect_images(const MachineStats& stats);
  void images_collected(std::int64_t wanted, std::int64_t freed);
  bool images_due(const MachineStats& stats) const;
  TimePoint on_grid(Duration period) const;

  Executor& executor_;
  ContainerRuntime& runtime_;
  const KubeletOptions& options_;
  Node& node_;
  PressureWatch watch_;
  ImageGc images_;
  TimePoint started_{}, collect_at_{};
  TimerId timer_ = TimerId::kNone;
  Text victim_;  // the uid of the pod whose end is awaited
  bool collecting_ = false, collection_failed_ = false;
};

}  // namespace podium::kubelet
