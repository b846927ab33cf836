// Four hundred labelled lines (data/secret_lines.inc): which of them hold a secret, and where?
#include <random>

#include "scan/rules/rule_test_support.h"

namespace lauter {
namespace {

constexpr char kLines[] =
#include "scan/data/secret_lines.inc"
    ;

/// Draws what "{A36}" and its like stand for.
class Drawer {
 public:
  std::string draw(std::string_view kind) {
    if (kind == "uuid") {
      const std::string h = pick(kHex, 30);
      return h.substr(0, 8) + "-" + h.substr(8, 4) + "-4" + h.substr(12, 3) + "-a" +
             h.substr(15, 3) + "-" + h.substr(18, 12);
    }
    if (kind == "crc") return pick(kAlnum, 36);  // of a token that its label makes one
    if (kind == "basic") return "ZGVwbG95OmtQOTJt" + pick("0123456789", 3) + "M";
    if (kind == "base32") return pick(kBase32, 32);
    if (kind.starts_with("bech")) return pick("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58);
    const size_t n = std::stoul(std::string(kind.substr(1)));
    switch (kind[0]) {
      case 'A':
        return pick(kAlnum, n);
      case 'a':
        return pick(n == 34 ? kAlnum.substr(10) : kLower, n);
      case 'l':
        return pick(kLower, n);
      case 'h':
        return pick(kHex, n);
      case 'H':
        return pick("0123456789ABCDEF", n);
      case 'U':
        return pick(kUrl, n);
      case 'B':
        return pick(kBase64, n);
      case 'X':
        return pick(kBase32, n);
      default:
        return pick(kind[0] == 'd' ? "123456789" : "0123456789", n);
    }
  }

 private:
  static constexpr std::string_view kAlnum =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz0123456789";
  static constexpr std::string_view kHex = "0123456789abcdef";
  static constexpr std::string_view kUrl =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
  static constexpr std::string_view kBase64 =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/";
  static constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  std::string pick(std::string_view letters, size_t n) {
    std::string out;
    while (out.size() < n) out += letters[rng_() % letters.size()];
    return out;
  }
  std::mt19937 rng_{7};
};

/// The line with every "{A36}" drawn.
std::string drawn(std::string_view line, Drawer& drawer) {
  std::string out;
  for (size_t i = 0; i < line.size();) {
    const size_t close = line[i] == '{' ? line.find('}', i) : line.npos;
    const std::string_view kind =
        close == line.npos ? std::string_view() : line.substr(i + 1, close - i - 1);
    const bool sized = kind.size() > 1 && kind.size() < 5 &&
                       std::string_view("AalhHUBDdX").find(kind[0]) != line.npos &&
                       kind.substr(1).find_first_not_of("0123456789") == line.npos;
    if (sized || kind == "uuid" || kind == "crc" || kind == "basic" || kind == "base32" ||
        kind == "bech58") {
      out += drawer.draw(kind);
      i = close + 1;
    } else {
      out += line[i++];
    }
  }
  return out;
}

TEST(SecretLines, TrueOnesAreFoundAndNoOthers) {
  constexpr std::string_view kOpen = "«", kClose = "»";
  Drawer drawer;
  size_t lines = 0;
  for (std::string_view rest(kLines); !rest.empty();) {
    const size_t end = std::min(rest.size(), rest.find('\n'));
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    if (line.size() < 3 || line[0] == '?') continue;
    ++lines;
    std::string text = drawn(line.substr(2), drawer);
    ByteSpan secret{0, 0};
    if (line[0] == 'T') {
      secret.begin = text.find(kOpen);
      text.erase(secret.begin, kOpen.size());
      secret.end = text.find(kClose);
      text.erase(secret.end, kClose.size());
    }
    for (const ScanMode mode : {ScanMode::kText, ScanMode::kCode}) {
      size_t covered = 0;
      for (const Hit& hit : scan_test::scan_text(text, mode)) {
        const CategoryGroup group = category_group(hit.category);
        if (group != CategoryGroup::kSecret && hit.category != Category::kSessionId &&
            hit.category != Category::kCookie)
          continue;
        EXPECT_EQ(line[0], 'T') << category_name(hit.category) << " in " << text;
        covered = std::max<size_t>(covered, std::min(hit.span.end, secret.end) -
                                                std::min(std::max(hit.span.begin, secret.begin),
                                                         std::min(hit.span.end, secret.end)));
      }
      if (line[0] == 'T') {
        EXPECT_GE(covered * 10, secret.size() * 9) << text << (mode == ScanMode::kCode);
      }
    }
  }
  EXPECT_GT(lines, 400U);
}

}  // namespace
}  // namespace lauter
