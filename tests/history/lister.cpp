#include "tests/history/lister.h"

namespace podium::history {

Lister::Lister(Client& client, Notes& notes, std::function<void(std::uint64_t)> done)
    : client_(client), notes_(notes), done_(std::move(done)) {}

void Lister::list() { ask({}, ""); }

void Lister::ask(List list, std::string token) {
  auto request = std::make_unique<ApiRequest>();
  request->verb = Verb::kList;
  request->kind = &ConfigMap::info();
  request->key.namespace_ = request->selection.namespace_ = "default";
  request->limit = 2;
  request->continue_token = std::move(token);
  Page page;
  page.span = notes_.begin(client_);
  client_.call(std::move(request), [this, list, page](const ApiResponse& r) { answered(list, page, r); });
}

void Lister::answered(List list, Page page, const ApiResponse& response) {
  const bool ok = response.status.ok();
  if (ok) {
    page.span.ended = notes_.next();
    page.revision = response.revision;
    for (const ObjectRef& item : response.items) page.items.push_back(version_of(*item));
    list.pages.push_back(std::move(page));
    // Pages come slowly, so that there are writes, and at times a compaction, between them.
    if (!response.continue_token.empty()) {
      client_.executor().run_after(client_.random().between(1ms, 2s),
                                   [this, list, token = response.continue_token] { ask(list, token); });
      return;
    }
    list.complete = true;
    notes_.recorded.counts.lists_of_pages += list.pages.size() > 1 ? 1 : 0;
  }
  const std::uint64_t revision = ok ? list.pages.front().revision : 0;
  notes_.recorded.history.lists.push_back(std::move(list));
  if (ok) return done_(revision);
  client_.executor().run_after(client_.random().between(100ms, 1s), [this] { this->list(); });
}

}  // namespace podium::history
