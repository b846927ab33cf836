/// Fast hashes for identity, keyed hashes for anything that must not be guessed.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter {

/// XXH3 of `bytes`, 64 bit. Not keyed: for identity of public things only (recipes, rows, files).
uint64_t hash64(std::string_view bytes, uint64_t seed = 0);

/// XXH3 of `bytes`, 128 bit, as 32 lower-case hex digits.
std::string hash128_hex(std::string_view bytes);

using Sha256Digest = std::array<uint8_t, 32>;
Sha256Digest sha256(std::string_view bytes);

std::string to_hex(const uint8_t* bytes, size_t size);

/// The secret key of a run: 16 to 64 bytes.
struct SecretKey {
  std::string bytes;

  /// A fresh key of 32 bytes from the system's random generator.
  static Result<SecretKey> random();
  /// Parses the content of a key file: hex digits (white space ignored), at least 32 of them.
  static Result<SecretKey> parse(std::string_view file_content);
  std::string to_file_content() const;
};

/// HMAC-SHA-256 under one key and one purpose, so that e.g. audit hashes and stand-ins never share
/// values. Copyable, const and safe from any thread. About 0.5 us a short message.
class KeyedHash {
 public:
  KeyedHash(const SecretKey& key, std::string_view purpose);
  KeyedHash(const KeyedHash&);
  KeyedHash& operator=(const KeyedHash&);
  KeyedHash(KeyedHash&&) noexcept;
  KeyedHash& operator=(KeyedHash&&) noexcept;
  ~KeyedHash();

  Sha256Digest digest(std::string_view message) const;
  /// First 16 bytes of the digest as 32 hex digits.
  std::string hex(std::string_view message) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The hash of originals in logs (`was_hmac`), and of values in lists that shall not hold them.
KeyedHash audit_hash(const SecretKey& key);

/// A deterministic stream of numbers drawn from a digest (xoshiro256**, Blackman and Vigna 2018).
class KeyedRandom {
 public:
  explicit KeyedRandom(const Sha256Digest& seed);
  uint64_t next();
  /// Uniform in [0, n), n > 0, without modulo bias.
  uint64_t below(uint64_t n);

 private:
  std::array<uint64_t, 4> state_;
};

}  // namespace lauter
