#include "runtime/http/tls_bio.h"

#include <algorithm>

#include "runtime/http/socket.h"

namespace podium::http {
namespace {

constexpr std::size_t kRecordHeader = 5;

TlsSocket& socket_of(BIO* bio) { return *static_cast<TlsSocket*>(BIO_get_data(bio)); }

int bio_write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const Transfer transfer = send(socket_of(bio).socket, {bytes, static_cast<std::size_t>(size)});
  if (transfer.kind == Transfer::Kind::kMoved) return static_cast<int>(transfer.bytes);
  if (transfer.kind == Transfer::Kind::kWait) BIO_set_retry_write(bio);
  return -1;
}

int bio_read(BIO* bio, char* into, int room) {
  BIO_clear_retry_flags(bio);
  TlsSocket& link = socket_of(bio);
  const Transfer transfer = receive(link.socket, into, static_cast<std::size_t>(room));
  if (transfer.kind == Transfer::Kind::kMoved) {
    const std::size_t wanted = kRecordHeader - link.first_bytes.size();
    link.first_bytes.append(into, std::min(wanted, transfer.bytes));
    return static_cast<int>(transfer.bytes);
  }
  if (transfer.kind == Transfer::Kind::kWait) BIO_set_retry_read(bio);
  link.ended = transfer.kind == Transfer::Kind::kEnd;
  return link.ended ? 0 : -1;
}

long bio_control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return socket_of(bio).ended ? 1 : 0;
  return 0;
}

}  // namespace

BioMethod make_bio_method() {
  BioMethod method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "podium socket"));
  BIO_meth_set_write(method.get(), &bio_write);
  BIO_meth_set_read(method.get(), &bio_read);
  BIO_meth_set_ctrl(method.get(), &bio_control);
  return method;
}

BIO* make_bio(const BIO_METHOD* method, TlsSocket& socket) {
  BIO* bio = BIO_new(method);
  BIO_set_data(bio, &socket);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace podium::http
