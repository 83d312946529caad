#include "control-plane/client/cache.h"

#include <algorithm>

namespace podium {
namespace {

// Objects under one value of an index, in key order.
using Bucket = std::vector<ObjectRef>;

bool before(const ObjectRef& left, const Object& right) {
  const ObjectMeta &a = left->metadata, &b = right.metadata;
  const auto order = a.namespace_ <=> b.namespace_;
  return order != 0 ? order < 0 : a.name < b.name;
}

Bucket::iterator place_of(Bucket& bucket, const Object& object) {
  return std::lower_bound(bucket.begin(), bucket.end(), object, before);
}

}  // namespace

struct ObjectCache::State {
  struct Index {
    IndexBy by;
    std::map<Text, Bucket> buckets;
  };

  State(Client& c, const KindInfo& k, Selection s) : client(c), kind(k), selection(std::move(s)) {}
  ~State() {
    client.executor().cancel(reopening);
    client.stop_watch(watch);
  }

  void open();
  void event(const WatchEvent& event);
  void broken(const ApiStatus& status);
  void finish_initial(std::uint64_t revision);
  void put(const ObjectRef& object);
  void drop(const Key& key);
  void tell(const Object* before, const Object* after);
  void reindex(const Object* before, const ObjectRef& after);

  Client& client;
  const KindInfo& kind;
  Selection selection;
  std::map<Key, ObjectRef> objects;
  std::vector<Index> indexes;
  std::vector<Handler> handlers;
  std::vector<std::function<void()>> synced_handlers;
  bool synced = false;
  bool listing = true;                   // the initial state is under way
  std::map<Key, ObjectRef> unconfirmed;  // of a re-list: not (yet) seen again
  std::uint64_t revision = 0;            // resume behind this
  std::uint64_t watch = 0;
  TimerId reopening = TimerId::kNone;
  Duration backoff{0};
};

void ObjectCache::State::open() {
  listing = revision == 0;
  if (listing) unconfirmed = objects;
  watch = client.watch(kind, selection, revision, [this](const WatchEvent& e) { event(e); });
}

void ObjectCache::State::event(const WatchEvent& e) {
  if (e.type == WatchType::kError) return broken(e.status);
  backoff = Duration{0};
  if (e.type == WatchType::kBookmark) {
    if (e.synced)
      finish_initial(e.revision);
    else
      revision = std::max(revision, e.revision);
    return;
  }
  if (listing)
    unconfirmed.erase(key_of(*e.object));
  else
    revision = e.revision;
  if (e.type == WatchType::kDeleted)
    drop(key_of(*e.object));
  else
    put(e.object);
}

// What a re-list did not bring any more is gone.
void ObjectCache::State::finish_initial(std::uint64_t at) {
  const std::map<Key, ObjectRef> gone = std::move(unconfirmed);
  unconfirmed.clear();
  listing = false;
  revision = at;
  for (const auto& [key, object] : gone) drop(key);
  if (std::exchange(synced, true)) return;
  for (const auto& handler : synced_handlers) handler();
}

// Resumes where the watch broke; from the beginning if the server no longer knows that place (410), or
// does not know it yet (504): then it has lost some of its past.
void ObjectCache::State::broken(const ApiStatus& status) {
  if (status.code == 410 || status.code == 504 || listing) revision = 0;
  const ClientOptions& options = client.options();
  const bool at_once = status.code == 410 && backoff == Duration{0};
  backoff = backoff == Duration{0} ? options.reconnect_initial : std::min(backoff * 2, options.reconnect_max);
  const Duration wait = at_once ? Duration{0} : backoff + client.random().between(Duration{0}, backoff);
  watch = 0;
  reopening = client.executor().run_after(wait, [this] { open(); });
}

void ObjectCache::State::tell(const Object* before, const Object* after) {
  for (const Handler& handler : handlers) handler(before, after);
}

// An object that keeps its value keeps its place: large buckets are not moved for each update.
void ObjectCache::State::reindex(const Object* before, const ObjectRef& after) {
  for (Index& index : indexes) {
    const Text old_value = before == nullptr ? Text() : index.by(*before);
    const Text new_value = after ? index.by(*after) : Text();
    if (!old_value.empty() && old_value == new_value) {
      *place_of(index.buckets[old_value], *before) = after;
      continue;
    }
    if (!old_value.empty()) {
      Bucket& bucket = index.buckets[old_value];
      bucket.erase(place_of(bucket, *before));
      if (bucket.empty()) index.buckets.erase(old_value);
    }
    if (!new_value.empty()) {
      Bucket& bucket = index.buckets[new_value];
      bucket.insert(place_of(bucket, *after), after);
    }
  }
}

void ObjectCache::State::put(const ObjectRef& object) {
  const auto [at, fresh] = objects.try_emplace(key_of(*object), object);
  ObjectRef before;
  if (!fresh) {
    if (at->second->metadata.resource_version == object->metadata.resource_version) return;  // re-listed
    before = std::exchange(at->second, object);
  }
  reindex(before.get(), object);
  tell(before.get(), object.get());
}

void ObjectCache::State::drop(const Key& key) {
  const auto found = objects.find(key);
  if (found == objects.end()) return;
  const ObjectRef before = found->second;
  objects.erase(found);
  reindex(before.get(), nullptr);
  tell(before.get(), nullptr);
}

ObjectCache::ObjectCache(Client& client, const KindInfo& kind, Selection selection)
    : state_(std::make_unique<State>(client, kind, std::move(selection))) {}

ObjectCache::~ObjectCache() = default;

void ObjectCache::start() { state_->open(); }
void ObjectCache::on_change(Handler handler) { state_->handlers.push_back(std::move(handler)); }
void ObjectCache::on_synced(std::function<void()> handler) {
  state_->synced_handlers.push_back(std::move(handler));
}
bool ObjectCache::synced() const { return state_->synced; }
std::size_t ObjectCache::size() const { return state_->objects.size(); }

ObjectRef ObjectCache::find(const Key& key) const {
  const auto found = state_->objects.find(key);
  return found == state_->objects.end() ? nullptr : found->second;
}

void ObjectCache::each(const std::function<void(const ObjectRef&)>& visit) const {
  for (const auto& [key, object] : state_->objects) visit(object);
}

void ObjectCache::each_in(const Text& namespace_, const std::function<void(const ObjectRef&)>& visit) const {
  for (auto at = state_->objects.lower_bound(Key{namespace_, {}}); at != state_->objects.end(); ++at) {
    if (!(at->first.namespace_ == namespace_)) break;
    visit(at->second);
  }
}

std::size_t ObjectCache::add_index(IndexBy by) {
  state_->indexes.push_back({std::move(by), {}});
  return state_->indexes.size() - 1;
}

std::vector<ObjectRef> ObjectCache::indexed(std::size_t index, const Text& value) const {
  const auto& buckets = state_->indexes[index].buckets;
  const auto found = buckets.find(value);
  return found == buckets.end() ? std::vector<ObjectRef>() : found->second;
}

}  // namespace podium
