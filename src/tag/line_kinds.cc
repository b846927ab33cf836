#include "tag/line_kinds.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/embedded.h"
#include "text/ascii.h"

namespace lauter {
namespace {

constexpr std::string_view kKindsMagic = "LKD1";
constexpr size_t kLanes = 8;
constexpr size_t kKindsHeader = 4 + 3 * 4 + 4 + kLanes * 4;
constexpr uint32_t kWordFactor = 2654435761U;
constexpr uint32_t kShapeFactor = 2246822519U;

/// A longer line is read in pieces of this size. Where one is prose or chat, so is the line.
constexpr size_t kPiece = 600;
/// Short lines say less: a score counts n / (n + kShort) with n runs.
constexpr float kShort = 12;
constexpr float kTurn = 7;         // what a change of kind costs
constexpr float kTurnAtBlank = 4;  // and at an empty line
constexpr float kFencedIsCode = 6;

constexpr size_t kCodeAt = static_cast<size_t>(LineKind::kCode);
constexpr size_t kNoticeAt = static_cast<size_t>(LineKind::kNotice);  // the last

struct ByteMaps {
  std::array<uint8_t, 256> word{};
  std::array<uint8_t, 256> shape{};
};
constexpr ByteMaps kMaps = [] {
  ByteMaps maps;
  for (size_t i = 0; i < 256; ++i) {
    const auto c = static_cast<char>(static_cast<uint8_t>(i));
    uint8_t word = static_cast<uint8_t>(ascii_lower(c));
    uint8_t shape = static_cast<uint8_t>(c);
    if (is_ascii_digit(c)) word = shape = '0';
    if (is_ascii_upper(c)) shape = 'A';
    if (c >= 'a' && c <= 'z') shape = 'a';
    if (i >= 128) word = 128, shape = 'a';
    if (i < 32 && c != '\t' && c != '\n') word = shape = ' ';
    maps.word[i] = word;
    maps.shape[i] = shape;
  }
  return maps;
}();

/// How many marks of a fence the line begins with; `mark`: which.
size_t fence_marks(std::string_view line, char& mark) {
  size_t at = 0;
  while (at < line.size() && at < 4 && line[at] == ' ') ++at;
  if (at == line.size() || (line[at] != '`' && line[at] != '~')) return 0;
  mark = line[at];
  const size_t end = std::min(line.find_first_not_of(mark, at), line.size());
  if (end - at < 3 || line.find('`', end) != line.npos) return 0;
  return end - at;
}

LineKind best_of(const std::array<float, kLineKinds>& scores) {
  return static_cast<LineKind>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

float margin_of(const std::array<float, kLineKinds>& scores, size_t kind) {
  float other = -1e9F;
  for (size_t k = 0; k < kLineKinds; ++k) {
    if (k != kind) other = std::max(other, scores[k]);
  }
  return scores[kind] - other;
}

}  // namespace

std::string_view kind_name(LineKind kind) {
  static constexpr std::array<std::string_view, kLineKinds> kNames = {
      "prose", "code", "chat", "table", "log", "markup", "notice"};
  return kNames[static_cast<size_t>(kind)];
}

float code_margin_of(const std::array<float, kLineKinds>& scores) {
  using enum LineKind;
  float other = -1e9F;
  for (const LineKind kind : {kProse, kChat, kTable, kLog}) {
    other = std::max(other, scores[static_cast<size_t>(kind)]);
  }
  return scores[kCodeAt] - other;
}

Result<LineKinds> LineKinds::load(std::string_view file) {
  uint32_t counts[3] = {};
  if (file.size() < kKindsHeader || !file.starts_with(kKindsMagic)) {
    return data_loss("kinds: not a file of this kind");
  }
  std::memcpy(counts, file.data() + 4, sizeof counts);
  const bool fits = counts[0] == kLineKinds && std::has_single_bit(counts[1]) &&
                    std::has_single_bit(counts[2]) && counts[1] > 1 && counts[2] > 1 &&
                    file.size() == kKindsHeader + (size_t{counts[1]} + counts[2]) * kLanes;
  LineKinds kinds;
  std::memcpy(&kinds.scale_, file.data() + 16, sizeof kinds.scale_);
  std::memcpy(kinds.bias_.data(), file.data() + 20, sizeof kinds.bias_);
  if (!fits || !std::isfinite(kinds.scale_) ||
      !std::all_of(kinds.bias_.begin(), kinds.bias_.end(), [](float b) { return std::isfinite(b); })) {
    return data_loss("kinds: the file is cut or broken");
  }
  kinds.words_ = reinterpret_cast<const int8_t*>(file.data() + kKindsHeader);
  kinds.shapes_ = kinds.words_ + size_t{counts[1]} * kLanes;
  kinds.word_shift_ = 32 - std::countr_zero(counts[1]);
  kinds.shape_shift_ = 32 - std::countr_zero(counts[2]);
  return kinds;
}

const LineKinds* LineKinds::embedded() {
  if (!has_embedded_file("kinds.bin")) return nullptr;
  static const Result<LineKinds> kinds = load(embedded_file("kinds.bin"));
  return kinds.ok() ? &*kinds : nullptr;
}

std::array<float, kLineKinds> LineKinds::scores_of(std::string_view line) const {
  std::array<int32_t, kLanes> sums{};
  uint32_t n = 0;
  uint32_t words = 0x0A0A0A;
  uint32_t shapes = 0x0A0A0A;
  uint8_t last_word = 0;
  uint8_t last_shape = 0;
  const auto add = [&](const int8_t* row) {
    for (size_t k = 0; k < kLanes; ++k) sums[k] += row[k];
    ++n;
  };
  const auto take = [&](char c) {
    const uint8_t word = kMaps.word[static_cast<uint8_t>(c)];
    if (word != ' ' || last_word != ' ') {
      words = words << 8 | word;
      add(words_ + size_t{words * kWordFactor >> word_shift_} * kLanes);
      last_word = word;
    }
    const uint8_t shape = kMaps.shape[static_cast<uint8_t>(c)];
    if (shape != last_shape) {
      shapes = shapes << 8 | shape;
      add(shapes_ + size_t{shapes * kShapeFactor >> shape_shift_} * kLanes);
      last_shape = shape;
    }
  };
  for (const char c : line) take(c);
  take('\n');
  const auto count = static_cast<float>(n);
  const float weight = count / (count + kShort);
  const float unit = scale_ / std::sqrt(count);
  std::array<float, kLineKinds> scores{};
  for (size_t k = 0; k < kLineKinds; ++k) {
    scores[k] = weight * (bias_[k] + unit * static_cast<float>(sums[k]));
  }
  return scores;
}

std::array<float, kLineKinds> LineKinds::line_scores(std::string_view line) const {
  std::array<float, kLineKinds> sum{};
  for (size_t at = 0; at < line.size(); at += kPiece) {
    const std::array<float, kLineKinds> scores = scores_of(line.substr(at, kPiece));
    const LineKind kind = best_of(scores);
    if (kind == LineKind::kProse || kind == LineKind::kChat) return scores;
    for (size_t k = 0; k < kLineKinds; ++k) sum[k] += scores[k];
  }
  return sum;
}

void LineKinds::add_lines(std::string_view text, LineKindScratch& scratch) const {
  std::vector<LineKindScratch::Line>& lines = scratch.lines;
  lines.clear();
  char fence_mark = 0;
  size_t fence = 0;  // marks of the open one
  size_t first_fenced = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t eol = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, eol - at);
    while (line.ends_with('\r')) line.remove_suffix(1);
    char mark = 0;
    const size_t marks = fence_marks(line, mark);
    const bool closes = fence > 0 && marks >= fence && mark == fence_mark &&
                        trim_ascii(line).size() == marks;
    if (marks > 0 && fence == 0) {
      fence = marks;
      fence_mark = mark;
      first_fenced = lines.size();
    }
    const bool is_blank = trim_ascii(line).empty();
    if (is_blank) lines.push_back({.begin = at, .scores = {}, .turn = kTurnAtBlank, .is_fence = fence > 0});
    if (!is_blank) {
      lines.push_back({.begin = at, .scores = line_scores(line), .turn = kTurn, .is_fence = fence > 0});
    }
    if (closes) fence = 0;
    at = eol + 1;
  }
  if (fence > 0) {
    for (size_t i = first_fenced; i < lines.size(); ++i) lines[i].is_fence = false;
  }
}

void LineKinds::read(std::string_view text, LineKindScratch& scratch,
                     std::vector<KindPassage>& passages) const {
  passages.clear();
  add_lines(text, scratch);
  std::vector<LineKindScratch::Line>& lines = scratch.lines;
  if (lines.empty()) {
    if (!text.empty()) passages.push_back({{0, text.size()}, LineKind::kProse, 0, 0});
    return;
  }
  // Forward: the best course that ends in each kind; backward: which that was.
  std::array<float, kLineKinds> best{};
  for (size_t i = 0; i < lines.size(); ++i) {
    LineKindScratch::Line& line = lines[i];
    const bool at_fence = i > 0 && line.is_fence != lines[i - 1].is_fence;
    const float turn = at_fence || i == 0 ? 0 : line.turn;
    // A notice is often a line alone: to come to it and to go from it costs half.
    const float from_notice = best[kNoticeAt] - turn / 2;
    const auto other = static_cast<size_t>(std::max_element(best.begin(), best.begin() + kNoticeAt) - best.begin());
    line.best_before = static_cast<LineKind>(best[other] - turn >= from_notice ? other : kNoticeAt);
    line.before_notice = static_cast<LineKind>(other);
    const std::array<float, kLineKinds> before = best;
    for (size_t k = 0; k < kLineKinds; ++k) {
      const float turned = k == kNoticeAt ? before[other] - turn / 2 : std::max(before[other] - turn, from_notice);
      const bool turns = turned > best[k];
      if (turns) line.came_from |= static_cast<uint8_t>(1U << k);
      best[k] = (turns ? turned : best[k]) + line.scores[k];
      if (line.is_fence && at_fence && k == kCodeAt) best[k] += kFencedIsCode;
    }
  }
  LineKind kind = best_of(best);
  uint64_t end = text.size();
  KindPassage passage{.span = {}, .kind = kind};
  for (size_t i = lines.size(); i-- > 0;) {
    const LineKindScratch::Line& line = lines[i];
    passage.margin += margin_of(line.scores, static_cast<size_t>(kind));
    passage.code_margin += code_margin_of(line.scores);
    const bool has_turned = (line.came_from >> static_cast<size_t>(kind) & 1) != 0;
    const LineKind turned = kind == LineKind::kNotice ? line.before_notice : line.best_before;
    const LineKind before = has_turned ? turned : kind;
    const bool at_fence = i > 0 && line.is_fence != lines[i - 1].is_fence;
    if (i == 0 || before != kind || at_fence) {
      if (line.is_fence) passage.code_margin += kFencedIsCode;
      passage.span = {i == 0 ? 0 : line.begin, end};
      passage.is_fence = line.is_fence;
      passages.push_back(passage);
      end = line.begin;
      passage = {.span = {}, .kind = before};
    }
    kind = before;
  }
  std::reverse(passages.begin(), passages.end());
}

}  // namespace lauter
