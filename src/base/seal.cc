#include "base/seal.h"

#include <openssl/evp.h>

#include <array>
#include <cstring>

#include "base/check.h"

namespace lauter {
namespace {

constexpr size_t kNonceBytes = 12;  // the size GCM is defined for without an extra hash
constexpr size_t kTagBytes = 16;
constexpr size_t kMaxBytes = size_t{1} << 30;  // libcrypto counts in int

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* bytes_of(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

/// The key and purpose of the nonce, as a message that no other purpose shares.
Sha256Digest derive(const SecretKey& key, std::string_view purpose) {
  return KeyedHash(key, std::string("seal key ") + std::string(purpose)).digest("aes-256-gcm");
}

/// Unambiguous: the length of the context stands before it.
std::string framed(std::string_view context, std::string_view value) {
  std::string message = std::to_string(context.size());
  message += ':';
  message += context;
  message += value;
  return message;
}

}  // namespace

Sealer::Sealer(const SecretKey& key, std::string_view purpose)
    : key_(derive(key, purpose)), nonce_(key, std::string("seal nonce ") + std::string(purpose)) {}

std::string Sealer::seal(std::string_view value, std::string_view context) const {
  LAUTER_CHECK(value.size() <= kMaxBytes && context.size() <= kMaxBytes, "too large to seal");
  const Sha256Digest nonce = nonce_.digest(framed(context, value));
  std::string sealed(kNonceBytes + value.size() + kTagBytes, '\0');
  std::memcpy(sealed.data(), nonce.data(), kNonceBytes);
  unsigned char* const out = bytes_of(sealed);

  const Context cipher(EVP_CIPHER_CTX_new());
  int n = 0;
  bool ok = cipher != nullptr &&
            EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), out) == 1 &&
            EVP_EncryptUpdate(cipher.get(), nullptr, &n, bytes_of(context),
                              static_cast<int>(context.size())) == 1 &&
            EVP_EncryptUpdate(cipher.get(), out + kNonceBytes, &n, bytes_of(value),
                              static_cast<int>(value.size())) == 1 &&
            EVP_EncryptFinal_ex(cipher.get(), out + kNonceBytes + value.size(), &n) == 1 &&
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                                out + kNonceBytes + value.size()) == 1;
  LAUTER_CHECK(ok, "libcrypto cannot encrypt");
  return base64_encode(sealed);
}

Result<std::string> Sealer::open(std::string_view sealed, std::string_view context) const {
  LAUTER_ASSIGN(std::string bytes, base64_decode(sealed));
  if (bytes.size() < kNonceBytes + kTagBytes || bytes.size() > kMaxBytes ||
      context.size() > kMaxBytes) {
    return invalid_argument("a sealed value of impossible size");
  }
  const size_t size = bytes.size() - kNonceBytes - kTagBytes;
  std::string value(size, '\0');
  unsigned char* const in = bytes_of(bytes);

  const Context cipher(EVP_CIPHER_CTX_new());
  int n = 0;
  const bool ok =
      cipher != nullptr &&
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), in) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &n, bytes_of(context),
                        static_cast<int>(context.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), bytes_of(value), &n, in + kNonceBytes,
                        static_cast<int>(size)) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, in + kNonceBytes + size) ==
          1 &&
      EVP_DecryptFinal_ex(cipher.get(), bytes_of(value) + size, &n) == 1;
  if (!ok) return invalid_argument("a sealed value of another key or place, or a changed one");
  return value;
}

std::string base64_encode(std::string_view bytes) {
  static constexpr char kAlphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    const size_t n = std::min<size_t>(3, bytes.size() - i);
    for (size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < n ? static_cast<uint8_t>(bytes[i + k]) : 0U);
    }
    for (size_t k = 0; k < 4; ++k) {
      out.push_back(k <= n ? kAlphabet[(group >> (18 - 6 * k)) & 63] : '=');
    }
  }
  return out;
}

Result<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return invalid_argument("base64 of a broken length");
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (size_t i = 0; i < text.size(); i += 4) {
    uint32_t group = 0;
    size_t n = 4;
    for (size_t k = 0; k < 4; ++k) {
      const char c = text[i + k];
      uint32_t value = 0;
      if (c >= 'A' && c <= 'Z') {
        value = static_cast<uint32_t>(c - 'A');
      } else if (c >= 'a' && c <= 'z') {
        value = static_cast<uint32_t>(c - 'a' + 26);
      } else if (c >= '0' && c <= '9') {
        value = static_cast<uint32_t>(c - '0' + 52);
      } else if (c == '+') {
        value = 62;
      } else if (c == '/') {
        value = 63;
      } else if (c == '=' && i + 4 == text.size() && k >= 2 && (k == 3 || text[i + 3] == '=')) {
        n = std::min(n, k);
      } else {
        return invalid_argument("a character that is not base64 at byte " + std::to_string(i + k));
      }
      group = group << 6 | value;
    }
    const uint32_t unused = n == 2 ? group & 0xFFFF : n == 3 ? group & 0xFF : 0;
    if (unused != 0) return invalid_argument("base64 with stray bits at its end");
    for (size_t k = 0; k + 1 < n; ++k) {
      out.push_back(static_cast<char>(static_cast<uint8_t>(group >> (16 - 8 * k))));
    }
  }
  return out;
}

}  // namespace lauter
