// The order of the rules is spaCy's own (tokenizer.pyx): special case, prefix, suffix, infixes; then
// special cases once more over the finished words. Most chunks are letters only and cost one scan
// and one look into the table of special cases; all others take the general way below.
#include "curate/filters/english_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "curate/detector/word_head.h"
#include "curate/filters/letter_runs.h"
#include "curate/filters/special_words.h"
#include "curate/filters/url_match.h"
#include "text/ascii.h"

namespace lauter {
namespace {

using internal::SpecialWord;
using internal::SpecialWordTable;

/// spaCy's UNITS, each between blanks. Two of them run together there by an oversight, and so here.
constexpr std::string_view kUnits =
    " km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb oz m/s "
    "km/h kmh mph hPa Pa mbar mb MB kb KB gb GB tb TB T G M K % км км² км³ м м² м³ дм дм² дм³ см см² "
    "см³ мм мм² мм³ нм кг г мг м/с км/ч кПа Па мбар Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ тбكم كم² كم³ م "
    "م² م³ سم سم² سم³ مم مم² مم³ كم غرام جرام جم كغ ملغ كوب اكواب ";
constexpr size_t kMaxUnitBytes = 12;

bool is_unit(std::string_view text) {
  const std::string padded = " " + std::string(text) + " ";
  return kUnits.find(padded) != std::string_view::npos;
}

Word word_at(size_t begin, size_t end) {
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

/// Words taken off the end of a chunk; the last one comes first.
class SuffixStack {
 public:
  void push(Word word) {
    if (n_ < few_.size()) {
      few_[n_++] = word;
    } else {
      many_.push_back(word);
    }
  }
  void pop_onto(std::vector<Word>& words) const {
    words.insert(words.end(), many_.rbegin(), many_.rend());
    for (size_t i = n_; i > 0; --i) words.push_back(few_[i - 1]);
  }

 private:
  std::array<Word, 4> few_;  // without an allocation
  size_t n_ = 0;
  std::vector<Word> many_;
};

/// Appends one more word to the key of a sequence of words.
void append_key(std::string& key, std::string_view text, Word word) {
  key += text.substr(word.begin, word.end - word.begin);
  key += '\x1F';
}

}  // namespace

struct EnglishWords::Impl {
  CharClasses classes;
  SpecialWordTable specials{internal::english_special_words()};
  /// A sequence of words that the rules alone cut a special case into, or the begin of one.
  enum class Pattern : uint8_t {
    kBegin,
    kSame,   ///< the list cuts it in the same way
    kOther,  ///< the list cuts it otherwise
  };
  std::unordered_map<std::string, Pattern> patterns;
  std::vector<uint64_t> pattern_starts = std::vector<uint64_t>(1024);  ///< bits by start_bit()

  Impl() {
    for (const SpecialWord& special : specials.words()) {
      std::vector<Word> words;
      const std::string_view text = special.text;
      if (prefix_size(text) == 0 && suffix_size(text) == 0 && !has_infix(text)) continue;
      split_chunk(text, 0, text.size(), /*with_specials=*/false, words);
      if (words.size() < 2) continue;
      bool same = words.size() == special.lengths.size();
      std::string key;
      for (size_t i = 0; i < words.size(); ++i) {
        same = same && words[i].end - words[i].begin == special.lengths[i];
        append_key(key, text, words[i]);
        if (i > 0) patterns.try_emplace(key, Pattern::kBegin);
      }
      patterns[key] = same ? Pattern::kSame : Pattern::kOther;
      const size_t bit = start_bit(text, words[0], words[1]);
      pattern_starts[bit / 64] |= uint64_t{1} << (bit % 64);
    }
  }

  /// A bit for the ends and size of a word and the begin of the next.
  static size_t start_bit(std::string_view text, Word first, Word second) {
    const auto byte = [text](size_t at) { return uint64_t{static_cast<uint8_t>(text[at])}; };
    const uint64_t key = byte(first.begin) << 48U | byte(first.end - 1) << 40U |
                         byte(second.begin) << 32U | (first.end - first.begin);
    return (key * internal::kOddBits) >> 48U;
  }
  bool may_start(std::string_view text, Word first, Word second) const {
    const size_t bit = start_bit(text, first, second);
    return ((pattern_starts[bit / 64] >> (bit % 64)) & 1U) != 0;
  }

  const SpecialWord* special(std::string_view text, size_t begin, size_t end) const {
    return specials.find(text, begin, end);
  }

  /// Bytes that are split off the begin; 0 for none.
  size_t prefix_size(std::string_view text) const {
    const char c = text[0];
    if (is_ascii_alnum(c)) {
      if (c == 'U') return text.starts_with("US$") ? 3 : 0;
      return (c == 'C' || c == 'A') && text.size() > 1 && text[1] == '$' ? 2 : 0;
    }
    if (c == '.') {
      const size_t dots = std::min(text.find_first_not_of('.'), text.size());
      return dots >= 2 ? dots : 0;
    }
    if (c == '+') return text.size() > 1 && is_ascii_digit(text[1]) ? 0 : 1;
    size_t next = 0;
    return (classes.next(text, next) & kCharPrefix) != 0 ? next : 0;
  }

  /// Bytes that are split off the end; 0 for none. Of several rules the longest wins.
  size_t suffix_size(std::string_view text) const {
    if (text.empty()) return 0;
    const size_t n = text.size();
    const char c = text.back();
    if (c == '.') return stop_suffix_size(text);
    if (c == '+') return n > 1 && is_ascii_digit(text[n - 2]) ? 1 : 0;
    if (c == '$') {
      const size_t size = text.ends_with("US$")                            ? 3
                          : text.ends_with("C$") || text.ends_with("A$") ? 2
                                                                          : 1;
      // The longest that stands behind a digit.
      for (const size_t s : {size, size_t{1}}) {
        if (n > s && is_ascii_digit(text[n - s - 1])) return s;
      }
      return 0;
    }
    if (c == 's' || c == 'S') {
      const std::string_view before = text.substr(0, n - 1);
      if (before.ends_with('\'')) return 2;
      if (before.ends_with("’")) return 4;
    }
    if (!is_ascii(c) && text.ends_with("……")) return 6;
    const size_t last = is_ascii(c) ? n - 1 : previous_utf8(text, n);
    size_t next = last;
    const uint16_t bits = classes.next(text, next);
    if (const size_t unit = unit_size(text, bits)) return unit;
    if ((bits & kCharSuffix) != 0) return n - last;
    // Currency signs but '$', behind a digit.
    const bool currency = (bits & kCharPrefix) != 0 && last > 0 && is_ascii_digit(text[last - 1]);
    return currency && is_currency(text.substr(last)) ? n - last : 0;
  }

  static bool is_currency(std::string_view sign) {
    return sign == "£" || sign == "€" || sign == "¥" || sign == "฿" || sign == "₽" || sign == "﷼" ||
           sign == "₴";
  }

  /// A unit behind a digit.
  size_t unit_size(std::string_view text, uint16_t last_bits) const {
    const char c = text.back();
    const bool may_end = (last_bits & kCharAlpha) != 0 || c == '%' || !is_ascii(c);
    if (!may_end) return 0;
    const size_t stop = text.size() > kMaxUnitBytes ? text.size() - kMaxUnitBytes : 0;
    for (size_t at = text.size() - 1; at > stop; --at) {
      if (!is_ascii_digit(text[at - 1])) continue;
      const std::string_view unit = text.substr(at);
      return is_unit(unit) ? unit.size() : 0;
    }
    return 0;
  }

  /// The suffix of a text that ends with a full stop.
  size_t stop_suffix_size(std::string_view text) const {
    const size_t n = text.size();
    const size_t other = text.find_last_not_of('.');
    const size_t dots = other == std::string_view::npos ? n : n - 1 - other;
    if (dots >= 2) return dots;
    if (n == 1) return 0;
    const uint16_t bits = classes.before(text, n - 1);
    if ((bits & kCharStop) != 0) return 1;
    const size_t last = previous_utf8(text, n - 1);
    if ((bits & kCharUpper) == 0 || last == 0) return 0;
    if ((classes.before(text, last) & kCharUpper) != 0) return 1;
    // "20°C."; its lower-case form is covered by the rule for small letters.
    const char c = text[n - 2];
    return (c == 'F' || c == 'C' || c == 'K') && text.substr(0, last).ends_with("°") ? 1 : 0;
  }

  /// The infix that begins at byte `at` (not the first) of `text`; 0 for none.
  size_t infix_size(std::string_view text, size_t at) const {
    const char c = text[at];
    if (is_ascii_alnum(c)) return 0;
    if (c == '.') {
      const size_t dots = std::min(text.find_first_not_of('.', at), text.size()) - at;
      if (dots >= 2) return dots;
      return at > 0 && at + 1 < text.size() &&
                     (classes.before(text, at) & (kCharLower | kCharQuote)) != 0 &&
                     (class_at(text, at + 1) & (kCharUpper | kCharQuote)) != 0
                 ? 1
                 : 0;
    }
    size_t next = at;
    const char32_t code_point = decode_utf8(text, next);
    if (code_point == U'…' || (classes.of(code_point) & kCharIcon) != 0) return next - at;
    if (at == 0) return 0;
    const bool digit_before = is_ascii_digit(text[at - 1]);
    if ((c == '+' || c == '-' || c == '*' || c == '^') && digit_before && next < text.size() &&
        (is_ascii_digit(text[next]) || text[next] == '-')) {
      return 1;
    }
    const bool alpha_before = (classes.before(text, at) & kCharAlpha) != 0;
    if (!alpha_before && !digit_before) return 0;
    if (c == ',') return alpha_before && (class_at(text, next) & kCharAlpha) != 0 ? 1 : 0;
    if (c == ':' || c == '<' || c == '>' || c == '=' || c == '/' || c == '~') {
      return (class_at(text, next) & kCharAlpha) != 0 ? 1 : 0;
    }
    if (c == '-' || code_point == U'–' || code_point == U'—') return hyphen_size(text, at);
    return 0;
  }
  uint16_t class_at(std::string_view text, size_t at) const {
    return at < text.size() ? classes.next(text, at) : uint16_t{0};
  }
  /// Hyphens of one, two or three, or a dash of one or two, before a letter.
  size_t hyphen_size(std::string_view text, size_t at) const {
    for (const std::string_view hyphen : {"-", "–", "—", "--", "---", "——"}) {
      if (!text.substr(at).starts_with(hyphen)) continue;
      if ((class_at(text, at + hyphen.size()) & kCharAlpha) != 0) return hyphen.size();
    }
    return 0;
  }

  bool has_infix(std::string_view text) const {
    for (size_t at = 0; at < text.size(); at += utf8_length(text[at])) {
      if (infix_size(text, at) != 0) return true;
    }
    return false;
  }

  static void add_special(const SpecialWord& special, size_t begin, std::vector<Word>& words) {
    for (const uint8_t length : special.lengths) {
      words.push_back(word_at(begin, begin + length));
      begin += length;
    }
  }

  /// A chunk of ASCII letters: no affixes, no infixes.
  void add_letters(std::string_view text, size_t begin, size_t end,
                   std::vector<Word>& words) const {
    const SpecialWord* entry = special(text, begin, end);
    if (entry == nullptr) {
      words.push_back(word_at(begin, end));
    } else {
      add_special(*entry, begin, words);
    }
  }

  /// The same with one more byte at `end`, if that is a mark whose rule is plain: most chunks that
  /// are not letters alone. False: nothing was added. (No special case ends in one of ",;!?"; none
  /// is recut from letters before one of them or before a full stop.)
  bool add_letters_and_mark(std::string_view text, size_t begin, size_t end,
                            std::vector<Word>& words) const {
    const char mark = text[end];
    if (mark == '.') {
      if (const SpecialWord* entry = special(text, begin, end + 1)) {
        add_special(*entry, begin, words);
        return true;
      }
      const bool two_capitals =
          end - begin >= 2 && is_ascii_upper(text[end - 1]) && is_ascii_upper(text[end - 2]);
      if (!is_ascii_lower(text[end - 1]) && !two_capitals) {
        words.push_back(word_at(begin, end + 1));
        return true;
      }
    } else if (mark != ',' && mark != ';' && mark != '!' && mark != '?') {
      return false;
    }
    add_letters(text, begin, end, words);
    words.push_back(word_at(end, end + 1));
    return true;
  }

  /// What is left of a chunk when its affixes are gone.
  void split_core(std::string_view text, size_t begin, size_t end, bool with_specials,
                  std::vector<Word>& words) const {
    const std::string_view core = text.substr(begin, end - begin);
    const SpecialWord* entry = with_specials ? special(text, begin, end) : nullptr;
    if (entry != nullptr) return add_special(*entry, begin, words);
    const bool plain = std::all_of(core.begin(), core.end(), is_ascii_alnum);
    size_t word_begin = begin;
    if (!plain && !internal::is_url(classes, core)) {
      for (size_t at = 0; at < core.size();) {
        const size_t size = infix_size(core, at);
        if (size != 0 && at != 0) {
          if (begin + at != word_begin) words.push_back(word_at(word_begin, begin + at));
          words.push_back(word_at(begin + at, begin + at + size));
          word_begin = begin + at + size;
        }
        at += size != 0 ? size : utf8_length(core[at]);
      }
    }
    if (word_begin < end) words.push_back(word_at(word_begin, end));
  }

  void split_chunk(std::string_view text, size_t begin, size_t end, bool with_specials,
                   std::vector<Word>& words) const {
    SuffixStack suffixes;
    size_t last_size = 0;
    const auto is_special = [&](size_t from, size_t to) {
      return with_specials && from < to && special(text, from, to) != nullptr;
    };
    while (begin < end && end - begin != last_size) {
      if (is_special(begin, end)) break;
      last_size = end - begin;
      const std::string_view rest = text.substr(begin, end - begin);
      const size_t prefix = prefix_size(rest);
      if (prefix != 0 && is_special(begin + prefix, end)) {
        words.push_back(word_at(begin, begin + prefix));
        begin += prefix;
        break;
      }
      const size_t suffix = suffix_size(rest.substr(prefix));
      if (suffix != 0 && is_special(begin, end - suffix)) {
        suffixes.push(word_at(end - suffix, end));
        end -= suffix;
        break;
      }
      if (prefix != 0) words.push_back(word_at(begin, begin + prefix));
      if (suffix != 0) suffixes.push(word_at(end - suffix, end));
      begin += prefix;
      end -= suffix;
    }
    if (begin < end) split_core(text, begin, end, with_specials, words);
    suffixes.pop_onto(words);
  }

  /// Calls `visit(n, pattern)` for every pattern of the n words that begin with words[first], until
  /// it returns false.
  template <typename Visit>
  void each_pattern(std::string_view text, const std::vector<Word>& words, size_t first,
                    Visit visit) const {
    if (first + 1 >= words.size() || !may_start(text, words[first], words[first + 1])) return;
    std::string key;
    append_key(key, text, words[first]);
    for (size_t n = 2; first + n <= words.size(); ++n) {
      if (!are_neighbours(text, words[first + n - 2], words[first + n - 1])) return;
      append_key(key, text, words[first + n - 1]);
      const auto pattern = patterns.find(key);
      if (pattern == patterns.end() || !visit(n, pattern->second)) return;
    }
  }

  /// Whether neighbouring words from `first` on spell a special case that is to be cut anew.
  bool spells_special(std::string_view text, const std::vector<Word>& words, size_t first) const {
    bool found = false;
    for (size_t i = first; i + 1 < words.size() && !found; ++i) {
      each_pattern(text, words, i, [&found](size_t, Pattern pattern) {
        found = pattern == Pattern::kOther;
        return !found;
      });
    }
    return found;
  }

  /// Words that together spell a special case become it: the longest first, the first among equals,
  /// none that touches another's words. A blank between them does not keep words from being
  /// claimed, only from being cut anew.
  void recut_specials(std::string_view text, std::vector<Word>& words) const {
    struct Match {
      size_t first, n;
    };
    std::vector<Match> matches;
    for (size_t i = 0; i < words.size(); ++i) {
      each_pattern(text, words, i, [&](size_t n, Pattern pattern) {
        if (pattern != Pattern::kBegin) matches.push_back({i, n});
        return true;
      });
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& a, const Match& b) { return a.n > b.n; });
    std::vector<bool> seen(words.size());
    std::vector<size_t> recut(words.size());  // words of the special case that begins here
    for (const Match& match : matches) {
      if (!seen[match.first] && !seen[match.first + match.n - 1]) recut[match.first] = match.n;
      std::fill_n(seen.begin() + static_cast<std::ptrdiff_t>(match.first), match.n, true);
    }
    std::vector<Word> result;
    for (size_t i = 0; i < words.size();) {
      const size_t n = recut[i];
      const SpecialWord* entry = nullptr;
      if (n != 0) {
        entry = special(text, words[i].begin, words[i + n - 1].end);
      }
      if (entry != nullptr) {
        add_special(*entry, words[i].begin, result);
        i += n;
      } else {
        result.push_back(words[i++]);
      }
    }
    words = std::move(result);
  }

  bool is_terminal(std::string_view word) const {
    size_t at = 0;
    return (classes.next(word, at) & kCharTerminal) != 0 && at == word.size();
  }
  bool is_punctuation(std::string_view word) const {
    for (size_t at = 0; at < word.size();) {
      if ((classes.next(word, at) & kCharPunct) == 0) return false;
    }
    return true;
  }

  /// White space other than a single blank is a word of its own and parts its neighbours.
  static bool are_neighbours(std::string_view text, Word a, Word b) {
    return a.end == b.begin || (b.begin - a.end == 1 && text[a.end] == ' ');
  }
};

EnglishWords::EnglishWords() : impl_(std::make_unique<const Impl>()) {}
EnglishWords::EnglishWords(EnglishWords&&) noexcept = default;
EnglishWords::~EnglishWords() = default;

const CharClasses& EnglishWords::classes() const { return impl_->classes; }

void EnglishWords::split(std::string_view text, std::vector<Word>& words) const {
  words.clear();
  bool recut = false;
  const auto is_blank_at = [&](size_t at) {
    const uint8_t kind = english::kind_of(text[at]);
    return kind == english::kBlank ||
           (kind == english::kMaybeBlank && (impl_->classes.next(text, at) & kCharSpace) != 0);
  };
  size_t at = 0;
  english::Runs runs(text);
  while ((at = runs.blanks_end(at)) < text.size()) {
    if (is_blank_at(at)) {
      at += utf8_length(text[at]);
      continue;
    }
    const size_t begin = at;
    at = runs.letters_end(at);
    if (at > begin && (at == text.size() || english::kind_of(text[at]) == english::kBlank)) {
      impl_->add_letters(text, begin, at, words);
      continue;
    }
    if (at > begin && (at + 1 == text.size() || english::kind_of(text[at + 1]) == english::kBlank) &&
        impl_->add_letters_and_mark(text, begin, at, words)) {
      ++at;
      continue;
    }
    for (; at < text.size(); ++at) {
      const uint8_t kind = english::kind_of(text[at]);
      if (kind == english::kBlank || (kind == english::kMaybeBlank && is_blank_at(at))) break;
    }
    const size_t first = words.size();
    impl_->split_chunk(text, begin, at, /*with_specials=*/true, words);
    recut = recut || (words.size() - first > 1 && impl_->spells_special(text, words, first));
  }
  if (recut) impl_->recut_specials(text, words);
}

uint64_t EnglishWords::count_sentences(std::string_view text, uint64_t enough,
                                       std::vector<Word>& words) const {
  split(text, words);
  uint64_t sentences = words.empty() ? 0 : 1;
  bool seen_terminal = false;
  for (size_t i = 0; i < words.size() && sentences < enough; ++i) {
    const std::string_view form = text.substr(words[i].begin, words[i].end - words[i].begin);
    if (seen_terminal && !Impl::are_neighbours(text, words[i - 1], words[i])) {
      ++sentences;  // the white space between them begins it
      seen_terminal = false;
    }
    const bool terminal = impl_->is_terminal(form);
    if (seen_terminal && !terminal && !impl_->is_punctuation(form)) {
      ++sentences;
      seen_terminal = false;
    }
    seen_terminal = seen_terminal || terminal;
  }
  return sentences;
}

}  // namespace lauter
