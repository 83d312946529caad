// get, list and watch.
#include <charconv>

#include "control-plane/api/state.h"

namespace podium {
namespace {

// "REVISION/NAMESPACE/NAME" of the last object given out: where the next page begins. Revision 0 goes on
// in whatever is there by then.
std::string continue_token(std::uint64_t revision, const Key& last) {
  return std::to_string(revision) + "/" + last.namespace_.str() + "/" + last.name.str();
}

bool read_token(std::string_view token, std::uint64_t& revision, Key& after) {
  const std::size_t first = token.find('/'), second = token.find('/', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return false;
  const auto [end, error] = std::from_chars(token.data(), token.data() + first, revision);
  if (error != std::errc() || end != token.data() + first) return false;
  after = {token.substr(first + 1, second - first - 1), token.substr(second + 1)};
  return true;
}

WatchEvent event_of(const StoreChange& change) {
  WatchEvent event;
  switch (change.type) {
    case ChangeType::kAdded: event.type = WatchType::kAdded; break;
    case ChangeType::kModified: event.type = WatchType::kModified; break;
    case ChangeType::kDeleted: event.type = WatchType::kDeleted; break;
  }
  event.object = change.object;
  event.previous = change.previous;
  event.revision = change.revision;
  return event;
}

}  // namespace

ApiResponse ApiServer::State::get(const ApiRequest& request) {
  if (request.resource_version > store.revision())
    return fail(too_large_resource_version(request.resource_version, store.revision()));
  ObjectRef object = store.get(*request.kind, request.key);
  return object ? ok(std::move(object)) : fail(not_found(*request.kind, request.key.name));
}

ApiResponse ApiServer::State::list(const ApiRequest& request) {
  ApiStatus refused;
  const Selector selector = selector_of(request, refused);
  std::uint64_t at = request.exact ? request.resource_version : 0;
  Key after;
  if (!request.continue_token.empty() && !read_token(request.continue_token, at, after)) {
    return fail(
        bad_request_status("invalid continue token: continue key is not valid: " + request.continue_token));
  }
  if (request.resource_version > store.revision()) {
    refused = too_large_resource_version(request.resource_version, store.revision());
  }
  if (!refused.ok()) return fail(std::move(refused));
  Store::Page page = store.list(*request.kind, selector, request.limit, at, after);
  if (page.expired && request.continue_token.empty())
    return fail(expired("The resourceVersion for the provided list is too old."));
  if (page.expired) {
    ApiResponse old =
        fail(expired("The provided continue parameter is too old to display a consistent list result. "
                     "You can start a new list without the continue parameter."));
    old.continue_token = continue_token(0, after);
    return old;
  }
  ApiResponse response;
  response.revision = page.revision;
  const bool plain = request.selection.labels.empty() && request.selection.fields.empty();
  if (page.more) response.continue_token = continue_token(page.revision, key_of(*page.items.back()));
  if (page.more && plain) response.remaining = page.remaining;
  response.items = std::move(page.items);
  return response;
}

ApiServer::WatchId ApiServer::watch(const ApiRequest& request,
                                    std::function<void(const WatchEvent&)> on_event, ApiStatus& refused) {
  State& s = *state_;
  refused = s.access.check(request);
  if (!refused.ok()) return 0;
  if (s.answerer_of(*request.kind) != nullptr) {
    refused = method_not_supported(*request.kind, to_string(Verb::kWatch));
    return 0;
  }
  const Selector selector = selector_of(request, refused);
  if (request.resource_version > s.store.revision()) {
    refused = too_large_resource_version(request.resource_version, s.store.revision());
  }
  if (!refused.ok()) return 0;
  std::uint64_t after = request.resource_version;
  if (after == 0 && request.initial == InitialEvents::kNever) after = s.store.revision();
  if (after == 0 || request.initial == InitialEvents::kAlways) {
    const Store::Page present = s.store.list(*request.kind, selector, 0, 0, {});
    WatchEvent event;
    event.initial = true;
    for (const ObjectRef& object : present.items) {
      event.object = object;
      event.revision = object->metadata.resource_version;
      on_event(event);
    }
    WatchEvent end;
    end.type = WatchType::kBookmark;
    end.revision = present.revision;
    end.synced = true;
    on_event(end);
    after = present.revision;
  }
  bool too_old = false;
  const WatchId id = s.store.watch(
      *request.kind, selector, after,
      [on_event = std::move(on_event)](const StoreChange& change) { on_event(event_of(change)); }, too_old);
  if (too_old) {
    refused = expired("too old resource version: " + std::to_string(after) + " (" +
                      std::to_string(s.store.revision()) + ")");
  }
  return id;
}

void ApiServer::stop_watch(WatchId watch) { state_->store.stop(watch); }

}  // namespace podium
