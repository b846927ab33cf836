#include "refine/verify/verify_gate.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "text/ascii.h"
#include "text/byte_block.h"

namespace lauter::internal {
namespace {

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
    each_bit(digits, [&](uint64_t i) { digit_at(at + i); });
    if ((colons | dashes) != 0)
      each_bit(colons | dashes, [&](uint64_t i) { separator_at(at + i); });
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

  /// Digits with at most 4 other bytes between two of them are a run. Six of them may be a number
  /// that the table knows, four beside a capital letter too. What a shape has before its first
  /// digit or behind its last (country code and bank of an IBAN) lies within the margins.
  void digit_at(uint64_t at) {
    if (at > last_digit_ + 5 || run_digits_ == 0) {
      run_digits_ = 0;
      run_begin_ = at;
      run_beside_upper_ = false;
    }
    last_digit_ = at;
    ++run_digits_;
    if (run_digits_ <= 6) {
      run_beside_upper_ |= (at > 0 && is_ascii_upper(text_[at - 1])) ||
                           (at + 1 < text_.size() && is_ascii_upper(text_[at + 1]));
    }
    if (run_digits_ >= 6 || (run_digits_ >= 4 && run_beside_upper_)) {
      add(windows_.digits, at, at - run_begin_ + 16, 24);
    }
  }

  /// Colons or dashes in a row with at most 4 bytes between two: hardware addresses have few
  /// digits.
  void separator_at(uint64_t at) {
    run_separators_ = at <= last_separator_ + 5 ? run_separators_ + 1 : 1;
    // Not "----" or "::": a pair of hex digits stands between.
    if (at == last_separator_ + 1) run_separators_ = 1;
    last_separator_ = at;
    if (run_separators_ >= 5) add(windows_.digits, at, 32, 24);
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
  uint64_t last_digit_ = 0;
  uint64_t run_begin_ = 0;
  uint64_t run_digits_ = 0;
  bool run_beside_upper_ = false;
  uint64_t last_separator_ = 0;
  uint64_t run_separators_ = 0;
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

void drop_windows_of_stand_ins(std::string_view text, const std::vector<ByteSpan>& replaced,
                               GateWindows& windows) {
  // Whether `window` has a sign outside of the replacements, or a byte beside one of them that may
  // belong to one value with it.
  const auto any_outside = [&](ByteSpan window, auto sign, auto meets) {
    auto next = std::partition_point(replaced.begin(), replaced.end(),
                                     [&](const ByteSpan& r) { return r.end <= window.begin; });
    uint64_t at = window.begin;
    while (at < window.end) {
      const uint64_t stop = next == replaced.end() ? window.end : std::min(next->begin, window.end);
      for (; at < stop; ++at) {
        if (sign(at)) return true;
      }
      if (next == replaced.end() || next->begin >= window.end) break;
      if ((next->begin > 0 && meets(text[next->begin - 1])) ||
          (next->end < text.size() && meets(text[next->end]))) {
        return true;
      }
      at = std::max(at, next->end);
      ++next;
    }
    return false;
  };
  const auto word = [](char c) { return is_token_byte(c) || c == '@' || c == '.' || c == '%'; };
  const auto joins = [&](char c) { return c != '.' && word(c); };
  const auto mail_sign = [&](uint64_t i) {
    const bool opens = text[i] == '[' || text[i] == '(' || text[i] == '{' || text[i] == '<';
    return text[i] == '@' || (opens && i + 1 < text.size() && ascii_lower(text[i + 1]) == 'a');
  };
  std::erase_if(windows.mail,
                [&](ByteSpan window) { return !any_outside(window, mail_sign, joins); });
  std::erase_if(windows.digits, [&](ByteSpan window) {
    return !any_outside(
        window, [&](uint64_t i) { return is_ascii_digit(text[i]); }, joins);
  });
  // A token is a sign by its length: it takes a neighbour to make more of a stand-in, or 16 bytes.
  std::erase_if(windows.tokens, [&](ByteSpan window) {
    uint64_t run = 0;
    return !any_outside(
        window,
        [&](uint64_t i) {
          run = is_token_byte(text[i]) ? run + 1 : 0;
          return run >= 16;
        },
        joins);
  });
}

}  // namespace lauter::internal
