#include "refine/verify/verifier.h"

#include <algorithm>

#include "base/check.h"
#include "base/sorted_spans.h"
#include "base/stop.h"
#include "refine/verify/structure.h"
#include "refine/verify/survivors.h"
#include "refine/verify/verify_gate.h"
#include "refine/verify/verify_shapes.h"
#include "refine/verify/verify_view.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// More failures than this are not listed; one is enough to refuse.
constexpr size_t kMaxFailures = 4096;

/// Where spans of the original lie in the refined text.
std::vector<ByteSpan> refined_spans(const EditProgram& program, std::span<const ByteSpan> of_original) {
  std::vector<ByteSpan> spans;
  if (of_original.empty()) return spans;
  const OffsetMap map(program);
  for (const ByteSpan& span : of_original) {
    spans.push_back({map.to_refined(span.begin), map.to_refined(span.end)});
  }
  std::sort(spans.begin(), spans.end());
  return spans;
}

/// Letters and digits of `span` outside of the replacements: those that the author wrote.
struct Share {
  size_t written = 0;
  size_t all = 0;
};
Share share_written(std::string_view refined, ByteSpan span,
                    const std::vector<ByteSpan>& replaced) {
  auto next = std::partition_point(replaced.begin(), replaced.end(),
                                   [&](const ByteSpan& r) { return r.end <= span.begin; });
  Share share;
  for (uint64_t i = span.begin; i < span.end; ++i) {
    while (next != replaced.end() && next->end <= i) ++next;
    if (is_ascii(refined[i]) && !is_ascii_alnum(refined[i])) continue;
    ++share.all;
    if (next == replaced.end() || i < next->begin) ++share.written;
  }
  return share;
}

/// A finding counts unless it is a stand-in, or a stand-in with no more than a stroke of its
/// surroundings: up to 3 letters or digits, and a quarter of the whole.
bool is_stand_in(const Share& share) {
  return share.written == 0 || (share.written <= 3 && share.written * 4 <= share.all);
}

/// Whether the replacement at `span` and the characters it meets are valid UTF-8. With every byte
/// outside of replacements being the original's, whose text is valid, so is the whole.
bool is_sound_utf8_at(std::string_view refined, ByteSpan span) {
  uint64_t begin = span.begin;
  for (int i = 0; i < 4 && begin > 0; ++i) {
    --begin;
    if (!is_utf8_continuation(refined[begin])) break;
  }
  uint64_t end = span.end;
  if (end < refined.size() && is_utf8_continuation(refined[end])) return false;
  if (end < refined.size())
    end = std::min<uint64_t>(end + utf8_length(refined[end]), refined.size());
  return is_utf8(refined.substr(begin, end - begin));
}

}  // namespace

struct VerifyScratch::Impl {
  ValueListScratch lists;
  std::vector<DeniedPlace> denied;
  internal::VerifyView view;
  internal::GateWindows windows;
  std::vector<internal::Finding> findings;
  std::vector<ByteSpan> replaced_in_view;
  std::vector<ByteSpan> code_in_view;
};

VerifyScratch::VerifyScratch() : impl(std::make_unique<Impl>()) {}
VerifyScratch::~VerifyScratch() = default;

/// Which findings in a text are of allowed values. The text is read for the first of them.
class Allowance {
 public:
  Allowance(const ValueLists* lists, std::string_view text, ValueListScratch& scratch)
      : lists_(lists != nullptr && lists->allows() ? lists : nullptr), text_(text), scratch_(scratch) {}

  bool covers(ByteSpan span, std::string_view label) {
    if (lists_ == nullptr) return false;
    if (!is_read_) lists_->find_allowed(text_, scratch_);
    is_read_ = true;
    return lists_->is_allowed(text_, span, label, scratch_);
  }
  /// Findings to look at: those of allowed values must not use the limit up.
  size_t limit() const { return lists_ == nullptr ? kMaxFailures : std::string_view::npos; }

 private:
  const ValueLists* lists_;
  std::string_view text_;
  ValueListScratch& scratch_;
  bool is_read_ = false;
};

struct PatternVerifier::Impl {
  VerifyOptions options;
  internal::ShapeTable shapes;

  void find_denied(std::string_view refined, VerifyScratch::Impl& scratch, Verdict& verdict) const {
    if (options.lists == nullptr || !options.lists->denies()) return;
    options.lists->find_denied(refined, scratch.lists, scratch.denied);
    for (const DeniedPlace& place : scratch.denied) {
      if (verdict.failures.size() >= kMaxFailures) return;
      verdict.failures.push_back({std::string(kDeniedCheck), place.span, std::string(place.label)});
    }
  }

  void find_survivors(const EditProgram& program, std::string_view text, std::string_view refined,
                      const std::vector<ByteSpan>& accepted, Allowance& allowance,
                      Verdict& verdict) const {
    for (const internal::Survivor& survivor :
         internal::find_survivors(program, text, refined, allowance.limit())) {
      const std::string& label = program.edits[survivor.edit].cause.label;
      if (touches(accepted, survivor.span) || allowance.covers(survivor.span, label)) continue;
      verdict.failures.push_back({"survives", survivor.span, label});
    }
  }

  void rescan(std::string_view refined, const std::vector<ByteSpan>& replaced,
              const std::vector<ByteSpan>& accepted, const std::vector<ByteSpan>& code,
              Allowance& allowance, VerifyScratch::Impl& scratch, Verdict& verdict) const {
    // Given up: nobody may take what was not looked at for verified.
    if (GiveUpScope::is_over()) {
      verdict.failures.push_back({"stopped", {}, {}});
      return;
    }
    scratch.view.build(refined);
    internal::find_gate_windows(scratch.view.text(), scratch.windows);
    const auto to_view = [&scratch](const std::vector<ByteSpan>& spans, std::vector<ByteSpan>& in_view) {
      in_view.clear();
      for (const ByteSpan& span : spans) {
        in_view.push_back({scratch.view.from_text(span.begin), scratch.view.from_text(span.end)});
      }
    };
    if (!replaced.empty()) {
      to_view(replaced, scratch.replaced_in_view);
      internal::drop_windows_of_stand_ins(scratch.view.text(), scratch.replaced_in_view,
                                          scratch.windows);
    }
    to_view(code, scratch.code_in_view);
    scratch.findings.clear();
    shapes.search(scratch.view.text(), scratch.windows, scratch.code_in_view, scratch.findings,
                  allowance.limit());
    if (scratch.findings.empty()) return;

    for (internal::Finding& finding : scratch.findings) {
      finding.span = scratch.view.to_text(finding.span);
    }
    // The longest of overlapping findings, the first in the table among equals.
    std::stable_sort(scratch.findings.begin(), scratch.findings.end(),
                     [](const internal::Finding& a, const internal::Finding& b) {
                       return a.span.begin != b.span.begin ? a.span.begin < b.span.begin
                                                           : a.span.end > b.span.end;
                     });
    uint64_t reported = 0;
    for (const internal::Finding& finding : scratch.findings) {
      if (finding.span.begin < reported || finding.span.empty()) continue;
      if (touches(accepted, finding.span)) continue;
      if (is_stand_in(share_written(refined, finding.span, replaced))) continue;
      const std::string_view label = category_name(finding.category);
      if (allowance.covers(finding.span, label)) continue;
      verdict.failures.push_back({"rescan", finding.span, std::string(label)});
      reported = finding.span.end;
    }
  }
};

PatternVerifier::PatternVerifier(const VerifyOptions& options)
    : impl_(std::make_unique<const Impl>(
          Impl{options, internal::ShapeTable(options.enabled)})) {}
PatternVerifier::PatternVerifier(PatternVerifier&&) noexcept = default;
PatternVerifier& PatternVerifier::operator=(PatternVerifier&&) noexcept = default;
PatternVerifier::~PatternVerifier() = default;

Verdict PatternVerifier::judge(const Document& original, const EditProgram& program,
                               std::string_view refined, std::span<const ByteSpan> accepted_orig,
                               std::span<const ByteSpan> code_orig, VerifyScratch& scratch) const {
  Verdict verdict;
  const std::string_view text = original.text;
  // The form first: what follows trusts spans and bytes.
  if (const auto at = internal::first_difference_outside(program, text, refined)) {
    verdict.failures.push_back({"outside", {*at, *at}, {}});
    return verdict;
  }
  const std::vector<ByteSpan> accepted = refined_spans(program, accepted_orig);
  const std::vector<ByteSpan> code = refined_spans(program, code_orig);
  Allowance allowance(impl_->options.lists.get(), refined, scratch.impl->lists);
  if (!program.edits.empty()) {
    const std::vector<ByteSpan> replaced = replacement_spans(program);
    for (const ByteSpan& span : replaced) {
      if (is_sound_utf8_at(refined, span)) continue;
      verdict.failures.push_back({"utf8", span, {}});
      return verdict;
    }
    const std::string_view trimmed = trim_ascii(text);
    if (!trimmed.empty() && (trimmed[0] == '{' || trimmed[0] == '[') &&
        internal::is_json_container(trimmed) && !internal::is_json_container(refined)) {
      verdict.failures.push_back({"json", {}, {}});
    }
    if (!code.empty()) {
      for (const size_t edit : internal::edits_that_unbalance(program, text)) {
        if (!touches(code_orig, program.edits[edit].span)) continue;
        verdict.failures.push_back({"brackets", replaced[edit], program.edits[edit].cause.label});
      }
    }
    impl_->find_survivors(program, text, refined, accepted, allowance, verdict);
    impl_->rescan(refined, replaced, accepted, code, allowance, *scratch.impl, verdict);
  } else {
    impl_->rescan(refined, {}, accepted, code, allowance, *scratch.impl, verdict);
  }
  impl_->find_denied(refined, *scratch.impl, verdict);
  std::stable_sort(verdict.failures.begin(), verdict.failures.end(),
                   [](const Failure& a, const Failure& b) { return a.span < b.span; });
  return verdict;
}

Verdict PatternVerifier::judge_later(const Document& original, const EditProgram& program,
                                     const EditProgram& later, std::string_view refined,
                                     std::span<const ByteSpan> accepted_orig,
                                     std::span<const ByteSpan> code_orig,
                                     VerifyScratch& scratch) const {
  const OffsetMap map(later);
  const auto moved = [&map](std::vector<ByteSpan> spans) {
    for (ByteSpan& span : spans) span = {map.to_refined(span.begin), map.to_refined(span.end)};
    std::erase_if(spans, [](const ByteSpan& span) { return span.empty(); });
    return spans;
  };
  const std::vector<ByteSpan> accepted = moved(refined_spans(program, accepted_orig));
  Allowance allowance(impl_->options.lists.get(), refined, scratch.impl->lists);
  Verdict verdict;
  impl_->find_survivors(program, original.text, refined, accepted, allowance, verdict);
  impl_->rescan(refined, moved(replacement_spans(program)), accepted,
                moved(refined_spans(program, code_orig)), allowance, *scratch.impl, verdict);
  impl_->find_denied(refined, *scratch.impl, verdict);
  return verdict;
}

Verdict PatternVerifier::judge(const Document& original, const EditProgram& program,
                               std::string_view refined) const {
  VerifyScratch scratch;
  return judge(original, program, refined, {}, {}, scratch);
}

}  // namespace lauter
