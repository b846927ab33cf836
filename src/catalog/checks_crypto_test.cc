#include "catalog/checks_crypto.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/hash.h"

namespace lauter {
namespace {

std::string hex(const Hash256& hash) { return to_hex(hash.data(), hash.size()); }

TEST(Keccak, ReferenceVectors) {
  // Keccak team, KeccakKAT; Ethereum yellow paper appendix (empty string).
  EXPECT_EQ(hex(keccak_256("")),
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  EXPECT_EQ(hex(keccak_256("abc")),
            "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
  // 135, 136 and 137 bytes straddle the rate; they must differ and be stable against splitting.
  EXPECT_NE(hex(keccak_256(std::string(135, 'a'))), hex(keccak_256(std::string(136, 'a'))));
  EXPECT_NE(hex(keccak_256(std::string(136, 'a'))), hex(keccak_256(std::string(137, 'a'))));
}

TEST(Ethereum, Eip55Vectors) {
  for (const std::string address :
       {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",  // EIP-55
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"}) {
    EXPECT_TRUE(ethereum_address_ok(address)) << address;
    std::string bad = address;
    const size_t at = bad.find_first_of("abcdef", 2);
    bad[at] = static_cast<char>(bad[at] - 'a' + 'A');
    EXPECT_FALSE(ethereum_address_ok(bad)) << bad;
  }
  EXPECT_TRUE(ethereum_address_ok("0xde709f2102306220921060314715629080e2fb77"));  // one case
  EXPECT_FALSE(ethereum_address_ok("0x0000000000000000000000000000000000000000"));
  EXPECT_FALSE(ethereum_address_ok("0xde709f2102306220921060314715629080e2fb7g"));
}

TEST(Base58, AddressesAndKeys) {
  for (const char* good : {
           "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",                              // genesis block
           "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",                              // Bitcoin wiki, P2SH
           "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",                              // XRPL documentation
           "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",                              // Tron, USDT contract
           "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",                      // BIP-173
           "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",  // BIP-350
       }) {
    EXPECT_TRUE(crypto_address_ok(good)) << good;
    const std::string text = good;
    for (size_t i = 5; i < text.size(); i += 3) {
      std::string bad = text;
      bad[i] = bad[i] == '8' ? '9' : '8';
      EXPECT_FALSE(crypto_address_ok(bad)) << bad;
    }
  }
  EXPECT_TRUE(wif_ok("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"));  // Bitcoin wiki
  EXPECT_TRUE(wif_ok("KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617"));
  EXPECT_FALSE(wif_ok("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK"));
  EXPECT_TRUE(extended_private_key_ok(  // BIP-32 test vector 1
      "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TG"
      "t"
      "RBeJgk33yuGBxrMPHi"));
  EXPECT_FALSE(crypto_address_ok(std::string(128, '1')));
  EXPECT_FALSE(crypto_address_ok(std::string(200, 'z')));
}

TEST(Base58, EncodeInvertsDecode) {
  std::vector<uint8_t> payload = {0};
  for (int i = 0; i < 77; ++i) {
    std::array<char, 140> text{};
    const size_t n = base58check_encode(payload, text);
    ASSERT_GT(n, 0U);
    std::array<uint8_t, 96> back{};
    ASSERT_EQ(base58check_decode({text.data(), n}, back), payload.size());
    EXPECT_TRUE(std::equal(payload.begin(), payload.end(), back.begin()));
    payload.push_back(static_cast<uint8_t>(i * 37));
  }
}

TEST(Bech32, Vectors) {
  // BIP-173 and BIP-350, valid and invalid strings.
  EXPECT_EQ(bech32_kind("A12UEL5L"), Bech32Kind::kBech32);
  EXPECT_EQ(bech32_kind("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"), Bech32Kind::kBech32);
  EXPECT_EQ(bech32_kind("A1LQFN3A"), Bech32Kind::kBech32m);
  EXPECT_EQ(bech32_kind("a1LQFN3A"), Bech32Kind::kInvalid);  // mixed case
  EXPECT_EQ(bech32_kind("A12UEL5M"), Bech32Kind::kInvalid);
  EXPECT_FALSE(segwit_address_ok("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "bc"));
  EXPECT_FALSE(segwit_address_ok("BC13W508D6QEJXTDG4Y5R3ZARVARY0C5XW7KN40WF2", "bc"));
  EXPECT_FALSE(segwit_address_ok("bc1rw5uspcuh", "bc"));
  EXPECT_TRUE(segwit_address_ok("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc"));
  std::array<char, 6> sum{};
  ASSERT_TRUE(bech32_checksum("bc", "qw508d6qejxtdg4y5r3zarvary0c5xw7k", Bech32Kind::kBech32, sum));
  EXPECT_EQ(std::string(sum.begin(), sum.end()), "v8f3t4");
}

TEST(Bip39, TheListIsTheListOfTheBip) {
  std::string lines;
  for (size_t i = 0; i < 2048; ++i) {
    EXPECT_EQ(bip39_index(bip39_word(i)), static_cast<int>(i));
    lines += std::string(bip39_word(i)) + "\n";
  }
  const Sha256Digest digest = sha256(lines);
  EXPECT_EQ(to_hex(digest.data(), digest.size()),
            "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
  EXPECT_EQ(bip39_index("bitcoin"), -1);
  EXPECT_EQ(bip39_index(""), -1);
  EXPECT_EQ(bip39_word(2048), "");
}

TEST(Bip39, OfficialPhrases) {
  // Trezor's vectors, which BIP-39 names as its own.
  EXPECT_TRUE(
      bip39_phrase_ok("legal winner thank year wave sausage worth useful legal winner thank "
                      "yellow"));
  EXPECT_TRUE(
      bip39_phrase_ok("letter advice cage absurd amount doctor acoustic avoid letter advice "
                      "cage above"));
  EXPECT_TRUE(
      bip39_phrase_ok("ozone drill grab fiber curtain grace pudding thank cruise elder eight "
                      "picnic"));
  EXPECT_TRUE(
      bip39_phrase_ok("1. zoo 2. zoo 3. zoo 4. zoo 5. zoo 6. zoo 7. zoo 8. zoo 9. zoo "
                      "10. zoo 11. zoo 12. wrong"));
  EXPECT_TRUE(
      bip39_phrase_ok("gravity machine north sort system female filter attitude volume fold "
                      "club stay feature office ecology stable narrow fog"));
  EXPECT_TRUE(
      bip39_phrase_ok("hamster diagram private dutch cause delay private meat slide toddler "
                      "razor book happy fancy gospel tennis maple dilemma loan word shrug "
                      "inflict delay length"));
  EXPECT_FALSE(
      bip39_phrase_ok("legal winner thank year wave sausage worth useful legal winner thank "
                      "thank"));
  EXPECT_FALSE(bip39_phrase_ok("legal winner thank"));
}

}  // namespace
}  // namespace lauter
