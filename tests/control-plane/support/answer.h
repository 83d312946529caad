// What a client of the gateway gets, kept to be looked at.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "control-plane/gateway/http_message.h"

namespace podium::testing {

struct Stream final : HttpStream {
  void write(std::string_view chunk) override { text += chunk; }
  void finish() override { finished = true; }
  std::size_t buffered() const override { return untaken; }
  std::string text;
  bool finished = false;
  std::size_t untaken = 0;
};

struct Answer final : HttpResponder {
  void answer(HttpResponse r) override { response = std::move(r); }
  std::shared_ptr<HttpStream> stream(HttpResponse head) override {
    response = std::move(head);
    return opened = std::make_shared<Stream>();
  }
  void command(CommandStreams streams, std::function<void(std::shared_ptr<RemoteCommand>)> ready) override {
    wishes = streams;
    on_command = std::move(ready);
  }
  void port_forward(std::function<void(std::shared_ptr<PortForward>)> ready) override {
    on_port_forward = std::move(ready);
  }
  nlohmann::json body() const { return nlohmann::json::parse(response.body); }
  HttpResponse response{0, {}, ""};
  std::shared_ptr<Stream> opened;
  // Of a request that is to become streams: the test calls them as a client's connection would.
  std::optional<CommandStreams> wishes;
  std::function<void(std::shared_ptr<RemoteCommand>)> on_command;
  std::function<void(std::shared_ptr<PortForward>)> on_port_forward;
};

}  // namespace podium::testing
