#include "tag/line_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "base/check.h"
#include "base/hash.h"
#include "tag/line_words.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter {
namespace {

using internal::kLineWords;

/// What one line says by itself.
struct Line {
  uint64_t hash = 0;  ///< of its folded form; 0: blank
  uint32_t chars = 0;
  uint32_t words = 0;
  uint32_t letters = 0;
  uint32_t upper = 0;
  uint32_t digits = 0;
  uint32_t marks = 0;       ///< ASCII punctuation and symbols beyond ASCII
  uint32_t code_marks = 0;  ///< of {}()[];=<>_\/
  uint32_t capitalised = 0;
  uint32_t indent = 0;  ///< blanks before it, a tab counts as four
  uint32_t tabs = 0;
  uint32_t bars = 0;  ///< | and the separators of breadcrumbs and menus
  std::array<uint16_t, kLineWords> of_class{};
  uint32_t first_class = 0;  ///< classes of the first word
  char first = '\0';
  bool ends_sentence = false;
  bool ends_colon = false;
  bool ends_open = false;  ///< with a letter or digit
  bool heading = false;    ///< of Markdown
  bool bullet = false;
  bool numbered = false;
  bool quote = false;
  bool fence = false;  ///< a fence, or inside of one
  bool address = false;
  bool price = false;
  bool formula = false;
  bool copyright = false;

  /// Running text: a long line that ends as sentences do, or has the small words of one.
  bool is_prose() const {
    const bool has_small_words = 6 * of_class[0] >= words;
    return (words >= 8 && ends_sentence && has_small_words) || (words >= 18 && has_small_words);
  }
};

constexpr size_t kMaxCounted = 60'000;  ///< of words of a class in a line

bool is_code_mark(char c) {
  return std::string_view("{}()[];=<>_\\/").find(c) != std::string_view::npos;
}

bool is_sentence_end(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
         c == 0xFF1F || c == 0x0964 || c == 0x061F;
}

bool is_closing(char32_t c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0xBB ||
         c == '*' || c == '_' || c == 0x300D;
}

bool is_currency(char32_t c) {
  return c == '$' || c == 0x20AC || c == 0xA3 || c == 0xA5 || c == 0x20B9;
}

bool is_separator(char32_t c) {
  return c == '|' || c == 0xBB || c == 0x203A || c == 0xB7 || c == 0x2022 || c == 0x2192;
}

/// Lower case, digits as one '0', white space as one blank, without white space at the ends.
void fold_line(std::string_view line, std::string& out) {
  out.clear();
  bool gap = false;
  for (size_t i = 0; i < line.size();) {
    const char byte = line[i];
    char32_t c = 0;
    if (is_ascii(byte)) {
      ++i;
      if (is_ascii_space(byte)) {
        gap = true;
        continue;
      }
      c = static_cast<char32_t>(is_ascii_digit(byte) ? '0' : ascii_lower(byte));
    } else {
      c = decode_utf8(line, i);
      if (c == 0xA0 || c == 0x2009 || c == 0x202F || c == 0x3000) {
        gap = true;
        continue;
      }
      if ((c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0xAD) continue;
      c = digit_zero(c) != 0 ? U'0' : to_lower(c);
    }
    if (gap && !out.empty()) out += ' ';
    if (c == '0' && !gap && !out.empty() && out.back() == '0') continue;
    gap = false;
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      append_utf8(out, c);
    }
  }
}

uint64_t hash_of_folded(std::string_view folded) {
  return folded.empty() ? 0 : std::max<uint64_t>(hash64(folded, 'L'), 1);
}

/// Words of a folded line by class.
void count_classes(std::string_view folded, Line& line) {
  size_t begin = 0;
  bool first = true;
  for (size_t i = 0; i <= folded.size();) {
    size_t next = i;
    const bool inside = i < folded.size() && is_word_character(decode_utf8(folded, next));
    if (inside) {
      i = next;
      continue;
    }
    if (i > begin) {
      const uint32_t classes = internal::line_word_classes(folded.substr(begin, i - begin));
      if (first) line.first_class = classes;
      first = false;
      for (size_t c = 0; classes != 0 && c < kLineWords; ++c) {
        if ((classes >> c & 1U) != 0 && line.of_class[c] < kMaxCounted) ++line.of_class[c];
      }
    }
    if (i == folded.size()) break;
    i = begin = next;
  }
}

/// Marks that stand at the begin of a line.
void read_begin(std::string_view body, Line& line) {
  const char second = body.size() > 1 ? body[1] : ' ';
  line.first = body[0];
  if (body[0] == '#') {
    const size_t n = std::min(body.find_first_not_of('#'), body.size());
    line.heading = n <= 6 && n < body.size() && body[n] == ' ';
  }
  line.bullet = ((body[0] == '-' || body[0] == '*' || body[0] == '+') && second == ' ') ||
                body.starts_with("\xE2\x80\xA2");
  line.quote = body[0] == '>';
  const size_t digits = std::min(body.find_first_not_of("0123456789"), body.size());
  line.numbered = digits > 0 && digits <= 3 && digits + 1 < body.size() &&
                  (body[digits] == '.' || body[digits] == ')') && body[digits + 1] == ' ';
}

Line read_line(std::string_view text, std::string& folded) {
  Line line;
  fold_line(text, folded);
  line.hash = hash_of_folded(folded);
  if (line.hash == 0) return line;
  count_classes(folded, line);
  size_t at = 0;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) {
    line.indent += text[at++] == '\t' ? 4 : 1;
  }
  const std::string_view body = trim_ascii(text);
  read_begin(body, line);
  bool in_word = false;
  bool dollar = false;
  char32_t last = 0;
  char32_t last_inner = 0;  ///< the last that closes nothing
  for (size_t i = 0; i < body.size();) {
    const char32_t c = is_ascii(body[i]) ? static_cast<char32_t>(body[i++]) : decode_utf8(body, i);
    ++line.chars;
    const bool is_word = c < 0x80 ? is_ascii_alnum(static_cast<char>(c)) : is_word_character(c);
    if (is_word) {
      const bool digit = c < 0x80 ? is_ascii_digit(static_cast<char>(c)) : digit_zero(c) != 0;
      const bool upper = !digit && to_lower(c) != c;
      line.digits += digit ? 1 : 0;
      line.letters += digit ? 0 : 1;
      line.upper += upper ? 1 : 0;
      if (!in_word) {
        ++line.words;
        line.capitalised += upper ? 1 : 0;
      }
      line.price = line.price || (digit && is_currency(last));
    } else if (c == '\t') {
      ++line.tabs;
    } else if (c != ' ' && c != 0xA0) {
      ++line.marks;
      if (c < 0x80 && is_code_mark(static_cast<char>(c))) ++line.code_marks;
      if (is_separator(c)) ++line.bars;
      line.address = line.address || (c == '@' && in_word);
      line.copyright = line.copyright || c == 0xA9;
      line.formula = line.formula || (c == '$' && dollar) || (c >= 0x2200 && c <= 0x22FF);
      dollar = dollar || c == '$';
    }
    in_word = is_word;
    last = c;
    if (!is_closing(c) && c != ' ') last_inner = c;
  }
  line.ends_sentence = is_sentence_end(last_inner);
  line.ends_colon = last == ':';
  line.ends_open = in_word;
  line.address = line.address || folded.find("://") != std::string::npos ||
                 folded.find("www.") != std::string::npos;
  line.formula = line.formula || folded.find("\\frac") != std::string::npos ||
                 folded.find("\\begin{") != std::string::npos;
  return line;
}

float log2_of(double n) { return static_cast<float>(std::log2(1 + n)); }

float share(double part, double whole) {
  return whole <= 0 ? 0.0F : static_cast<float>(part / whole);
}

/// Sums over the lines before each line, so that any stretch of lines costs two looks.
struct Sums {
  double chars = 0;
  double words = 0;
  double stop_words = 0;
  double prose_chars = 0;
  double sentences = 0;  ///< lines that end as sentences do
  double filled = 0;     ///< lines that are not blank
  double documents = 0;  ///< log2 of their documents
  double junk_words = 0;
};

Sums operator-(const Sums& a, const Sums& b) {
  return {a.chars - b.chars,           a.words - b.words,
          a.stop_words - b.stop_words, a.prose_chars - b.prose_chars,
          a.sentences - b.sentences,   a.filled - b.filled,
          a.documents - b.documents,   a.junk_words - b.junk_words};
}

/// Words of menus, accounts, social networks, law, shops and calls.
uint32_t junk_words(const Line& line) {
  uint32_t count = 0;
  for (size_t c = 1; c <= 6; ++c) count += line.of_class[c];
  return std::min(count, line.words);
}

}  // namespace

struct LineScratch {
  std::string folded;
  std::vector<Line> lines;
  std::vector<Sums> sums;
  std::vector<float> documents;     ///< log2(1 + n) of each line
  std::vector<uint32_t> before;     ///< lines since the last prose line
  std::vector<uint32_t> after;      ///< lines to the next one
  std::vector<uint32_t> short_run;  ///< lines without prose in a row, this one among them
  std::vector<uint32_t> previous;   ///< the filled line before; itself if there is none
  std::vector<uint32_t> next;
  std::unordered_map<uint64_t, uint32_t> repeats;

  void read(std::string_view text, const LineIndex& index, std::span<const uint32_t> documents_of);
  void look_around();
  Sums around(size_t line, size_t reach) const {
    const size_t from = line > reach ? line - reach : 0;
    const size_t to = std::min(line + reach + 1, lines.size());
    return sums[to] - sums[from];
  }
};

void LineScratch::read(std::string_view text, const LineIndex& index,
                       std::span<const uint32_t> documents_of) {
  const size_t n = index.line_count();
  lines.resize(n);
  sums.assign(n + 1, Sums());
  documents.assign(n, 0);
  repeats.clear();
  bool fenced = false;
  for (size_t i = 0; i < n; ++i) {
    const std::string_view bytes = index.line(i + 1).of(text);
    Line& line = lines[i] = read_line(bytes, folded);
    const std::string_view body = trim_ascii(bytes);
    const bool fence = body.starts_with("```") || body.starts_with("~~~");
    line.fence = fenced || fence;
    if (fence) fenced = !fenced;
    if (line.hash != 0) ++repeats[line.hash];
    if (i < documents_of.size() && line.hash != 0) documents[i] = log2_of(documents_of[i]);
    Sums& sum = sums[i + 1] = sums[i];
    sum.chars += line.chars;
    sum.words += line.words;
    sum.stop_words += line.of_class[0];
    sum.prose_chars += line.is_prose() ? line.chars : 0;
    sum.sentences += line.ends_sentence ? 1 : 0;
    sum.filled += line.hash != 0 ? 1 : 0;
    sum.documents += static_cast<double>(documents[i]);
    sum.junk_words += junk_words(line);
  }
}

void LineScratch::look_around() {
  const auto n = static_cast<uint32_t>(lines.size());
  before.resize(n);
  after.resize(n);
  short_run.resize(n);
  previous.resize(n);
  next.resize(n);
  uint32_t since = n;
  uint32_t filled = 0;
  for (uint32_t i = 0; i < n; ++i) {
    since = lines[i].is_prose() ? 0 : std::min(since + 1, n);
    before[i] = since;
    previous[i] = i == 0 ? 0 : filled;
    if (lines[i].hash != 0) filled = i;
  }
  since = n;
  filled = n - 1;
  for (uint32_t i = n; i-- > 0;) {
    since = lines[i].is_prose() ? 0 : std::min(since + 1, n);
    after[i] = since;
    next[i] = filled;
    if (lines[i].hash != 0) filled = i;
    short_run[i] = lines[i].is_prose() ? 0 : std::min(before[i], i + 1) + std::min(after[i], n - i);
  }
}

namespace {

/// The numbers of a line, one after the other.
struct FeatureList {
  std::vector<float>& out;

  void add(float value) const { out.push_back(value); }
  void flag(bool value) const { out.push_back(value ? 1.0F : 0.0F); }
};

/// What the line is by itself.
void put_line(const Line& line, const FeatureList& list) {
  const double words = std::max<double>(line.words, 1);
  const double chars = std::max<double>(line.chars, 1);
  list.flag(line.hash == 0);
  list.add(log2_of(line.chars));
  list.add(log2_of(line.words));
  list.add(static_cast<float>(std::min(line.letters / words, 20.0)));
  list.add(share(line.upper, line.letters));
  list.add(share(line.digits, chars));
  list.add(share(line.marks, chars));
  list.add(share(line.code_marks, chars));
  list.add(share(line.capitalised, words));
  for (const uint16_t count : line.of_class) list.add(share(count, words));
  list.add(log2_of(junk_words(line)));
  list.flag((line.first_class >> 6U & 1U) != 0);
  list.flag((line.first_class >> 7U & 1U) != 0);
  list.flag(line.ends_sentence);
  list.flag(line.ends_colon);
  list.flag(line.ends_open);
  list.flag(line.letters == 0);
  list.flag(line.letters > 0 && line.upper == line.letters);
  list.flag(line.is_prose());
  list.flag(line.address);
  list.flag(line.price);
  list.flag(line.copyright);
  list.add(log2_of(line.bars));
  // What structure it is part of.
  list.flag(line.heading);
  list.flag(line.bullet);
  list.flag(line.numbered);
  list.flag(line.quote);
  list.flag(line.fence);
  list.flag(line.formula);
  list.add(log2_of(line.tabs));
  list.add(log2_of(line.indent));
}

/// Where it stands, and among what.
void put_surroundings(const LineScratch& s, size_t i, bool has_documents, const FeatureList& list) {
  const size_t n = s.lines.size();
  const Sums& total = s.sums[n];
  const Line& line = s.lines[i];
  list.add(share(static_cast<double>(i), static_cast<double>(n)));
  list.add(log2_of(static_cast<double>(i)));
  list.add(log2_of(static_cast<double>(n - 1 - i)));
  list.add(share(s.sums[i].chars, total.chars));
  list.add(share(s.sums[i].prose_chars, total.prose_chars));
  list.add(log2_of(s.before[i]));
  list.add(log2_of(s.after[i]));
  list.add(log2_of(s.short_run[i]));
  // Its neighbours, near and far.
  const Line& previous = s.lines[s.previous[i]];
  const Line& next = s.lines[s.next[i]];
  list.add(log2_of(previous.chars));
  list.add(log2_of(next.chars));
  list.flag(previous.ends_sentence);
  list.flag(next.ends_sentence);
  for (const size_t reach : {size_t{3}, size_t{12}}) {
    const Sums near = s.around(i, reach);
    list.add(log2_of(near.filled <= 0 ? 0 : near.chars / near.filled));
    list.add(share(near.junk_words, near.words));
    list.add(share(near.prose_chars, near.chars));
  }
  // The document, and the corpus.
  list.add(log2_of(static_cast<double>(n)));
  list.add(share(total.prose_chars, total.chars));
  list.add(share(total.stop_words, total.words));
  list.add(line.hash == 0 ? 0 : log2_of(s.repeats.at(line.hash) - 1.0));
  list.add(s.documents[i]);
  list.add(static_cast<float>(s.around(i, 4).documents / std::max(s.around(i, 4).filled, 1.0)));
  list.flag(has_documents);
}

}  // namespace

uint64_t folded_line_hash(std::string_view line, std::string& scratch) {
  fold_line(line, scratch);
  return hash_of_folded(scratch);
}

LineFeaturizer::LineFeaturizer() : scratch_(std::make_unique<LineScratch>()) {}
LineFeaturizer::LineFeaturizer(LineFeaturizer&&) noexcept = default;
LineFeaturizer& LineFeaturizer::operator=(LineFeaturizer&&) noexcept = default;
LineFeaturizer::~LineFeaturizer() = default;

void LineFeaturizer::extract(std::string_view text, const LineIndex& index,
                             std::span<const uint32_t> documents, std::vector<float>& out) {
  LineScratch& s = *scratch_;
  const size_t n = index.line_count();
  out.clear();
  out.reserve(n * kLineFeatures);
  if (n == 0) return;
  s.read(text, index, documents);
  s.look_around();
  const FeatureList list{out};
  for (size_t i = 0; i < n; ++i) {
    put_line(s.lines[i], list);
    put_surroundings(s, i, !documents.empty(), list);
  }
  LAUTER_CHECK(out.size() == n * kLineFeatures, "one number for each feature");
}

}  // namespace lauter
