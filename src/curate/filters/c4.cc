// Raffel et al. 2020, section 2.2, with the additions of its published code that datatrove has too:
// line by line, and what is left of a document goes on only if it has enough sentences.
//
// datatrove writes the stripped lines that stay, joined by LF. The same text is said here by
// deletions: a partition of the document into pieces that stay and pieces that go.
#include <algorithm>
#include <array>
#include <cstring>

#include "curate/filters/filter_scratch.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

constexpr std::string_view kStage = "filter";
constexpr std::string_view kPolicyPhrases[] = {"terms of use",   "privacy policy", "cookie policy",
                                               "uses cookies",   "use of cookies", "use cookies"};
constexpr std::string_view kKelvin = "\xE2\x84\xAA";  // the only other letter whose lower case is ASCII

/// Why a piece goes. Names of whole lines are those of datatrove's statistics.
enum class Fate : uint8_t {
  kKeep,
  kLineEnd,  ///< between lines that stay: LF
  kStrip,
  kCitation,
  kTooLongWord,
  kNoTerminalPunct,
  kTooFewWords,
  kJavascript,
  kPolicy,
};
struct FateName {
  std::string_view rule, label;
};
constexpr std::array<FateName, 9> kFateNames = {{{"", ""},
                                                 {"c4.line_end", "LINE_END"},
                                                 {"c4.strip", "WHITE_SPACE"},
                                                 {"c4.citation", "CITATION"},
                                                 {"c4.too_long_word", "LINE"},
                                                 {"c4.no_terminal_punc", "LINE"},
                                                 {"c4.too_few_words", "LINE"},
                                                 {"c4.javascript", "LINE"},
                                                 {"c4.policy", "LINE"}}};

struct Piece {
  ByteSpan span;
  Fate fate;
};

/// Lower case as far as an ASCII phrase can tell.
std::string lower(std::string_view text) {
  std::string out = to_ascii_lower(text);
  for (size_t at = out.find(kKelvin); at != std::string::npos; at = out.find(kKelvin, at)) {
    out.replace(at, kKelvin.size(), "k");
  }
  return out;
}

bool holds(std::string_view text, std::string_view phrase) {
  return text.find(phrase) != std::string_view::npos;
}
bool holds_policy(std::string_view lowered) {
  return std::any_of(std::begin(kPolicyPhrases), std::end(kPolicyPhrases),
                     [&](std::string_view phrase) { return holds(lowered, phrase); });
}

/// Whether a line of the document can hold one of the phrases: one look at the whole saves one at
/// every line.
bool may_hold_phrases(std::string_view text) {
  if (holds(text, kKelvin)) return true;
  const auto found = [&](std::string_view phrase) {
    return memmem(text.data(), text.size(), phrase.data(), phrase.size()) != nullptr;
  };
  // Letters that are in every phrase, in both cases only where they begin a phrase or a word.
  std::string lowered = to_ascii_lower(text);
  text = lowered;
  return found("javascript") || found("lorem ipsum") || found("cookie") || found("terms of use") ||
         found("privacy policy");
}

/// The end of a citation that begins with the '[' at `at`, or 0.
size_t citation_end(const CharClasses& classes, std::string_view line, size_t at) {
  const std::string_view rest = line.substr(at);
  for (const std::string_view note : {"[edit]", "[citation needed]"}) {
    if (rest.starts_with(note)) return at + note.size();
  }
  size_t end = at + 1;
  while (end < line.size()) {
    if (line[end] == ']') return end + 1;
    if ((classes.next(line, end) & kCharDigit) == 0) return 0;
  }
  return 0;
}

class C4 {
 public:
  C4(const C4Options& options, const EnglishWords& english, std::string_view text,
     FilterScratch::Impl& scratch)
      : options_(options),
        english_(english),
        classes_(english.classes()),
        text_(text),
        scratch_(scratch),
        check_phrases_((options.filter_lorem_ipsum || options.filter_javascript ||
                        options.filter_policy) &&
                       may_hold_phrases(text)) {}

  FilterVerdict judge() {
    for (size_t begin = 0; begin < text_.size();) {
      const LineCut cut = cut_line(text_, begin, options_.lines);
      std::string reason = take_line(begin, cut);
      if (!reason.empty()) return {std::move(reason), {}};
      begin = cut.next;
    }
    if (static_cast<int64_t>(sentences_) < options_.min_num_sentences) {
      return {"too_few_sentences", {}};
    }
    strip_ends();
    return {{}, edits()};
  }

 private:
  /// Adds the line's pieces; returns why the document is dropped, if it is.
  std::string take_line(size_t begin, LineCut cut) {
    const std::string_view stripped = strip_spaces(classes_, text_.substr(begin, cut.end - begin));
    const auto line_begin = static_cast<size_t>(stripped.data() - text_.data());
    const size_t n_pieces = pieces_.size();
    add(begin, line_begin, Fate::kStrip);
    const bool cited = add_content(line_begin, stripped);
    add(line_begin + stripped.size(), cut.end, Fate::kStrip);
    add(cut.end, cut.next, Fate::kLineEnd);

    std::string without_citations;
    std::string_view line = stripped;
    if (cited) {
      for (size_t i = n_pieces; i < pieces_.size(); ++i) {
        if (pieces_[i].fate == Fate::kKeep) without_citations += pieces_[i].span.of(text_);
      }
      line = without_citations;
    }
    std::string reason;
    const Fate fate = judge_line(stripped, line, cited, reason);
    if (fate != Fate::kKeep) {
      pieces_.resize(n_pieces);
      add(begin, cut.next, fate);
    }
    return reason;
  }

  /// Pieces of the stripped line; whether there are citations in it.
  bool add_content(size_t begin, std::string_view line) {
    bool cited = false;
    size_t kept = 0;
    size_t at = options_.remove_citations ? line.find('[') : std::string_view::npos;
    while (at != std::string_view::npos) {
      const size_t end = citation_end(classes_, line, at);
      if (end != 0) {
        add(begin + kept, begin + at, Fate::kKeep);
        add(begin + at, begin + end, Fate::kCitation);
        kept = end;
        cited = true;
      }
      at = line.find('[', end != 0 ? end : at + 1);
    }
    add(begin + kept, begin + line.size(), Fate::kKeep);
    return cited;
  }

  /// `line` is `stripped` without citations. Fills `reason` if the whole document goes.
  Fate judge_line(std::string_view stripped, std::string_view line, bool cited,
                  std::string& reason) {
    if (has_long_word(stripped)) return Fate::kTooLongWord;
    if (options_.filter_no_terminal_punct && (!ends_sentence(line) || line.ends_with("..."))) {
      return Fate::kNoTerminalPunct;
    }
    if (!has_words(stripped)) return Fate::kTooFewWords;
    std::string lowered;
    if (check_phrases_ || cited) lowered = lower(line);
    if (options_.filter_lorem_ipsum && holds(lowered, "lorem ipsum")) {
      reason = "lorem_ipsum";
      return Fate::kKeep;
    }
    if (options_.filter_javascript && holds(lowered, "javascript")) return Fate::kJavascript;
    if (options_.filter_curly_bracket && line.find('{') != std::string_view::npos) {
      reason = "curly_bracket";
      return Fate::kKeep;
    }
    if (options_.filter_policy && holds_policy(lowered)) return Fate::kPolicy;
    const auto wanted = static_cast<uint64_t>(std::max<int64_t>(options_.min_num_sentences, 0));
    if (sentences_ < wanted) {
      sentences_ += english_.count_sentences(line, wanted - sentences_, scratch_.words);
    }
    return Fate::kKeep;
  }

  static bool ends_sentence(std::string_view line) {
    if (line.empty()) return false;
    const char c = line.back();
    return c == '.' || c == '?' || c == '!' || c == '"' || c == '\'';
  }

  /// Calls `visit(word)` for the words between white space until it returns true; whether it did.
  template <typename Visit>
  bool any_word(std::string_view line, Visit visit) const {
    size_t begin = 0;
    for (size_t at = 0; at <= line.size();) {
      size_t next = at + 1;
      const bool blank = at == line.size() ||
                         (next = at, (classes_.next(line, next) & kCharSpace) != 0);
      if (blank && at > begin && visit(line.substr(begin, at - begin))) return true;
      if (blank) begin = next;
      at = next;
    }
    return false;
  }
  bool has_long_word(std::string_view line) const {
    if (options_.max_word_length == -1) return false;
    const auto most = options_.max_word_length;
    if (static_cast<int64_t>(line.size()) <= most) return false;
    return any_word(line, [&](std::string_view word) {
      return static_cast<int64_t>(word.size()) > most &&
             static_cast<int64_t>(count_code_points(word)) > most;
    });
  }
  bool has_words(std::string_view line) const {
    int64_t n = 0;
    return options_.min_words_per_line <= 0 ||
           any_word(line, [&](std::string_view) { return ++n >= options_.min_words_per_line; });
  }

  void add(size_t begin, size_t end, Fate fate) {
    if (begin < end) pieces_.push_back({{begin, end}, fate});
  }

  /// White space at both ends of what stays goes too: line ends, and blanks beside a citation.
  void strip_ends() {
    const auto stays = [](const Piece& piece) {
      return piece.fate == Fate::kKeep || piece.fate == Fate::kLineEnd;
    };
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (!stays(pieces_[i])) continue;
      if (!strip_piece(i, /*at_begin=*/true)) break;
    }
    for (size_t i = pieces_.size(); i > 0; --i) {
      if (!stays(pieces_[i - 1])) continue;
      if (!strip_piece(i - 1, /*at_begin=*/false)) break;
    }
  }
  /// Strips one end of a piece; whether nothing is left of it.
  bool strip_piece(size_t i, bool at_begin) {
    Piece& piece = pieces_[i];
    const std::string_view stripped = strip_spaces(classes_, piece.span.of(text_));
    if (stripped.empty()) {
      piece.fate = Fate::kStrip;
      return true;
    }
    const auto begin = static_cast<uint64_t>(stripped.data() - text_.data());
    const ByteSpan blank = at_begin ? ByteSpan{piece.span.begin, begin}
                                    : ByteSpan{begin + stripped.size(), piece.span.end};
    if (blank.empty()) return false;
    (at_begin ? piece.span.begin : piece.span.end) = at_begin ? blank.end : blank.begin;
    pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(at_begin ? i : i + 1),
                   Piece{blank, Fate::kStrip});
    return false;
  }

  std::vector<Edit> edits() const {
    std::vector<Edit> edits;
    for (const Piece& piece : pieces_) {
      std::string with;
      if (piece.fate == Fate::kKeep) continue;
      if (piece.fate == Fate::kLineEnd) {
        if (piece.span.of(text_) == "\n") continue;
        with = "\n";
      }
      const FateName& name = kFateNames[static_cast<size_t>(piece.fate)];
      edits.push_back({piece.span,
                       std::move(with),
                       {std::string(kStage), std::string(name.rule), std::string(name.label)}});
    }
    return edits;
  }

  const C4Options& options_;
  const EnglishWords& english_;
  const CharClasses& classes_;
  std::string_view text_;
  FilterScratch::Impl& scratch_;
  bool check_phrases_;
  uint64_t sentences_ = 0;  ///< counted up to the number that is asked for
  std::vector<Piece> pieces_;
};

}  // namespace

FilterVerdict judge_c4(const C4Options& options, const EnglishWords& english, std::string_view text,
                       FilterScratch::Impl& scratch) {
  return C4(options, english, text, scratch).judge();
}

}  // namespace lauter::internal
