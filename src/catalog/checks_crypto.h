/// Addresses and keys of crypto currencies, recovery phrases, and the hash they need.
/// Values keep their letter case; separators are out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lauter {

using Hash256 = std::array<uint8_t, 32>;

/// Keccak-256 as Ethereum uses it (padding 0x01, not the 0x06 of FIPS 202 SHA3-256).
Hash256 keccak_256(std::string_view bytes);

enum class Base58Alphabet : unsigned char { kBitcoin, kRipple };

/// Decodes base58 with a 4-byte double-SHA-256 checksum into `payload` (version bytes included).
/// Returns its length, 0 if the checksum is wrong, a character is not of the alphabet, the text is
/// over 128 characters or the payload does not fit. Source: Bitcoin wiki "Base58Check encoding".
size_t base58check_decode(std::string_view text, std::span<uint8_t> payload,
                          Base58Alphabet alphabet = Base58Alphabet::kBitcoin);
/// Encodes payload + checksum; returns the length, 0 if `out` is too small or payload over 96
/// bytes.
size_t base58check_encode(std::span<const uint8_t> payload, std::span<char> out,
                          Base58Alphabet alphabet = Base58Alphabet::kBitcoin);

enum class Bech32Kind : unsigned char { kInvalid, kBech32, kBech32m };
/// BIP-173 and BIP-350: which of the two checksums is right (up to 90 characters, no mixed case).
Bech32Kind bech32_kind(std::string_view text);
/// Writes the six checksum characters of `hrp` + 1 + `data` (data characters of the charset).
bool bech32_checksum(std::string_view hrp, std::string_view data, Bech32Kind kind,
                     std::span<char, 6> out);
/// A segwit address of `hrp` (bc, tb, ltc): program length, version, and the checksum of its
/// version.
bool segwit_address_ok(std::string_view text, std::string_view hrp);

/// Bitcoin, Litecoin, Dogecoin, Dash, Zcash t, Bitcoin Cash-less: Base58Check with a known version;
/// segwit bc1, ltc1; Tron T; XRP r; Cardano addr1. Test networks count too.
bool crypto_address_ok(std::string_view text);
/// 0x + 40 hex. Mixed case must satisfy EIP-55; one case only is accepted. The zero address is not.
bool ethereum_address_ok(std::string_view text);
/// Gives 40 hex digits their EIP-55 letter case. `hex` without 0x; `out` 40 characters.
bool eip55_case(std::string_view hex, std::span<char, 40> out);
/// Wallet import format: Base58Check, version 0x80 (0xEF test net), 32 bytes, optional 01.
bool wif_ok(std::string_view text);
/// BIP-32 extended private key: Base58Check, 78 bytes, version 0488ADE4 (xprv), yprv, zprv, tprv.
bool extended_private_key_ok(std::string_view text);

/// Whether a word of that length and those first two letters, in any case, may be in the English list
/// of BIP-39.
bool may_be_bip39(std::string_view word);
/// Index in the English list of BIP-39, -1 if it is not there. `word` in lower case.
int bip39_index(std::string_view word);
/// `index` 0 to 2047.
std::string_view bip39_word(size_t index);
/// Checksum of 12, 15, 18, 21 or 24 word indices (BIP-39: first bits of SHA-256 of the entropy).
bool bip39_checksum_ok(std::span<const uint16_t> indices);
/// The same for a phrase of lower-case words with anything but letters between them (spaces,
/// commas, numbers, line breaks).
bool bip39_phrase_ok(std::string_view phrase);

}  // namespace lauter
