#include "refine/verify_gate.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "refine/byte_block.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr uint64_t kMargin = 64;       // no shape of the table reaches further from its signs
constexpr uint64_t kLongToken = 4096;  // what is looked at of one token

bool is_token_byte(char c) { return is_ascii_word(c) || c == '-'; }

class Gate {
 public:
  Gate(std::string_view text, GateWindows& windows) : text_(text), windows_(windows) {}

  void run() {
    const size_t whole = text_.size() / 64 * 64;
    for (size_t i = 0; i < whole; i += 64) block(i, text_.data() + i, 64);
    if (whole < text_.size()) {
      char padded[64] = {};  // zeros show no sign
      std::memcpy(padded, text_.data() + whole, text_.size() - whole);
      block(whole, padded, text_.size() - whole);
    }
  }

 private:
  void block(uint64_t at, const char* bytes, uint64_t size) {
    const ByteBlock raw(bytes);
    const ByteBlock folded = raw.folded();
    const uint64_t digits = raw.in_range('0', 10);
    const uint64_t letters = folded.in_range('a', 26);
    const uint64_t dashes = raw.equals('-');
    const uint64_t colons = raw.equals(':');
    const uint64_t labels = colons | raw.equals('=');
    // '@' and '`' share the folded form; so do '(' and 0x08, '[' and '{', neither of which matters.
    const uint64_t mail = raw.equals('@');
    const uint64_t open = folded.equals('(') | folded.equals('{') | folded.equals('<');
    const uint64_t as = folded.equals('a');

    const uint64_t disguised = open & (as >> 1 | uint64_t{1} << 63);
    each_bit(mail | disguised, [&](uint64_t i) { mail_at(at + i); });
    digit_cluster(at, size, digits, digits | colons | dashes, raw.in_range('A', 26));
    if (labels != 0) each_bit(labels, [&](uint64_t i) { label_before(at + i); });
    // Three of the five dashes lie in one block, wherever it is cut.
    if ((dashes & dashes >> 1 & dashes >> 2) != 0) armour(at, size);
    long_tokens(at, digits | letters | dashes | raw.equals('_'));
  }

  template <typename F>
  static void each_bit(uint64_t mask, F f) {
    for (; mask != 0; mask &= mask - 1) f(static_cast<uint64_t>(std::countr_zero(mask)));
  }

  /// Adds [at - before, at + after), cut to the text and joined with the last window if they meet.
  void add(std::vector<ByteSpan>& windows, uint64_t at, uint64_t before, uint64_t after) {
    const uint64_t begin = at < before ? 0 : at - before;
    const uint64_t end = std::min<uint64_t>(text_.size(), at + after);
    if (!windows.empty() && begin <= windows.back().end) {
      windows.back().end = std::max(windows.back().end, end);
    } else {
      windows.push_back({begin, end});
    }
  }

  /// '@', or an address in disguise: "[at]", "(AT)".
  void mail_at(uint64_t at) {
    const bool disguised = text_.size() - at > 2 && ascii_lower(text_[at + 1]) == 'a' &&
                           ascii_lower(text_[at + 2]) == 't';
    if (text_[at] == '@' || disguised) add(windows_.mail, at, 160, 160);
  }

  /// Counts over two neighbouring halves of 32 bytes: every number that the table knows fits into
  /// that.
  void digit_cluster(uint64_t at, uint64_t size, uint64_t digits, uint64_t numeric,
                     uint64_t upper) {
    const uint64_t beside = digits & ((upper << 1) | (upper >> 1));
    for (int half = 0; half < 2; ++half) {
      const int shift = 32 * half;
      const auto count = [&](uint64_t mask) {
        return std::popcount(static_cast<uint32_t>(mask >> shift));
      };
      const int n_digits = count(digits);
      const int n_numeric = count(numeric);
      const int n_beside = count(beside);
      const int both_digits = n_digits + last_digits_;
      if (both_digits >= 6 || (both_digits >= 4 && n_beside + last_beside_ > 0) ||
          (both_digits >= 2 && n_numeric + last_numeric_ >= 7)) {
        const uint64_t begin = at + static_cast<uint64_t>(shift);
        if (begin < at + size) add(windows_.digits, begin, 32 + kMargin, 32 + kMargin);
      }
      last_digits_ = n_digits;
      last_numeric_ = n_numeric;
      last_beside_ = n_beside;
    }
  }

  /// Bits where 16 token bytes in a row end; the four carried words make runs cross blocks.
  void long_tokens(uint64_t at, uint64_t token) {
    uint64_t run = token;
    for (int stage = 0; stage < 4; ++stage) {
      const int shift = 1 << stage;
      const uint64_t shifted = run << shift | carry_[stage] >> (64 - shift);
      carry_[stage] = run;
      run &= shifted;
    }
    while (run != 0) {
      const uint64_t end = at + static_cast<uint64_t>(std::countr_zero(run));
      if (end >= token_done_) token_at(end);
      // On to the next run: past all bits of this one.
      const uint64_t done = token_done_ > at ? token_done_ - at : 0;
      run = done >= 64 ? 0 : run & (~uint64_t{0} << done) & (run - 1);
    }
  }

  /// The token whose 16th or later byte is at `at`.
  void token_at(uint64_t at) {
    uint64_t begin = at;
    while (begin > token_done_ && is_token_byte(text_[begin - 1])) --begin;
    uint64_t end = at + 1;
    const uint64_t limit = std::min<uint64_t>(text_.size(), begin + kLongToken);
    bool digit = false;
    while (end < limit && is_token_byte(text_[end])) ++end;
    for (uint64_t i = begin; i < end && !digit; ++i) digit = is_ascii_digit(text_[i]);
    token_done_ = end;
    const std::string_view token = text_.substr(begin, end - begin);
    if (digit || token.starts_with("eyJ") || token.starts_with("hf_")) {
      add(windows_.tokens, begin, 64, end - begin + 8);
    }
  }

  /// Whether the word before the ':' or '=' at `at` may be the label of a secret: decided by its
  /// last three letters.
  void label_before(uint64_t at) {
    uint64_t i = at;
    for (int skipped = 0; i > 0 && skipped < 4; ++skipped, --i) {
      const char c = text_[i - 1];
      if (c != ' ' && c != '"' && c != '\'' && c != '*' && c != '`' && c != '\t') break;
    }
    if (i < 3) return;
    const auto lower = [&](uint64_t k) { return static_cast<uint32_t>(ascii_lower(text_[k])); };
    const uint32_t tail = lower(i - 3) << 16 | lower(i - 2) << 8 | lower(i - 1);
    const auto is = [&](const char(&s)[4]) {
      return tail == (static_cast<uint32_t>(s[0]) << 16 | static_cast<uint32_t>(s[1]) << 8 |
                      static_cast<uint32_t>(s[2]));
    };
    // password, passwd, pwd, passwort, passphrase, secret, token, key, pass, authorization
    if (is("ord") || is("swd") || is("pwd") || is("ort") || is("ase") || is("ret") || is("ken") ||
        is("key") || is("ass") || is("ion")) {
      add(windows_.labels, i, 40, 240);
    }
  }

  void armour(uint64_t at, uint64_t size) {
    static constexpr std::string_view kBegin = "-----BEGIN";
    const uint64_t from = at < kBegin.size() ? 0 : at - kBegin.size();
    const std::string_view near = text_.substr(from, at + size + kBegin.size() - from);
    for (size_t found = near.find(kBegin); found != std::string_view::npos;
         found = near.find(kBegin, found + 1)) {
      add(windows_.armour, from + found, 0, 64);
    }
  }

  std::string_view text_;
  GateWindows& windows_;
  uint64_t carry_[4] = {};
  uint64_t token_done_ = 0;
  int last_digits_ = 0;
  int last_numeric_ = 0;
  int last_beside_ = 0;
};

}  // namespace

void find_gate_windows(std::string_view text, GateWindows& windows) {
  windows.mail.clear();
  windows.digits.clear();
  windows.tokens.clear();
  windows.labels.clear();
  windows.armour.clear();
  Gate(text, windows).run();
}

}  // namespace lauter::internal
