#include "refine/mail_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "refine/found_list.h"
#include "refine/world_names.h"
#include "scan/name_shape.h"
#include "scan/word_set.h"
#include "surrogate/name_pool.h"
#include "surrogate/unicode.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr size_t kMinPart = 2, kMinWhole = 6, kMostWhole = 40;  // letters
constexpr size_t kMostAddresses = 256;                          // of a text

/// A word without its case and diacritics, as mail addresses spell it; empty if it has anything but
/// Latin letters.
std::string spelled(std::string_view word) {
  std::string out = surrogate::folded(word);
  const bool is_plain =
      std::all_of(out.begin(), out.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return is_plain ? out : std::string();
}

/// The letters of an address's local part, without marks and the digits at its end.
std::string letters_of_address(std::string_view address) {
  std::string_view local = address.substr(0, address.find('@'));
  while (!local.empty() && is_ascii_digit(local.back())) local.remove_suffix(1);
  std::string out;
  for (const char c : local) {
    if (c == '.' || c == '_' || c == '-') continue;
    if (!is_ascii_alpha(c)) return {};
    out.push_back(ascii_lower(c));
  }
  return out.size() >= kMinWhole && out.size() <= kMostWhole ? out : std::string();
}

/// Letters of which a text's addresses consist, and how they begin and end: most words are no part
/// of any.
class Addresses {
 public:
  bool empty() const { return letters_.empty(); }
  size_t size() const { return letters_.size(); }
  /// `letters`: kMinWhole and more.
  void add(std::string letters) {
    begins_[index(letters[0])] |= bit(letters[1]);
    ends_[index(letters.back())] |= bit(letters[letters.size() - 2]);
    letters_.insert(std::move(letters));
  }
  bool contains(const std::string& letters) const { return letters_.contains(letters); }
  /// Whether a word may be the begin or the end of an address; not told of one letter, nor where
  /// its two outer letters are not of ASCII.
  bool may_hold(std::string_view word) const {
    if (word.size() < kMinPart) return true;
    const char first[] = {word[0], word[1]}, last[] = {word[word.size() - 2], word.back()};
    if (!is_ascii_alpha(first[0]) || !is_ascii_alpha(first[1]) || !is_ascii_alpha(last[0]) ||
        !is_ascii_alpha(last[1])) {
      return true;
    }
    return (begins_[index(first[0])] & bit(first[1])) != 0 ||
           (ends_[index(last[1])] & bit(last[0])) != 0;
  }

 private:
  static size_t index(char letter) { return static_cast<uint8_t>(letter) & 31; }
  static uint32_t bit(char letter) { return 1U << index(letter); }

  std::unordered_set<std::string> letters_;
  std::array<uint32_t, 32> begins_ = {};  ///< by first letter: the second ones
  std::array<uint32_t, 32> ends_ = {};    ///< by last letter: those before it
};

/// A word outside of what is found; none if it has no letters.
struct Word {
  ByteSpan span;
  std::string letters;
};

/// Whether `a b` is a name that an address spells: "sales team" has one too.
bool is_spelled_name(const std::string& a, const std::string& b, const Addresses& addresses) {
  if (!addresses.contains(a + b) && !addresses.contains(b + a)) return false;
  if (is_common_word(a) || is_common_word(b)) return false;
  const surrogate::NamePool& names = surrogate::NamePool::get();
  return names.find(a).given() != 0 || names.find(b).given() != 0;
}

/// Whether these two words and more, one a known given or family name, are all of a name.
bool is_full_name(std::string_view words) {
  const scan::NameSpan name = scan::read_name(words, 0, {.comma_first = true});
  return name.begin == 0 && name.end == words.size() && name.words >= 2 && name.known &&
         world_name(words) == WorldName::kUnknown && !ends_like_company(words);
}

/// The name in brackets behind an address, "jd@x.org (Jane Doepke)", or before it in its own:
/// "Jane Doepke <jd@x.org>".
ByteSpan name_beside(std::string_view text, ByteSpan address) {
  constexpr size_t kLongest = 60;
  const std::string_view behind = text.substr(address.end, kLongest);
  const size_t close = behind.find(')');
  if (behind.starts_with(" (") && close != behind.npos && is_full_name(behind.substr(2, close - 2)))
    return {address.end + 2, address.end + close};
  if (address.begin < 2 || !text.substr(0, address.begin).ends_with(" <")) return {};
  ByteSpan before{address.begin - 2, address.begin - 2};
  const bool is_quoted = before.begin > 0 && text[before.begin - 1] == '"';
  if (is_quoted) before = {before.begin - 1, before.begin - 1};
  while (before.begin > 0 && before.size() < kLongest) {
    const char c = text[before.begin - 1];
    if (c == '\n' || c == ',' || c == ';' || c == ':' || c == '"' || c == '>' || c == '/') break;
    --before.begin;
  }
  while (before.begin < before.end && !scan::upper_at(text, before.begin)) ++before.begin;
  return is_full_name(before.of(text)) ? before : ByteSpan{};
}

}  // namespace

void add_mail_names(std::string_view text, std::vector<Found>& found) {
  Addresses addresses;
  std::vector<Found> names;
  const auto add = [&](ByteSpan span) {
    names.push_back({span,
                     Category::kPerson,
                     {"scan", "person.mail", std::string(category_name(Category::kPerson)), 0.9F},
                     false});
  };
  for (size_t i = 0; i < found.size(); ++i) {
    if (found[i].category != Category::kEmailAddress) continue;
    const ByteSpan name = name_beside(text, found[i].span);
    const bool is_free = (i == 0 || found[i - 1].span.end <= name.begin) &&
                         (i + 1 == found.size() || name.end <= found[i + 1].span.begin);
    if (!name.empty() && is_free) add(name);
  }
  merge_found(std::move(names), found);
  names = {};
  for (const Found& value : found) {
    const bool is_handle = value.category == Category::kUsername &&
                           value.span.of(text).find_first_of("._-") != std::string_view::npos;
    if (value.category != Category::kEmailAddress && !is_handle) continue;
    if (addresses.size() >= kMostAddresses) break;
    std::string letters = letters_of_address(value.span.of(text));
    if (!letters.empty()) addresses.add(std::move(letters));
  }
  if (addresses.empty()) return;
  Word before;
  auto next = found.begin();
  for (size_t at = 0; at < text.size();) {
    if (next != found.end() && at >= next->span.begin) {
      at = std::max(at, static_cast<size_t>(next->span.end));
      ++next;
      before.letters.clear();
      continue;
    }
    const bool is_mark = is_ascii(text[at]) && !is_ascii_alnum(text[at]);
    const std::string_view word = is_mark ? std::string_view() : scan::word_at(text, at);
    if (word.empty()) {
      // One blank parts the words of a name; the dot of an initial stands before it.
      if (text[at] != ' ' && text[at] != '.') before.letters.clear();
      ++at;
      continue;
    }
    const ByteSpan span{at, at + word.size()};
    at = span.end;
    if (word.size() == 1 && !before.letters.empty()) continue;  // an initial
    if (!addresses.may_hold(word)) {
      before.letters.clear();
      continue;
    }
    std::string letters = word.size() <= kMostWhole ? spelled(word) : std::string();
    const bool is_near = !before.letters.empty() && span.begin - before.span.end <= 4;
    const bool is_free = next == found.end() || span.end <= next->span.begin;
    if (is_near && is_free && letters.size() >= kMinPart &&
        is_spelled_name(before.letters, letters, addresses)) {
      add({before.span.begin, span.end});
      before.letters.clear();
      continue;
    }
    if (letters.size() < kMinPart) letters.clear();
    before.span = span;
    before.letters = std::move(letters);
  }
  merge_found(std::move(names), found);
}

}  // namespace lauter::internal
