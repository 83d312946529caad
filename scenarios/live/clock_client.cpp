#include "scenarios/live/clock_client.h"

#include <nlohmann/json.hpp>

#include "runtime/http/client.h"
#include "scenarios/live/control.h"
#include "scenarios/live/kubeconfig.h"

namespace podium::live {
namespace {

using nlohmann::json;

constexpr Duration kLongestStep = 1h;  // of wall time

// The JSON object that the simulation answers.
Result<json> ask(const std::string& kubeconfig, const std::string& path, const json& body) {
  auto access = read_kubeconfig(kubeconfig);
  if (!access.ok()) return access.error();
  http::ClientRequest request{.url = access.value().url + std::string(kControlPrefix) + path,
                              .timeout = kLongestStep,
                              .credentials = std::move(access.value().credentials)};
  if (!body.is_null()) {
    request.method = "POST";
    request.body = body.dump();
  }
  const auto reply = http::fetch(request);
  if (!reply.ok()) return reply.error();
  json answer = json::parse(reply.value().body, nullptr, false);
  if (!answer.is_object()) return Error{ErrorCode::kInvalid, request.url + " is not a podium simulation"};
  if (reply.value().code == 200) return answer;
  return Error{ErrorCode::kRefused,
               answer.value("error", "refused with code " + std::to_string(reply.value().code))};
}

std::string clock_line(const json& state) {
  return state.value("now", "") + (state.value("paused", false) ? ", paused, at " : ", running at ") +
         state.value("speed", "") + "\n";
}

Result<std::string> clock_line(const Result<json>& state) {
  if (!state.ok()) return state.error();
  return clock_line(state.value());
}

// The unreserved characters stand for themselves; everything else is a percent sign and two digits.
std::string encoded(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
    }
  }
  return out;
}

}  // namespace

Result<std::string> show_clock(const std::string& kubeconfig) {
  return clock_line(ask(kubeconfig, "clock", {}));
}

Result<std::string> change_clock(const std::string& kubeconfig, const std::string& action,
                                 const std::string& argument) {
  json body{{"action", action}};
  if (action == "step") body["duration"] = argument;
  if (action == "speed") body["speed"] = argument;
  return clock_line(ask(kubeconfig, "clock", body));
}

Result<std::string> why(const std::string& kubeconfig, const std::string& subject) {
  const auto answer = ask(kubeconfig, "why?subject=" + encoded(subject), {});
  if (!answer.ok()) return answer.error();
  std::string lines;
  for (const json& event : answer.value().value("chain", json::array())) {
    lines += event.value("at", "") + "  " + event.value("component", "") + "  " + event.value("subject", "") +
             "  " + event.value("text", "") + "\n";
  }
  return lines;
}

}  // namespace podium::live
