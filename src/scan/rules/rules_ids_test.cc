/// Identifiers of all kinds in the places where they stand: every category of the rule files of
/// numbers in fourteen surface forms, and what looks like them but is nobody's.
#include "scan/rules/rules_ids.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "catalog/category.h"
#include "scan/rules/rule_test_support.h"

namespace lauter {
namespace {

using scan_test::describe;
using scan_test::scan_text;

struct Subject {
  Category category;
  std::string label;    ///< as people say it
  std::string field;    ///< as programs name it
  /// A sentence that tells what the number is about, where the label does not.
  std::string context;
  std::vector<std::string> values;
};

/// Invented values with right check digits: the examples of knowledge/identifiers.toml, and three
/// of crypto currencies.
const std::vector<Subject>& subjects() {
  static const std::vector<Subject> kSubjects = [] {
    std::vector<Subject> all = {
      {Category::kCrypto,
         "bitcoin address",
         "btc_address",
         "",
         {"1AToPcgWsN1J29EvMjoGzcLpZrkWsrbe46", "337HpNQYp8SjabDLpBLkJgEEYkh9LZEHoc",
          "ltc1qe5hwdajtnpfd9weqk4dqfj8gdytyq8zrysvg6z"}},
        {Category::kEthereumAddress,
         "MetaMask",
         "eth_address",
         "",
         {"0x51e24f8d1be17f9a52d7496aa9fcae8c619b6b28",
          "0x81A75Df1aB71566d7240Ce2cCa2C54Bf9FdC2bf4",
          "0x5fdba75a17a536dcb44ae3d4af59c1d31d1818a8"}},
        {Category::kCryptoPrivateKey,
         "wallet private key",
         "wallet_private_key",
         "",
         {"5K6oASYaxQGt45zfgPzm41G5HJVZeFMDKuYR37wCWanjwriucr9",
          "L5Wj78sAQ491gvDtVnMZ4JfH5frZEbXceZQu3VSuzvo3CTziUEEH",
          "e6e3cb93f1f073c558faff2bdffe68b7136473217780d56915d633a449d7bfb4"}},
    };
    std::ifstream file(LAUTER_KNOWLEDGE_DIR "/identifier_examples.tsv");
    for (std::string line; std::getline(file, line);) {
      std::vector<std::string> cells(1);
      for (const char c : line) {
        if (c == '\t') {
          cells.emplace_back();
        } else {
          cells.back() += c;
        }
      }
      const auto category = cells.size() == 5 ? category_from_name(cells[0]) : std::nullopt;
      EXPECT_TRUE(category) << line;
      if (!category) continue;
      if (all.back().category != *category)
        all.push_back({*category, cells[1], cells[2], cells[3], {}});
      all.back().values.push_back(cells[4]);
    }
    return all;
  }();
  return kSubjects;
}

std::string camel(std::string_view field) {
  std::string out;
  bool up = false;
  for (const char c : field) {
    if (c == '_') {
      up = true;
    } else {
      out.push_back(up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
      up = false;
    }
  }
  return out;
}

/// The ways in which a labelled value stands in mails, forms, tables, programs and logs.
std::vector<std::string> carriers(const Subject& s, const std::string& v) {
  const std::string label = s.label;
  const std::string field = s.field;
  const std::string context = s.context;
  return {
      "Hi, my " + label + " is " + v + "." + context + " Thanks!",
      label + ": " + v + "\n" + context,
      "Please note: " + label + " " + v + " (valid)." + context,
      "{\"" + field + "\": \"" + v + "\", \"note\": \"" + context + "\"}",
      "{\"" + camel(field) + "\":\"" + v + "\"}" + context,
      field + "=" + v + "\n" + context,
      "user:\n  " + field + ": " + v + "\n" + context,
      "city," + field + "\nLeeds," + v + "\nYork," + v + "\n" + context,
      "| Town | " + label + " |\n|---|---|\n| Leeds | " + v + " |\n" + context,
      "<dl><dt>" + label + "</dt><dd>" + v + "</dd></dl>" + context,
      "<" + field + ">" + v + "</" + field + ">" + context,
      "2026-02-03T10:14:55Z INFO form.submit " + field + "=\"" + v + "\" ok" + context,
      "> On Monday she wrote:\n> " + label + ": " + v + "\n> bye\n" + context,
      "INSERT INTO people (town, " + field + ") VALUES ('Leeds', '" + v + "');" + context,
  };
}

TEST(IdRules, EveryCategoryInEveryForm) {
  size_t wanted = 0;
  size_t missed = 0;
  for (const Subject& subject : subjects()) {
    size_t missed_here = 0;
    std::string example;
    for (const std::string& value : subject.values) {
      for (const std::string& text : carriers(subject, value)) {
        const size_t at = text.find(value);
        const std::vector<Hit> hits = scan_text(text);
        size_t covered = 0;
        for (const Hit& hit : hits) {
          if (hit.category != subject.category) continue;
          const uint64_t begin = std::max<uint64_t>(hit.span.begin, at);
          const uint64_t end = std::min<uint64_t>(hit.span.end, at + value.size());
          if (begin < end) covered += end - begin;
        }
        ++wanted;
        if (covered * 10 >= value.size() * 9) continue;
        ++missed_here;
        if (example.empty()) example = text + "\n  found: " + describe(text, hits);
      }
    }
    missed += missed_here;
    // One form in fourteen may be too thin for a category that lives from its context.
    EXPECT_LE(missed_here, subject.values.size())
        << category_name(subject.category) << ": " << example;
  }
  EXPECT_GE(wanted, 3500U);
  EXPECT_LE(missed * 100, wanted) << missed << " of " << wanted;
}

/// What identifiers of this file's categories must leave alone.
const char* const kDecoys[] = {
    "Order number 4539 5787 6362 1487 was shipped on 2024-03-05.",
    "Your order 113-4567890-1234567 has been dispatched.",
    "Tracking number 1Z999AA10123456784, parcel 9400 1000 0000 0000 0000 00",
    "Invoice INV-2024-000123 of 12.03.2024 over 1,299.00 EUR",
    "ISBN 978-3-16-148410-0, EAN 4006381333931, ISSN 2049-3630",
    "doi:10.1038/s41586-020-2649-2 and arXiv:2103.00020v2, PMID 31978945",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b fixes issue 48213",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
    "request 123e4567-e89b-12d3-a456-426614174000 took 35 ms",
    "Version 10.0.19045.3803, build 20231107.1, port 5432, pid 88231",
    "1700000000000 1704067200 1609459200123 are epoch values",
    "The test card 4111 1111 1111 1111 always succeeds, 5555 5555 5555 4444 too.",
    "SSN 078-05-1120 was printed on a wallet insert; 219-09-9999 as well.",
    "Use 123-45-6789 as a placeholder for the SSN field.",
    "IBAN DE89 3704 0044 0532 0130 00 is the bank's own example, GB33BUKB20201555555555 another.",
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "The DNI 12345678Z is the specimen of the ministry.",
    "Part no. AB1234563, SKU 7654321-K, lot 0482913, batch 22-0913",
    "CVE-2021-44228 affects log4j 2.14.1, see RFC 7519 and ISO 27001",
    "We sold 123456789 units at a price of 84,500 dollars.",
    "The median household income was $70,784 in 2021.",
    "The model scored 720 points and the GTX 1080 ran at 144 Hz.",
    "credit scores range from 300 to 850",
    "HTTP 404, error code 0x80070057, exit status 137",
    "Section 12.3.4 of chapter 7, page 482, figure 12-34-56",
    "Flight LH 454 to gate B42 boards at 09:15, seat 23A",
    "The pin header has 40 pins; GPIO pin 1234 does not exist.",
    "passport to success: 7 steps and 100000000 reasons",
    "class A123 { int b4567 = 890123; };",
    "uint64_t h = 0x9E3779B97F4A7C15ULL;",
    "Please quote ticket #123456789 when you contact support, case 00123456.",
    "ghcr.io/acme/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "52.5200 13.4050 and 1024x768, 3840 x 2160, 10/10/2020 10:10:10",
    "0.9434765919 is the p-value, 4.7E-11 the error",
    "The phone 555-0142 rings in the film.",
    "0x0000000000000000000000000000000000000000 is the zero address",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa is the genesis address",
    "the blood of the people; type O, AB and B are letters; grade A+ rating, AA batteries",
    "The court said in 2 BvR 1234 what everybody knew.",
    "national parks: 63; insurance companies: 5,965; members: 1,234,567",
    "fingerprint 43:51:43:a1:b5:fc:8b:b7:0a:3a:a9:b1:0f:66:73:a8 (RSA)",
    "New York 10001, 90210 and 94105 are ZIP codes of places in films",
    "Salary negotiations start at 9:30 in room 4021.",
    "expires 12/2025 says the milk; best before 03/26",
    "Rx 3 and Tx 5 are the pins, 115200 baud",
};

/// One word in one stretch of text, looked for at each place.
bool plainly_holds(std::string_view text, size_t from, size_t to, std::string_view word) {
  for (size_t at = from; at + word.size() <= to; ++at) {
    size_t same = 0;
    while (same < word.size() && scan::lower(text[at + same]) == word[same]) ++same;
    if (same < word.size()) continue;
    if ((word[0] & 0x80) != 0) return true;
    const auto letter = [&](size_t i) { return i < to && scan::is_alpha(text[i]); };
    const auto hump = [&](size_t i) {
      return scan::is_upper(text[i]) && scan::is_lower(text[i - 1]);
    };
    if (at > 0 && scan::is_alpha(text[at - 1]) && scan::is_alpha(word[0]) && !hump(at)) continue;
    const size_t end = at + word.size();
    if (!scan::is_alpha(word.back()) || !letter(end) || hump(end) ||
        (scan::lower(text[end]) == 's' && !letter(end + 1)))
      return true;
  }
  return false;
}

TEST(IdRules, MachineReadableZonesInMarkup) {
  const std::string zone =
      "I&lt;UTOD231458930&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;\n"
      "7408122F1204159UTO&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;0\n"
      "BERMUDEZ&lt;&lt;ANNA&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;";
  const std::string text = "<mrz>" + zone + "</mrz>\n";
  const std::vector<Hit> hits = scan_text(text);
  ASSERT_EQ(hits.size(), 1U) << describe(text, hits);
  EXPECT_EQ(hits[0].category, Category::kPassportMrz);
  EXPECT_EQ(hits[0].span.of(text), zone) << describe(text, hits);
}

/// Names of fields that only programs and clerks use.
TEST(IdRules, ShortNamesOfFields) {
  const std::pair<Category, const char*> rows[] = {
      {Category::kIlId, "tz: 338126923"},
      {Category::kUsPassport, "UPDATE t SET us_passport = '563650828' WHERE id = 4;"},
      {Category::kCreditCard, "<table><tr><th>PAN</th><td>4670590648124221</td></tr></table>"},
      {Category::kSwiftCode, "BIC WYLJFRCE Any ideas?"},
      {Category::kCardExpiry, "{\"expMonthYear\": \"08/2031\"}"},
      {Category::kIlId, "a,il_id\nb,338126923\n"},
      {Category::kAuAbn, "BUSINESS_NUMBER=57752097139"},
      {Category::kZaIdNumber, "sa_id: 0408127568082"},
      {Category::kUkSortCode, "| S/C | Note |\n|---|---|\n| 31-45-87 | none |\n"},
  };
  for (const auto& [category, text] : rows) {
    const std::vector<Hit> hits = scan_text(text);
    ASSERT_EQ(hits.size(), 1U) << describe(text, hits);
    EXPECT_EQ(hits[0].category, category) << text;
  }
}

/// A line with a label of its own is not another label's, however well it would fit that one.
TEST(IdRules, TheFieldsOwnLabelDecides) {
  const std::string fields[] = {
      "ssn: 367-06-6124\nbank account number: 565728731\nemail: x\n",
      "sin: 673138483\nbank account number: 224764944\n",
      "card number: 5254 6690 2626 3461\nbank account number: 624145539034\n",
      "mac address: 9cac.c717.f5cc\nbank account number: 219879410492\n",
  };
  for (const std::string& text : fields) {
    const std::vector<Hit> hits = scan_text(text);
    ASSERT_EQ(hits.size(), 2U) << describe(text, hits);
    EXPECT_EQ(hits[1].category, Category::kUsBankNumber) << describe(text, hits);
  }
  // A field's name without a rule for its value takes nothing from the heading.
  const std::string plain = "SSN on file\nNumber: 367066124\n";
  const std::vector<Hit> hits = scan_text(plain);
  ASSERT_EQ(hits.size(), 1U) << describe(plain, hits);
  EXPECT_EQ(hits[0].category, Category::kUsSsn);
}

TEST(IdRules, MentionsAgreeWithAPlainSearch) {
  const std::string_view words[] = {"ab", "a", "ba-b", "#b", "\xC3\xA9", "bb a", "sab", "s/b"};
  std::mt19937 rng(17);
  size_t mentioned = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    std::string text;
    constexpr std::string_view kPieces[] = {"a", "b", "A", "B", "s",
                                            " ", "-", "#", "/", "\xC3\xA9"};
    for (size_t n = rng() % 120; n > 0; --n) text += kPieces[rng() % std::size(kPieces)];
    const scan::Page page{text, ScanMode::kText, nullptr, {}, {}};
    const size_t begin = rng() % (text.size() + 1);
    const size_t end = begin + rng() % (text.size() + 1 - begin);
    const size_t before = rng() % 60, after = rng() % 60;
    std::string list;
    bool expected = false;
    for (size_t n = 1 + rng() % 3; n > 0; --n) {
      const std::string_view word = words[rng() % std::size(words)];
      list += (list.empty() ? "" : "|") + std::string(word);
      expected = expected || plainly_holds(text, begin - std::min(begin, before), begin, word) ||
                 plainly_holds(text, end, std::min(text.size(), end + after), word);
    }
    EXPECT_EQ(scan::mentions(page, begin, end, list, before, after), expected)
        << list << " around [" << begin << ", " << end << ") of " << text;
    mentioned += expected;
  }
  EXPECT_GT(mentioned, 500U);
}

TEST(IdRules, DecoysAreLeftAlone) {
  std::set<Category> mine;
  for (const Subject& subject : subjects()) mine.insert(subject.category);
  for (const char* text : kDecoys) {
    const std::vector<Hit> hits = scan_text(text);
    for (const Hit& hit : hits) {
      EXPECT_EQ(mine.count(hit.category), 0U) << text << "\n  found: " << describe(text, hits);
    }
  }
}

/// A wrong check digit is no identifier, whatever stands before it.
TEST(IdRules, WrongCheckDigitsAreLeftAlone) {
  const std::set<Category> checked = {Category::kCaSin,
                                      Category::kAuTfn,
                                      Category::kAuAbn,
                                      Category::kInAadhaar,
                                      Category::kBrCpf,
                                      Category::kBrCnpj,
                                      Category::kArCuit,
                                      Category::kClRut,
                                      Category::kMxCurp,
                                      Category::kEsNif,
                                      Category::kEsNie,
                                      Category::kItFiscalCode,
                                      Category::kFrNir,
                                      Category::kDeTaxId,
                                      Category::kNlBsn,
                                      Category::kBeNationalNumber,
                                      Category::kPlPesel,
                                      Category::kRoCnp,
                                      Category::kSePersonnummer,
                                      Category::kNoBirthNumber,
                                      Category::kFiPersonalIdentityCode,
                                      Category::kIePpsn,
                                      Category::kChAhv,
                                      Category::kTrNationalId,
                                      Category::kIlId,
                                      Category::kZaIdNumber,
                                      Category::kCnResidentId,
                                      Category::kSgNricFin,
                                      Category::kHkId,
                                      Category::kRuSnils,
                                      Category::kCreditCard,
                                      Category::kIbanCode,
                                      Category::kAbaRoutingNumber,
                                      Category::kMxClabe,
                                      Category::kUkNhs,
                                      Category::kUsNpi,
                                      Category::kMedicalLicense,
                                      Category::kDeHealthInsurance,
                                      Category::kImei,
                                      Category::kCrypto};
  for (const Subject& subject : subjects()) {
    if (checked.count(subject.category) == 0) continue;
    for (const std::string& value : subject.values) {
      // The last digit that is one, plus one.
      std::string bad = value;
      size_t at = bad.size();
      while (at > 0 && (bad[at - 1] < '0' || bad[at - 1] > '9')) --at;
      if (at == 0) continue;
      bad[at - 1] = bad[at - 1] == '9' ? '0' : static_cast<char>(bad[at - 1] + 1);
      for (const std::string& text :
           {std::string(subject.label) + ": " + bad, "no. " + bad + " in the list"}) {
        for (const Hit& hit : scan_text(text)) {
          EXPECT_NE(hit.category, subject.category) << text;
        }
      }
    }
  }
}

}  // namespace
}  // namespace lauter
