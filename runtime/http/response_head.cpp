#include "runtime/http/response_head.h"

#include <ctime>

namespace podium::http {
namespace {

// Now, as "Tue, 24 Nov 2026 23:09:51 GMT" (RFC 9110, 5.6.7).
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
  return {text, length};
}

void add_framing(std::string& head, Framing framing) {
  if (framing.kind == Framing::Kind::kLength) {
    head += "Content-Length: " + std::to_string(framing.length) + "\r\n";
  } else if (framing.kind == Framing::Kind::kChunked) {
    head += "Transfer-Encoding: chunked\r\n";
  }
}

// Appends a field. A line break in a value would let its author write fields of his own.
void add_field(std::string& head, const Headers::Field& field) {
  head.append(field.first).append(": ");
  for (const char c : field.second) head += c == '\r' || c == '\n' ? ' ' : c;
  head += "\r\n";
}

}  // namespace

bool carries_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string response_head(int status, const Headers& headers, Framing framing, bool close) {
  std::string head = "HTTP/1.1 " + std::to_string(status) + " " + reason_phrase(status) + "\r\n";
  for (const Headers::Field& field : headers) add_field(head, field);
  head += "Date: " + http_date() + "\r\n";
  add_framing(head, framing);
  if (close) head += "Connection: close\r\n";
  head += "\r\n";
  return head;
}

const char* reason_phrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "";
  }
}

Response text_response(int status, std::string line) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(line) + "\n"};
}

}  // namespace podium::http
