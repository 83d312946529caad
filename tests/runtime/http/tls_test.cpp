// TLS as curl, a bare socket and our own client meet it.
#include <openssl/ssl.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "runtime/pki/authority.h"
#include "tests/runtime/http/support/curl.h"
#include "tests/runtime/http/support/raw_client.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::http;

namespace {

// The certificates are checked by the machine's clock.
TimePoint today() {
  return TimePoint(std::chrono::duration_cast<Duration>(
      std::filesystem::file_time_type::clock::to_sys(std::filesystem::file_time_type::clock::now())
          .time_since_epoch()));
}

std::unique_ptr<pki::Authority> new_authority() {
  return pki::Authority::create("kubernetes", today() - 1h, today() + 24h);
}

// An authority, a server of its own, and files for curl.
struct Tls {
  Tls() {
    char name[] = "/tmp/podium-test-XXXXXX";
    folder = mkdtemp(name);
    write("ca", authority->certificate());
  }
  ~Tls() { std::filesystem::remove_all(folder); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder + "/" + name) << text;
    return folder + "/" + name;
  }
  TlsSettings settings() const {
    const auto pair =
        authority->issue_server("server", {"localhost"}, {"127.0.0.1"}, today() - 1h, today() + 1h);
    return {.certificate = pair.certificate, .key = pair.key, .client_authority = authority->certificate()};
  }
  ServerOptions options() const {
    ServerOptions options;
    options.tls = settings();
    options.handshake_timeout = 300ms;
    options.max_body_bytes = 20 << 20;
    return options;
  }
  // Arguments of curl, as a client with that certificate.
  std::vector<std::string> as(const pki::KeyPair& pair, const std::string& url) const {
    return {"--cacert", folder + "/ca",         "--cert", write("crt", pair.certificate),
            "--key",    write("key", pair.key), url};
  }
  std::vector<std::string> anonymous(const std::string& url) const {
    return {"--cacert", folder + "/ca", url};
  }

  const std::unique_ptr<pki::Authority> authority = new_authority();
  std::string folder;
};

void tell_peer(Request request, const std::shared_ptr<Responder>& responder) {
  std::string text = request.peer.address + (request.peer.secure ? " secure" : " plain");
  if (request.peer.certificate) {
    text += " " + request.peer.certificate->common_name;
    for (const std::string& group : request.peer.certificate->organizations) text += "," + group;
  }
  responder->answer({.status = 200, .headers = {}, .body = text});
}

const CertificateSubject kAnn{"ann", {"dev", "system:masters"}};

}  // namespace

TEST_CASE("a client without a certificate is served over TLS, and nothing is known of it") {
  const Tls tls;
  LiveServer live(tell_peer, tls.options());
  CHECK(live.server->url().starts_with("https://127.0.0.1:"));
  CHECK(curl(live, tls.anonymous(live.url("/"))) == "127.0.0.1 secure");
  auto arguments = tls.anonymous(live.url("/"));
  arguments.insert(arguments.end(), {"-o", "/dev/null", "-w", "%{http_version} %{ssl_verify_result}"});
  CHECK(curl(live, arguments) == "1.1 0");
  arguments.insert(arguments.end(), {"--tls-max", "1.2"});
  CHECK(curl(live, arguments) == "1.1 0");
}

TEST_CASE("a client's certificate says its user and its groups") {
  const Tls tls;
  LiveServer live(tell_peer, tls.options());
  const auto pair = tls.authority->issue_client(kAnn, today() - 1h, today() + 1h);
  CHECK(curl(live, tls.as(pair, live.url("/"))) == "127.0.0.1 secure ann,dev,system:masters");
}

TEST_CASE("a certificate of another authority, past its time, early, or a server's ends the handshake") {
  const Tls tls;
  int requests = 0;
  LiveServer live(
      [&](Request, const std::shared_ptr<Responder>& responder) {
        ++requests;
        responder->answer({});
      },
      tls.options());
  const auto wrong = {
      new_authority()->issue_client(kAnn, today() - 1h, today() + 1h),
      tls.authority->issue_client(kAnn, today() - 2h, today() - 1h),
      tls.authority->issue_client(kAnn, today() + 1h, today() + 2h),
      tls.authority->issue_server("ann", {"localhost"}, {}, today() - 1h, today() + 1h),
  };
  for (const pki::KeyPair& pair : wrong) {
    Curl client(live, tls.as(pair, live.url("/")));
    CHECK(client.wait() != 0);
  }
  CHECK(requests == 0);
}

TEST_CASE("plain HTTP to a TLS port is answered in words") {
  const Tls tls;
  LiveServer live(tell_peer, tls.options());
  RawClient client(live);
  client.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_to_end() ==
        "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
}

TEST_CASE("garbage ends the connection, and the server goes on") {
  const Tls tls;
  LiveServer live(tell_peer, tls.options());
  for (const std::string& garbage :
       {std::string(5000, '\0'), std::string(5000, '\xff'), std::string("\x16\x03\x01\x00\x05hello")}) {
    RawClient client(live);
    client.send(garbage);
    client.read_to_end();
  }
  CHECK(live.run_until([&] { return live.server->connections() == 0; }));
  CHECK(curl(live, tls.anonymous(live.url("/"))) == "127.0.0.1 secure");
}

TEST_CASE("a handshake that stalls is ended by its deadline, also if bytes trickle in") {
  const Tls tls;
  LiveServer live(tell_peer, tls.options());
  RawClient silent(live), slow(live);
  const Duration begin = live.reactor.now();
  slow.send(std::string("\x16\x03\x01\x02\x00", 5));
  while (live.server->connections() > 0 && live.reactor.now() - begin < 5s) {
    slow.send("x");
    live.run_for(20ms);
  }
  CHECK(live.server->connections() == 0);
  CHECK(live.reactor.now() - begin < 2s);
}

TEST_CASE("large bodies go both ways over TLS") {
  const Tls tls;
  LiveServer live(
      [](Request request, const std::shared_ptr<Responder>& responder) {
        responder->answer({.status = 200, .headers = {}, .body = std::move(request.body)});
      },
      tls.options());
  std::string body(10'000'000, ' ');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i * i % 23);
  auto arguments = tls.anonymous(live.url("/"));
  arguments.insert(arguments.end(),
                   {"--data-binary", "@" + tls.write("body", body), "-o", tls.folder + "/answer"});
  curl(live, arguments);
  std::ifstream file(tls.folder + "/answer", std::ios::binary);
  CHECK((std::string(std::istreambuf_iterator<char>(file), {}) == body));
}

TEST_CASE("a new certificate is for new connections; a stream that is open goes on") {
  const Tls tls;
  std::shared_ptr<Stream> stream;
  LiveServer live(
      [&](Request request, const std::shared_ptr<Responder>& responder) {
        if (request.path == "/watch")
          stream = responder->start(200, {});
        else
          tell_peer(std::move(request), responder);
      },
      tls.options());
  auto watch = tls.anonymous(live.url("/watch"));
  watch.push_back("--no-buffer");
  Curl watcher(live, watch);
  REQUIRE(live.run_until([&] { return stream != nullptr; }));
  stream->write("before ");
  REQUIRE(live.run_until([&] { return watcher.output() == "before "; }));

  const Tls other;
  REQUIRE(live.server->replace_tls(other.settings()).ok());
  CHECK(Curl(live, tls.anonymous(live.url("/"))).wait() != 0);
  CHECK(curl(live, other.anonymous(live.url("/"))) == "127.0.0.1 secure");
  stream->write("after");
  stream->finish();
  CHECK(watcher.wait() == 0);
  CHECK(watcher.output() == "before after");

  CHECK(live.server->replace_tls({.certificate = "x", .key = "y"}).error().code == ErrorCode::kInvalid);
  CHECK(curl(live, other.anonymous(live.url("/"))) == "127.0.0.1 secure");
}

TEST_CASE("TLS settings that do not belong together are refused at the start") {
  const Tls tls;
  Reactor reactor;
  ServerOptions options = tls.options();
  options.tls->key = tls.settings().key;
  CHECK(Server::listen(reactor, options, tell_peer).error().code == ErrorCode::kInvalid);
  options = tls.options();
  options.tls->client_authority = "none";
  CHECK(Server::listen(reactor, options, tell_peer).error().code == ErrorCode::kInvalid);
}

namespace {

// A TLS client without a socket, whose bytes go to the server one at a time.
struct Trickle {
  explicit Trickle(LiveServer& live) : raw(live) {
    SSL_set_bio(ssl, in, out);
    SSL_set_connect_state(ssl);
  }
  ~Trickle() {
    SSL_free(ssl);
    SSL_CTX_free(context);
  }
  void send_all() {
    char byte = 0;
    while (BIO_read(out, &byte, 1) == 1) raw.send({&byte, 1});
  }

  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL* ssl = SSL_new(context);
  BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
  RawClient raw;
};

}  // namespace

TEST_CASE("a client whose bytes come one at a time is served") {
  const Tls tls;
  ServerOptions options = tls.options();
  options.handshake_timeout = 10s;
  LiveServer live(tell_peer, options);
  Trickle client(live);
  std::size_t fed = 0;
  std::string answer;
  bool asked = false;
  const bool done = live.run_until([&] {
    const std::string& all = client.raw.received_so_far();
    BIO_write(client.in, all.data() + fed, static_cast<int>(all.size() - fed));
    fed = all.size();
    char bytes[1000];
    const int count = SSL_read(client.ssl, bytes, sizeof bytes);
    if (count > 0) answer.append(bytes, static_cast<std::size_t>(count));
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    if (SSL_is_init_finished(client.ssl) != 0 && !std::exchange(asked, true))
      SSL_write(client.ssl, request.data(), static_cast<int>(request.size()));
    client.send_all();
    return answer.find("127.0.0.1 secure") != std::string::npos;
  });
  CHECK(done);
}
