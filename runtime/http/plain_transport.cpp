#include <utility>

#include "runtime/http/transport.h"

namespace podium::http {
namespace {

class PlainTransport final : public Transport {
 public:
  PlainTransport(Descriptor socket, std::string address) : socket_(std::move(socket)) {
    peer_.address = std::move(address);
  }

  int descriptor() const override { return socket_.number(); }
  Transfer receive(char* into, std::size_t room) override { return http::receive(socket_, into, room); }
  Transfer send(std::string_view bytes) override { return http::send(socket_, bytes); }
  void end_sending() override { http::end_sending(socket_); }
  bool established() const override { return true; }
  bool input_needs_output() const override { return false; }
  const Peer& peer() const override { return peer_; }

 private:
  const Descriptor socket_;
  Peer peer_;
};

}  // namespace

std::unique_ptr<Transport> plain_transport(Descriptor socket, std::string address) {
  return std::make_unique<PlainTransport>(std::move(socket), std::move(address));
}

}  // namespace podium::http
