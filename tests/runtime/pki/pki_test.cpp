// Keys and certificates, as OpenSSL's own program judges them.
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "runtime/pki/authority.h"
#include "runtime/pki/certificate_text.h"
#include "runtime/pki/ed25519_signer.h"
#include "runtime/pki/pki_folder.h"
#include "tests/support/catch.h"

namespace podium::pki {
namespace {

namespace fs = std::filesystem;

const TimePoint kNow = TimePoint{} + 24h * 20000;  // 2024

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "podium-pki-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  std::string file(const std::string& name) const { return (path / name).string(); }
  std::string put(const std::string& name, const std::string& text) const {
    std::ofstream(file(name)) << text;
    return file(name);
  }
  std::string get(const std::string& name) const {
    std::ifstream stream(file(name));
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  fs::path path;
};

bool openssl(const std::string& arguments) {
  return std::system(("openssl " + arguments + " >/dev/null 2>&1").c_str()) == 0;
}

std::unique_ptr<Authority> authority() { return Authority::create("kubernetes", kNow, kNow + 24h * 3650); }

std::string at(TimePoint time) {
  return " -attime " +
         std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

// A request of alice in two groups, for a key of hers, made by openssl.
std::string request_of_alice(const Folder& folder, const std::string& more = "") {
  REQUIRE(openssl("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " +
                  folder.file("alice.key") + " -subj /O=team/O=oncall/CN=alice -out " +
                  folder.file("alice.csr") + more));
  return folder.get("alice.csr");
}

TEST_CASE("a client's certificate names its user and groups, and verifies against the authority") {
  const Folder folder;
  const auto ca = authority();
  const KeyPair pair = ca->issue_client({"alice", {"team", "oncall"}}, kNow, kNow + 24h);
  const auto text = read_certificate_text(pair.certificate);
  REQUIRE(text.ok());
  CHECK(text.value().subject.common_name == "alice");
  CHECK(text.value().subject.organizations == std::vector<std::string>{"team", "oncall"});
  CHECK(text.value().until == kNow + 24h);
  CHECK(signed_by(pair.certificate, ca->certificate()));
  CHECK(belongs_to(pair.key, pair.certificate));
  const std::string verify = "verify -purpose sslclient -CAfile " + folder.put("ca.crt", ca->certificate()) +
                             at(kNow + 1h) + " " + folder.put("alice.crt", pair.certificate);
  CHECK(openssl(verify));
  CHECK_FALSE(openssl("verify -purpose sslserver -CAfile " + folder.file("ca.crt") + at(kNow + 1h) + " " +
                      folder.file("alice.crt")));
  CHECK_FALSE(
      openssl("verify -CAfile " + folder.file("ca.crt") + at(kNow + 48h) + " " + folder.file("alice.crt")));
}

TEST_CASE("a server's certificate has its names and addresses") {
  const Folder folder;
  const auto ca = authority();
  const KeyPair pair =
      ca->issue_server("kube-apiserver", {"localhost", "a,DNS:evil"}, {"127.0.0.1", "::1"}, kNow, kNow + 24h);
  const auto text = read_certificate_text(pair.certificate);
  REQUIRE(text.ok());
  CHECK(text.value().dns_names == std::vector<std::string>{"localhost", "a,DNS:evil"});
  CHECK(text.value().ip_addresses == std::vector<std::string>{"127.0.0.1", "::1"});
  CHECK(openssl("verify -purpose sslserver -verify_ip 127.0.0.1 -CAfile " +
                folder.put("ca.crt", ca->certificate()) + at(kNow + 1h) + " " +
                folder.put("server.crt", pair.certificate)));
}

TEST_CASE("no certificate outlives the authority that signed it") {
  const auto ca = Authority::create("short", kNow, kNow + 24h);
  const KeyPair pair = ca->issue_client({"alice", {}}, kNow, kNow + 24h * 365);
  CHECK(read_certificate_text(pair.certificate).value().until == kNow + 24h);
}

TEST_CASE("an authority is read again from its texts, and from no others") {
  const auto ca = authority();
  const auto again = Authority::read(ca->pair());
  REQUIRE(again.ok());
  const KeyPair pair = again.value()->issue_client({"alice", {}}, kNow, kNow + 24h);
  CHECK(signed_by(pair.certificate, ca->certificate()));
  CHECK(Authority::read({ca->pair().certificate, authority()->pair().key}).error().message ==
        "the private key is not that of the certificate");
  CHECK(Authority::read(pair).error().message ==
        "the certificate is none of an authority: it may not sign others");
  CHECK(Authority::read({"-----BEGIN CERTIFICATE-----\nabc", "x"}).error().code == ErrorCode::kInvalid);
}

TEST_CASE("a signing request is read, and signed for its key") {
  const Folder folder;
  const auto ca = authority();
  const std::string pem = request_of_alice(folder, " -addext subjectAltName=DNS:a.example,IP:10.0.0.7");
  const auto request = ca->read_request(pem);
  REQUIRE(request.ok());
  CHECK(request.value().subject.common_name == "alice");
  CHECK(request.value().subject.organizations == std::vector<std::string>{"team", "oncall"});
  CHECK(request.value().dns_names == std::vector<std::string>{"a.example"});
  CHECK(request.value().ip_addresses == std::vector<std::string>{"10.0.0.7"});
  const auto certificate = ca->sign(pem, {.client_auth = true}, kNow, kNow + 1h);
  REQUIRE(certificate.ok());
  CHECK(belongs_to(folder.get("alice.key"), certificate.value()));
  CHECK(openssl("verify -purpose sslclient -CAfile " + folder.put("ca.crt", ca->certificate()) +
                at(kNow + 1min) + " " + folder.put("alice.crt", certificate.value())));
}

TEST_CASE("a request that was tampered with is none") {
  const Folder folder;
  std::string pem = request_of_alice(folder);
  const std::size_t middle = pem.find('\n') + 100;
  pem[middle] = pem[middle] == 'A' ? 'B' : 'A';
  CHECK_FALSE(authority()->read_request(pem).ok());
  CHECK_FALSE(authority()->sign("nothing", {}, kNow, kNow + 1h).ok());
}

TEST_CASE("a signature of a seed is always the same, and known again") {
  const std::string seed(kSeedSize, 's');
  const auto signer = ed25519_signer(seed), twin = ed25519_signer(seed),
             other = ed25519_signer(std::string(32, 't'));
  const std::string signature = signer->sign("message");
  CHECK(signature.size() == 64);
  CHECK(twin->sign("message") == signature);
  CHECK(twin->verify("message", signature));
  CHECK_FALSE(other->verify("message", signature));
  CHECK_FALSE(signer->verify("other message", signature));
  CHECK_FALSE(signer->verify("message", "no signature"));
  CHECK(signer->key_id() == twin->key_id());
  CHECK(signer->key_id() != other->key_id());
}

// RFC 8037, appendix A: the key of the example, its thumbprint and its signature.
TEST_CASE("keys and signatures are those of RFC 8037") {
  const unsigned char d[] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
                             0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
                             0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
  const auto signer = ed25519_signer({reinterpret_cast<const char*>(d), sizeof d});
  CHECK(signer->public_key().find(R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")") !=
        std::string::npos);
  CHECK(signer->key_id() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

// ---- The folder. ----

PkiPlan plan_at(TimePoint now, std::vector<std::string> addresses = {"127.0.0.1"}) {
  PkiPlan plan;
  plan.now = now;
  plan.ip_addresses = std::move(addresses);
  return plan;
}

TEST_CASE("keys are made once, for nobody else to read, and used from then on") {
  const Folder parent;
  const std::string path = parent.file("pki");
  const auto first = PkiFolder::open(path, plan_at(kNow));
  REQUIRE(first.ok());
  const auto second = PkiFolder::open(path, plan_at(kNow + 24h));
  REQUIRE(second.ok());
  CHECK(second.value()->server().certificate == first.value()->server().certificate);
  CHECK(second.value()->admin().key == first.value()->admin().key);
  CHECK(second.value()->signer().key_id() == first.value()->signer().key_id());
  const auto admin = read_certificate_text(first.value()->admin().certificate);
  CHECK(admin.value().subject.common_name == "kubernetes-admin");
  CHECK(admin.value().subject.organizations == std::vector<std::string>{"system:masters"});
  for (const auto& entry : fs::directory_iterator(path)) {
    struct stat info {};
    REQUIRE(stat(entry.path().c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
  }
}

TEST_CASE("certificates are renewed in the last third of their time, and for a new name of the server") {
  const Folder parent;
  const std::string path = parent.file("pki");
  const std::string first = PkiFolder::open(path, plan_at(kNow)).value()->server().certificate;
  CHECK(PkiFolder::open(path, plan_at(kNow + 24h * 240)).value()->server().certificate == first);
  const auto renewed = PkiFolder::open(path, plan_at(kNow + 24h * 250));
  CHECK(renewed.value()->server().certificate != first);
  CHECK(signed_by(renewed.value()->server().certificate, renewed.value()->authority().certificate()));
  const auto renamed = PkiFolder::open(path, plan_at(kNow + 24h * 250, {"10.0.0.1"}));
  CHECK(read_certificate_text(renamed.value()->server().certificate).value().ip_addresses ==
        std::vector<std::string>{"10.0.0.1"});
}

TEST_CASE("a running server is told when a certificate was renewed, or replaced in the folder") {
  const Folder parent;
  auto folder = PkiFolder::open(parent.file("pki"), plan_at(kNow)).value();
  const TimePoint due = folder->next_renewal(plan_at(kNow));
  CHECK(due > kNow + 24h * 243);
  CHECK(due < kNow + 24h * 244);
  const auto early = folder->renew(plan_at(due - 1s)).value();
  CHECK_FALSE((early.server || early.admin));
  const auto renewed = folder->renew(plan_at(due)).value();
  CHECK((renewed.server && renewed.admin));
  CHECK(folder->next_renewal(plan_at(due)) > due + 24h * 243);

  const auto other = folder->authority().issue_client({"ann", {"system:masters"}}, due - 1h, due + 24h);
  parent.put("pki/admin.crt", other.certificate);
  parent.put("pki/admin.key", other.key);
  const auto replaced = folder->renew(plan_at(due)).value();
  CHECK((replaced.admin && !replaced.server));
  CHECK(folder->admin().certificate == other.certificate);
}

TEST_CASE("damaged and foreign files are named, and not overwritten") {
  const Folder parent;
  const std::string path = parent.file("pki");
  REQUIRE(PkiFolder::open(path, plan_at(kNow)).ok());
  const auto error_with = [&](const std::string& name, const std::string& text) {
    const std::string before = parent.get("pki/" + name);
    parent.put("pki/" + name, text);
    const auto opened = PkiFolder::open(path, plan_at(kNow));
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code == ErrorCode::kInvalid);
    CHECK(parent.get("pki/" + name) == text);
    parent.put("pki/" + name, before);
    return opened.error().message;
  };
  CHECK(error_with("server.crt", "damaged").find("pki/server.crt: this is no certificate in PEM. Bring") !=
        std::string::npos);
  const auto foreign = authority();
  CHECK(error_with("server.crt", foreign->issue_server("x", {}, {}, kNow, kNow + 1h).certificate)
            .find("it is not signed by the authority in ca.crt") != std::string::npos);
  CHECK(error_with("admin.key", foreign->pair().key).find("pki/admin.key: it is not the key of admin.crt") !=
        std::string::npos);
  CHECK(error_with("ca.key", foreign->pair().key).find("the private key is not that of the certificate") !=
        std::string::npos);
  CHECK(error_with("sa.key", "x").find("pki/sa.key: ") != std::string::npos);
  fs::remove(parent.file("pki/ca.key"));
  CHECK(PkiFolder::open(path, plan_at(kNow)).error().message.find("ca.key is missing") != std::string::npos);
}

}  // namespace
}  // namespace podium::pki
