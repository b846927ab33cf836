#include "base/hash.h"

#include <openssl/sha.h>
#include <sys/random.h>
#include <xxhash.h>

#include <cstring>

namespace lauter {

uint64_t hash64(std::string_view bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string hash128_hex(std::string_view bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  return to_hex(canonical.digest, sizeof canonical.digest);
}

std::string to_hex(const uint8_t* bytes, size_t size) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string hex(size * 2, '0');
  for (size_t i = 0; i < size; ++i) {
    hex[2 * i] = kHex[bytes[i] >> 4];
    hex[2 * i + 1] = kHex[bytes[i] & 15];
  }
  return hex;
}

Result<SecretKey> SecretKey::random() {
  SecretKey key;
  key.bytes.resize(32);
  size_t filled = 0;
  while (filled < key.bytes.size()) {
    const ssize_t n = getrandom(key.bytes.data() + filled, key.bytes.size() - filled, 0);
    if (n <= 0) return internal_error("the system's random generator gave no bytes");
    filled += static_cast<size_t>(n);
  }
  return key;
}

Result<SecretKey> SecretKey::parse(std::string_view file_content) {
  SecretKey key;
  int pending = -1;
  for (const char c : file_content) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    int value = -1;
    if (c >= '0' && c <= '9') value = c - '0';
    if (c >= 'a' && c <= 'f') value = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') value = c - 'A' + 10;
    if (value < 0) return invalid_argument("a key file holds hex digits only");
    if (pending < 0) {
      pending = value;
    } else {
      key.bytes.push_back(static_cast<char>(pending * 16 + value));
      pending = -1;
    }
  }
  if (pending >= 0 || key.bytes.size() < 16 || key.bytes.size() > 64) {
    return invalid_argument("a key file holds 32 to 128 hex digits, an even number of them");
  }
  return key;
}

std::string SecretKey::to_file_content() const {
  return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()) + "\n";
}

// The two padded key blocks of HMAC (RFC 2104) are absorbed once, so a short message costs three
// compressions instead of five. The one-shot contexts of libcrypto are plain structs and copy freely;
// they are marked deprecated in OpenSSL 3 in favour of EVP, which allocates on every message and
// loads its providers at the first one (5 M instructions).
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

Sha256Digest sha256(std::string_view bytes) {
  Sha256Digest digest;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

struct KeyedHash::State {
  SHA256_CTX inner;
  SHA256_CTX outer;
};

KeyedHash::KeyedHash(const SecretKey& key, std::string_view purpose)
    : state_(std::make_unique<State>()) {
  // Key separation: the key in use is SHA-256(key || purpose), 32 bytes, shorter than a block.
  const Sha256Digest derived = sha256(key.bytes + std::string(purpose));
  std::array<uint8_t, 64> block;
  const auto absorb = [&](SHA256_CTX& context, uint8_t pad) {
    block.fill(pad);
    for (size_t i = 0; i < derived.size(); ++i) block[i] = static_cast<uint8_t>(derived[i] ^ pad);
    SHA256_Init(&context);
    SHA256_Update(&context, block.data(), block.size());
  };
  absorb(state_->inner, 0x36);
  absorb(state_->outer, 0x5c);
}

KeyedHash::KeyedHash(const KeyedHash& other) : state_(std::make_unique<State>(*other.state_)) {}
KeyedHash& KeyedHash::operator=(const KeyedHash& other) {
  *state_ = *other.state_;
  return *this;
}
KeyedHash::KeyedHash(KeyedHash&&) noexcept = default;
KeyedHash& KeyedHash::operator=(KeyedHash&&) noexcept = default;
KeyedHash::~KeyedHash() = default;

Sha256Digest KeyedHash::digest(std::string_view message) const {
  Sha256Digest digest;
  SHA256_CTX context = state_->inner;
  SHA256_Update(&context, message.data(), message.size());
  SHA256_Final(digest.data(), &context);
  context = state_->outer;
  SHA256_Update(&context, digest.data(), digest.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

#pragma GCC diagnostic pop

std::string KeyedHash::hex(std::string_view message) const {
  return to_hex(digest(message).data(), 16);
}

KeyedHash audit_hash(const SecretKey& key) { return KeyedHash(key, "audit"); }

KeyedRandom::KeyedRandom(const Sha256Digest& seed) {
  std::memcpy(state_.data(), seed.data(), sizeof state_);
  // The all-zero state is the one fixed point of xoshiro256** (Blackman, Vigna 2018).
  if ((state_[0] | state_[1] | state_[2] | state_[3]) == 0) state_[0] = 1;
}

uint64_t KeyedRandom::next() {
  const auto rotl = [](uint64_t x, int k) { return (x << k) | (x >> (64 - k)); };
  const uint64_t result = rotl(state_[1] * 5, 7) * 9;
  const uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotl(state_[3], 45);
  return result;
}

uint64_t KeyedRandom::below(uint64_t n) {
  LAUTER_CHECK(n > 0, "below(0)");
  // Taken are the numbers below the last multiple of n: among them each remainder is as frequent.
  while (true) {
    const uint64_t x = next();
    const uint64_t rest = x % n;
    if (x - rest <= UINT64_MAX - n) return rest;
  }
}

}  // namespace lauter
