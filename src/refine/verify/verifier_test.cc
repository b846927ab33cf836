#include "refine/verify/verifier.h"

#include <gtest/gtest.h>

#include <random>

#include "refine/verify/structure.h"
#include "refine/verify/survivors.h"
#include "refine/verify/verify_gate.h"
#include "refine/verify/verify_shapes.h"
#include "refine/verify/verify_view.h"
#include "text/utf8.h"

namespace lauter {
namespace {

const PatternVerifier& verifier() {
  static const PatternVerifier kPatterns({});
  return kPatterns;
}

/// `LABEL:value` of every failure on an unedited text.
std::string findings(const std::string& text, const std::vector<ByteSpan>& code = {}) {
  const Document document{"id", text};
  VerifyScratch scratch;
  std::string all;
  for (const Failure& failure : verifier().judge(document, {}, text, {}, code, scratch).failures) {
    if (!all.empty()) all += "; ";
    all += failure.check == "rescan" ? failure.label + ":" + std::string(failure.span.of(text))
                                     : failure.check;
  }
  return all;
}

TEST(Verifier, EveryPatternCompiles) {
  EXPECT_EQ(internal::ShapeTable(VerifyOptions().enabled).compile_all(), "");
}

/// The lists alone, without a finder: what is allowed passes, but not what is larger or of another
/// label; what is denied does not, wherever it comes from.
TEST(Verifier, KnowsTheListsOfTheRecipe) {
  ValueListEntry mails{.words = {"jane.doe@corp.de"}, .labels = {"EMAIL_ADDRESS"}};
  ValueListEntry number{.words = {"+49 561 1234567"}, .labels = {"EMAIL_ADDRESS"}};
  const auto lists =
      ValueLists::make({.allow = {mails, number}, .deny = {{.words = {"Bluebird"}}}}, nullptr);
  ASSERT_TRUE(lists.ok());
  const PatternVerifier verifier({.lists = *lists});
  const auto names = [&](const std::string& text, std::vector<Edit> edits = {}) {
    EditProgram program;
    program.edits = std::move(edits);
    const Document document{"id", text};
    std::string all;
    for (const Failure& failure : verifier.judge(document, program, *apply_program(program, text)).failures) {
      all += failure.name() + ";";
    }
    return all;
  };
  EXPECT_EQ(names("write jane.doe@corp.de, JANE.DOE@corp.de"), "");
  EXPECT_EQ(names("write mary.jane.doe@corp.de"), "rescan:EMAIL_ADDRESS;");
  EXPECT_EQ(names("call +49 561 1234567"), "rescan:PHONE_NUMBER;");
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "jane.doe@corp.de ";
  EXPECT_EQ(names(many + "+49 561 1234567"), "rescan:PHONE_NUMBER;");
  EXPECT_EQ(names("a bluebird"), "denied:DENIED;");
  EXPECT_EQ(names("a cat", {{{2, 5}, "Bluebird", {}}}), "denied:DENIED;");
  EXPECT_EQ(names("Blue-bird", {{{4, 5}, "", {}}}), "denied:DENIED;");
  EXPECT_EQ(names("bluebirds"), "");
}

struct ShapeRow {
  const char* text;
  const char* expected;
};

// Invented values; check digits computed apart from this program.
const ShapeRow kPrivate[] = {
    {"write jane.doe@corp.de today", "EMAIL_ADDRESS:jane.doe@corp.de"},
    {"jane.doe+x@mail.corp.co.uk", "EMAIL_ADDRESS:jane.doe+x@mail.corp.co.uk"},
    {"jane.doe [at] corp [dot] com", "EMAIL_ADDRESS:jane.doe [at] corp [dot] com"},
    {"postgres://app:Tr0ub4dor@db1.corp.de:5432/x", "CONNECTION_STRING:Tr0ub4dor"},
    {"call +49 561 1234567 now", "PHONE_NUMBER:+49 561 1234567"},
    {"tel. (415) 867-5309.", "PHONE_NUMBER:(415) 867-5309"},
    {"415-867-5309", "PHONE_NUMBER:415-867-5309"},
    {"card 4539 1488 0343 6467 ok", "CREDIT_CARD:4539 1488 0343 6467"},
    {"4539 1488 0343 6467 4539 1488 0343 6468", "CREDIT_CARD:4539 1488 0343 6467"},
    {"5401 5402 5403 5404 is the card", "CREDIT_CARD:5401 5402 5403 5404"},
    {"DE44 5001 0517 5407 3249 31", "IBAN_CODE:DE44 5001 0517 5407 3249 31"},
    {"SSN 536-22-8145", "US_SSN:536-22-8145"},
    {"from 93.184.216.34 port", "IP_ADDRESS:93.184.216.34"},
    {"from 93.184.216.34.", "IP_ADDRESS:93.184.216.34"},
    {"at 2a00:1450:4001:81b::200e there", "IPV6_ADDRESS:2a00:1450:4001:81b::200e"},
    {"mac 3c:22:fb:91:d0:07", "MAC_ADDRESS:3c:22:fb:91:d0:07"},
    {"CPF 529.982.247-25", "BR_CPF:529.982.247-25"},
    {"RUT 12.345.678-5", "CL_RUT:12.345.678-5"},
    {"CUIT 20-12345678-6", "AR_CUIT:20-12345678-6"},
    {"NIE X1234567L", "ES_NIE:X1234567L"},
    {"CF RSSMRA85T10A562S", "IT_FISCAL_CODE:RSSMRA85T10A562S"},
    {"AHV 756.9217.0769.85", "CH_AHV:756.9217.0769.85"},
    {"NI AB 12 34 56 C", "UK_NINO:AB 12 34 56 C"},
    {"AKIAQ5ZK7WJX3M2NPLR4", "AWS_ACCESS_KEY:AKIAQ5ZK7WJX3M2NPLR4"},
    {"ghp_Zk3vQ9bT1xLw8RnD5yHc7JmP2sKfA4uE6gVi",
     "GITHUB_TOKEN:ghp_Zk3vQ9bT1xLw8RnD5yHc7JmP2sKfA4uE6gVi"},
    {"glpat-7Hq2ZsXw9KdLmN4bVt3R", "GITLAB_TOKEN:glpat-7Hq2ZsXw9KdLmN4bVt3R"},
    {"t=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI3MTkifQ.c2lnbmF0dXJlMTIz",
     "JWT:eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI3MTkifQ.c2lnbmF0dXJlMTIz"},
    {"send to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "CRYPTO:1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"},
    {"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
     "CRYPTO:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
    {"password: Tr0ub4dor!7", "PASSWORD:Tr0ub4dor!7"},
    {"api_key = 'q8Zx71LmPw02VbNs44TyKc9d'", "API_KEY:q8Zx71LmPw02VbNs44TyKc9d"},
    // Disguises: the verifier's own view.
    {"jane.doe\xEF\xBC\xA0"
     "corp.de",
     "EMAIL_ADDRESS:jane.doe\xEF\xBC\xA0"
     "corp.de"},
    {"536\xE2\x80\x93"
     "22\xE2\x80\x93"
     "8145",
     "US_SSN:536\xE2\x80\x93"
     "22\xE2\x80\x93"
     "8145"},
    {"ja\xE2\x80\x8Bne.doe@corp.de", "EMAIL_ADDRESS:ja\xE2\x80\x8Bne.doe@corp.de"},
};

const char* const kHarmless[] = {
    "jane@example.com, a@b.test, noreply@corp.de, do_not-reply@corp.de, bounces+17@corp.de, pkg@2.0.1.tar.gz, logo@2x.png, git@github.com:x/y.git",
    "call 415-555-0134 or +1 (212) 555-0199",
    "order 415-867-5309, part no. 123-45-6789, SSN 078-05-1120",
    "4111 1111 1111 1111 and 4539 1488 0343 6468",
    "DE89 3704 0044 0532 0130 00, DE44 5001 0517 5407 3249 32",
    "driver 91.218.11.7, see chapter 4.18.0.305, package 93.184.216.34, it is 4.18.0.305",
    "127.0.0.1 10.1.2.3 192.168.1.77 203.0.113.9 8.8.8.8 1.2.3.4 v93.184.216.34 300.1.1.1",
    "2001:db8::1 fe80::1 ::1 std::vector a::b::c 12:34:56",
    "ff:ff:ff:ff:ff:ff 00:00:00:00:00:00 00-00-5E-00-53-0A 01:00:5e:00:00:fb",
    "529.982.247-26 12.345.678-9",
    "sha 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "id 550e8400-e29b-41d4-a716-446655440000 at 2024-05-17T12:34:56.789Z",
    "AKIAIOSFODNN7EXAMPLE ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx sk-...",
    "password: ${DB_PASSWORD}, password = changeme123!, password=os.environ['X1'], pwd: <your-pwd>",
    "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
    "<https://lists.corp.de/archives/list/devel@lists.corp.de/thread/X>, Message-ID: "
    "<AA7F-C8@corp.de>",
    "538C 53BD 5400 5401 5402 5403 5404 540A, 533B 5363 5364 5372 540D",
    "5401 5402 5403 5404 540D 540E",
    "Jan <jan...@firm.org>, foo@bar.com",
    "15251 6205 2836 2836 2836, 66 78 91 105 120 136 153 171",
    "isbn 978-3-16-148410-0, doi 10.1000/182, 1,234,567.89, 3.14159265358979",
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7\n-----END PUBLIC "
    "KEY-----",
    "The header is -----BEGIN RSA PRIVATE KEY----- and that is all.",
};

TEST(Rescan, FindsStrongShapes) {
  for (const ShapeRow& row : kPrivate) {
    EXPECT_EQ(findings(row.text), row.expected);
    // Wherever the value lies in the vectors of the gate.
    for (const size_t pad : {1U, 31U, 63U, 64U, 200U}) {
      const std::string text = std::string(pad, ' ') + row.text + std::string(pad, ' ');
      EXPECT_EQ(findings(text), row.expected) << "after " << pad << " blanks";
    }
  }
}

TEST(Rescan, LeavesDocumentationAndMachineValuesAlone) {
  for (const char* text : kHarmless) EXPECT_EQ(findings(text), "") << text;
}

TEST(Rescan, PrivateKeysFromBeginToEnd) {
  const std::string key =
      "-----BEGIN RSA PRIVATE KEY-----\n"
      "MIIEowIBAAKCAQEAx4UbaDzY5xjW6hc9jwN0mX33XpTDVW7WqHp5AKaRbtAC3DqX\n"
      "IXFMPgw3K45jxRb93f8tv9vL3rD9CUG1Gv4FM+o7ds7FRES5RTjv2RT/JVNJCoqF\n"
      "-----END RSA PRIVATE KEY-----";
  EXPECT_EQ(findings("k:\n" + key + "\nbye"), "PRIVATE_KEY:" + key);
}

TEST(Rescan, ManyValuesInOneLongStretch) {
  std::string text;
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    const std::string mail = "user" + std::to_string(1000 + i) + "@corp.de";
    text += mail + ", 12345, ";
    expected += (i > 0 ? "; " : "") + ("EMAIL_ADDRESS:" + mail);
  }
  EXPECT_EQ(findings(text), expected);
}

TEST(Rescan, InCodeOnlyQuotedSecretsCount) {
  EXPECT_EQ(findings("password = \"Tr0ub4dor!7\"", {{0, 24}}), "PASSWORD:Tr0ub4dor!7");
  EXPECT_EQ(findings("password = hash2Hex!x9(user)", {{0, 28}}), "");
  // In the part that is code and nowhere else.
  EXPECT_EQ(findings("password = Tr0ub4dor!7\npassword = Tr0ub4dor!7"), "PASSWORD:Tr0ub4dor!7; PASSWORD:Tr0ub4dor!7");
  EXPECT_EQ(findings("password = Tr0ub4dor!7\npassword = Tr0ub4dor!7", {{0, 23}}), "PASSWORD:Tr0ub4dor!7");
}

TEST(Rescan, StandInsAreNotHeldAgainstTheText) {
  const Document document{"id", "mail jane.doe@corp.de or jim@corp.de"};
  EditProgram program;
  program.edits.push_back({{5, 21}, "mark.roe@firm.de", {"scan", "mail", "EMAIL_ADDRESS", 1.0F}});
  const std::string refined = *apply_program(program, document.text);
  const Verdict verdict = verifier().judge(document, program, refined);
  ASSERT_EQ(verdict.failures.size(), 1U);
  EXPECT_EQ(verdict.failures[0].span.of(refined), "jim@corp.de");
}

TEST(Outside, AnyChangedByteOutsideEditsIsSeen) {
  const Document document{"id", "mail jane.doe@corp.de now, please"};
  EditProgram program;
  program.edits.push_back({{5, 21}, "x@y.example", {"scan", "mail", "EMAIL_ADDRESS", 1.0F}});
  const std::string refined = *apply_program(program, document.text);
  EXPECT_TRUE(verifier().judge(document, program, refined).ok());
  for (size_t i = 0; i < refined.size(); ++i) {
    std::string changed = refined;
    changed[i] = changed[i] == '_' ? '-' : '_';
    EXPECT_EQ(verifier().judge(document, program, changed).failures.at(0).check, "outside");
  }
  EXPECT_FALSE(verifier().judge(document, program, refined + " ").ok());
  EXPECT_FALSE(verifier().judge(document, program, refined.substr(0, 8)).ok());
  EXPECT_FALSE(verifier().judge(document, program, "").ok());
}

TEST(Json, WhatParsedMustStillParse) {
  const Document document{"id", R"({"name": "Jane Doe", "n": [1, 2]})"};
  EditProgram program;
  program.edits.push_back({{10, 18}, "Mark \"Roe", {"scan", "x", "PERSON", 1.0F}});
  const auto judged = [&](std::string with) {
    program.edits[0].with = std::move(with);
    return verifier().judge(document, program, *apply_program(program, document.text));
  };
  EXPECT_TRUE(judged("Mark Roe").ok());
  const Verdict verdict = judged("Mark \"Roe");
  ASSERT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.failures[0].check, "json");
}

TEST(Json, ReaderAgreesWithTheGrammar) {
  const char* const good[] = {"{}",
                              "[]",
                              " [1] ",
                              R"({"a":{"b":[true,false,null,-1.5e+3,0]}})",
                              R"(["\u00e9\n\\\"", ""])",
                              "[[[]],{}]",
                              "[0.1]"};
  const char* const bad[] = {"",        "1",          "\"a\"",    "{",         "[1,]",
                             "{\"a\"}", "[01]",       "[1.]",     "[.5]",      "[+1]",
                             "[1e]",    "{\"a\":1,}", "[\"\n\"]", "[\"\\x\"]", "[\"\\u12g4\"]",
                             "[1] x",   "[}",         "{1:2}",    "[tru]",     "[\"a]",
                             "[1 2]",   "{,}",        "]",        "[nul"};
  for (const char* text : good) EXPECT_TRUE(internal::is_json_container(text)) << text;
  for (const char* text : bad) EXPECT_FALSE(internal::is_json_container(text)) << text;
  EXPECT_TRUE(internal::is_json_container(std::string(512, '[') + std::string(512, ']')));
  EXPECT_FALSE(internal::is_json_container(std::string(513, '[') + std::string(513, ']')));
}

TEST(Brackets, CodeKeepsItsStructure) {
  const std::string text = "f(\"secret(1\", x)";
  const auto bad = [&](ByteSpan span, std::string with) {
    EditProgram program;
    program.edits.push_back({span, std::move(with), {}});
    return !internal::edits_that_unbalance(program, text).empty();
  };
  EXPECT_FALSE(bad({3, 11}, "another1"));  // a bracket less, inside a literal
  EXPECT_TRUE(bad({3, 11}, "anoth\"er"));
  EXPECT_TRUE(bad({3, 11}, "a\nb"));
  EXPECT_TRUE(bad({1, 2}, ""));
  EXPECT_FALSE(bad({14, 15}, "yz"));
}

TEST(Survivors, EveryFormOfTheRule) {
  const struct {
    const char* name;
    Category category;
    const char* value;
    const char* elsewhere;
    const char* survivor;  // null: none
  } rows[] = {
      {"exact", Category::kEmailAddress, "jim.roe@corp.de", "x jim.roe@corp.de.",
       "jim.roe@corp.de"},
      {"other case", Category::kEmailAddress, "jim.roe@corp.de", "JIM.ROE@corp.de",
       "JIM.ROE@corp.de"},
      {"other blanks", Category::kPerson, "Jane Doe Roe", "Jane\n Doe  Roe", "Jane\n Doe  Roe"},
      {"inside a word", Category::kPerson, "Ann Lee", "joann leeds", nullptr},
      {"other separators", Category::kUsSsn, "536-22-8145", "536 22 8145", "536 22 8145"},
      {"no separators", Category::kPhoneNumber, "+49 561 1234567", "(495611234567)",
       "495611234567"},
      {"digits of a longer number", Category::kCustomerId, "1234567", "99123456700", nullptr},
      {"digits across words", Category::kPhoneNumber, "5611234567", "561 apples 1234567", nullptr},
      {"short", Category::kUsername, "jim77", "jim77", nullptr},
      {"one word", Category::kUsername, "sunshine", "sunshine", nullptr},
      {"a word with a digit", Category::kUsername, "sunny77", "sunny77", "sunny77"},
      {"at the end of a sentence", Category::kUsername, "sunny77", "I am Sunny77.", "Sunny77"},
      {"in a path", Category::kUsername, "sunny77", "site.org/sunny77/x", "sunny77"},
      {"a part of other names", Category::kPassword, "x86_64",
       "x86_64.rpm x86_64-dev linux-x86_64 x86_64_v2 lib.x86_64", nullptr},
      {"a word with a number", Category::kUsername, "python3", "python3", nullptr},
      {"a part of a long name", Category::kPassword, "libreoffice-24", "libreoffice-24.2", nullptr},
      {"words with a dash", Category::kUsername, "opt-in", "opt-in", nullptr},
      {"an abbreviation", Category::kMessengerHandle, "e.g.", "e.g.", nullptr},
      {"a handle of letters", Category::kSocialHandle, "@typing.final", "@typing.final", nullptr},
      {"a link", Category::kSocialProfileUrl, "https://sns.site/jim.roe",
       "https://sns.site/jim.roe/posts", "https://sns.site/jim.roe"},
      {"short number", Category::kPin, "493811", "493811", nullptr},
      {"a city", Category::kCity, "St. Louis", "St. Louis", nullptr},
      {"a date", Category::kDateOfBirth, "1984-05-17", "1984-05-17", nullptr},
      {"a street", Category::kStreetAddress, "12 Elm Road", "12 Elm Road", "12 Elm Road"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string text = std::string(row.value) + " | " + row.elsewhere;
    EditProgram program;
    const std::string label(category_name(row.category));
    program.edits.push_back(
        {{0, std::string_view(row.value).size()}, "STAND-IN", {"scan", "x", label, 1.0F}});
    const std::string refined = *apply_program(program, text);
    const auto survivors = internal::find_survivors(program, text, refined, 10);
    if (row.survivor == nullptr) {
      EXPECT_TRUE(survivors.empty());
    } else {
      ASSERT_FALSE(survivors.empty());
      EXPECT_EQ(survivors[0].span.of(refined), row.survivor);
    }
  }
}

TEST(Survivors, ManyValuesThatBeginAlikeStayLinear) {
  // 20,000 numbers with one prefix in 400 KB: comparing all with all would take minutes.
  std::string text;
  EditProgram program;
  for (int i = 0; i < 20000; ++i) {
    const uint64_t begin = text.size();
    text += "+1 415 " + std::to_string(1000000 + i);
    program.edits.push_back(
        {{begin, text.size()}, "+1 415 5550134", {"scan", "x", "PHONE_NUMBER", 1.0F}});
    text += "; ";
  }
  const std::string refined = *apply_program(program, text);
  EXPECT_TRUE(internal::find_survivors(program, text, refined, 10).empty());
  const std::string kept = refined + "+1 415 1012345";
  const auto survivors = internal::find_survivors(program, text, kept, 10);
  ASSERT_FALSE(survivors.empty());
  EXPECT_EQ(survivors[0].span.of(kept), "+1 415 1012345");
}

TEST(VerifyView, MapsBackToWholeCharacters) {
  const std::vector<std::string> atoms = {"a",
                                          "7",
                                          "\xC2\xA0",
                                          "\xE2\x80\x8B",
                                          "\xEF\xBC\x91",
                                          "\xD9\xA3",
                                          "\xE2\x80\x94",
                                          "\xC3\xA9",
                                          "\xE4\xB8\xAD",
                                          "\xF0\x9D\x9F\x99",
                                          "\xE2\x80\x9C"};
  std::mt19937 random(31);
  internal::VerifyView view;
  for (int trial = 0; trial < 3000; ++trial) {
    std::string text;
    for (size_t n = random() % 30; n > 0; --n) text += atoms[random() % atoms.size()];
    view.build(text);
    ASSERT_TRUE(is_utf8(view.text()));
    uint64_t last = 0;
    for (size_t i = 0; i < view.text().size(); i += utf8_length(view.text()[i])) {
      const ByteSpan span = view.to_text({i, i + utf8_length(view.text()[i])});
      ASSERT_LE(last, span.begin);
      ASSERT_LT(span.begin, span.end);
      ASSERT_TRUE(is_utf8_boundary(text, span.begin) && is_utf8_boundary(text, span.end));
      ASSERT_EQ(span.size(), utf8_length(text[span.begin]));
      internal::VerifyView one;
      const std::string piece(span.of(text));
      one.build(piece);
      ASSERT_EQ(one.text(), view.text().substr(i, utf8_length(view.text()[i])));
      last = span.end;
    }
  }
}

/// The gate must not lose a sign, wherever it stands: compared with a plain search.
TEST(Gate, SeesEverySignAtEveryOffset) {
  const auto covers = [](const std::vector<ByteSpan>& windows, ByteSpan span) {
    return std::any_of(windows.begin(), windows.end(),
                       [&](const ByteSpan& window) { return window.contains(span); });
  };
  internal::GateWindows windows;
  for (size_t before = 0; before < 200; ++before) {
    const auto check = [&](std::string_view sign,
                           std::vector<ByteSpan> internal::GateWindows::*list) {
      const std::string text = std::string(before, ' ') + std::string(sign) + std::string(90, ' ');
      internal::find_gate_windows(text, windows);
      EXPECT_TRUE(covers(windows.*list, {before, before + sign.size()}))
          << sign << " at " << before;
    };
    check("a@b", &internal::GateWindows::mail);
    check("a [AT] b", &internal::GateWindows::mail);
    check("123456", &internal::GateWindows::digits);
    check("12 34.56", &internal::GateWindows::digits);
    check("ABCDE1234F", &internal::GateWindows::digits);
    check("MT84 MALT 0110 0001 2345 MTLC AST0 01S", &internal::GateWindows::digits);
    check("QA58 DOHA 0000 1234 5678 90AB CDEF G", &internal::GateWindows::digits);
    check("RSSMRA85T10A562S", &internal::GateWindows::digits);
    check("3c:aa:fb:bb:dd:c7", &internal::GateWindows::digits);
    check("abcdefghijklmno7", &internal::GateWindows::tokens);
    check("eyJabcdefghijklmnop", &internal::GateWindows::tokens);
    check("password: x", &internal::GateWindows::labels);
    check("\"api_key\" = x", &internal::GateWindows::labels);
    check("-----BEGIN", &internal::GateWindows::armour);
  }
  internal::find_gate_windows("Plain words about nothing in 1984, well-known ones; really so.",
                              windows);
  EXPECT_TRUE(windows.mail.empty() && windows.digits.empty() && windows.tokens.empty() &&
              windows.labels.empty() && windows.armour.empty());
}

}  // namespace
}  // namespace lauter
