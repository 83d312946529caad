// Lists: pages of a snapshot, present or past.
#include <algorithm>

#include "control-plane/store/shelf.h"

namespace podium {
namespace {

// Collects a page: up to `limit` objects, then only counts.
class PageMaker {
 public:
  PageMaker(Store::Page& page, const Selector& selector, std::int64_t limit, const Key& after)
      : page_(page), selector_(selector), limit_(limit), after_(after) {}

  void take(const Key& key, const ObjectRef& object) {
    if (!object || !(key > after_) || !selector_.matches(*object)) return;
    if (limit_ > 0 && static_cast<std::int64_t>(page_.items.size()) >= limit_) {
      page_.more = true;
      ++page_.remaining;
    } else {
      page_.items.push_back(object);
    }
  }

 private:
  Store::Page& page_;
  const Selector& selector_;
  std::int64_t limit_;
  const Key& after_;
};

using Objects = std::map<Key, ObjectRef>;

// Objects from `start` on, within the selector's namespace, as they are now but for those in `then`.
void walk(const Objects& objects, const Objects& then, const Key& start, const Text& space, PageMaker& page) {
  auto now = objects.lower_bound(start);
  auto old = then.lower_bound(start);
  while (now != objects.end() || old != then.end()) {
    const bool from_old = old != then.end() && (now == objects.end() || !(now->first < old->first));
    const auto& [key, object] = from_old ? *old : *now;
    if (!space.empty() && !(key.namespace_ == space)) break;
    page.take(key, object);
    if (from_old && now != objects.end() && now->first == key) ++now;
    if (from_old)
      ++old;
    else
      ++now;
  }
}

}  // namespace

Store::Page Store::list(const KindInfo& kind, const Selector& selector, std::int64_t limit, std::uint64_t at,
                        const Key& after) const {
  const Shelf& s = shelf(kind);
  Page page;
  page.revision = at == 0 ? revision_ : at;
  page.expired = !s.history.reaches(page.revision);
  if (page.expired) return page;
  PageMaker maker(page, selector, limit, after);
  const bool present = page.revision == revision_;
  if (present && selector.only() != nullptr) {
    maker.take(*selector.only(), get(kind, *selector.only()));
  } else if (const ObjectIndex* index = s.index_for(selector); present && index != nullptr) {
    const ObjectIndex::Bucket* found = index->find(selector.indexed()->value);
    if (found == nullptr) return page;
    for (const ObjectRef& object : *found) maker.take(key_of(*object), object);
  } else {
    const Text& space = selector.namespace_name();
    const Objects then = present ? Objects() : s.history.overlay(page.revision);
    walk(s.objects, then, std::max(after, Key{space, {}}), space, maker);
  }
  return page;
}

}  // namespace podium
