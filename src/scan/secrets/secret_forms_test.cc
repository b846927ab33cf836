// Secrets by their form alone: every rule of knowledge/secrets.toml, keys in all their armours, and
// what ScanOptions::every_password adds.
#include <fstream>
#include <sstream>

#include "scan/rules/rule_test_support.h"

namespace lauter {
namespace {

using namespace scan_test;  // NOLINT: test tables
using enum Category;

struct Example {
  Category category;
  std::string rule, token;
};

/// Strings that Python drew from the regular expressions, by their own meaning.
std::vector<Example> examples() {
  std::ifstream file(LAUTER_KNOWLEDGE_DIR "/secret_examples.tsv");
  std::vector<Example> out;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string category, rule, token;
    std::getline(fields, category, '\t');
    std::getline(fields, rule, '\t');
    std::getline(fields, token);
    const auto known = category_from_name(category);
    EXPECT_TRUE(known) << category;
    if (known) out.push_back({*known, rule, token});
  }
  return out;
}

bool covers(const std::vector<Hit>& hits, ByteSpan span) {
  for (const Hit& hit : hits)
    if (hit.span.begin <= span.begin && hit.span.end >= span.end) return true;
  return false;
}

TEST(SecretForms, EveryRuleFindsWhatItsRegexDescribes) {
  const std::vector<Example> all = examples();
  ASSERT_GT(all.size(), 200U);
  size_t by_itself = 0;
  for (const Example& example : all) {
    // Under a label, which forgives check digits.
    const std::string text = "token = \"" + example.token + "\"\n";
    EXPECT_TRUE(covers(scan_text(text), {9, 9 + example.token.size()}))
        << example.rule << "\n  " << text << "  found: " << describe(text, scan_text(text));
    const std::string bare = "saw " + example.token + " there";
    const std::vector<Hit> hits = scan_text(bare);
    by_itself += hits.size() == 1 && hits[0].category == example.category &&
                 hits[0].span == ByteSpan{4, 4 + example.token.size()};
  }
  // The rest wants check digits that a random string does not have, or is another rule's form too.
  EXPECT_GT(by_itself, all.size() * 9 / 10);
}

TEST(SecretForms, EveryLongRuleIsReadOverALineEnd) {
  for (const Example& example : examples()) {
    if (example.token.size() < 24 || example.token.find(' ') != std::string::npos) continue;
    const size_t cut = example.token.size() / 2;
    const std::string text =
        "token = \"" + example.token.substr(0, cut) + "\" +\n    \"" + example.token.substr(cut) + "\"";
    const size_t second = text.rfind('"', text.size() - 2) + 1;
    const std::vector<Hit> hits = scan_text(text);
    EXPECT_TRUE(covers(hits, {9, 9 + cut}) && covers(hits, {second, text.size() - 1}))
        << example.rule << "\n  " << text << "\n  found: " << describe(text, hits);
  }
}

/// `body` as 64 characters a line, and each line written by `line`.
std::string armour(const std::string& kind, const std::string& before, const std::string& after) {
  const std::string material =
      "MIIEpAIBAAKCAQEA1c7QxqD4Gv0lq2yJ8wXkQ9p7rT5sU3vW1xY0zA2bC4dE6fG8hI0jK2lM4nO6pQ8rS0tU2vW4xY6z"
      "A8bC0dE2fG4hI6jK8lM0nO2pQ4rS6tU8";
  return before + "-----BEGIN " + kind + "-----" + after + before + material.substr(0, 64) + after +
         before + material.substr(64) + after + before + "-----END " + kind + "-----";
}

TEST(SecretForms, PrivateKeysInEveryArmourAndWriting) {
  const std::pair<const char*, const char*> writings[] = {
      {"", "\n"},     {"    ", "\n"}, {"# ", "\n"},      {"> ", "\r\n"}, {"", "\\n"},
      {"", "\\\\n"},  {"", ""},       {" * ", "\n"},     {"\"", "\\n\" +\n"}, {"", "<br>\n"},
  };
  for (const char* kind :
       {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "USER NKEY SEED", "OpenVPN Static key V1"}) {
    for (const auto& [before, after] : writings) {
      const std::string key = armour(kind, before, after);
      const std::string text = "key: |\n" + key + "\nnext: 1\n";
      const size_t begin = text.find("-----BEGIN");
      EXPECT_TRUE(covers(scan_text(text), {begin, text.rfind("-----") + 5}))
          << text << "  found: " << describe(text, scan_text(text));
    }
  }
  const std::string armoured = armour("PUBLIC KEY", "", "\n");
  EXPECT_TRUE(scan_text(armoured.substr(0, armoured.find("MIIE")) + "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD"
                        "QgAE\n-----END PUBLIC KEY-----").empty());
}

TEST(SecretForms, KeysOfOtherPrograms) {
  const std::string nkey = "SC22RY6GRSWQN225K4SF7DWQKXKW2HOTUDQO3PZNOAWWXQCGKBCBTFCVWI";
  const std::string putty =
      "Private-Lines: 1\nAAABAH4kQ9p7rT5sU3vW1xY0zA2bC4dE6fG8hI0jK2lM4nO6pQ8rS0tU2vW4xY6z\n"
      "Private-MAC: 7e3041ebc2fc05a40c60028e2c4901a81035d3cd";
  const std::string ssh2 =
      "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n"
      "P2/56wAAAi4AAAA3aWYtbW9kbntzaWdue3JzYS1wa2NzMS1zaGExfSxlbmNyeXB0e3JzYS\n"
      "---- END SSH2 ENCRYPTED PRIVATE KEY ----";
  const std::string d = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE";
  const std::string x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
  expect_found({
      {kPrivateKey, "seed " + nkey + " of the operator", nkey},
      {kPrivateKey, "PuTTY-User-Key-File-2: ssh-rsa\n" + putty + "\n", putty},
      {kPrivateKey, "file:\n" + ssh2 + "\n", ssh2},
      {kPrivateKey, "{\"kty\":\"EC\",\"x\":\"" + x + "\",\"d\":\"" + d + "\"}", d},
      {kPrivateKey, "const k = { d: '" + d + "', kty: 'EC', x: '" + x + "' };", d},
      {kPrivateKey, "{\\\"d\\\": \\\"" + d + "\\\", \\\"kty\\\": \\\"OKP\\\"}", d},
      {kEncryptionKey, "{\"kty\":\"oct\",\"k\":\"" + d + "\"}", d},
  });
  std::string wrong = nkey;
  wrong[20] = wrong[20] == 'A' ? 'B' : 'A';
  expect_nothing({
      "seed " + wrong + " of nobody",
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + x + "\",\"y\":\"" + d + "\"}",
  });
}

TEST(SecretForms, PrintsOfPublicKeysAreLeft) {
  expect_nothing({
      "the host key is SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8 (RSA)",
      "RSA key fingerprint is MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48.",
      "gpg --recv-keys 4CCE1AF466CB1C7A9F5D2A8C9A5B4F5C7C1D3E2F",
      "signing key: 0x9A5B4F5C7C1D3E2F",
      "Key fingerprint = 4CCE 1AF4 66CB 1C7A 9F5D  2A8C 9A5B 4F5C 7C1D 3E2F",
  });
}

TEST(SecretForms, CaptionsAndLookUpsAreNoValues) {
  expect_nothing(
      {
          "{\n  \"LABEL_PASSWORD\": \"Wachtwoord\",\n  \"TITLE_CHANGE_PASSWORD\": \"Byt l\xC3\xB6s\"\n}\n",
          "password1 = self.cleaned_data.get(\"password1\")\n",
          "AUTH_SHA256_PASSWORD = \"sha256_password\"\n",
          "x = 'System.Core, Culture=neutral, PublicKeyToken=121fae78165ba3d4'\n",
          "'pkcs-9-at-challengePassword' => '1.2.840.113549.1.9.7',\n",
      },
      ScanMode::kCode);
}

TEST(SecretForms, AKeyEndsBeforeTheWordsOfTheNextLine) {
  // With "user" the first has the length of a key, with "user logged" the second.
  for (const std::string key : {"wQ3rXUtnFEvI/K7MDRNG/bPxZfiCYgqL4mVh0S1", "9f8c7b6a5d4e3f2a1b0cX8"}) {
    const std::string text = "API_KEY=" + key + "\nuser logged in\n";
    const std::vector<Hit> hits = scan_text(text, ScanMode::kText);
    EXPECT_FALSE(hits.empty()) << key;
    for (const Hit& hit : hits) {
      EXPECT_LE(hit.span.end, text.find('\n')) << key;
    }
  }
}

TEST(SecretForms, ListsOfTokens) {
  const std::string text = "\"tokens\":[\"156102684b1be0dd\",\"b1278e37b13e8df2\"],\"state\":\"online\"";
  const std::vector<Hit> hits = scan_text(text, ScanMode::kCode);
  ASSERT_EQ(hits.size(), 2U) << describe(text, hits);
  EXPECT_EQ(hits[1].span.of(text), "b1278e37b13e8df2");
}

const Scanner& strict(ScanMode mode) {
  const auto make = [](ScanMode m) {
    Result<Scanner> made = Scanner::make({.mode = m, .every_password = true, .custom_rules = {}});
    EXPECT_TRUE(made.ok());
    return std::move(*made);
  };
  static const Scanner text = make(ScanMode::kText);
  static const Scanner code = make(ScanMode::kCode);
  return mode == ScanMode::kText ? text : code;
}

std::vector<std::string> strict_values(const std::string& text, ScanMode mode) {
  const Scanner& scanner = strict(mode);
  const auto scratch = scanner.make_scratch();
  std::vector<Hit> hits;
  scanner.scan(text, *scratch, hits);
  std::vector<std::string> out;
  for (const Hit& hit : hits) out.emplace_back(hit.span.of(text));
  return out;
}

TEST(EveryPassword, TakesAnyLiteralWhereAPasswordStands) {
  const std::pair<const char*, const char*> rows[] = {
      {"services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD=changeme\n", "changeme"},
      {"spring:\n  datasource:\n    username: sa\n    password: admin\n", "admin"},
      {"const client = { user: 'brian', password: 'pizza' };\n", "pizza"},
      {"var clientPassword = \"tiger\"\nfunc f() {}\n", "tiger"},
      {"if string(pass) == \"tiger\" {\n\treturn nil\n}\n", "tiger"},
      {"#!/bin/sh\nexport elastic_password=changeme\necho ok\n", "changeme"},
      {"#!/bin/sh\nmysqldump --user=root --password=\"secret\" db\n", "secret"},
      {"RUN openssl genrsa -aes256 -passout pass:foobar 4096\n", "foobar"},
      {"url = \"postgres://postgres:postgres@localhost/db\"\n", "postgres"},
      {"CREATE USER gotest IDENTIFIED BY 'secret';\nSELECT 1;\n", "secret"},
      {"$p = ConvertTo-SecureString \"PlainText\" -AsPlainText -Force\n", "PlainText"},
  };
  for (const auto& [text, value] : rows) {
    const auto found = strict_values(text, ScanMode::kCode);
    EXPECT_NE(std::find(found.begin(), found.end(), value), found.end()) << text;
  }
}

TEST(EveryPassword, LeavesWhatIsNoLiteral) {
  for (const char* text : {
           "password = os.environ['DB_PASSWORD']\nprint(1)\n",
           "password: ${DB_PASSWORD}\nuser: kim\n",
           "cfg.Password = password\nreturn cfg\n",
           "func login(user string, password string) error {\n\treturn nil\n}\n",
           "{\"LABEL_PASSWORD\": \"Password\", \"password\": null}\n",
           "const envPassword = \"DB_PASSWORD\";\nvar x = 1;\n",
           "password: ********\nuser: kim\n",
           "url = \"postgres://${USER}:${PASSWORD}@localhost/db\"\n",
       })
    EXPECT_TRUE(strict_values(text, ScanMode::kCode).empty()) << text;
  EXPECT_TRUE(strict_values("Password: required, at least 8 characters.", ScanMode::kText).empty());
  // Off, nothing changes.
  expect_nothing({"password: changeme\n", "postgres://postgres:postgres@localhost/db"});
}

}  // namespace
}  // namespace lauter
