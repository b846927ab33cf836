// Addresses and keys of crypto currencies.
#include <algorithm>
#include <array>

#include "catalog/checks_crypto.h"
#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"
#include "surrogate/numbers/opaque.h"

namespace lauter::surrogate {
namespace {

constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

std::string bech32_address(std::string_view address, KeyedRandom& random) {
  const std::string lower = to_ascii_lower(address);
  const size_t one = lower.rfind('1');
  if (one == std::string::npos || lower.size() < one + 8) return "";
  const std::string hrp = lower.substr(0, one);
  // A version character (not for Cardano), then groups of five bits; the bits that pad are 0.
  const size_t groups = lower.size() - one - 1 - 6;
  const bool versioned = hrp != "addr";
  std::string data = draw_string(random, kBech32, groups);
  if (versioned) data[0] = lower[one + 1];
  const size_t bits = (groups - (versioned ? 1 : 0)) * 5;
  const size_t padding = bits % 8;
  if (padding < 5) {
    const size_t last = kBech32.find(data.back()) >> padding << padding;
    data.back() = kBech32[last];
  }
  const bool is_m = versioned && data[0] != 'q' && hrp.size() <= 3;
  std::array<char, 6> checksum{};
  if (!bech32_checksum(hrp, data, is_m ? Bech32Kind::kBech32m : Bech32Kind::kBech32, checksum))
    return "";
  const std::string made = hrp + "1" + data + std::string(checksum.data(), checksum.size());
  return is_ascii_upper(address.front()) ? to_ascii_upper(made) : made;
}

std::string base58_address(std::string_view address, KeyedRandom& random) {
  const bool ripple = address.front() == 'r';
  const Base58Alphabet alphabet = ripple ? Base58Alphabet::kRipple : Base58Alphabet::kBitcoin;
  std::array<uint8_t, 96> payload{};
  size_t size = base58check_decode(address, payload, alphabet);
  if (size == 0) {
    size = 21;
    constexpr std::string_view kFirsts = "3LMDTX";
    constexpr uint8_t kVersions[] = {0x05, 0x30, 0x32, 0x1E, 0x41, 0x4C};
    const size_t first = kFirsts.find(address.front());
    payload[0] = first == std::string_view::npos ? 0x00 : kVersions[first];
  }
  const size_t version = size > 21 ? size - 20 : 1;
  std::array<char, 160> text{};
  std::string made;
  for (int i = 0; i < 64; ++i) {
    for (size_t k = version; k < size; ++k) payload[k] = static_cast<uint8_t>(random.below(256));
    const size_t length = base58check_encode({payload.data(), size}, text, alphabet);
    made.assign(text.data(), length);
    if (length == address.size() && made.front() == address.front()) break;
  }
  return made;
}

}  // namespace

std::string make_crypto_address(const Request& request) {
  const std::string address = letters_and_digits(request.value);
  KeyedRandom random = random_for(request, "CRYPTO", address);
  if (address.size() < 14 || address.size() > 128) return redrawn(request.value, false, random);
  const std::string lower = to_ascii_lower(address);
  if (lower.starts_with("0x")) return make_ethereum_address(request);
  std::string made;
  for (const std::string_view hrp : {"bc1", "tb1", "ltc1", "addr1", "bcrt1"}) {
    if (lower.starts_with(hrp)) made = bech32_address(address, random);
  }
  if (made.empty()) made = base58_address(address, random);
  return in_places(request.value, made);
}

std::string make_ethereum_address(const Request& request) {
  const std::string address = letters_and_digits(request.value);
  KeyedRandom random = random_for(request, "ETHEREUM_ADDRESS", to_ascii_lower(address));
  if (address.size() != 42) return redrawn(request.value, false, random);
  const std::string_view written = std::string_view(address).substr(2);
  const bool upper = std::any_of(written.begin(), written.end(), is_ascii_upper);
  const bool lower = std::any_of(written.begin(), written.end(), is_ascii_lower);
  std::string hex = draw_string(random, "0123456789abcdef", 40);
  if (upper && lower) {
    std::array<char, 40> cased{};
    if (eip55_case(hex, cased)) hex.assign(cased.data(), cased.size());
  } else if (upper) {
    hex = to_ascii_upper(hex);
  }
  return in_places(request.value, address.substr(0, 2) + hex);
}

std::string make_crypto_private_key(const Request& request) {
  const std::string key = letters_and_digits(request.value);
  KeyedRandom random = random_for(request, "CRYPTO_PRIVATE_KEY", key);
  const bool hex =
      std::all_of(key.begin(), key.end(), [](char c) { return is_ascii_hex(c) || c == 'x'; });
  if (hex || key.size() < 20 || key.size() > 128) {
    const size_t prefix = request.value.starts_with("0x") ? 2 : 0;
    return std::string(request.value.substr(0, prefix)) +
           redrawn(request.value.substr(prefix), true, random);
  }
  const size_t prefix = key.substr(1, 3) == "prv" ? 4 : 1;
  std::string made = key.substr(0, prefix) + draw_string(random, kBase58, key.size() - prefix);
  made.replace(prefix, 7, "EXAMPLE");
  while (wif_ok(made) || extended_private_key_ok(made)) made.back() = draw_from(random, kBase58);
  return in_places(request.value, made);
}

std::string make_seed_phrase(const Request& request) {
  const std::string_view value = request.value;
  std::string normalised;
  for (size_t i = 0; i < value.size(); ++i) {
    if (is_ascii_alpha(value[i])) {
      normalised.push_back(ascii_lower(value[i]));
    } else if (!normalised.empty() && normalised.back() != ' ') {
      normalised.push_back(' ');
    }
  }
  KeyedRandom random = random_for(request, "CRYPTO_SEED_PHRASE", normalised);
  std::string out;
  for (int tries = 0; tries < 8; ++tries) {
    out.clear();
    for (size_t i = 0; i < value.size();) {
      if (!is_ascii_alpha(value[i])) {
        out.push_back(value[i++]);
        continue;
      }
      size_t end = i;
      while (end < value.size() && is_ascii_alpha(value[end])) ++end;
      const std::string_view word = value.substr(i, end - i);
      // `\n` between the words of a quoted phrase.
      if (i > 0 && value[i - 1] == '\\' && word.size() > 1) {
        out.push_back(word[0]);
        ++i;
        continue;
      }
      out += with_case(bip39_word(random.below(2048)), case_of(word));
      i = end;
    }
    if (!bip39_phrase_ok(to_ascii_lower(out))) break;
  }
  return out;
}

}  // namespace lauter::surrogate
