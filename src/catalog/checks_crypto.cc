#include "catalog/checks_crypto.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/hash.h"
#include "catalog/checks_internal.h"
#include "known/bip39_english.h"

namespace lauter {

using namespace checks_internal;

namespace {

constexpr std::string_view kBitcoinAlphabet =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kRippleAlphabet =
    "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
constexpr std::string_view kBech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr size_t kMaxBase58Payload = 96;

using ReverseTable = std::array<int8_t, 128>;

constexpr ReverseTable reverse_table(std::string_view alphabet) {
  ReverseTable table{};
  for (auto& entry : table) entry = -1;
  for (size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<size_t>(alphabet[i])] = static_cast<int8_t>(i);
  }
  return table;
}
constexpr ReverseTable kBitcoinReverse = reverse_table(kBitcoinAlphabet);
constexpr ReverseTable kRippleReverse = reverse_table(kRippleAlphabet);
constexpr ReverseTable kBech32Reverse = reverse_table(kBech32Alphabet);

int reverse(const ReverseTable& table, char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 128 ? table[byte] : -1;
}

std::string_view as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::array<uint8_t, 4> double_sha256_prefix(std::span<const uint8_t> payload) {
  const Sha256Digest once = sha256(as_text(payload));
  const Sha256Digest twice = sha256(as_text(once));
  return {twice[0], twice[1], twice[2], twice[3]};
}

// --- Keccak-f[1600] (Keccak reference, version 3.0; sponge with rate 1088) ---

constexpr std::array<uint64_t, 24> kRoundConstants = {
    0x0000000000000001ULL, 0x0000000000008082ULL, 0x800000000000808AULL, 0x8000000080008000ULL,
    0x000000000000808BULL, 0x0000000080000001ULL, 0x8000000080008081ULL, 0x8000000000008009ULL,
    0x000000000000008AULL, 0x0000000000000088ULL, 0x0000000080008009ULL, 0x000000008000000AULL,
    0x000000008000808BULL, 0x800000000000008BULL, 0x8000000000008089ULL, 0x8000000000008003ULL,
    0x8000000000008002ULL, 0x8000000000000080ULL, 0x000000000000800AULL, 0x800000008000000AULL,
    0x8000000080008081ULL, 0x8000000000008080ULL, 0x0000000080000001ULL, 0x8000000080008008ULL};
constexpr std::array<unsigned, 24> kRotations = {1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                                 27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};
constexpr std::array<size_t, 24> kLanes = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                           15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};

uint64_t rotate_left(uint64_t value, unsigned by) { return (value << by) | (value >> (64U - by)); }

void keccak_permute(std::array<uint64_t, 25>& lanes) {
  for (const uint64_t constant : kRoundConstants) {
    std::array<uint64_t, 5> column{};
    for (size_t x = 0; x < 5; ++x) {
      column[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
    }
    for (size_t x = 0; x < 5; ++x) {
      const uint64_t mix = column[(x + 4) % 5] ^ rotate_left(column[(x + 1) % 5], 1);
      for (size_t y = 0; y < 25; y += 5) lanes[y + x] ^= mix;
    }
    uint64_t carried = lanes[1];
    for (size_t i = 0; i < 24; ++i) {
      const uint64_t next = lanes[kLanes[i]];
      lanes[kLanes[i]] = rotate_left(carried, kRotations[i]);
      carried = next;
    }
    for (size_t y = 0; y < 25; y += 5) {
      std::array<uint64_t, 5> row{};
      for (size_t x = 0; x < 5; ++x) row[x] = lanes[y + x];
      for (size_t x = 0; x < 5; ++x) lanes[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    lanes[0] ^= constant;
  }
}

void absorb_byte(std::array<uint64_t, 25>& lanes, size_t at, uint8_t byte) {
  lanes[at / 8] ^= static_cast<uint64_t>(byte) << (8U * static_cast<unsigned>(at % 8));
}

// --- bech32 ---

uint32_t bech32_step(uint32_t state, uint32_t value) {
  constexpr std::array<uint32_t, 5> kGenerator = {0x3b6a57b2U, 0x26508e6dU, 0x1ea119faU,
                                                  0x3d4233ddU, 0x2a1462b3U};
  const uint32_t top = state >> 25U;
  state = ((state & 0x1ffffffU) << 5U) ^ value;
  for (size_t i = 0; i < 5; ++i) {
    if (((top >> i) & 1U) != 0) state ^= kGenerator[i];
  }
  return state;
}

uint32_t bech32_prefix_state(std::string_view hrp) {
  uint32_t state = 1;
  for (const char c : hrp) state = bech32_step(state, static_cast<unsigned char>(ascii_lower(c)) >> 5U);
  state = bech32_step(state, 0);
  for (const char c : hrp) state = bech32_step(state, static_cast<unsigned char>(ascii_lower(c)) & 31U);
  return state;
}

constexpr uint32_t kBech32mConstant = 0x2bc830a3U;

/// The checksum alone; `limit` is the longest text (90 in BIP-173, longer for Cardano).
Bech32Kind bech32_kind_up_to(std::string_view text, size_t limit) {
  if (text.size() < 8 || text.size() > limit) return Bech32Kind::kInvalid;
  bool has_lower = false;
  bool has_upper = false;
  for (const char c : text) {
    if (c < 33 || c > 126) return Bech32Kind::kInvalid;
    has_lower |= c >= 'a' && c <= 'z';
    has_upper |= is_ascii_upper(c);
  }
  const size_t one = text.rfind('1');
  if ((has_lower && has_upper) || one == std::string_view::npos || one == 0 ||
      one + 7 > text.size()) {
    return Bech32Kind::kInvalid;
  }
  uint32_t state = bech32_prefix_state(text.substr(0, one));
  for (const char c : text.substr(one + 1)) {
    const int value = reverse(kBech32Reverse, ascii_lower(c));
    if (value < 0) return Bech32Kind::kInvalid;
    state = bech32_step(state, static_cast<uint32_t>(value));
  }
  if (state == 1) return Bech32Kind::kBech32;
  return state == kBech32mConstant ? Bech32Kind::kBech32m : Bech32Kind::kInvalid;
}

// --- BIP-39 ---

constexpr std::string_view kWordText = known::kBip39English;

struct WordList {
  std::array<uint16_t, 2048> start{};
  std::array<uint8_t, 2048> length{};
  size_t count = 0;
};

constexpr WordList split_words() {
  WordList list;
  size_t begin = 0;
  for (size_t i = 0; i <= kWordText.size(); ++i) {
    if (i < kWordText.size() && kWordText[i] != '|') continue;
    if (i > begin && list.count < 2048) {
      list.start[list.count] = static_cast<uint16_t>(begin);
      list.length[list.count] = static_cast<uint8_t>(i - begin);
      ++list.count;
    }
    begin = i + 1;
  }
  return list;
}
constexpr WordList kWords = split_words();
static_assert(kWords.count == 2048, "the English list of BIP-39 has 2048 words");

/// Where each word stands in the list, by a hash of its letters: prose is asked word by word.
struct WordIndex {
  static constexpr size_t kSlots = 8192;
  std::array<uint64_t, 2048> packed{};
  std::array<uint16_t, kSlots> slots{};  ///< index + 1; 0: free
};

/// The letters of a word of up to eight, the first lowest.
constexpr uint64_t pack_word(std::string_view word) {
  uint64_t packed = 0;
  for (size_t i = word.size(); i-- > 0;) packed = packed << 8 | static_cast<uint8_t>(word[i]);
  return packed;
}
constexpr size_t word_slot(uint64_t packed) {
  return static_cast<size_t>(packed * 0x9E3779B97F4A7C15ULL >> 51);  // 13 bits
}

constexpr WordIndex index_words() {
  WordIndex index;
  for (size_t i = 0; i < kWords.count; ++i) {
    index.packed[i] = pack_word(kWordText.substr(kWords.start[i], kWords.length[i]));
    size_t slot = word_slot(index.packed[i]);
    while (index.slots[slot] != 0) slot = (slot + 1) % WordIndex::kSlots;
    index.slots[slot] = static_cast<uint16_t>(i + 1);
  }
  return index;
}
constexpr WordIndex kWordIndex = index_words();

/// By length and first letter: the second letters of the list's words, a bit each. Turns most words
/// of a language away by less memory than the index has.
constexpr auto kSecondLetters = [] {
  std::array<std::array<uint32_t, 32>, 9> letters{};
  for (size_t i = 0; i < kWords.count; ++i) {
    const char* const word = kWordText.data() + kWords.start[i];
    letters[kWords.length[i]][static_cast<size_t>(word[0]) & 31] |=
        1U << (static_cast<size_t>(word[1]) & 31);
  }
  return letters;
}();

}  // namespace

Hash256 keccak_256(std::string_view bytes) {
  constexpr size_t kRate = 136;
  std::array<uint64_t, 25> lanes{};
  size_t at = 0;
  for (const char c : bytes) {
    absorb_byte(lanes, at++, static_cast<uint8_t>(c));
    if (at == kRate) {
      keccak_permute(lanes);
      at = 0;
    }
  }
  absorb_byte(lanes, at, 0x01);
  absorb_byte(lanes, kRate - 1, 0x80);
  keccak_permute(lanes);
  Hash256 out{};
  for (size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<uint8_t>(lanes[i / 8] >> (8U * static_cast<unsigned>(i % 8)));
  }
  return out;
}

size_t base58check_decode(std::string_view text, std::span<uint8_t> payload,
                          Base58Alphabet alphabet) {
  if (text.empty() || text.size() > 128) return 0;
  const ReverseTable& table =
      alphabet == Base58Alphabet::kRipple ? kRippleReverse : kBitcoinReverse;
  std::array<uint8_t, kMaxBase58Payload + 4> bytes{};  // big-endian, right-aligned
  size_t used = 0;
  for (const char c : text) {
    const int value = reverse(table, c);
    if (value < 0) return 0;
    auto carry = static_cast<unsigned>(value);
    for (size_t i = 0; i < used || carry != 0; ++i) {
      if (i == bytes.size()) return 0;
      uint8_t& cell = bytes[bytes.size() - 1 - i];
      carry += 58U * cell;
      cell = static_cast<uint8_t>(carry & 0xFFU);
      carry >>= 8U;
      if (i >= used) used = i + 1;
    }
  }
  const char zero = alphabet == Base58Alphabet::kRipple ? 'r' : '1';
  size_t zeros = 0;
  while (zeros < text.size() && text[zeros] == zero) ++zeros;
  const size_t total = zeros + used;
  if (total < 5 || total > bytes.size() || total - 4 > payload.size()) return 0;
  const std::span<const uint8_t> whole(bytes.data() + bytes.size() - total, total);
  const auto sum = double_sha256_prefix(whole.first(total - 4));
  if (!std::equal(sum.begin(), sum.end(), whole.end() - 4)) return 0;
  std::copy(whole.begin(), whole.end() - 4, payload.begin());
  return total - 4;
}

size_t base58check_encode(std::span<const uint8_t> payload, std::span<char> out,
                          Base58Alphabet alphabet) {
  if (payload.empty() || payload.size() > kMaxBase58Payload) return 0;
  const std::string_view letters =
      alphabet == Base58Alphabet::kRipple ? kRippleAlphabet : kBitcoinAlphabet;
  std::array<uint8_t, kMaxBase58Payload + 4> bytes{};
  std::copy(payload.begin(), payload.end(), bytes.begin());
  const auto sum = double_sha256_prefix(payload);
  std::copy(sum.begin(), sum.end(), bytes.begin() + static_cast<std::ptrdiff_t>(payload.size()));
  const size_t total = payload.size() + 4;
  std::array<uint8_t, 144> digits{};  // little-endian base 58; log(256)/log(58) = 1.366
  size_t used = 0;
  for (size_t b = 0; b < total; ++b) {
    unsigned carry = bytes[b];
    for (size_t i = 0; i < used || carry != 0; ++i) {
      carry += static_cast<unsigned>(digits[i]) << 8U;
      digits[i] = static_cast<uint8_t>(carry % 58U);
      carry /= 58U;
      if (i >= used) used = i + 1;
    }
  }
  size_t zeros = 0;
  while (zeros < total && bytes[zeros] == 0) ++zeros;
  if (zeros + used > out.size()) return 0;
  for (size_t i = 0; i < zeros; ++i) out[i] = letters[0];
  for (size_t i = 0; i < used; ++i) out[zeros + i] = letters[digits[used - 1 - i]];
  return zeros + used;
}

Bech32Kind bech32_kind(std::string_view text) { return bech32_kind_up_to(text, 90); }

bool bech32_checksum(std::string_view hrp, std::string_view data, Bech32Kind kind,
                     std::span<char, 6> out) {
  if (kind == Bech32Kind::kInvalid) return false;
  uint32_t state = bech32_prefix_state(hrp);
  for (const char c : data) {
    const int value = reverse(kBech32Reverse, ascii_lower(c));
    if (value < 0) return false;
    state = bech32_step(state, static_cast<uint32_t>(value));
  }
  for (int i = 0; i < 6; ++i) state = bech32_step(state, 0);
  state ^= kind == Bech32Kind::kBech32m ? kBech32mConstant : 1U;
  for (size_t i = 0; i < 6; ++i) {
    out[i] = kBech32Alphabet[(state >> (5U * static_cast<unsigned>(5 - i))) & 31U];
  }
  return true;
}

bool segwit_address_ok(std::string_view text, std::string_view hrp) {
  if (text.size() <= hrp.size() + 8 || text[hrp.size()] != '1') return false;
  for (size_t i = 0; i < hrp.size(); ++i) {
    if (ascii_lower(text[i]) != hrp[i]) return false;
  }
  const Bech32Kind kind = bech32_kind(text);
  if (kind == Bech32Kind::kInvalid || text.rfind('1') != hrp.size()) return false;
  const std::string_view data = text.substr(hrp.size() + 1, text.size() - hrp.size() - 7);
  const int version = reverse(kBech32Reverse, ascii_lower(data[0]));
  if (version < 0 || version > 16) return false;
  if (kind != (version == 0 ? Bech32Kind::kBech32 : Bech32Kind::kBech32m)) return false;
  // Program: 5-bit groups after the version; the padding is under 5 bits and zero (BIP-173).
  const size_t bits = (data.size() - 1) * 5;
  const size_t program = bits / 8;
  const size_t padding = bits % 8;
  if (padding >= 5 || program < 2 || program > 40) return false;
  const auto last = static_cast<unsigned>(reverse(kBech32Reverse, ascii_lower(data.back())));
  if ((last & ((1U << padding) - 1U)) != 0) return false;
  return version != 0 || program == 20 || program == 32;
}

bool crypto_address_ok(std::string_view text) {
  if (text.size() < 25 || text.size() > 110) return false;
  for (const std::string_view hrp : {"bc", "tb", "ltc"}) {
    if (segwit_address_ok(text, hrp)) return true;
  }
  if (text.starts_with("addr1") || text.starts_with("stake1")) {
    return bech32_kind_up_to(text, 110) == Bech32Kind::kBech32;  // Cardano, CIP-19
  }
  if (text.size() > 36) return false;
  std::array<uint8_t, 40> payload{};
  if (text[0] == 'r') {
    return base58check_decode(text, payload, Base58Alphabet::kRipple) == 21 && payload[0] == 0;
  }
  const size_t size = base58check_decode(text, payload);
  if (size == 22)
    return payload[0] == 0x1C && (payload[1] == 0xB8 || payload[1] == 0xBD);  // Zcash t
  if (size != 21) return false;
  // Bitcoin 1 3 (m n 2), Litecoin L M, Dogecoin D 9, Dash X 7, Tron T.
  constexpr std::array<uint8_t, 13> kVersions = {0x00, 0x05, 0x6F, 0xC4, 0x30, 0x32, 0x1E,
                                                 0x16, 0x4C, 0x10, 0x41, 0x3A, 0x71};
  return std::find(kVersions.begin(), kVersions.end(), payload[0]) != kVersions.end();
}

bool eip55_case(std::string_view hex, std::span<char, 40> out) {
  if (hex.size() != 40) return false;
  std::array<char, 40> plain{};
  for (size_t i = 0; i < 40; ++i) {
    const char c = ascii_lower(hex[i]);
    if (!is_ascii_digit(c) && (c < 'a' || c > 'f')) return false;
    plain[i] = c;
  }
  const Hash256 hash = keccak_256({plain.data(), plain.size()});
  for (size_t i = 0; i < 40; ++i) {
    const unsigned nibble = (hash[i / 2] >> (i % 2 == 0 ? 4U : 0U)) & 0xFU;
    out[i] = nibble >= 8 && plain[i] >= 'a' ? static_cast<char>(plain[i] - 'a' + 'A') : plain[i];
  }
  return true;
}

bool ethereum_address_ok(std::string_view text) {
  if (text.size() != 42 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) return false;
  const std::string_view hex = text.substr(2);
  std::array<char, 40> right{};
  if (all_same(hex) || !eip55_case(hex, right)) return false;
  bool has_lower = false;
  bool has_upper = false;
  for (const char c : hex) {
    has_lower |= c >= 'a' && c <= 'f';
    has_upper |= is_ascii_upper(c);
  }
  return !(has_lower && has_upper) || hex == std::string_view(right.data(), right.size());
}

bool wif_ok(std::string_view text) {
  if (text.size() < 51 || text.size() > 52) return false;
  std::array<uint8_t, 40> payload{};
  const size_t size = base58check_decode(text, payload);
  if (payload[0] != 0x80 && payload[0] != 0xEF) return false;
  return size == 33 || (size == 34 && payload[33] == 0x01);
}

bool extended_private_key_ok(std::string_view text) {
  if (text.size() != 111 || text.substr(1, 3) != "prv") return false;
  std::array<uint8_t, 80> payload{};
  if (base58check_decode(text, payload) != 78 || payload[45] != 0) return false;
  return contains("xyztuvYZUV", text[0]);
}

bool may_be_bip39(std::string_view word) {
  if (word.size() < 3 || word.size() > 8) return false;  // all words of the list are that long
  const uint32_t second = kSecondLetters[word.size()][static_cast<size_t>(word[0]) & 31];
  return (second >> (static_cast<size_t>(word[1]) & 31) & 1) != 0;
}

int bip39_index(std::string_view word) {
  if (!may_be_bip39(word)) return -1;
  const uint64_t packed = pack_word(word);
  for (size_t slot = word_slot(packed); kWordIndex.slots[slot] != 0;
       slot = (slot + 1) % WordIndex::kSlots) {
    const size_t index = kWordIndex.slots[slot] - 1U;
    if (kWordIndex.packed[index] == packed) return static_cast<int>(index);
  }
  return -1;
}

std::string_view bip39_word(size_t index) {
  return index < kWords.count ? kWordText.substr(kWords.start[index], kWords.length[index])
                              : std::string_view();
}

bool bip39_checksum_ok(std::span<const uint16_t> indices) {
  const size_t n = indices.size();
  if (n < 12 || n > 24 || n % 3 != 0) return false;
  std::array<uint8_t, 33> bits{};
  for (size_t i = 0; i < n * 11; ++i) {
    if (indices[i / 11] >= 2048) return false;
    if (((static_cast<unsigned>(indices[i / 11]) >> (10 - i % 11)) & 1U) != 0) {
      bits[i / 8] = static_cast<uint8_t>(bits[i / 8] | (0x80U >> (i % 8)));
    }
  }
  const size_t checksum_bits = n / 3;
  const size_t entropy_bytes = (n * 11 - checksum_bits) / 8;
  const Sha256Digest digest = sha256(as_text(std::span<const uint8_t>(bits).first(entropy_bytes)));
  const auto mask = static_cast<uint8_t>(0xFFU << (8 - checksum_bits));
  return ((digest[0] ^ bits[entropy_bytes]) & mask) == 0;
}

bool bip39_phrase_ok(std::string_view phrase) {
  std::array<uint16_t, 24> indices{};
  size_t count = 0;
  for (size_t i = 0; i < phrase.size();) {
    if (phrase[i] < 'a' || phrase[i] > 'z') {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < phrase.size() && phrase[end] >= 'a' && phrase[end] <= 'z') ++end;
    const int index = bip39_index(phrase.substr(i, end - i));
    if (index < 0 || count == indices.size()) return false;
    indices[count++] = static_cast<uint16_t>(index);
    i = end;
  }
  return bip39_checksum_ok(std::span<const uint16_t>(indices).first(count));
}

}  // namespace lauter
