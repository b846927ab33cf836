#include "refine/verify/structure.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr size_t kMaxDepth = 512;

/// Reads JSON with an explicit stack of one bit a level: object or array.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  bool one_container() {
    skip_blanks();
    if (at_ == text_.size() || (text_[at_] != '{' && text_[at_] != '[')) return false;
    if (!value()) return false;
    skip_blanks();
    return at_ == text_.size();
  }

 private:
  bool value() {
    while (true) {
      skip_blanks();
      if (at_ == text_.size()) return false;
      const char c = text_[at_];
      if (c == '{' || c == '[') {
        if (depth_ == kMaxDepth) return false;
        ++at_;
        is_object_[depth_++] = c == '{';
        skip_blanks();
        if (take(c == '{' ? '}' : ']')) {
          --depth_;
        } else if (c == '{') {
          if (!key()) return false;
          continue;
        } else {
          continue;
        }
      } else if (!scalar()) {
        return false;
      }
      // A value has ended: close what closes, then go on behind a comma.
      while (true) {
        if (depth_ == 0) return true;
        skip_blanks();
        if (take(',')) break;
        if (!take(is_object_[depth_ - 1] ? '}' : ']')) return false;
        --depth_;
      }
      if (is_object_[depth_ - 1] && !key()) return false;
    }
  }

  bool key() {
    skip_blanks();
    if (!string()) return false;
    skip_blanks();
    return take(':');
  }

  bool scalar() {
    const char c = text_[at_];
    if (c == '"') return string();
    if (c == 't') return word("true");
    if (c == 'f') return word("false");
    if (c == 'n') return word("null");
    return number();
  }

  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<uint8_t>(c) < 0x20) return false;
      if (c != '\\') continue;
      if (at_ == text_.size()) return false;
      const char escaped = text_[at_++];
      if (escaped == 'u') {
        for (int i = 0; i < 4; ++i, ++at_) {
          if (at_ == text_.size() || !is_ascii_hex(text_[at_])) return false;
        }
      } else if (std::string_view("\"\\/bfnrt").find(escaped) == std::string_view::npos) {
        return false;
      }
    }
    return false;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }
  bool digits() {
    const size_t begin = at_;
    while (at_ < text_.size() && is_ascii_digit(text_[at_])) ++at_;
    return at_ > begin;
  }
  bool word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t depth_ = 0;
  std::bitset<kMaxDepth> is_object_;
};

struct Balance {
  std::array<int64_t, 5> marks{};     // " ' ` backslash LF
  std::array<int64_t, 3> brackets{};  // () [] {}: opened minus closed
  bool operator==(const Balance&) const = default;
};

Balance balance_of(std::string_view text) {
  Balance balance;
  static constexpr std::string_view kMarks = "\"'`\\\n";
  static constexpr std::string_view kOpen = "([{";
  static constexpr std::string_view kClose = ")]}";
  for (const char c : text) {
    if (const size_t i = kMarks.find(c); i != std::string_view::npos) ++balance.marks[i];
    if (const size_t i = kOpen.find(c); i != std::string_view::npos) ++balance.brackets[i];
    if (const size_t i = kClose.find(c); i != std::string_view::npos) --balance.brackets[i];
  }
  return balance;
}

/// Whether an odd number of one kind of quote stands before `at` on its line: inside a string
/// literal.
bool inside_literal(std::string_view text, uint64_t at) {
  constexpr uint64_t kReach = 4096;
  bool odd_double = false;
  bool odd_single = false;
  for (uint64_t i = at; i > 0 && at - i < kReach && text[i - 1] != '\n'; --i) {
    odd_double ^= text[i - 1] == '"';
    odd_single ^= text[i - 1] == '\'';
  }
  return odd_double || odd_single;
}

}  // namespace

std::optional<size_t> first_difference_outside(const EditProgram& program,
                                               std::string_view original,
                                               std::string_view refined) {
  const auto differs = [](std::string_view a, std::string_view b) { return a != b; };
  uint64_t in_original = 0;
  uint64_t in_refined = 0;
  for (const Edit& edit : program.edits) {
    if (edit.span.begin < in_original || edit.span.end > original.size()) return in_refined;
    const uint64_t between = edit.span.begin - in_original;
    if (differs(original.substr(in_original, between), refined.substr(in_refined, between))) {
      return in_refined;
    }
    in_refined += between;
    if (in_refined > refined.size()) return refined.size();
    if (differs(refined.substr(in_refined, edit.with.size()), edit.with)) return in_refined;
    in_refined += edit.with.size();
    in_original = edit.span.end;
  }
  if (differs(original.substr(in_original), refined.substr(in_refined))) return in_refined;
  return std::nullopt;
}

bool is_json_container(std::string_view text) { return JsonReader(text).one_container(); }

std::vector<size_t> edits_that_unbalance(const EditProgram& program, std::string_view original) {
  std::vector<size_t> bad;
  for (size_t i = 0; i < program.edits.size(); ++i) {
    const Edit& edit = program.edits[i];
    const Balance before = balance_of(edit.span.of(original));
    const Balance after = balance_of(edit.with);
    const bool brackets_matter =
        before.brackets != after.brackets && !inside_literal(original, edit.span.begin);
    if (before.marks != after.marks || brackets_matter) bad.push_back(i);
  }
  return bad;
}

}  // namespace lauter::internal
