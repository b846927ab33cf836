/// The passes of a scan over one page. Each appends findings; resolve() makes them a list of hits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scan/index/laps.h"
#include "scan/registry.h"
#include "scan/views/page.h"
#include "scan/views/surroundings.h"

namespace lauter::scan {

/// What context can add to a rule's own score, at most.
inline constexpr float kMostBonus = 0.07F;

/// Which rules may report, by CompiledValue.
class EnabledRules {
 public:
  EnabledRules(const Registry& registry, std::vector<bool> rules);

  bool operator[](size_t rule) const { return rules_[rule]; }
  /// Of Registry::unlabelled().
  const FormIndex::Rules& unlabelled() const { return unlabelled_; }
  /// Whether Registry::owned() of the phrase has one of them.
  bool owned_by(uint16_t phrase) const { return owners_[phrase]; }

 private:
  std::vector<bool> rules_;
  FormIndex::Rules unlabelled_;
  std::vector<bool> owners_;
};

/// Per-document state shared by the passes.
struct Pass {
  const Registry& registry;
  const Page& page;
  const EnabledRules& enabled;  ///< by the options, and in code mode not for nothing
  /// The same where the page is neither comment nor literal (code mode).
  const EnabledRules& enabled_in_code;
  Found& found;
  Surroundings& around;  ///< of the page's cues
  /// The cues that own a rule.
  std::span<const CueHit> labels;
  /// Where runs with digits begin, filled by scan_candidates(), and then spoken digits too, in order:
  /// a label far from all of them has no number to announce.
  std::vector<uint32_t>& number_marks;
  std::vector<uint32_t>& scatter_marks;  ///< digits that stand alone beside a lone character
  /// Where values of interest begin, sorted and apart; all else is context only. Empty: the whole
  /// page is of interest.
  std::span<const ByteSpan> focus = {};
  LapClock* laps = nullptr;  ///< null unless time is measured

  /// Whether [begin, end) meets the focus.
  bool in_focus(size_t begin, size_t end) const {
    if (focus.empty()) return true;
    const auto after = std::lower_bound(focus.begin(), focus.end(), begin,
                                        [](ByteSpan span, size_t at) { return span.end <= at; });
    return after != focus.end() && after->begin < end;
  }

  /// This pass for values that begin in code.
  Pass in_code() const {
    return {registry, page,         enabled_in_code, enabled_in_code, found, around,
            labels,   number_marks, scatter_marks,   focus,           laps};
  }
};

/// Runs the rule at text[pos] and reports the value if shape, bounds, check and context agree.
/// Returns the value's end, or 0.
size_t try_value(const Pass& pass, uint16_t rule, size_t pos);
/// The same for an enabled rule whose bounds at `pos` are known to be good (begins_alone()).
size_t try_shape(const Pass& pass, uint16_t rule, size_t pos);

/// Whether the pass has a rule of `phrase` enabled.
struct Phrase;
bool owns_enabled(const Pass& pass, const Phrase& phrase);

/// Values found by their own form: every run of letters and digits that holds a digit
/// (candidates.cc).
void scan_candidates(const Pass& pass);

/// Values announced by a label, plain or spelled out (labelled.cc).
void scan_labelled(const Pass& pass);

/// Cells below a header cell that is a label (tables.cc): CSV, TSV, Markdown.
void scan_tables(const Pass& pass);

/// Rows of SQL: column names in brackets, then VALUES (inserts.cc). To be called where
/// `insert_marker` stands as matcher at some literal of the page.
void scan_inserts(const Pass& pass);
void insert_marker(const Page& page, size_t begin, size_t end, Found& found);

/// OCR damage of a whole cell below a label: look-alikes of digits read as digits (labelled.cc).
/// True if a rule of `phrase` reported.
bool try_damaged_cell(const Pass& pass, const Phrase& phrase, ByteSpan cell);

/// A whole field or cell with up to three blanks too many: "HBLUINF ZXXX" (labelled.cc). True if a
/// rule of `phrase` reported.
bool try_stray_blanks(const Pass& pass, const Phrase& phrase, ByteSpan where, float bonus = 0);

/// The labels of a column in the order in which try_cell() wants them: "us passport" before
/// "passport".
void longest_first(const Registry& registry, std::vector<uint16_t>& labels);

struct RelaxedView;
/// Tries what the labels `phrases` own on a whole cell, plainly, then relaxed into `view`. Labels
/// shorter than one that explained the cell are not asked.
void try_cell(const Pass& pass, const std::vector<uint16_t>& phrases, ByteSpan cell,
              RelaxedView& view);

/// Reads from the digit at `begin` what is spaced out digit by digit or broken over a line (relaxed.cc).
void scan_scattered(const Pass& pass, size_t begin);
/// Stands as matcher at spoken digits, which `run_scattered` reads (rules_spelled.cc).
void spelled_digit_marker(const Page& page, size_t begin, size_t end, Found& found);

// ---- Tests shared by the passes (bounds.cc)
// ----------------------------------------------------------

/// Whether text[begin, end) stands alone as far as the rule's flags ask.
bool stands_alone(const Page& page, size_t begin, size_t end, uint16_t flags);
/// Its two halves: a value that begins at `begin`, and one that begins there and ends at `end`.
bool begins_alone(const Page& page, size_t begin, uint16_t flags);
bool ends_alone(const Page& page, size_t begin, size_t end, uint16_t flags);

/// Whether a run of digits goes on beyond a blank on either side, so that a value with blanks
/// inside may be a piece of a longer number.
bool digits_go_on(const Page& page, size_t begin, size_t end);

/// Shape matched text[begin, end): check, placeholder, acceptance. `direct`: a label stands right
/// before.
bool holds_up(const Page& page, const ValueRule& row, size_t begin, size_t end, bool direct);

/// How well cues support a value; 0 = forbidden or unsupported.
struct Support {
  bool allowed = false;
  bool owned = false;   ///< a cue of the rule itself supports it
  bool direct = false;  ///< right before it, only a connector between
  bool beside = false;  ///< of another field than the value's, whose own label announces it
  float score = 0;
  int distance = 1000;
};
Support support(const Pass& pass, const CompiledValue& value, size_t begin, size_t end);

}  // namespace lauter::scan
