#include "refine/llm/token_diff.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/hash.h"
#include "text/ascii.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

/// Pairs of sentences that are compared at once, some 20 ns each.
constexpr size_t kMaxPairs = 250'000;

/// The characters that stand for pieces of a text: all from U+0021 on but the surrogates.
class Alphabet {
 public:
  std::optional<char32_t> of(std::string_view piece) {
    const auto [entry, is_new] = characters_.try_emplace(piece, next_);
    if (is_new) {
      if (next_ > 0x10FFFF) return std::nullopt;
      next_ = next_ == 0xD7FF ? 0xE000 : next_ + 1;
    }
    return entry->second;
  }

 private:
  std::unordered_map<std::string_view, char32_t> characters_;
  char32_t next_ = 0x21;
};

std::vector<ByteSpan> tokens_of(std::string_view text) {
  std::vector<ByteSpan> tokens;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    if (is_word_character(decode_utf8(text, end))) {
      for (size_t next = end; next < text.size() && is_word_character(decode_utf8(text, next));) {
        end = next;
      }
    }
    tokens.push_back({begin, end});
    begin = end;
  }
  return tokens;
}

bool is_sentence_mark(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
}

/// The pieces that differ: runs of numbers of pieces. Nothing if there are too many different ones.
std::optional<std::vector<DiffRun>> diff_pieces(std::string_view raw, std::string_view refined,
                                                const std::vector<ByteSpan>& raw_pieces,
                                                const std::vector<ByteSpan>& refined_pieces,
                                                Differ& differ) {
  Alphabet alphabet;
  const auto encode = [&alphabet](std::string_view text, const std::vector<ByteSpan>& pieces,
                                  std::string& out, std::vector<uint64_t>& begins) {
    for (const ByteSpan& piece : pieces) {
      const auto character = alphabet.of(piece.of(text));
      if (!character) return false;
      begins.push_back(out.size());
      append_utf8(out, *character);
    }
    begins.push_back(out.size());
    return true;
  };
  std::string a;
  std::string b;
  std::vector<uint64_t> a_begins;
  std::vector<uint64_t> b_begins;
  if (!encode(raw, raw_pieces, a, a_begins) || !encode(refined, refined_pieces, b, b_begins)) {
    return std::nullopt;
  }
  const auto number = [](const std::vector<uint64_t>& begins, uint64_t at) {
    return static_cast<uint64_t>(std::lower_bound(begins.begin(), begins.end(), at) -
                                 begins.begin());
  };
  std::vector<DiffRun> runs = differ.diff(a, b).runs;
  for (DiffRun& run : runs) {
    run.raw = {number(a_begins, run.raw.begin), number(a_begins, run.raw.end)};
    run.refined = {number(b_begins, run.refined.begin), number(b_begins, run.refined.end)};
  }
  return runs;
}

/// Bytes of pieces [span.begin, span.end).
ByteSpan bytes_of(const std::vector<ByteSpan>& pieces, ByteSpan span, size_t size) {
  const auto begin = [&](uint64_t i) { return i < pieces.size() ? pieces[i].begin : size; };
  return {begin(span.begin), begin(span.end)};
}

/// Sorted hashes of the words of a sentence.
std::vector<uint64_t> words_of(std::string_view sentence) {
  std::vector<Token> tokens;
  tokenize(sentence, tokens);
  std::vector<uint64_t> words;
  for (const Token& token : tokens) {
    if (is_ascii_punct(sentence[token.begin])) continue;
    words.push_back(hash64(sentence.substr(token.begin, token.end - token.begin)));
  }
  std::sort(words.begin(), words.end());
  return words;
}

/// 2 common / all words, 0 below a third; a little for two without words, as empty lines are.
double likeness(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  if (a.empty() && b.empty()) return 0.01;
  size_t common = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) ++common;
    const bool next_a = a[i] <= b[j];
    const bool next_b = b[j] <= a[i];
    i += next_a ? 1 : 0;
    j += next_b ? 1 : 0;
  }
  return 6 * common >= a.size() + b.size()
             ? 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size())
             : 0.0;
}

/// Which sentences of a gap belong together: the pairs of most likeness in all, in order.
std::vector<std::pair<size_t, size_t>> pair_up(const std::vector<std::vector<uint64_t>>& a,
                                               const std::vector<std::vector<uint64_t>>& b) {
  std::vector<std::pair<size_t, size_t>> pairs;
  if (a.size() == 1 && b.size() == 1) return {{0, 0}};  // whatever has become of it
  if (a.size() * b.size() > kMaxPairs) return pairs;
  const size_t width = b.size() + 1;
  std::vector<double> best((a.size() + 1) * width, 0.0);  // of the sentences from i and j on
  std::vector<double> like(a.size() * width, 0.0);
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      like[i * width + j] = likeness(a[i], b[j]);
      const double with =
          like[i * width + j] > 0.0 ? like[i * width + j] + best[(i + 1) * width + j + 1] : 0.0;
      best[i * width + j] = std::max({with, best[(i + 1) * width + j], best[i * width + j + 1]});
    }
  }
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const double here = best[i * width + j];
    const double pair = like[i * width + j];
    if (pair > 0.0 && pair + best[(i + 1) * width + j + 1] >= here) {
      pairs.emplace_back(i++, j++);
    } else if (best[(i + 1) * width + j] >= here) {
      ++i;
    } else {
      ++j;
    }
  }
  return pairs;
}

}  // namespace

std::vector<ByteSpan> split_sentences(std::string_view text) {
  std::vector<ByteSpan> sentences;
  size_t begin = 0;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = decode_utf8(text, i);
    const bool blank_behind = i == text.size() || is_ascii_space(text[i]);
    if (c != '\n' && !(is_sentence_mark(c) && (blank_behind || c > 0x7F))) continue;
    while (i < text.size() && (text[i] == ' ' || text[i] == '\t')) ++i;
    if (c != '\n' && i < text.size() && text[i] == '\n') continue;  // the line end goes with it
    sentences.push_back({begin, i});
    begin = i;
  }
  if (begin < text.size()) sentences.push_back({begin, text.size()});
  return sentences;
}

std::vector<DiffRun> diff_tokens(std::string_view raw, std::string_view refined, Differ& differ) {
  const std::vector<ByteSpan> raw_tokens = tokens_of(raw);
  const std::vector<ByteSpan> refined_tokens = tokens_of(refined);
  auto runs = diff_pieces(raw, refined, raw_tokens, refined_tokens, differ);
  if (!runs) return {{{0, raw.size()}, {0, refined.size()}}};
  for (DiffRun& run : *runs) {
    run.raw = bytes_of(raw_tokens, run.raw, raw.size());
    run.refined = bytes_of(refined_tokens, run.refined, refined.size());
  }
  return *runs;
}

std::vector<DiffRun> diff_sentences(std::string_view raw, std::string_view refined,
                                    Differ& differ) {
  const std::vector<ByteSpan> a = split_sentences(raw);
  const std::vector<ByteSpan> b = split_sentences(refined);
  // Equal sentences of a text that says things twice may be matched wrongly, so that they only cut
  // texts that are too long to be compared as a whole.
  std::optional<std::vector<DiffRun>> gaps;
  if (a.size() * b.size() <= kMaxPairs) {
    gaps.emplace(1, DiffRun{{0, a.size()}, {0, b.size()}});
  } else {
    gaps = diff_pieces(raw, refined, a, b, differ);
    if (!gaps) return {{{0, raw.size()}, {0, refined.size()}}};
  }
  std::vector<DiffRun> runs;
  const auto add = [&runs](DiffRun run) {
    if (!run.raw.empty() || !run.refined.empty()) runs.push_back(run);
  };
  for (const DiffRun& gap : *gaps) {
    std::vector<std::vector<uint64_t>> a_words;
    std::vector<std::vector<uint64_t>> b_words;
    for (uint64_t i = gap.raw.begin; i < gap.raw.end; ++i)
      a_words.push_back(words_of(a[i].of(raw)));
    for (uint64_t j = gap.refined.begin; j < gap.refined.end; ++j) {
      b_words.push_back(words_of(b[j].of(refined)));
    }
    uint64_t i = gap.raw.begin;
    uint64_t j = gap.refined.begin;
    const auto single = [&](uint64_t to_i, uint64_t to_j) {
      const ByteSpan of_raw = bytes_of(a, {i, i}, raw.size());
      for (; j < to_j; ++j) add({{of_raw.begin, of_raw.begin}, b[j]});
      const ByteSpan of_refined = bytes_of(b, {j, j}, refined.size());
      for (; i < to_i; ++i) add({a[i], {of_refined.begin, of_refined.begin}});
    };
    for (const auto& [m, n] : pair_up(a_words, b_words)) {
      single(gap.raw.begin + m, gap.refined.begin + n);
      for (DiffRun run : diff_tokens(a[i].of(raw), b[j].of(refined), differ)) {
        run.raw = {run.raw.begin + a[i].begin, run.raw.end + a[i].begin};
        run.refined = {run.refined.begin + b[j].begin, run.refined.end + b[j].begin};
        add(run);
      }
      ++i;
      ++j;
    }
    single(gap.raw.end, gap.refined.end);
  }
  return runs;
}

}  // namespace lauter::internal
