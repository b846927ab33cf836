#include "scan/scanner.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <span>
#include <tuple>

#include "base/stop.h"
#include "scan/engine.h"
#include "scan/index/anchors.h"
#include "scan/index/phrase_match.h"
#include "scan/overlaps.h"
#include "scan/registry.h"
#include "scan/user_pattern.h"
#include "scan/views/regions.h"
#include "scan/views/relaxed.h"
#include "scan/views/splice.h"
#include "text/canonical.h"

namespace lauter {

using scan::AnchorEvent;
using scan::CueHit;
using scan::Finding;
using scan::Registry;
using scan::UseRow;

namespace {

/// A literal anchor's occurrence that has matchers.
struct LiteralHit {
  uint32_t begin, end;
  uint16_t literal;
};

/// A window that stands in code from end to end: the rules that may not report there are off.
constexpr std::pair<uint32_t, scan::Region> kCodeFromStart[] = {{0, scan::Region::kCode}};
constexpr scan::Regions kAllCode = kCodeFromStart;

/// A phrase that may stand at an event: indices into the events and Registry::use_rows().
struct UseHit {
  uint32_t event, use;
};

/// A value's own anchor.
struct ValueHit {
  uint32_t begin;
  uint16_t value;
};

struct EngineScratch : ScanScratch {
  LapClock* laps = nullptr;  ///< see measure_scans()
  CanonicalBuffer canonical;
  std::vector<AnchorEvent> events;
  std::vector<UseHit> uses;
  std::vector<CueHit> cues;
  std::vector<CueHit> labels;  ///< the cues that own a rule which may report
  std::vector<CueHit> phrase_anchors;
  std::vector<LiteralHit> literal_hits;
  std::vector<ValueHit> value_hits;
  bool has_inserts = false;  ///< insert_marker stands somewhere
  std::vector<uint8_t> set_present;
  scan::Surroundings around;
  std::vector<std::pair<uint32_t, scan::Region>> regions;
  scan::Found found;
  std::vector<uint32_t> spoken_marks;  ///< spoken digit words
  std::vector<uint32_t> number_marks;
  std::vector<uint32_t> scatter_marks;
  std::vector<scan::Splice> splices;
  scan::SplicedWindow window;
  std::vector<ByteSpan> pieces;
  std::vector<ByteSpan> custom_spans;
  std::unique_ptr<EngineScratch> inner;  ///< of the scans of spliced windows
};

struct CompiledCustom {
  CustomRule rule;
  UserPattern pattern;
  Category category;
};


/// Words without a form of their own: across a line end the next line's first word would be taken
/// for their second half.
bool is_free_word(Category category) {
  return category == Category::kUsername || category == Category::kMessengerHandle ||
         category == Category::kSocialHandle || category == Category::kSecurityAnswer;
}

}  // namespace

struct Scanner::Impl {
  ScanOptions options;
  const Registry* registry;
  scan::Anchors anchors;
  scan::EnabledRules enabled;          ///< may report at all
  scan::EnabledRules enabled_in_code;  ///< and where the text is neither comment nor literal
  std::vector<bool> is_label;          ///< by phrase: owns a value that may report
  std::vector<CompiledCustom> custom;

  void locate(std::string_view text, EngineScratch& s) const;
  void sift_events(std::string_view text, EngineScratch& s) const;
  std::optional<ByteSpan> stands(std::string_view text, const AnchorEvent& event,
                                 uint32_t use) const;
  void locate_special(std::string_view text, const AnchorEvent& event, uint32_t begin,
                      EngineScratch& s) const;
  void run_anchors(const scan::Pass& pass, const EngineScratch& s) const;
  void run_passes(std::string_view text, ScanMode mode, scan::Regions regions,
                  std::span<const ByteSpan> focus, EngineScratch& s) const;
  void run_splices(std::string_view text, EngineScratch& s) const;
  void run_scattered(std::string_view text, EngineScratch& s) const;
  void run_custom(std::string_view text, EngineScratch& s, std::vector<Hit>& hits) const;
  void resolve(EngineScratch& s, const CanonicalView& view, std::vector<Hit>& hits) const;
};

Scanner::Scanner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

Result<Scanner> Scanner::make(ScanOptions options) {
  const Registry& registry = Registry::builtin();
  std::vector<bool> enabled, enabled_in_code, is_label;
  for (const scan::CompiledValue& value : registry.values()) {
    const Category category = value.row->info.category;
    const bool on = options.enabled.test(static_cast<size_t>(category));
    const auto reaches = [&](scan::Region region) {
      return value.row->score + scan::kMostBonus >= scan::least_score(category, region);
    };
    const bool code = options.mode == ScanMode::kCode;
    enabled.push_back(on && (!code || reaches(scan::Region::kString)));
    enabled_in_code.push_back(on && reaches(scan::Region::kCode));
  }
  for (const scan::Phrase& phrase : registry.phrases()) {
    is_label.push_back(std::any_of(phrase.owned.begin(), phrase.owned.end(),
                                   [&](uint16_t value) { return enabled[value]; }));
  }
  std::vector<CompiledCustom> custom;
  for (const CustomRule& rule : options.custom_rules) {
    auto pattern = UserPattern::make(rule.pattern);
    if (!pattern.ok()) return std::move(pattern.error()).context("custom rule '" + rule.name + "'");
    custom.push_back({rule, std::move(*pattern), category_of_label(rule.label)});
  }
  return Scanner(
      std::make_unique<Impl>(Impl{std::move(options), &registry, scan::Anchors(registry),
                                  scan::EnabledRules(registry, std::move(enabled)),
                                  scan::EnabledRules(registry, std::move(enabled_in_code)),
                                  std::move(is_label), std::move(custom)}));
}

std::unique_ptr<ScanScratch> Scanner::make_scratch() const {
  const auto fresh = [&] {
    auto scratch = std::make_unique<EngineScratch>();
    scratch->set_present.resize(impl_->registry->set_count());
    return scratch;
  };
  auto scratch = fresh();
  scratch->inner = fresh();
  return scratch;
}

/// A literal with matchers of its own, or with values that are anchored at it.
void Scanner::Impl::locate_special(std::string_view text, const AnchorEvent& event, uint32_t begin,
                                   EngineScratch& s) const {
  const scan::Literal& literal = registry->literals()[event.literal];
  if (!literal.matchers.empty()) {
    s.literal_hits.push_back({begin, event.end, event.literal});
    s.has_inserts |= literal.matchers.front() == scan::insert_marker;
  }
  for (const scan::Literal::Anchored& anchored : literal.values) {
    if (begin < anchored.before) continue;
    const uint32_t at = begin - anchored.before;
    if (text.compare(at, anchored.bytes.size(), anchored.bytes) != 0) continue;
    s.value_hits.push_back({at, anchored.value});
  }
}

/// Of the events the uses that the bytes beside them allow, in order.
void Scanner::Impl::sift_events(std::string_view text, EngineScratch& s) const {
  const auto literals = registry->literal_rows();
  const UseRow* const uses = registry->use_rows().data();
  const uint16_t* const groups = registry->use_groups().data();
  // The rows of 13,000 words do not fit the nearest cache: they are asked for ahead of their turn.
  constexpr size_t kRowAhead = 8, kUsesAhead = 4;
  const AnchorEvent* const events = s.events.data();
  const size_t n_events = s.events.size();
  for (size_t i = 0; i < n_events; ++i) {
    const AnchorEvent& event = events[i];
    if (i + kRowAhead < n_events) {
      __builtin_prefetch(&literals[events[i + kRowAhead].literal]);
      const scan::LiteralRow& next = literals[events[i + kUsesAhead].literal];
      __builtin_prefetch(groups + next.groups);
      __builtin_prefetch(uses + next.uses);
    }
    const scan::LiteralRow& literal = literals[event.literal];
    if (literal.special) locate_special(text, event, event.end - literal.length, s);
    // Only those groups whose byte stands beside the literal.
    const uint64_t present = literal.present.before | uint64_t{literal.present.after} << 32;
    const uint64_t beside = event.beside.before | uint64_t{event.beside.after} << 32;
    for (uint64_t bits = present & beside; bits != 0; bits &= bits - 1) {
      const uint64_t below = (bits & -bits) - 1;
      const uint16_t* const group = groups + literal.groups + std::popcount(present & below);
      for (uint32_t use = group[0]; use < group[1]; ++use) {
        const scan::UseRow& row = uses[literal.uses + use];
        if (event.beside.allow(row.before, row.after))
          s.uses.push_back({static_cast<uint32_t>(i), literal.uses + use});
      }
    }
  }
}

/// Where the phrase of a use stands, if it does.
std::optional<ByteSpan> Scanner::Impl::stands(std::string_view text, const AnchorEvent& event,
                                              uint32_t use) const {
  const UseRow& row = registry->use_rows()[use];
  const scan::LiteralRow& literal = registry->literal_rows()[event.literal];
  const uint32_t begin = event.end - literal.length;
  switch (row.kind) {
    case UseRow::kBounds: {
      if (event.humped && row.joined) return std::nullopt;  // found by its words
      const bool apart = (begin == 0 || !scan::is_letterish(text[begin - 1])) &&
                         (event.end == text.size() || !scan::is_letterish(text[event.end]));
      if (apart) return ByteSpan{begin, event.end};
      return scan::match_word(text, begin, event.end);
    }
    case UseRow::kWords:
      return scan::match_words(registry->words(), row, text, begin, event.end);
    case UseRow::kPhrase:
      break;
  }
  if (row.next != '\0' && (event.end >= text.size() || text[event.end] != row.next))
    return std::nullopt;
  const auto& phrase_use = registry->literals()[event.literal].uses[use - literal.uses];
  return scan::match_phrase(registry->phrases()[row.phrase], phrase_use.word, text,
                            event.end + phrase_use.tail);
}

/// Turns the anchors' events into cues (labels), phrase anchors and literal anchors.
void Scanner::Impl::locate(std::string_view text, EngineScratch& s) const {
  s.events.clear();
  s.uses.clear();
  s.cues.clear();
  s.phrase_anchors.clear();
  s.literal_hits.clear();
  s.spoken_marks.clear();
  s.value_hits.clear();
  s.has_inserts = false;
  std::fill(s.set_present.begin(), s.set_present.end(), uint8_t{0});
  anchors.scan(text, s.events);
  sift_events(text, s);
  const auto sets = registry->phrase_sets();
  for (const UseHit& hit : s.uses) {
    const std::optional<ByteSpan> span = stands(text, s.events[hit.event], hit.use);
    if (!span) continue;
    const UseRow& row = registry->use_rows()[hit.use];
    const CueHit cue{static_cast<uint32_t>(span->begin), static_cast<uint32_t>(span->end),
                     row.phrase};
    if (row.is_cue) s.cues.push_back(cue);
    for (const scan::SetId set : sets.subspan(row.sets, row.n_sets)) s.set_present[set] = 1;
    if (row.spoken) {
      if (scan::is_lone_spoken(text, *span)) continue;
      s.spoken_marks.push_back(cue.begin);
    }
    if (row.has_matchers) s.phrase_anchors.push_back(cue);
  }
  std::sort(s.cues.begin(), s.cues.end(), [](const CueHit& a, const CueHit& b) {
    return std::tie(a.begin, a.end, a.phrase) < std::tie(b.begin, b.end, b.phrase);
  });
  s.labels.clear();
  std::copy_if(s.cues.begin(), s.cues.end(), std::back_inserter(s.labels),
               [&](const CueHit& cue) { return is_label[cue.phrase]; });
}

void Scanner::Impl::run_anchors(const scan::Pass& pass, const EngineScratch& s) const {
  // Values stand near their anchors: less than this far before or behind.
  constexpr size_t kNear = 64;
  constexpr size_t kMatcherSteps = 100;  // at least
  const auto skipped = [&](size_t begin, size_t end) {
    return !pass.in_focus(begin - std::min(begin, kNear), end + kNear);
  };
  // An anchor amid code says nothing of a person; the literals near it still may.
  scan::RegionCursor regions(pass.page);
  const auto amid_code = [&](size_t begin, size_t end) {
    return regions.all_code(begin - std::min(begin, kNear), end + kNear);
  };
  for (const LiteralHit& hit : s.literal_hits) {
    if (GiveUpScope::is_over()) return;
    if (skipped(hit.begin, hit.end)) continue;
    const scan::Literal& literal = registry->literals()[hit.literal];
    if (!literal.in_code && amid_code(hit.begin, hit.end)) continue;
    for (const scan::Matcher match : literal.matchers) {
      const Lap lap(pass.laps, pass.laps == nullptr ? 0 : registry->lap_of(match));
      WorkBudget::take(kMatcherSteps);
      match(pass.page, hit.begin, hit.end, pass.found);
    }
  }
  for (const ValueHit& hit : s.value_hits) scan::try_value(pass, hit.value, hit.begin);
  for (const CueHit& hit : s.phrase_anchors) {
    if (GiveUpScope::is_over()) return;
    if (skipped(hit.begin, hit.end)) continue;
    if (!registry->matches_in_code(hit.phrase) && amid_code(hit.begin, hit.end)) continue;
    for (const scan::Matcher match : registry->matchers(hit.phrase)) {
      const Lap lap(pass.laps, pass.laps == nullptr ? 0 : registry->lap_of(match));
      WorkBudget::take(kMatcherSteps);
      match(pass.page, hit.begin, hit.end, pass.found);
    }
  }
}

void Scanner::Impl::run_custom(std::string_view text, EngineScratch& s, std::vector<Hit>& hits) const {
  for (size_t i = 0; i < custom.size(); ++i) {
    s.custom_spans.clear();
    custom[i].pattern.find(text, s.custom_spans);
    for (const ByteSpan& span : s.custom_spans) {
      hits.push_back({span, custom[i].category, custom[i].rule.score,
                      static_cast<RuleId>(registry->rule_count() + i)});
    }
  }
}

/// Findings become hits on the original bytes, and overlaps are decided.
void Scanner::Impl::resolve(EngineScratch& s, const CanonicalView& view,
                            std::vector<Hit>& hits) const {
  for (const Finding& f : s.found.findings()) {
    if (f.score < options.min_score || !options.enabled.test(static_cast<size_t>(f.rule->category)))
      continue;
    const ByteSpan span = view.to_original(ByteSpan{f.begin, f.end});
    if (span.empty()) continue;
    hits.push_back({span, f.rule->category, std::min(f.score, 1.0F), registry->id_of(f.rule)});
  }
  scan::decide_overlaps(hits);
}

/// All passes over one canonical text; findings go to s.found. With a focus only values in it are
/// looked for.
void Scanner::Impl::run_passes(std::string_view text, ScanMode mode, scan::Regions regions,
                               std::span<const ByteSpan> focus, EngineScratch& s) const {
  s.found.findings().clear();
  WorkBudget::take(10 * text.size());
  {
    const Lap lap(s.laps, scan_lap_of(ScanStep::kAnchors));
    locate(text, s);
  }
  const scan::Page page{text,          mode, registry, s.cues, regions, s.set_present,
                        options.every_password};
  s.number_marks.clear();
  s.scatter_marks.clear();
  s.around.reset(*registry, text, s.cues);
  const scan::Pass pass{*registry,       page,     enabled,  enabled_in_code,
                        s.found,         s.around, s.labels, s.number_marks,
                        s.scatter_marks, focus,    s.laps};
  {
    const Lap lap(s.laps, scan_lap_of(ScanStep::kNumbers));
    scan::scan_candidates(pass);
  }
  const auto n_numbers = static_cast<std::ptrdiff_t>(s.number_marks.size());
  s.number_marks.insert(s.number_marks.end(), s.spoken_marks.begin(), s.spoken_marks.end());
  std::inplace_merge(s.number_marks.begin(), s.number_marks.begin() + n_numbers,
                     s.number_marks.end());
  run_anchors(pass, s);
  if (!s.labels.empty()) {
    const Lap lap(s.laps, scan_lap_of(ScanStep::kLabels));
    scan::scan_labelled(pass);
    scan::scan_tables(pass);
    if (s.has_inserts) scan::scan_inserts(pass);
  }
  if (mode == ScanMode::kCode) {
    std::erase_if(s.found.findings(),
                  [&](const Finding& finding) { return !scan::allowed_in_code(page, finding); });
  }
}

/// Values that were broken: each splice's surroundings are scanned once more with the gap taken
/// out, and what stands across a seam is reported. Each byte is in at most a few windows, so this
/// stays linear.
void Scanner::Impl::run_splices(std::string_view text, EngineScratch& s) const {
  s.splices.clear();
  scan::find_splices(text, s.splices);
  const scan::Page page{text, options.mode, registry, {}, s.regions};
  scan::RegionCursor regions(page);
  for (size_t i = 0; i < s.splices.size() && !GiveUpScope::is_over();) {
    const size_t next = scan::cut_window(text, s.splices, i, s.window);
    const auto splices = std::span(s.splices).subspan(i, next - i);
    i = next;
    const bool code = std::all_of(splices.begin(), splices.end(), [&](const scan::Splice& splice) {
      return splice.begin > 0 && !splice.literal && regions.in_code(splice.begin - 1);
    });
    run_passes(s.window.text, ScanMode::kText, code ? kAllCode : scan::Regions{}, s.window.focus,
               *s.inner);
    for (const Finding& f : s.inner->found.findings()) {
      if (!s.window.crosses_seam(f.begin, f.end) || is_free_word(f.rule->category)) continue;
      s.pieces.clear();
      s.window.to_original(f.begin, f.end, s.pieces);
      if (s.pieces.empty()) continue;
      // The window is read as text; where the value stands in the program decides all the same.
      const Finding whole{static_cast<uint32_t>(s.pieces.front().begin),
                          static_cast<uint32_t>(s.pieces.back().end), f.score, f.rule};
      if (page.mode == ScanMode::kCode && !scan::allowed_in_code(page, whole)) continue;
      for (const ByteSpan& piece : s.pieces) s.found.add(*f.rule, piece.begin, piece.end, f.score);
    }
  }
}

/// Dictated and scattered values ("four one five", "4 1 5"): the surroundings of each such run are
/// scanned once more with the run written plainly. Runs do not overlap and the windows are short
/// and have a budget, so this stays linear.
void Scanner::Impl::run_scattered(std::string_view text, EngineScratch& s) const {
  constexpr size_t kBefore = 160, kAfter = 80, kLeast = 4;
  const scan::Page page{text, options.mode, registry, {}, s.regions};
  std::vector<uint32_t>& marks = s.scatter_marks;
  marks.insert(marks.end(), s.spoken_marks.begin(), s.spoken_marks.end());
  std::sort(marks.begin(), marks.end());
  scan::RelaxedView view;
  scan::RegionCursor regions(page);
  size_t done = 0;
  size_t budget = 4096 + text.size();
  for (const uint32_t mark : marks) {
    if (mark < done) continue;
    if (GiveUpScope::is_over()) return;
    const size_t start = std::max(done, scan::spoken_run_begin(text, mark));
    scan::relax(text, start, view);
    const size_t length = scan::one_run(text, view);
    done = mark + 1;
    if (length < kLeast) continue;
    const ByteSpan run = view.span(0, length);
    done = run.end;
    size_t from = start > kBefore ? start - kBefore : 0;
    while (from > 0 && from < start && !scan::is_space(text[from - 1])) ++from;
    size_t to = std::min<size_t>(text.size(), run.end + kAfter);
    while (to < text.size() && to > run.end && !scan::is_space(text[to])) --to;
    // Nothing but a label says what a few lone characters are.
    const auto cue = std::lower_bound(s.cues.begin(), s.cues.end(), from,
                                      [](const CueHit& c, size_t at) { return c.begin < at; });
    if ((cue == s.cues.end() || cue->begin >= to) && view.spelled < 9) continue;
    if (budget < to - from) return;
    budget -= to - from;
    std::string& window = s.window.text;
    window.assign(text.substr(from, run.begin - from));
    const size_t at = window.size();
    window.append(view.text, 0, length).append(text.substr(run.end, to - run.end));
    const ByteSpan focus[] = {{at, at + length}};
    run_passes(window, ScanMode::kText, regions.in_code(run.begin) ? kAllCode : scan::Regions{},
               focus, *s.inner);
    for (const Finding& f : s.inner->found.findings()) {
      if (f.begin < at || f.end > at + length || f.end - f.begin < kLeast) continue;
      if (is_free_word(f.rule->category) || !view.token_ends(f.end - at)) continue;
      const ByteSpan span = view.span(f.begin - at, f.end - at);
      const Finding whole{static_cast<uint32_t>(span.begin), static_cast<uint32_t>(span.end),
                          f.score - 0.01F, f.rule};
      if (page.mode == ScanMode::kCode && !scan::allowed_in_code(page, whole)) continue;
      s.found.add(*f.rule, span.begin, span.end, f.score - 0.01F);
    }
  }
}

void Scanner::scan(std::string_view text, ScanScratch& scratch, std::vector<Hit>& hits) const {
  auto& s = static_cast<EngineScratch&>(scratch);
  hits.clear();
  if (text.empty()) return;
  const Lap lap(s.laps, scan_lap_of(ScanStep::kPrepare));
  const CanonicalView view = canonicalize(text, s.canonical);
  s.regions.clear();
  if (impl_->options.mode == ScanMode::kCode) {
    scan::find_regions(view.text(), s.regions, impl_->options.is_sure_code);
  }
  impl_->run_passes(view.text(), impl_->options.mode, s.regions, {}, s);
  impl_->run_splices(view.text(), s);
  if (!s.spoken_marks.empty() || !s.scatter_marks.empty()) impl_->run_scattered(view.text(), s);
  impl_->run_custom(text, s, hits);
  impl_->resolve(s, view, hits);
}

void measure_scans(ScanScratch& scratch, LapClock* clock) {
  auto& s = static_cast<EngineScratch&>(scratch);
  s.laps = s.inner->laps = clock;
}

std::string_view Scanner::rule_name(RuleId rule) const {
  const size_t builtin = impl_->registry->rule_count();
  return rule < builtin ? std::string_view(impl_->registry->rule(rule).name)
                        : std::string_view(impl_->custom[rule - builtin].rule.name);
}

std::string_view Scanner::label(const Hit& hit) const {
  const size_t builtin = impl_->registry->rule_count();
  if (hit.rule >= builtin) return impl_->custom[hit.rule - builtin].rule.label;
  return category_name(hit.category);
}

size_t Scanner::rule_count() const { return impl_->registry->rule_count() + impl_->custom.size(); }

}  // namespace lauter
