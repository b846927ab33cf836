#include "find/text_kinds.h"

#include <algorithm>

#include "base/sorted_spans.h"
#include "find/indented_code.h"
#include "find/kind_gate.h"
#include "scan/views/regions.h"
#include "text/ascii.h"

namespace lauter {
namespace {

/// Log odds of a passage of code: of 11 million bytes of prose, chat and records none reaches it.
constexpr float kSureCode = 10;
/// A fence says so itself: its marks are in the odds already.
constexpr float kSureFence = 0;
constexpr float kSureNotice = 4;
/// Of the notices' text, this much is compared with values.
constexpr size_t kComparedBytes = 16 * 1024;
/// A part with this share in comments and literals belongs to the code around it.
constexpr double kInsideCode = 0.9;
/// Words of a program look like names and values more often than those of prose: what the judge alone
/// finds among them must be surer.
constexpr float kLeastInCode = 0.75F;

bool is_sure_code(const KindPassage& passage) {
  return passage.kind == LineKind::kCode &&
         passage.code_margin >= (passage.is_fence ? kSureFence : kSureCode);
}

/// Bytes of [begin, end) that are no white space.
size_t count_solid(std::string_view text, uint64_t begin, uint64_t end) {
  return static_cast<size_t>(std::count_if(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                           text.begin() + static_cast<std::ptrdiff_t>(end),
                                           [](char c) { return !is_ascii_space(c); }));
}

/// Asked for spans in order: whether they lie in comments and literals. In a file of settings all that
/// is no key is a literal, which says nothing.
class InsideCode {
 public:
  InsideCode(std::string_view text, scan::Regions regions)
      : text_(text),
        regions_(regions),
        is_config_(scan::guess_family(text, true) == scan::CodeFamily::kConfig) {}

  bool operator()(ByteSpan span) {
    while (next_ < regions_.size() && regions_[next_].first <= span.begin) ++next_;
    size_t all = 0;
    size_t inside = 0;
    uint64_t at = span.begin;
    for (size_t r = next_; at < span.end; ++r) {
      const uint64_t end = r < regions_.size() ? std::min<uint64_t>(regions_[r].first, span.end) : span.end;
      const size_t solid = count_solid(text_, at, end);
      const bool is_said = r > 0 && (regions_[r - 1].second == scan::Region::kComment ||
                                     (regions_[r - 1].second == scan::Region::kString && !is_config_));
      all += solid;
      inside += is_said ? solid : 0;
      at = end;
    }
    return static_cast<double>(inside) >= kInsideCode * static_cast<double>(all);
  }

 private:
  std::string_view text_;
  scan::Regions regions_;
  bool is_config_;
  size_t next_ = 0;
};

/// Settings, JSON and dumps of tables: their values are as private as a form's, in quotes or not.
/// Programs in which much is assigned look like settings, but for their calls.
bool is_data(std::string_view code) {
  constexpr std::ptrdiff_t kLinesForACall = 8;
  const auto count = [code](char c) { return std::count(code.begin(), code.end(), c); };
  const bool calls = count('(') * kLinesForACall > count('\n');
  return (!calls && scan::guess_family(code, true) == scan::CodeFamily::kConfig) ||
         code.find("INSERT INTO") != code.npos || code.find("insert into") != code.npos;
}

void add_span(std::vector<ByteSpan>& spans, ByteSpan span) {
  if (!spans.empty() && spans.back().end == span.begin) {
    spans.back().end = span.end;
  } else {
    spans.push_back(span);
  }
}

/// The comments of a text.
class CommentBlocks {
 public:
  CommentBlocks(std::string_view text, scan::Regions regions) : text_(text), regions_(regions) {}

  /// The comment around `span`, line comments below each other as one; `span` if there is none. For
  /// spans in order.
  ByteSpan around(ByteSpan span) {
    while (next_ < regions_.size() && end_of(next_) <= span.begin) ++next_;
    size_t first = next_;
    while (first < regions_.size() && regions_[first].first < span.end && !is_comment(first)) ++first;
    if (first == regions_.size() || regions_[first].first >= span.end) return span;
    size_t last = first;
    while (first > 1 && is_gap(first - 1) && is_comment(first - 2)) first -= 2;
    while (last + 2 < regions_.size() && is_gap(last + 1) && is_comment(last + 2)) last += 2;
    return {std::min<uint64_t>(regions_[first].first, span.begin), std::max<uint64_t>(end_of(last), span.end)};
  }

 private:
  bool is_comment(size_t r) const { return regions_[r].second == scan::Region::kComment; }
  uint64_t end_of(size_t r) const { return r + 1 < regions_.size() ? regions_[r + 1].first : text_.size(); }
  /// Nothing but the end of a line and what indents the next one.
  bool is_gap(size_t r) const {
    const std::string_view gap = text_.substr(regions_[r].first, end_of(r) - regions_[r].first);
    return gap.size() < 80 && trim_ascii(gap).empty() && std::count(gap.begin(), gap.end(), '\n') < 2;
  }

  std::string_view text_;
  scan::Regions regions_;
  size_t next_ = 0;
};

/// A comment that begins as a notice is one to its end: who wrote the file stands there too.
void widen(std::string_view text, scan::Regions regions, std::span<const ByteSpan> notices,
           std::vector<ByteSpan>& heads) {
  CommentBlocks blocks(text, regions);
  heads.clear();
  for (const ByteSpan& notice : notices) {
    ByteSpan block = blocks.around(notice);
    if (!heads.empty()) block.begin = std::max(block.begin, heads.back().end);
    if (block.begin < block.end) heads.push_back(block);
  }
}

/// How a notice says whom to write to.
bool is_published(Category category) {
  return category == Category::kEmailAddress || category == Category::kUrl ||
         category == Category::kSocialProfileUrl;
}

/// The words of some spans of a text, as far as kComparedBytes.
class SaidText {
 public:
  SaidText(std::string_view text, std::span<const ByteSpan> spans) {
    for (const ByteSpan& span : spans) {
      if (said_.size() >= kComparedBytes) break;
      said_ += span.of(text).substr(0, kComparedBytes - said_.size());
    }
    said_ = to_ascii_lower(said_);
  }

  /// Whole words, in any case.
  bool holds(std::string_view value) const {
    const std::string lower = to_ascii_lower(value);
    for (size_t at = said_.find(lower); at != said_.npos; at = said_.find(lower, at + 1)) {
      const size_t end = at + lower.size();
      const bool is_apart = (at == 0 || !is_ascii_alnum(said_[at - 1])) &&
                            (end == said_.size() || !is_ascii_alnum(said_[end]));
      if (is_apart) return true;
    }
    return false;
  }

 private:
  std::string said_;
};

/// Passages of code, with what lies in their comments and literals.
void add_passages(std::string_view text, TextKindScratch& scratch, TextKinds& kinds) {
  const std::vector<KindPassage>& passages = scratch.passages;
  // Beside a fence all else is about code, not in it.
  const bool is_fenced = std::any_of(passages.begin(), passages.end(), [](const KindPassage& passage) {
    return passage.is_fence && is_sure_code(passage);
  });
  scratch.regions.clear();
  if (!is_fenced) scan::find_regions(text, scratch.regions, true);
  if (!is_fenced) widen(text, scratch.regions, kinds.notices, kinds.heads);
  InsideCode is_inside(text, scratch.regions);
  for (size_t i = 0; i < passages.size();) {
    // As many passages as belong together, and whether one of them is code by itself.
    const size_t first = i;
    bool is_code = false;
    for (; i < passages.size(); ++i) {
      const bool is_sure = is_sure_code(passages[i]);
      if (!is_sure && (is_fenced || !(passages[i].kind == LineKind::kCode || is_inside(passages[i].span)))) break;
      is_code |= is_sure;
    }
    if (is_code) {
      const ByteSpan part{passages[first].span.begin, passages[i - 1].span.end};
      if (!is_data(part.of(text))) add_span(kinds.code, part);
    }
    if (i == first) ++i;
  }
}

}  // namespace

void find_text_kinds(std::string_view text, const LineKinds& model, TextKindScratch& scratch,
                     TextKinds& kinds) {
  kinds.code.clear();
  kinds.notices.clear();
  kinds.heads.clear();
  const bool may_be_indented = internal::may_hold_indented_code(text);
  if (!may_be_indented && !internal::may_hold_code_or_notice(text)) return;
  model.read(text, scratch.lines, scratch.passages);
  const std::vector<KindPassage>& passages = scratch.passages;
  for (const KindPassage& passage : passages) {
    if (passage.kind == LineKind::kNotice && passage.margin >= kSureNotice) {
      add_span(kinds.notices, passage.span);
    }
  }
  kinds.heads = kinds.notices;
  if (std::any_of(passages.begin(), passages.end(), is_sure_code)) add_passages(text, scratch, kinds);
  if (!may_be_indented) return;
  const size_t n_passages = kinds.code.size();
  for (const ByteSpan& block : internal::find_indented_code(text, scratch.lines)) {
    if (!touches(std::span(kinds.code).first(n_passages), block) && !is_data(block.of(text))) kinds.code.push_back(block);
  }
  std::inplace_merge(kinds.code.begin(), kinds.code.begin() + static_cast<std::ptrdiff_t>(n_passages), kinds.code.end());
}

/// What gives access has a form, and patterns read every literal. What none of them knows there is data of the program (a picture in
/// base64, a test's address, the months of a language), unless the judge is sure of it and it is short.
bool is_of_program(std::string_view text, const ValueCandidate& candidate) {
  constexpr float kSure = 0.93F;
  constexpr size_t kLongest = 80;
  if (static_cast<size_t>(candidate.category) >= kCategoryCount) return false;
  if (privacy_class(candidate.category) != PrivacyClass::kAccess) return false;
  const std::string_view value = candidate.span.of(text);
  return candidate.score < kSure || value.size() > kLongest || value.find('\n') != value.npos;
}

void erase_in_code(std::string_view text, std::span<const ByteSpan> code, bool is_sure,
                   TextKindScratch& scratch, std::vector<ValueCandidate>& candidates) {
  using scan::Region;
  // What looks like a literal or a comment is not left to a guess of the language.
  const auto looks_said = [&](ByteSpan span) {
    constexpr size_t kReach = 400;
    const size_t from = span.begin - std::min<size_t>(span.begin, kReach);
    std::string_view before = text.substr(from, span.begin - from);
    if (const size_t eol = before.rfind('\n'); eol != before.npos) before.remove_prefix(eol + 1);
    if (before.find(" -- ") != before.npos || before.find(" # ") != before.npos) return true;
    if (before.empty() || span.end >= text.size()) return false;
    const char mark = before.back();
    return (mark == '"' || mark == '\'') && text[span.end] == mark;
  };
  scratch.regions.clear();
  for (const ByteSpan& part : code) {
    scan::find_regions(part.of(text), scratch.of_part, is_sure);
    for (const auto& [at, region] : scratch.of_part) {
      scratch.regions.emplace_back(static_cast<uint32_t>(part.begin + at), region);
    }
    scratch.regions.emplace_back(static_cast<uint32_t>(part.end), Region::kText);
  }
  const std::vector<std::pair<uint32_t, Region>>& regions = scratch.regions;
  size_t next = 0;
  std::erase_if(candidates, [&](const ValueCandidate& candidate) {
    if (!candidate.is_learned()) return false;
    while (next < regions.size() && regions[next].first <= candidate.span.begin) ++next;
    const Region begins_in = next > 0 ? regions[next - 1].second : Region::kText;
    if (begins_in != Region::kText && candidate.is_private && candidate.score < kLeastInCode) return true;
    if (begins_in == Region::kString && is_of_program(text, candidate)) return true;
    bool is_code = begins_in == Region::kCode;
    for (size_t r = next; r < regions.size() && regions[r].first < candidate.span.end; ++r) {
      is_code = is_code || regions[r].second == Region::kCode;
    }
    return is_code && !looks_said(candidate.span);
  });
  if (!is_sure) return;
  auto part = code.begin();
  for (ValueCandidate& candidate : candidates) {
    while (part != code.end() && part->end <= candidate.span.begin) ++part;
    if (part != code.end() && part->begin <= candidate.span.begin) candidate.reason += ", in code";
  }
}

void keep_notices(std::string_view text, const TextKinds& kinds,
                  std::vector<ValueCandidate>& candidates) {
  if (kinds.notices.empty()) return;
  const SaidText of_notices(text, kinds.notices);
  const SaidText of_heads(text, kinds.heads);
  for (ValueCandidate& candidate : candidates) {
    if (!candidate.is_private || static_cast<size_t>(candidate.category) >= kCategoryCount) continue;
    const PrivacyClass what = privacy_class(candidate.category);
    const bool is_access = what == PrivacyClass::kAccess;
    if (is_access && !is_published(candidate.category)) continue;
    const bool is_here = is_covered(is_access ? kinds.notices : kinds.heads, candidate.span);
    const bool is_said = what != PrivacyClass::kTie &&
                         (is_access ? of_notices : of_heads).holds(candidate.span.of(text));
    if (!is_here && !is_said) continue;
    candidate.is_private = false;
    candidate.reason = is_here ? "public: of a notice of copyright" : "public: named in a notice of copyright";
  }
}

}  // namespace lauter
