// Brings one pod to what is wanted: asks next_action, does that one step, notes its outcome, asks again.
#pragma once

#include <functional>
#include <memory>

#include "control-plane/kubelet/admission.h"
#include "control-plane/kubelet/next_action.h"
#include "control-plane/kubelet/probe_watch.h"
#include "control-plane/kubelet/sources.h"
#include "control-plane/kubelet/surroundings.h"

namespace podium {
struct PersistentVolume;
}

namespace podium::kubelet {

// A volume of the pod, and the claim that it is made of.
struct ClaimedVolume {
  Text name;
  Key claim;
};

class PodWorker final : private ProbeWatch::Listener {
 public:
  PodWorker(Surroundings& surroundings, Ref<const Pod> pod, PodState state);
  ~PodWorker();

  // One of these, once. The node takes the pod, with what an earlier kubelet left of it; or refuses it.
  void start();
  void reject(const std::string& reason, const std::string& message);

  // From the watch.
  void pod_changed(Ref<const Pod> pod);
  void object_gone();
  // The node is short of something: the pod ends, as failed, for this reason.
  void evict(const std::string& message, Duration grace);
  // From the relist.
  void container_exited(const ContainerInfo& info);
  void relisted() { publish(); }
  // The node has room again: a resize that had to wait may be granted.
  void room_appeared();

  const Pod& pod() const { return *pod_; }
  const PodState& state() const { return state_; }
  Share share() const { return allocated_share(spec(), state_); }
  // Nothing is left to do, and no answer outstanding.
  bool disposable() const { return gone_ && state_.torn_down && calls_ == 0; }

 private:
  // The loop, and the end (pod_worker.cpp).
  void look();
  bool perform(const Action& action);  // true: ask again at once
  void arm(TimePoint at);
  void begin_end(Duration grace);
  void expire();
  void finish();
  void release();
  void answered();

  // Sandbox and containers (pod_steps.cpp).
  void create_sandbox();
  void replace_sandbox();
  void sandbox_replaced();
  void tear_down();
  void created(std::size_t i, const ContainerId& id);
  void start_container(std::size_t i);
  void started(std::size_t i);
  void start_failed(std::size_t i, const Error& error);
  void failed(std::size_t i, const Text& reason, const Error& error);
  void stop(std::size_t i, Duration grace);
  void exited(std::size_t i, const ContainerInfo& info);
  void show_crash_backoff(std::size_t i);

  // The volumes of claims (pod_volumes.cpp).
  void await_volumes();
  void look_for_volume(std::vector<ClaimedVolume> missing);
  void volume_read(std::vector<ClaimedVolume> missing, const Ref<const PersistentVolume>& volume);
  void volume_ready(std::vector<ClaimedVolume> missing);
  void volumes_found();
  void volumes_missing(const std::vector<ClaimedVolume>& missing, bool unprocessed);
  void ask(const KindInfo& kind, const Key& key, std::function<void(const ObjectRef&)> read);

  // The making of containers (pod_create.cpp).
  void create(std::size_t i);
  void read_sources(std::size_t i, std::vector<SourceName> needed, Sources got);
  void ask_for_token(const SourceName& source, const ApiReply& reply);
  void source_read(std::size_t i, const SourceName& source, std::vector<SourceName> needed, Sources got,
                   const ApiResponse& read);
  void configure(std::size_t i, const Sources& sources);
  void mount_failed(std::size_t i, const std::string& message);
  void make(std::size_t i, ContainerConfig config);

  // Lifecycle hooks (pod_hooks.cpp).
  void run_post_start(std::size_t i);
  void post_start_failed(std::size_t i);
  void run_pre_stop(std::size_t i);
  void run_hook(std::size_t i, const LifecycleHandler& hook, std::function<void(bool well)> done);

  // Changes to what containers may use (pod_resize.cpp).
  void spec_changed(const PodSpec& before);
  void consider_resize();
  void resize(std::size_t i);
  void resized(std::size_t i, ResourceRequirements given);

  // Images (pod_images.cpp).
  void ensure_image(std::size_t i);
  void pull(std::size_t i);
  void pulled(std::size_t i, const Result<ImageInfo>& result);
  void image_failed(std::size_t i, const Text& reason, const std::string& message);
  void show_image_backoff(std::size_t i);

  // Probes (pod_probes.cpp).
  void watch(std::size_t i, bool adopted);
  void unwatch(std::size_t i);
  void add_watch(std::size_t i, ProbeKind kind, const Box<Probe>& probe, bool adopted);
  void probe_failed(const ProbeWatch& watch, const std::string& output) override;
  void probe_settled(const ProbeWatch& watch, bool success) override;
  void startup_passed(std::size_t i);
  void kill_unhealthy(std::size_t i, bool startup);

  // The object in the API (pod_publish.cpp).
  void publish();
  void published(const ApiResponse& response);
  void refresh();
  void remove_object();
  void retry_later();
  bool adopt(Ref<const Pod> pod);

  const PodSpec& spec() const { return *pod_->spec; }
  ContainerRecord& record(std::size_t i) { return state_.containers[i]; }
  const Container& container(std::size_t i) const { return container_at(spec(), i); }
  void tell(Category category, const std::string& text);
  void normal(std::string_view reason, std::string message);
  void warning(std::string_view reason, std::string message);

  Surroundings& s_;
  Ref<const Pod> pod_;  // the newest known
  PodState state_;
  std::vector<std::unique_ptr<ProbeWatch>> watches_;
  TimerId alarm_ = TimerId::kNone, retry_ = TimerId::kNone;
  TimePoint alarm_at_ = kForever;
  std::uint16_t calls_ = 0;     // answers outstanding; the worker stays until they have come
  TimePoint volumes_wanted_{};  // since when, or since it was told of last
  bool volumes_ready_ = false;
  bool looking_ = false;
  bool gone_ = false;      // from the API
  bool released_ = false;  // takes no room on the node any more
  bool writing_ = false, rewrite_ = false, removing_ = false;
};

}  // namespace podium::kubelet
