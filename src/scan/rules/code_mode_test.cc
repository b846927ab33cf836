#include <algorithm>

#include "scan/rules/rule_test_support.h"
#include "scan/views/regions.h"

namespace lauter {
namespace {

using namespace scan_test;  // NOLINT: test tables
using enum Category;
using scan::CodeFamily;
using scan::Region;

Region region_of(std::string_view text, std::string_view piece) {
  std::vector<std::pair<uint32_t, Region>> regions;
  scan::find_regions(text, regions);
  const size_t at = text.find(piece);
  EXPECT_NE(at, std::string_view::npos) << piece;
  Region found = Region::kText;
  for (const auto& [begin, kind] : regions)
    if (begin <= at) found = kind;
  return found;
}

constexpr std::string_view kC =
    "#include <stdio.h>\n/* block one */\nint main(void) {\n  // line two\n  const char* s = \"lit "
    "\\\" "
    "three\";\n  char c = 'x';\n  return url(\"http://four\"); // five\n}\n";
constexpr std::string_view kPython =
    "#!/usr/bin/env python3\nimport os\n\ndef f(x):\n    \"\"\"doc one\n    two\"\"\"\n    # "
    "three\n    "
    "return 'four' if x else f\"five\"\n";
constexpr std::string_view kSql =
    "-- one\nCREATE TABLE t (a int);\nINSERT INTO t VALUES ('two', 3); /* four */\n";
constexpr std::string_view kHtml =
    "<!DOCTYPE html>\n<html><!-- one --><body class=\"two\">three<script>var x = 'four'; // "
    "five\n</script></body></html>\n";
constexpr std::string_view kLisp =
    "; one\n(defun f (x)\n  \"two\n  three\" ; four\n  (car 'five))\n";
constexpr std::string_view kLua =
    "-- one\nlocal s = \"two\"\nfunction f()\n  return s\nend\nlocal t = 3\n";

constexpr std::string_view kRows =
    "INSERT INTO t (a, b) VALUES\n(1,'two',3),\n(2,'three',4),\n(3,'x',5),\n(4,'y',6),\n(5,'z',7);\n";

TEST(Regions, PartCodeCommentsAndLiterals) {
  const struct {
    std::string_view text, piece;
    Region region;
  } rows[] = {
      {kC, "block one", Region::kComment},   {kC, "line two", Region::kComment},
      {kC, "three", Region::kString},        {kC, "http://four", Region::kString},
      {kC, "five", Region::kComment},        {kC, "main", Region::kCode},
      {kPython, "doc one", Region::kString}, {kPython, "three", Region::kComment},
      {kPython, "four", Region::kString},    {kPython, "five", Region::kString},
      {kPython, "return", Region::kCode},    {kSql, "one", Region::kComment},
      {kSql, "two", Region::kString},        {kSql, "four", Region::kComment},
      {kSql, "CREATE", Region::kCode},       {kHtml, "one", Region::kComment},
      {kHtml, "two", Region::kString},       {kHtml, "three", Region::kText},
      {kHtml, "four", Region::kString},      {kHtml, "five", Region::kComment},
      {kHtml, "var x", Region::kCode},       {kLisp, "one", Region::kComment},
      {kLisp, "two", Region::kString},       {kLisp, "three", Region::kString},
      {kRows, "two", Region::kString},     {kRows, "INSERT", Region::kCode},
      {kLisp, "four", Region::kComment},     {kLisp, "five", Region::kCode},
      {kLua, "one", Region::kComment},       {kLua, "two", Region::kString},
      {kLua, "function", Region::kCode},
  };
  for (const auto& row : rows)
    EXPECT_EQ(region_of(row.text, row.piece), row.region) << row.piece << " in\n" << row.text;
}

TEST(Regions, CoverTheTextInOrder) {
  for (const std::string_view text : {kC, kPython, kSql, kHtml, kLisp, kLua}) {
    std::vector<std::pair<uint32_t, Region>> regions;
    scan::find_regions(text, regions);
    ASSERT_FALSE(regions.empty());
    EXPECT_EQ(regions.front().first, 0U);
    for (size_t i = 1; i < regions.size(); ++i) {
      EXPECT_LT(regions[i - 1].first, regions[i].first);
      EXPECT_NE(regions[i - 1].second, regions[i].second);
    }
  }
}

TEST(Regions, GuessTheFamily) {
  EXPECT_EQ(scan::guess_family(kC), CodeFamily::kSlash);
  EXPECT_EQ(scan::guess_family(kPython), CodeFamily::kHash);
  EXPECT_EQ(scan::guess_family(kSql), CodeFamily::kDash);
  EXPECT_EQ(scan::guess_family(kHtml), CodeFamily::kMarkup);
  EXPECT_EQ(scan::guess_family(kLisp), CodeFamily::kLisp);
  EXPECT_EQ(scan::guess_family("db:\n  host: a\n  port: 1\n  user: b\n"), CodeFamily::kConfig);
}

TEST(CodeMode, FindsSecretsAndPeople) {
  expect_found(
      {
          {kPassword, "package main\nfunc f() {\n\tpassword := \"w1nterIsHere\"\n}\n",
           "w1nterIsHere"},
          {kPassword, "db:\n  host: db1\n  password: w1nterIsHere\n", "w1nterIsHere"},
          {kPassword, "#!/bin/sh\nexport DB_PASSWORD=w1nterIsHere\n", "w1nterIsHere"},
          {kApiKey, "const apiKey = '9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d';\n",
           "9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d"},
          {kConnectionString, "import x\nURL = 'postgres://app:h7Jk29dLq@db.corp.io/prod'\n",
           "h7Jk29dLq"},
          {kEmailAddress, "/*\n * Author: Anna Kovacs <anna@kovacs-labs.de>\n */\nint x;\n",
           "anna@kovacs-labs.de"},
          {kIpAddress, "int main() {\n  connect(\"84.23.117.9\", 80);\n}\n", "84.23.117.9"},
          {kUsername, "int x; // TODO(rkumar): fix\nint y;\n", "rkumar"},
      },
      ScanMode::kCode);
}

TEST(CodeMode, LeavesProgramsAlone) {
  expect_nothing(
      {
          "import java.util.List;\nimport com.acme.auth.PasswordEncoder;\nclass A { int x = "
          "123456789; }\n",
          "#define KEY_LENGTH 128\nstatic const int token = 42;\nint id = 219099998;\n",
          "version = \"84.23.117.9\"\nrequires = [\"a==1.84.23.117\"]\n",
          "def authenticate(username, password):\n    token = request.headers['Authorization']\n   "
          " "
          "return check(username, password, token)\n",
          "const { username, password } = req.body;\nif (password === confirmPassword) { ok(); }\n",
          "color = \"#3f2a9b\"; sha = \"3f2a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a\";\n",
          "struct Jack { int jack_audio_init; MarkovChain mark; };\n",
          "@app.route('/login')\n@pytest.fixture\ndef f():\n    pass\n",
          "password_field = Field(label='Password', help_text='Enter your password')\n",
          "throw new Error('password is required');\nlog(`token: ${token}`);\n",
      },
      ScanMode::kCode);
}

/// What code mode lets stand, said anew by findings: the region and the score that is just enough.
TEST(LeastScore, DecidesWhatStands) {
  using scan::least_score;
  const auto one_of = [](Category category, std::initializer_list<Category> list) {
    return std::find(list.begin(), list.end(), category) != list.end();
  };
  const auto naive = [&](Category category, Region region) {
    if (category_group(category) == CategoryGroup::kSecret) return 0.0F;
    if (region == Region::kCode)
      return one_of(category, {kEmailAddress, kSocialProfileUrl, kUsername, kIpAddress}) ? 0.8F
                                                                                         : 2.0F;
    if (one_of(category, {kEmailAddress, kIpAddress, kIpv6Address, kMacAddress, kUsername,
                          kSocialProfileUrl}))
      return 0.5F;
    if (one_of(category, {kPhoneNumber, kFaxNumber, kPerson})) return 0.7F;
    if (one_of(category,
               {kCrypto, kEthereumAddress, kCryptoPrivateKey, kCryptoSeedPhrase, kIbanCode}))
      return 0.8F;
    if (one_of(category,
               {kDateTime, kMedicalDate, kEmploymentDate, kAge, kGender, kCity, kCountry, kLocation,
                kNationality, kOrganization, kJobTitle, kBodyMeasurement, kPhysicalTrait}))
      return 2.0F;
    return 0.85F;
  };
  const std::string text(40, 'x');
  const std::vector<std::pair<uint32_t, Region>> regions = {
      {0, Region::kText}, {10, Region::kCode}, {20, Region::kComment}, {30, Region::kString}};
  const scan::Page page{.text = text, .mode = ScanMode::kCode, .regions = regions};
  for (size_t c = 0; c < kCategoryCount; ++c) {
    const auto category = static_cast<Category>(c);
    const scan::RuleInfo rule{"test", category};
    for (const auto& [begin, region] : regions) {
      const float least = naive(category, region);
      EXPECT_EQ(least_score(category, region), least) << category_name(category);
      EXPECT_LE(least, least_score(category, Region::kCode)) << category_name(category);
      const auto stands = [&, at = begin](float score) {
        return scan::allowed_in_code(page, {at + 3, at + 5, score, &rule});
      };
      EXPECT_TRUE(stands(least));
      if (least > 0) {
        EXPECT_FALSE(stands(least - 0.01F));
      }
    }
  }
}

/// CPU time of this thread: other programs on the machine do not count.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Seconds per scan of `text`: the best of at most three; one below `enough` ends it.
double seconds(const std::string& text, ScanMode mode, double enough = 0) {
  const auto scratch = scanner(mode).make_scratch();
  std::vector<Hit> hits;
  double best = 1e9;
  for (int i = 0; i < 3 && best >= enough; ++i) {
    const double begin = thread_seconds();
    scanner(mode).scan(text, *scratch, hits);
    best = std::min(best, thread_seconds() - begin);
  }
  return best;
}

/// Rows made to hurt: time per byte may not grow with length.
TEST(WorstCase, TimeIsLinear) {
  const struct {
    const char* name;
    std::string unit;
  } rows[] = {
      {"white space", " "},
      {"digits", "7"},
      {"digits and blanks", "4 "},
      {"at signs", "@"},
      {"dotted letters", "a."},
      {"at and dots", "a@b."},
      {"pem headers", "-----BEGIN RSA PRIVATE KEY-----"},
      {"pem heads", "-----BEGIN"},
      {"quotes", "\"'`"},
      {"open strings", "password=\""},
      {"cue words", "password is token key "},
      {"labels", "password: token: api_key= "},
      {"urls", "https://a:"},
      {"scheme marks", "://"},
      {"cookies", "cookie: a=b;"},
      {"jwt", "eyJhbGciOi."},
      {"base64", "eyJ"},
      {"slashes", "/home/"},
      {"signatures", "&sig=abc"},
      {"hashes", "$2a$10$"},
      {"open comments", "/* "},
      {"backticks", "`a\n"},
      {"tags", "<a b=\""},
      {"colons", "2001:"},
      {"pairs", "3c:"},
      {"line breaks", "\n"},
      {"escapes", "\\\""},
      {"equal signs", "key="},
  };
  for (const ScanMode mode : {ScanMode::kText, ScanMode::kCode}) {
    for (const auto& row : rows) {
      const auto repeat = [&](size_t bytes) {
        std::string text;
        while (text.size() < bytes) text += row.unit;
        return text;
      };
      constexpr size_t kSmall = 16 * 1024;
      const double small = seconds(repeat(kSmall), mode);
      // The clock is coarse for fast rows: 0.4 ms of slack.
      const double most = 8 * 3 * small + 4e-4;
      const double large = seconds(repeat(8 * kSmall), mode, std::min(most, 1.0));
      EXPECT_LT(large, most) << row.name << " " << small * 1e3 << " ms, " << large * 1e3 << " ms";
      EXPECT_LT(large, 1.0) << row.name;
    }
  }
}

}  // namespace
}  // namespace lauter
