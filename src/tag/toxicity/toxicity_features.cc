#include "tag/toxicity/toxicity_features.h"

#include <algorithm>

#include "base/hash.h"
#include "base/stop.h"
#include "tag/disguise.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr size_t kMaxWordCharacters = 32;
constexpr size_t kShortestGram = 2;
constexpr size_t kLongestGram = 5;
constexpr size_t kFewestSpelledLetters = 3;
constexpr size_t kWordsBetweenLooks = 4096;  // at whether to give up

constexpr bool is_zero_width(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

/// The letter that a digit or sign stands for, or '*'.
constexpr char letter_of(char32_t c) {
  switch (c) {
    case '@':
    case '4':
      return 'a';
    case '8':
      return 'b';
    case '3':
      return 'e';
    case '9':
      return 'g';
    case '1':
    case '!':
      return 'i';
    case '0':
      return 'o';
    case '5':
    case '$':
      return 's';
    case '7':
      return 't';
    default:
      return '*';
  }
}

bool word_at(std::string_view text, size_t at) {
  return at < text.size() && is_word_character(decode_utf8(text, at));
}

/// End of the word that begins at `begin`: masks and apostrophes count where letters follow.
size_t word_end(std::string_view text, size_t begin) {
  size_t at = begin;
  while (at < text.size()) {
    if (word_at(text, at)) {
      decode_utf8(text, at);
      continue;
    }
    size_t ahead = at;
    while (ahead < text.size() && ahead - at < 8 && is_mask(text[ahead])) ++ahead;
    if (ahead == at && text[at] == '\'') ++ahead;
    if (ahead == at || at == begin || !word_at(text, ahead)) return at;
    at = ahead;
  }
  return at;
}

size_t space_end(std::string_view text, size_t at) {
  while (at < text.size() && !is_ascii_space(text[at])) ++at;
  return at;
}

/// If single letters with one and the same separator between them begin at `begin` ("i d i o t",
/// "i.d.i.o.t"), their end; else `begin`.
size_t spelled_end(std::string_view text, size_t begin) {
  size_t letters = 0;
  size_t at = begin;
  while (at < text.size() && is_ascii_alpha(text[at]) && letters < kMaxWordCharacters) {
    if (word_at(text, at + 1)) break;
    ++letters;
    const bool more = at + 2 < text.size() && text[at + 1] == text[begin + 1] &&
                      (text[at + 1] == ' ' || text[at + 1] == '.' || text[at + 1] == '-' ||
                       text[at + 1] == '_') &&
                      is_ascii_alpha(text[at + 2]) && !word_at(text, at + 3);
    if (!more) return letters >= kFewestSpelledLetters ? at + 1 : begin;
    at += 2;
  }
  return begin;
}

class Extraction {
 public:
  Extraction(std::string_view text, ToxicityFeatures& out) : text_(text), out_(out) {}

  void run() {
    out_.words.clear();
    out_.grams.clear();
    out_.pair.clear();
    for (size_t at = 0; at < text_.size();) {
      at = take(at);
      if (out_.words.size() % kWordsBetweenLooks == 0 && GiveUpScope::is_over()) return;
    }
  }

 private:
  size_t take(size_t at) {
    const char c = text_[at];
    if (c == '@' && word_at(text_, at + 1) && (at == 0 || !word_at(text_, at - 1))) {
      const size_t end = word_end(text_, at + 1);
      add_plain({at, end}, "@");
      return end;
    }
    if (!word_at(text_, at)) {
      decode_utf8(text_, at);
      return at;
    }
    const std::string_view rest = text_.substr(at);
    if (rest.starts_with("http://") || rest.starts_with("https://")) {
      const size_t end = space_end(text_, at);
      add_plain({at, end}, "/");
      return end;
    }
    if (const size_t end = spelled_end(text_, at); end != at) {
      add_word({at, end}, true);
      return end;
    }
    const size_t end = word_end(text_, at);
    add_word({at, end}, false);
    return end;
  }

  /// A word without content: no n-grams.
  void add_plain(ByteSpan span, std::string_view name) {
    out_.folded = name;
    push(span);
  }

  void add_word(ByteSpan span, bool spelled) {
    fold(text_.substr(span.begin, span.end - span.begin), spelled);
    push(span);
    add_grams();
  }

  void fold(std::string_view word, bool spelled) {
    std::string& out = out_.folded;
    out.clear();
    const bool has_letter = std::any_of(word.begin(), word.end(),
                                        [](char c) { return is_ascii_alpha(c) || !is_ascii(c); });
    char32_t last = 0;
    size_t repeats = 0;
    size_t characters = 0;
    for (size_t i = 0; i < word.size() && characters < kMaxWordCharacters;) {
      char32_t c = decode_utf8(word, i);
      if (c == '\'' || is_zero_width(c)) continue;
      if (spelled && (c >= 0x80 || !is_ascii_alpha(static_cast<char>(c)))) continue;
      c = to_lower(c);
      if (has_letter && c < 0x80 && !is_ascii_alpha(static_cast<char>(c))) {
        c = static_cast<char32_t>(letter_of(c));
      }
      repeats = c == last ? repeats + 1 : 1;
      last = c;
      if (repeats > 2) continue;
      append_utf8(out, c);
      ++characters;
    }
  }

  void push(ByteSpan span) {
    const auto row = [](std::string_view bytes, uint64_t kind) {
      return static_cast<uint32_t>(hash64(bytes, kind) % kToxicityWordRows);
    };
    std::string& pair = out_.pair;
    pair.push_back(' ');
    pair.append(out_.folded);
    const auto grams = static_cast<uint32_t>(out_.grams.size());
    out_.words.push_back({span, row(out_.folded, 'w'), row(pair, 'b'), grams, grams});
    pair.assign(out_.folded);
  }

  void add_grams() {
    std::string& word = out_.folded;
    word.insert(0, "^");
    word.push_back('$');
    for (size_t begin = 0; begin < word.size(); begin += utf8_length(word[begin])) {
      size_t end = begin;
      for (size_t n = 1; n <= kLongestGram && end < word.size(); ++n) {
        end += utf8_length(word[end]);
        if (n < kShortestGram) continue;
        const std::string_view gram(word.data() + begin, end - begin);
        out_.grams.push_back(static_cast<uint32_t>(hash64(gram, 'g') % kToxicityGramRows));
      }
    }
    out_.words.back().grams_end = static_cast<uint32_t>(out_.grams.size());
  }

  std::string_view text_;
  ToxicityFeatures& out_;
};

}  // namespace

void extract_toxicity_features(std::string_view text, ToxicityFeatures& out) {
  Extraction(text, out).run();
}

}  // namespace lauter
