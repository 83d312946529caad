#include "control-plane/gateway/watch_stream.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/codec/view.h"
#include "control-plane/gateway/render.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/schema/table.h"

namespace podium {
namespace {

const char* name_of(WatchType type) {
  switch (type) {
    case WatchType::kAdded: return "ADDED";
    case WatchType::kModified: return "MODIFIED";
    case WatchType::kDeleted: return "DELETED";
    case WatchType::kBookmark: return "BOOKMARK";
    case WatchType::kError: return "ERROR";
  }
  return "ERROR";
}

std::string bookmark(const KindInfo& kind, const View* view, std::uint64_t revision, bool ends_initial) {
  nlohmann::json metadata = {{"resourceVersion", std::to_string(revision)}, {"creationTimestamp", nullptr}};
  if (ends_initial) metadata["annotations"]["k8s.io/initial-events-end"] = "true";
  const std::string version =
      view == nullptr ? kind.api_version.str() : schema::api_version(view->group, view->version);
  return nlohmann::json({{"kind", kind.kind}, {"apiVersion", version}, {"metadata", metadata}}).dump();
}

}  // namespace

ApiStatus WatchStream::open(Executor& executor, ApiBackend& backend, const ApiRequest& request,
                            Settings settings, HttpResponder& responder) {
  auto self =
      std::shared_ptr<WatchStream>(new WatchStream(executor, backend, *request.kind, std::move(settings)));
  ApiStatus refused;
  self->watch_ = backend.watch(
      request, [self](const WatchEvent& e) { self->event(e); }, refused);
  if (!refused.ok()) return refused;
  self->stream_ = responder.stream({200, {{"Content-Type", "application/json"}}, ""});
  self->stream_->on_gone = [self] {
    self->stream_ = nullptr;
    self->end();
  };
  for (const std::string& line : self->early_) self->stream_->write(line);
  self->early_.clear();
  self->end_ = executor.now() + self->settings_.timeout;
  self->timer_ = executor.run_at(self->end_, [self] {
    self->timer_ = TimerId::kNone;
    self->end();
  });
  if (self->settings_.bookmark_every > Duration{0}) self->plan_bookmark();
  return {};
}

// One each interval, and one just before the end, so that the client need not ask anew for what it knows.
void WatchStream::plan_bookmark() {
  const TimePoint last = end_ - settings_.last_bookmark;
  const TimePoint next = executor_.now() + settings_.bookmark_every;
  if (executor_.now() >= last) return;
  bookmark_timer_ = executor_.run_at(std::min(next, last), [self = shared_from_this()] {
    self->bookmark_timer_ = TimerId::kNone;
    if (self->over_) return;
    WatchEvent event;
    event.type = WatchType::kBookmark;
    event.revision = self->backend_.revision();
    self->event(event);
    self->plan_bookmark();
  });
}

void WatchStream::event(const WatchEvent& event) {
  if (over_) return;
  const auto self = shared_from_this();  // ending the watch lets go of the callback we are in
  // The end of the first state is told only to those who asked for it.
  if (event.type == WatchType::kBookmark && event.synced && !settings_.initial_events) return;
  std::string text = line(event);
  if (stream_)
    stream_->write(text);
  else
    early_.push_back(std::move(text));
  if (event.type == WatchType::kError) end();
}

std::string WatchStream::line(const WatchEvent& event) {
  std::string text = std::string(R"({"type":")") + name_of(event.type) + R"(","object":)";
  if (event.type == WatchType::kError) {
    text += status_json(event.status).dump();
  } else if (event.type == WatchType::kBookmark) {
    text += bookmark(kind_, settings_.accepted.view, event.revision, event.synced);
  } else {
    render_text(*event.object, settings_.accepted, settings_.rows, !columns_sent_, executor_.now(), text);
    columns_sent_ = true;
  }
  return text + "}\n";
}

// Cancels what may still call back, and lets go of the stream; the last owner's release frees this.
void WatchStream::end() {
  if (over_) return;
  over_ = true;
  if (timer_ != TimerId::kNone) executor_.cancel(timer_);
  if (bookmark_timer_ != TimerId::kNone) executor_.cancel(bookmark_timer_);
  backend_.cancel_watch(watch_);
  if (const auto stream = std::exchange(stream_, nullptr)) {
    stream->on_gone = nullptr;
    stream->finish();
  }
}

}  // namespace podium
