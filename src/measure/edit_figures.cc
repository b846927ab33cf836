#include "measure/edit_figures.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "measure/print.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

uint64_t chars_of(std::string_view text, const std::vector<ByteSpan>& spans) {
  uint64_t n = 0;
  for (const ByteSpan& span : spans) n += count_code_points(span.of(text));
  return n;
}

/// Code points in both of two lists of spans.
uint64_t shared_chars(std::string_view text, const std::vector<ByteSpan>& a,
                      const std::vector<ByteSpan>& b) {
  uint64_t n = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const ByteSpan both{std::max(a[i].begin, b[j].begin), std::min(a[i].end, b[j].end)};
    if (both.begin < both.end) n += count_code_points(both.of(text));
    a[i].end < b[j].end ? ++i : ++j;
  }
  return n;
}

/// For every line that is not empty: whether the spans cover it, its LF apart.
std::vector<bool> removed_lines(std::string_view text, const std::vector<ByteSpan>& spans) {
  std::vector<bool> removed;
  size_t at = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) {
      while (at < spans.size() && spans[at].end <= begin) ++at;
      uint64_t covered = begin;  // spans may touch
      for (size_t i = at; i < spans.size() && spans[i].begin <= covered && covered < end; ++i) {
        covered = std::max(covered, spans[i].end);
      }
      removed.push_back(covered >= end);
    }
    begin = end + 1;
  }
  return removed;
}

bool is_word_char(char c) { return is_ascii_alnum(c) || !is_ascii(c); }

/// Places where something is gone and both neighbours stay; those between word characters.
struct Seams {
  uint64_t all = 0;
  uint64_t in_words = 0;
};
Seams seams_of(std::string_view text, const std::vector<ByteSpan>& spans) {
  Seams seams;
  for (size_t i = 0; i < spans.size();) {
    const uint64_t begin = spans[i].begin;
    uint64_t end = spans[i].end;
    for (++i; i < spans.size() && spans[i].begin == end; ++i) end = spans[i].end;
    if (begin == 0 || end == text.size() || begin == end) continue;
    ++seams.all;
    if (is_word_char(text[begin - 1]) && is_word_char(text[end])) ++seams.in_words;
  }
  return seams;
}

bool is_all_space(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_ascii_space);
}

}  // namespace

double Overlap::precision() const { return share(shared, predicted, 1); }
double Overlap::recall() const { return share(shared, gold, 1); }
double Overlap::f(double beta) const {
  const double p = precision();
  const double r = recall();
  const double weight = beta * beta;
  return p + r == 0 ? 0 : (1 + weight) * p * r / (weight * p + r);
}

EditScorer::EditScorer()
    : words_(std::make_shared<const EnglishWords>()), quality_(words_) {}

void EditScorer::add(const EditDocument& document, EditFigures& figures) {
  const std::string_view text = document.text;
  ++figures.documents;
  const uint64_t predicted = chars_of(text, document.predicted);
  figures.chars.gold += chars_of(text, document.gold);
  figures.chars.predicted += predicted;
  figures.chars.shared += shared_chars(text, document.gold, document.predicted);
  for (size_t i = 0; i < document.gold.size(); ++i) {
    Overlap& kind = figures.kinds[document.gold_kinds[i]];
    kind.gold += count_code_points(document.gold[i].of(text));
    kind.shared += shared_chars(text, {document.gold[i]}, document.predicted);
  }
  const std::vector<bool> gold_lines = removed_lines(text, document.gold);
  const std::vector<bool> predicted_lines = removed_lines(text, document.predicted);
  for (size_t i = 0; i < gold_lines.size(); ++i) {
    figures.lines.gold += gold_lines[i] ? 1 : 0;
    figures.lines.predicted += predicted_lines[i] ? 1 : 0;
    figures.lines.shared += gold_lines[i] && predicted_lines[i] ? 1 : 0;
  }
  if (document.refined == document.gold_text) ++figures.exact;
  if (document.gold.empty()) {
    ++figures.clean;
    figures.clean_untouched += document.refined == text ? 1 : 0;
    figures.clean_chars += count_code_points(text);
    figures.clean_deleted += predicted;
  }
  const Seams seams = seams_of(text, document.predicted);
  figures.seams += seams.all;
  figures.seams_in_words += seams.in_words;
  figures.gold_seams_in_words += seams_of(text, document.gold).in_words;
  add_table(document, figures.tables[document.group]);
}

double EditScorer::score(std::string_view text) {
  const double quality = quality_.of(text, scratch_);
  return std::isnan(quality) ? 0 : quality;
}

void EditScorer::add_table(const EditDocument& document, DocumentTable& table) {
  ++table.documents;
  const double before = score(document.text);
  const double after = score(document.refined);
  table.score_in += before;
  table.score_out += after;
  const bool emptied = is_all_space(document.refined) && !is_all_space(document.text);
  if (document.refined == document.text) {
    ++table.untouched;
  } else if (emptied) {
    ++table.emptied;
  } else if (after != before) {
    ++(after > before ? table.up : table.down);
  }
  std::unordered_map<std::string_view, int64_t> left;  // words of the input not yet seen again
  words_->split(document.text, split_);
  table.words_in += split_.size();
  for (const Word& word : split_) {
    ++left[document.text.substr(word.begin, word.end - word.begin)];
  }
  words_->split(document.refined, split_);
  table.words_out += split_.size();
  for (const Word& word : split_) {
    if (--left[document.refined.substr(word.begin, word.end - word.begin)] < 0) ++table.new_words;
  }
}

}  // namespace lauter::internal
