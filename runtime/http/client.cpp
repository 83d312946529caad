#include "runtime/http/client.h"

#include <curl/curl.h>

#include <memory>
#include <string_view>

namespace podium::http {
namespace {

struct Free {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Curl = std::unique_ptr<CURL, Free>;
using Lines = std::unique_ptr<curl_slist, Free>;

void add(Lines& lines, const std::string& line) {
  lines.reset(curl_slist_append(lines.release(), line.c_str()));
}

Lines header_lines(const ClientRequest& request) {
  Lines lines;
  add(lines, "Expect:");  // do not wait for "100 Continue"
  if (!request.body.empty()) add(lines, "Content-Type: application/json");
  if (!request.credentials.token.empty()) add(lines, "Authorization: Bearer " + request.credentials.token);
  return lines;
}

// A text that curl does not copy: it outlives the request.
void set_blob(CURL* curl, CURLoption option, const std::string& text) {
  if (text.empty()) return;
  curl_blob blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
  curl_easy_setopt(curl, option, &blob);
}

void set_credentials(CURL* curl, const ClientCredentials& credentials) {
  set_blob(curl, CURLOPT_CAINFO_BLOB, credentials.authority);
  set_blob(curl, CURLOPT_SSLCERT_BLOB, credentials.certificate);
  set_blob(curl, CURLOPT_SSLKEY_BLOB, credentials.key);
}

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}

ErrorCode code_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return ErrorCode::kTimeout;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:  // also: the answer is not HTTP
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_WEIRD_SERVER_REPLY: return ErrorCode::kInvalid;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM: return ErrorCode::kRefused;
    default: return ErrorCode::kUnavailable;
  }
}

bool is_url(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

}  // namespace

Result<ClientReply> fetch(const ClientRequest& request) {
  if (!is_url(request.url)) {
    return Error{ErrorCode::kInvalid, "\"" + request.url + "\" is not a URL such as http://127.0.0.1:8001/"};
  }
  const Curl owner(curl_easy_init());
  CURL* curl = owner.get();
  const Lines lines = header_lines(request);
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(request.timeout).count();
  char words[CURL_ERROR_SIZE] = {};
  ClientReply reply;
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(wait));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines.get());
  if (!request.body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
  }
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  set_credentials(curl, request.credentials);
  const CURLcode done = curl_easy_perform(curl);
  if (done != CURLE_OK) {
    return Error{code_of(done), request.url + ": " + (words[0] != '\0' ? words : curl_easy_strerror(done))};
  }
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  reply.code = static_cast<int>(code);
  return reply;
}

}  // namespace podium::http
