/// Crypto currencies: addresses, private keys, recovery phrases; payment addresses of UPI.
#include <algorithm>
#include <array>
#include <string>

#include "catalog/checks_crypto.h"
#include "known/crypto.h"
#include "scan/rule.h"
#include "scan/rules/rules_ids.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"crypto_seed_phrase", Category::kCryptoSeedPhrase},
    {"upi_id", Category::kUpiId},
};
constexpr const RuleInfo& kSeed = kInfos[0];
constexpr const RuleInfo& kUpi = kInfos[1];

std::string_view value_of(const Page& page, size_t begin, size_t end) {
  return page.text.substr(begin, end - begin);
}

/// Donation, burn and specimen addresses that half the web quotes.
bool well_known(std::string_view v) {
  for (const std::string_view known :
       {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1BitcoinEaterAddressDontSendf59kuE",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "1CounterpartyXXXXXXXXXXXXXXXUWLpVr",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "1111111111111111111114oLvT2",
        "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"}) {
    if (v == known) return true;
  }
  return false;
}

bool address(const Page& page, size_t begin, size_t end) {
  const std::string_view v = value_of(page, begin, end);
  return crypto_address_ok(v) && !well_known(v);
}

bool ether(const Page& page, size_t begin, size_t end) {
  const std::string_view v = value_of(page, begin, end);
  if (!ethereum_address_ok(v)) return false;
  std::string low(v.substr(2));
  for (char& c : low) c = lower(c);
  // Contracts of the largest public tokens, burn addresses, precompiles.
  for (const std::string_view known :
       {"dac17f958d2ee523a2206206994597c13d831ec7", "a0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",
        "c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", "6b175474e89094c44da98b954eedeac495271d0f",
        "2260fac5e5542a773aa44fbcfedf7c193bc2c599", "7a250d5630b4cf539739df2c5dacb4c659f2488d",
        "000000000000000000000000000000000000dead", "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
        "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "fb6916095ca1df60bb79ce92ce3ea74c37c5d359"}) {
    if (low == known) return false;
  }
  if (low.substr(0, 12) == "000000000000") return false;
  return !line_mentions(page, begin, end, "contract|contracts|token address|erc20|erc-20|router",
                        40, 24) ||
         line_mentions(page, begin, end, "my|wallet|mine|his|her|owner", 60, 40);
}

/// The value without the line break that a mail or a listing put into it.
std::string joined(std::string_view v) {
  std::string out;
  for (size_t i = 0; i < v.size(); ++i) {
    if (v[i] == '\\' && i + 1 < v.size() && v[i + 1] == 'n') {
      ++i;
    } else if (v.substr(i, 4) == "&gt;") {
      i += 3;
    } else if (is_alnum(v[i])) {
      out.push_back(v[i]);
    }
  }
  return out;
}

bool broken_address(const Page& page, size_t begin, size_t end) {
  return crypto_address_ok(joined(value_of(page, begin, end)));
}
bool broken_ether(const Page& page, size_t begin, size_t end) {
  const std::string v = joined(value_of(page, begin, end));
  return v.size() == 42 && ethereum_address_ok(v);
}
bool broken_key(const Page& page, size_t begin, size_t end) {
  const std::string v = joined(value_of(page, begin, end));
  return wif_ok(v) || extended_private_key_ok(v);
}

bool wif(const Page& page, size_t begin, size_t end) { return wif_ok(value_of(page, begin, end)); }

bool extended_key(const Page& page, size_t begin, size_t end) {
  const std::string_view v = value_of(page, begin, end);
  return extended_private_key_ok(v) ||
         line_mentions(page, begin, end, "private|wallet|xprv", 60, 0);
}

bool not_a_hash(const Page& page, size_t begin, size_t end) {
  return !line_mentions(page, begin, end,
                        "tx|txid|transaction|block|hash|sha256|sha-256|digest|commit|public", 24,
                        16);
}

bool monero(const Page& page, size_t begin, size_t end) {
  const std::string_view v = value_of(page, begin, end);
  return count_digits(v) >= 6 && v.size() - count_digits(v) >= 40;
}

bool solana(const Page& page, size_t begin, size_t end) {
  const std::string_view v = value_of(page, begin, end);
  bool upper = false;
  bool low = false;
  for (const char c : v) {
    upper |= is_upper(c);
    low |= is_lower(c);
  }
  return upper && low && count_digits(v) >= 2;
}

constexpr const char* kCoinCues = known::kCryptoCoinCues;
constexpr const char* kEtherCues = known::kCryptoEtherCues;
constexpr const char* kKeyCues = known::kCryptoKeyCues;
constexpr const char* kSolanaCues = "solana|sol address|sol wallet|phantom|solana wallet|spl";

constexpr uint16_t kNoSpell = kNoRelax;
#define B58 "[1-9A-HJ-NP-Za-km-z]"

constexpr ValueRule kValues[] = {
    {.info = {"crypto.base58", Category::kCrypto},
     .shape = "[13LMDTXtr79A]" B58 "{24,34}",
     .need = Need::kNone,
     .cues = kCoinCues,
     .score = 0.96F,
     .flags = kNoSpell,
     .accept = address},
    {.info = {"crypto.bech32", Category::kCrypto},
     .shape = "(bc1|ltc1|tb1)[02-9ac-hj-np-z]{11,87}|(BC1|LTC1)[02-9AC-HJ-NP-Z]{11,87}|addr1[02-"
              "9ac-hj-np-z]{50,100}",
     .need = Need::kNone,
     .cues = kCoinCues,
     .score = 0.96F,
     .flags = kNoSpell,
     .accept = address},
    {.info = {"crypto.monero", Category::kCrypto},
     .shape = "[48][0-9AB]" B58 "{93}",
     .need = Need::kNone,
     .cues = kCoinCues,
     .score = 0.9F,
     .flags = kNoSpell,
     .accept = monero},
    {.info = {"crypto.solana", Category::kCrypto},
     .shape = B58 "{32,44}",
     .cues = kSolanaCues,
     .score = 0.86F,
     .flags = kNoSpell,
     .accept = solana},
    {.info = {"ethereum_address", Category::kEthereumAddress},
     .shape = "0[xX][0-9a-fA-F]{40}",
     .need = Need::kNone,
     .cues = kEtherCues,
     .score = 0.94F,
     .flags = kNoSpell,
     .accept = ether},
    {.info = {"crypto_private_key.wif", Category::kCryptoPrivateKey},
     .shape = "[5KLc9]" B58 "{50,51}",
     .need = Need::kNone,
     .cues = kKeyCues,
     .score = 0.97F,
     .flags = kNoSpell,
     .accept = wif},
    {.info = {"crypto_private_key.extended", Category::kCryptoPrivateKey},
     .shape = "[xyztuv]prv" B58 "{107}",
     .need = Need::kNone,
     .cues = kKeyCues,
     .score = 0.97F,
     .flags = kNoSpell,
     .accept = extended_key},
    {.info = {"crypto_private_key.hex", Category::kCryptoPrivateKey},
     .shape = "(0[xX])?[0-9a-fA-F]{64}",
     .cues = kKeyCues,
     .score = 0.93F,
     .flags = kNoSpell,
     .reach_before = 50,
     .reach_after = 0,
     .accept = not_a_hash},
    {.info = {"crypto.broken", Category::kCrypto},
     .shape = "[13LMDTXrt7A9b]" B58 "{7,60}" IDS_BREAK "[0-9A-Za-z]{6,60}",
     .need = Need::kNone,
     .cues = kCoinCues,
     .score = 0.95F,
     .flags = kNoSpell | kGlueRight,
     .accept = broken_address},
    {.info = {"ethereum_address.broken", Category::kEthereumAddress},
     .shape = "0[xX][0-9a-fA-F]{6,39}" IDS_BREAK "[0-9a-fA-F]{1,34}",
     .need = Need::kNone,
     .cues = kEtherCues,
     .score = 0.94F,
     .flags = kNoSpell,
     .accept = broken_ether},
    {.info = {"crypto_private_key.broken", Category::kCryptoPrivateKey},
     .shape = "[5KLcxyzt]" B58 "{6,100}" IDS_BREAK B58 "{6,100}",
     .need = Need::kNone,
     .cues = kKeyCues,
     .score = 0.97F,
     .flags = kNoSpell,
     .accept = broken_key},
    {.info = {"crypto_private_key.xprv", Category::kCryptoPrivateKey},
     .shape = "xprv" B58 "{107}",
     .need = Need::kNone,
     .cues = kKeyCues,
     .anchor = "xprv",
     .score = 0.99F,
     .flags = kNoSpell,
     .accept = extended_key},
    {.info = {"crypto_private_key.zprv", Category::kCryptoPrivateKey},
     .shape = "zprv" B58 "{107}",
     .need = Need::kNone,
     .cues = kKeyCues,
     .anchor = "zprv",
     .score = 0.99F,
     .flags = kNoSpell,
     .accept = extended_key},
    {.info = {"crypto_private_key.yprv", Category::kCryptoPrivateKey},
     .shape = "yprv" B58 "{107}",
     .need = Need::kNone,
     .cues = kKeyCues,
     .anchor = "yprv",
     .score = 0.99F,
     .flags = kNoSpell,
     .accept = extended_key},
};
#undef B58

// --- Recovery phrases ---

/// Words of the list from `i`, with numbers, punctuation, quotes and line breaks between.
struct WordRun {
  std::array<uint16_t, 25> indices{};
  size_t count = 0;
  size_t begin = 0;
  size_t end = 0;
  bool all_lower = true;
};

constexpr auto kBetweenWords = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view(" \t\n\r0123456789,.)(-;:\"'[]|*>#_\\/="))
    table[static_cast<uint8_t>(c)] = true;
  return table;
}();
bool between_words(char c) { return kBetweenWords[static_cast<uint8_t>(c)]; }

WordRun read_words(std::string_view text, size_t i) {
  WordRun run;
  while (i < text.size() && run.count < run.indices.size()) {
    size_t gap = 0;
    while (i < text.size() && gap < 12 && between_words(text[i])) {
      ++i;
      ++gap;
    }
    size_t end = i;
    std::array<char, 9> word{};
    while (end < text.size() && is_alpha(text[end]) && end - i < word.size()) {
      word[end - i] = lower(text[end]);
      ++end;
    }
    if (end == i || end - i > 8 || (end < text.size() && is_letterish(text[end]))) break;
    const int index = bip39_index({word.data(), end - i});
    if (index < 0) break;
    if (run.count == 0) run.begin = i;
    run.indices[run.count++] = static_cast<uint16_t>(index);
    run.end = end;
    i = end;
    if (i < text.size() && text[i] == '.' && run.count >= 12 && run.count % 3 == 0) break;
  }
  return run;
}

bool phrase_size(size_t n) { return n >= 12 && n <= 24 && n % 3 == 0; }

bool famous_phrase(const WordRun& run) {
  const bool abandon = run.indices[0] == 0 && run.indices[1] == 0 && run.indices[2] == 0;
  const bool zoo = run.indices[0] == 2047 && run.indices[1] == 2047;
  bool alphabetical = true;
  for (size_t i = 1; i < run.count; ++i) alphabetical &= run.indices[i] >= run.indices[i - 1];
  return abandon || zoo || alphabetical;
}

/// From a word that is in the list: the longest right phrase that starts there.
bool report_phrase(const WordRun& run, bool labelled, std::string_view text, Found& found) {
  if (run.count < 12 || famous_phrase(run)) return false;
  for (const size_t n : {24U, 21U, 18U, 15U, 12U}) {
    if (n > run.count) continue;
    const bool right = bip39_checksum_ok(std::span<const uint16_t>(run.indices).first(n));
    if (!right && !(labelled && n == run.count)) continue;
    size_t end = run.end;
    if (n < run.count) {
      // Walk again to the end of the n-th word.
      size_t i = run.begin;
      for (size_t k = 0; k < n; ++k) {
        while (between_words(text[i])) ++i;
        while (i < text.size() && is_alpha(text[i])) ++i;
      }
      end = i;
    }
    found.add(kSeed, run.begin, end, right ? 0.98F : 0.9F);
    return true;
  }
  return false;
}

void find_labelled_phrase(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  const size_t limit = std::min(text.size(), end + 160);
  // The phrase starts at some word of the next 160 bytes; try each, they are few.
  for (size_t i = end; i < limit;) {
    while (i < limit && !is_alpha(text[i])) ++i;
    const WordRun run = read_words(text, i);
    if (run.count >= 12 && phrase_size(run.count) && report_phrase(run, true, text, found)) return;
    if (run.count >= 12 && report_phrase(run, false, text, found)) return;
    while (i < limit && is_alpha(text[i])) ++i;
  }
}

/// Whether the letters of text[begin, end) are a word of the list.
bool list_word(std::string_view text, size_t begin, size_t end) {
  if (!may_be_bip39(text.substr(begin, end - begin))) return false;
  std::array<char, 8> word{};
  for (size_t k = begin; k < end; ++k) word[k - begin] = lower(text[k]);
  return bip39_index({word.data(), end - begin}) >= 0;
}

/// Whether a word of the list stands right before or behind [begin, end), as in a phrase.
bool beside_list_word(std::string_view text, size_t begin, size_t end) {
  size_t i = end;
  while (i < text.size() && i - end < 12 && between_words(text[i])) ++i;
  if (list_word(text, i, run_right(text, i, 9, is_alpha))) return true;
  i = begin;
  while (i > 0 && begin - i < 12 && between_words(text[i - 1])) --i;
  return list_word(text, run_left(text, i, 9, is_alpha), i);
}

/// At a word that is rare outside recovery phrases: reads back to where the list's words begin.
void find_bare_phrase(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && is_letterish(text[begin - 1])) return;
  if (!beside_list_word(text, begin, end)) return;
  const size_t floor = begin > 260 ? begin - 260 : 0;
  std::array<size_t, 25> starts{};
  size_t n = 0;
  size_t i = begin;
  starts[n++] = begin;
  while (i > floor && n < 24) {
    size_t word_end = i;
    while (word_end > floor && i - word_end < 12 && between_words(text[word_end - 1])) --word_end;
    const size_t word = std::max(floor, run_left(text, word_end, 9, is_alpha));
    if (!list_word(text, word, word_end)) break;
    starts[n++] = word;
    i = word;
  }
  const WordRun ahead = read_words(text, begin);
  if (n - 1 + ahead.count < 12) return;
  for (size_t k = n; k-- > 0;) {
    const WordRun run = read_words(text, starts[k]);
    if (run.count < 12) return;
    if (report_phrase(run, false, text, found)) return;
  }
}

// --- UPI ---

constexpr auto kUpiHandles = std::to_array(known::kCryptoUpiHandles);
constexpr std::array<std::string_view, 12> kMoreHandles = {
    "apl",   "rapl",    "yapl", "waaxis", "wahdfcbank", "waicici",
    "wasbi", "yescred", "yesg", "ptaxis", "tapicici",   "goaxb"};
constexpr const char* kUpiCues =
    "upi|upi id|vpa|gpay|phonepe|google pay|paytm|bhim|upi address|upi handle";

void find_upi(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t to = end;
  while (to < text.size() && is_alnum(text[to]) && to - end < 20) ++to;
  if (to == end) return;
  const char after = page.at(to);
  if (after == '_' || after == '@' || (after == '-' && is_alnum(page.at(to + 1))) ||
      (after == '.' && is_alnum(page.at(to + 1)))) {
    return;
  }
  size_t from = begin;
  while (from > 0 && begin - from < 50 &&
         (is_alnum(text[from - 1]) || text[from - 1] == '.' || text[from - 1] == '-' ||
          text[from - 1] == '_')) {
    --from;
  }
  while (from < begin && !is_alnum(text[from])) ++from;
  if (begin - from < 2 || (from > 0 && (text[from - 1] == '@' || text[from - 1] == '/'))) return;
  std::string handle(text.substr(end, to - end));
  for (char& c : handle) c = lower(c);
  const bool known =
      std::find(kUpiHandles.begin(), kUpiHandles.end(), handle) != kUpiHandles.end() ||
      std::find(kMoreHandles.begin(), kMoreHandles.end(), handle) != kMoreHandles.end();
  const bool cued = line_mentions(page, from, to, kUpiCues, 60, 30);
  if (!known && !cued) return;
  if (!known && (count_digits(handle) > 0 || handle.size() < 3)) return;
  found.add(kUpi, from, to, known ? 0.93F : 0.8F);
}

constexpr AnchorRule kAnchors[] = {
    {known::kCryptoLabelledPhraseAnchors,
     find_labelled_phrase},
    // Words of the list that ordinary text seldom has; a phrase of twelve holds one of them more
    // often than not.
    {known::kCryptoBarePhraseAnchors,
     find_bare_phrase},
    {"@", find_upi, AnchorKind::kLiteral},
};

}  // namespace

RuleTable crypto_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
