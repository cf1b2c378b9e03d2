#include <unistd.h>

#include <string>

#include "base/file.h"
#include "net/tls_test.h"

namespace acrida::net {
namespace {

class TlsContextTest : public TlsTest {
 protected:
  static std::string refused(const TlsFiles& files) {
    const auto context = TlsContext::for_client(files);
    return context ? "taken" : context.error().message;
  }
  static std::string written(const std::string& name, const std::string& text) {
    std::string at = testing::TempDir() + "acrida-tls-context-" + std::to_string(::getpid()) + "-" + name;
    EXPECT_TRUE(base::replace_file(at, text).ok());
    return at;
  }
  static std::string content(const std::string& name) { return *base::read_file(path(name)); }
};

TEST_F(TlsContextTest, TheSystemsRootsAreTrustedByDefault) { EXPECT_EQ(refused({}), "taken"); }

TEST_F(TlsContextTest, AFileThatIsMissingIsNamed) {
  EXPECT_EQ(refused({"no-such.pem", "", ""}), "cannot read 'no-such.pem': No such file or directory");
  EXPECT_EQ(refused({"", "no-such.pem", ""}), "cannot read 'no-such.pem': No such file or directory");
  EXPECT_EQ(refused({"", path("client.pem"), "no-such.key"}),
            "cannot read 'no-such.key': No such file or directory");
}

TEST_F(TlsContextTest, AFileWithoutCertificateTellsTheCure) {
  const std::string odd = written("odd.pem", "hello");
  const std::string expected =
      "'" + odd +
      "' holds no certificate in PEM; if it is in DER, convert it with: openssl x509 -inform "
      "der -in '" +
      odd + "' -out certificate.pem";
  EXPECT_EQ(refused({odd, "", ""}), expected);
  EXPECT_EQ(refused({"", odd, path("client.key")}), expected);
}

TEST_F(TlsContextTest, ADamagedCertificateIsNotPassedOver) {
  std::string spoilt = content("server.pem");
  spoilt.replace(200, 1, "!");
  const std::string at = written("damaged.pem", content("ca.pem") + spoilt);
  EXPECT_EQ(refused({at, "", ""}),
            "certificate 2 in '" + at + "' cannot be read: bad base64 decode; get the file anew");
}

TEST_F(TlsContextTest, ACertificateAndItsKeyMayShareAFile) {
  const std::string both = written("both.pem", content("client.pem") + content("client.key"));
  EXPECT_EQ(refused({"", both, ""}), "taken");
}

TEST_F(TlsContextTest, AMissingKeyIsAskedFor) {
  EXPECT_EQ(refused({"", path("client.pem"), ""}),
            "'" + path("client.pem") +
                "' holds no private key in PEM; if the key has a file of its own, name that, too");
}

TEST_F(TlsContextTest, AKeyOfAnotherCertificateIsRefused) {
  EXPECT_EQ(refused({"", path("client.pem"), path("server.key")}),
            "the key in '" + path("server.key") + "' does not belong to the certificate in '" +
                path("client.pem") + "'; name the key that it was made with");
}

TEST_F(TlsContextTest, AKeyAloneIsOfNoUse) {
  EXPECT_EQ(refused({"", "", "own.key"}),
            "the key 'own.key' is of no use without its certificate: name that, too");
}

TEST_F(TlsContextTest, ALockedKeyIsNotAskedForItsPassphrase) {
  // openssl pkcs8 -topk8 -v2 aes128 -iter 1000, passphrase "secret"
  const std::string locked = written("locked.key",
                                     "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                                     "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiqBJCTL0ZmtAICA+gw\n"
                                     "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEIUqLNRPQalSHgxWUiMGYVQEgZDN\n"
                                     "gyxLAZPAO3esUubTRVsDhaP+nVo7lJ7t+yfY7L/dcONQW0jXWwBZjQOQtOg/oJrT\n"
                                     "ylj6ViWPER1mMU7O9HNWXj7F3fEj5HUjniY0ciqJvU1B+wMbB+faxfcLmNvO8jkF\n"
                                     "VLAtFRX4mcVlJ9BHdl+H9lw1ZntWzD/DJZVk3XOgh/SzyvGJQBMmI4pH92iLpEc=\n"
                                     "-----END ENCRYPTED PRIVATE KEY-----\n");
  EXPECT_EQ(refused({"", path("client.pem"), locked}),
            "the key in '" + locked +
                "' is locked with a passphrase; unlock a copy with: "
                "openssl pkey -in '" +
                locked + "' -out unlocked.key");
}

TEST_F(TlsContextTest, AServerNeedsACertificate) {
  const auto context = TlsContext::for_server({}, "");
  ASSERT_FALSE(context.ok());
  EXPECT_EQ(context.error().message, "a TLS server needs a certificate: name the PEM file that holds it");
}

}  // namespace
}  // namespace acrida::net
