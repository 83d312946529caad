#include "runtime/etcd/http_thread.h"

#include <curl/curl.h>

#include <algorithm>
#include <utility>

namespace podium::etcd {
namespace {

constexpr long kKeepAliveSeconds = 10;  // how soon a silent connection is asked whether it still is one
constexpr int kLongestWait = 60'000;    // milliseconds

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

// True for failures before the first byte of a request.
bool never_sent(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return true;
    default: return false;
  }
}

}  // namespace

struct HttpThread::Multi {
  Multi() {
    curl_global_init(CURL_GLOBAL_DEFAULT);  // counted: each has its own cleanup
    handle = curl_multi_init();
  }
  ~Multi() {
    curl_multi_cleanup(handle);
    curl_global_cleanup();
  }
  CURLM* handle;
};

struct HttpThread::Transfer {
  CallId id;
  Call call;
  std::function<void(Answer)> done;
  Answer answer;
  std::unique_ptr<curl_slist, FreeList> headers;
  std::unique_ptr<CURL, FreeEasy> easy{curl_easy_init()};
  bool dropped = false;  // abandoned

  static std::size_t take(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view bytes(data, size * count);
    if (transfer.dropped) return 0;  // ends it
    if (transfer.call.on_data)
      transfer.call.on_data(bytes);
    else
      transfer.answer.body.append(bytes);
    return bytes.size();
  }

  void set_up(const Tls& tls) {
    headers.reset(curl_slist_append(nullptr, "Content-Type: application/json"));
    // A member that has lost its leader ends a watch instead of falling silent. No "Expect: 100-continue".
    for (const char* line : {"Grpc-Metadata-hasleader: true", "Expect:"})
      curl_slist_append(headers.get(), line);
    set(CURLOPT_URL, call.url.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_POSTFIELDS, call.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_WRITEFUNCTION, &Transfer::take);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_PRIVATE, this);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_TCP_KEEPIDLE, kKeepAliveSeconds);
    set(CURLOPT_TCP_KEEPINTVL, kKeepAliveSeconds);
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(call.timeout).count();
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(milliseconds));
    for (const auto& [option, file] : {std::pair{CURLOPT_CAINFO, &tls.authority},
                                       {CURLOPT_SSLCERT, &tls.certificate},
                                       {CURLOPT_SSLKEY, &tls.key}}) {
      if (!file->empty()) set(option, file->c_str());
    }
  }

  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(easy.get(), option, value);
  }

  void end(CURLcode result) {
    long code = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &code);
    if (result == CURLE_OK) {
      answer.code = static_cast<int>(code);
      return;
    }
    answer.failure = call.url + ": " + curl_easy_strerror(result);
    answer.sent = !never_sent(result);
  }
};

HttpThread::HttpThread(Tls tls)
    : tls_(std::move(tls)), multi_(std::make_unique<Multi>()), thread_([this] { run(); }) {}

HttpThread::~HttpThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  curl_multi_wakeup(multi_->handle);
  thread_.join();
  for (const auto& [id, transfer] : transfers_)
    curl_multi_remove_handle(multi_->handle, transfer->easy.get());
}

void HttpThread::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(task));
  }
  curl_multi_wakeup(multi_->handle);
}

HttpThread::CallId HttpThread::call(Call call, std::function<void(Answer)> done) {
  const CallId id = ++calls_;
  auto transfer = std::make_unique<Transfer>();
  transfer->id = id;
  transfer->call = std::move(call);
  transfer->done = std::move(done);
  transfer->set_up(tls_);
  transfers_[id] = std::move(transfer);
  fresh_.push_back(id);
  return id;
}

// libcurl takes no new transfer, and gives none back, in a callback: both are left for the loop.
bool HttpThread::abandon(CallId call) {
  const auto found = transfers_.find(call);
  if (found == transfers_.end()) return false;
  Transfer& transfer = *found->second;
  transfer.dropped = true;
  transfer.done = [](const Answer&) {};
  post([this, call] {
    const auto gone = transfers_.find(call);
    if (gone == transfers_.end()) return;
    curl_multi_remove_handle(multi_->handle, gone->second->easy.get());
    transfers_.erase(gone);
  });
  return true;
}

HttpThread::TimerId HttpThread::run_after(Duration wait, Task task) {
  const TimerId id = ++timer_ids_;
  const Clock::time_point at = Clock::now() + wait;
  due_[id] = at;
  timers_.emplace(std::pair{at, id}, std::move(task));
  return id;
}

void HttpThread::cancel(TimerId timer) {
  const auto found = due_.find(timer);
  if (found == due_.end()) return;
  timers_.erase({found->second, timer});
  due_.erase(found);
}

void HttpThread::run() {
  for (;;) {
    take_posted();
    run_timers();
    begin_transfers();
    int running = 0;
    curl_multi_perform(multi_->handle, &running);
    finish_transfers();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      if (!posted_.empty() || !fresh_.empty()) continue;
    }
    curl_multi_poll(multi_->handle, nullptr, 0, wait_milliseconds(), nullptr);
  }
}

void HttpThread::take_posted() {
  std::vector<Task> posted;
  {
    const std::lock_guard lock(mutex_);
    posted.swap(posted_);
  }
  for (Task& task : posted) task();
}

void HttpThread::run_timers() {
  const Clock::time_point now = Clock::now();
  while (!timers_.empty() && timers_.begin()->first.first <= now) {
    Task task = std::move(timers_.begin()->second);
    due_.erase(timers_.begin()->first.second);
    timers_.erase(timers_.begin());
    task();
  }
}

void HttpThread::begin_transfers() {
  for (const CallId id : std::exchange(fresh_, {})) {
    const auto found = transfers_.find(id);
    if (found != transfers_.end()) curl_multi_add_handle(multi_->handle, found->second->easy.get());
  }
}

void HttpThread::finish_transfers() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_->handle, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    Transfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    transfer->end(message->data.result);
    curl_multi_remove_handle(multi_->handle, transfer->easy.get());
    auto owned = transfers_.extract(transfer->id);
    owned.mapped()->done(std::move(owned.mapped()->answer));
  }
}

int HttpThread::wait_milliseconds() const {
  if (timers_.empty()) return kLongestWait;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(timers_.begin()->first.first - Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, kLongestWait));
}

}  // namespace podium::etcd
