// A client that keeps its connection, as client-go does.
#pragma once

#include <curl/curl.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace podium::bench {

class KeepAliveClient {
 public:
  KeepAliveClient() : curl_(curl_easy_init()) {
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &append);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &body_);
    curl_easy_setopt(curl_, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
  }
  ~KeepAliveClient() { curl_easy_cleanup(curl_); }
  KeepAliveClient(const KeepAliveClient&) = delete;
  KeepAliveClient& operator=(const KeepAliveClient&) = delete;

  // The body of the answer. What fails ends the benchmark.
  const std::string& get(const std::string& url, const std::string& accept) {
    curl_easy_setopt(curl_, CURLOPT_HTTPGET, 1L);
    return perform(url, "Accept: " + accept);
  }
  const std::string& post(const std::string& url, const std::string& body) {
    curl_easy_setopt(curl_, CURLOPT_COPYPOSTFIELDS, body.c_str());
    return perform(url, "Content-Type: application/json");
  }

 private:
  static std::size_t append(char* bytes, std::size_t size, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(bytes, size * count);
    return size * count;
  }

  const std::string& perform(const std::string& url, const std::string& header) {
    body_.clear();
    curl_slist* headers = curl_slist_append(nullptr, header.c_str());
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    const CURLcode code = curl_easy_perform(curl_);
    curl_slist_free_all(headers);
    if (code != CURLE_OK) {
      std::fprintf(stderr, "%s: %s\n", url.c_str(), curl_easy_strerror(code));
      std::exit(1);
    }
    return body_;
  }

  CURL* const curl_;
  std::string body_;
};

}  // namespace podium::bench
