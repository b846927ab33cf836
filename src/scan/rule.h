/// How detection rules are written: as rows of tables, one file a subject (rules_*.cc).
///
/// Three kinds of rows:
///
/// * **ValueRule**: a value with a shape. Most categories are this. The engine finds every token
/// that
///   holds a digit, tries the rules whose shape can start there, runs the check and looks for
///   context:
///       {.info = {"us_ssn", Category::kUsSsn}, .shape = "\\d{3}[- ]?\\d{2}[- ]?\\d{4}",
///        .check = us_ssn_ok, .need = Need::kCue, .cues = "ssn|social security|soc sec no"}
///   A value belongs to the nearest label that could own it: of all cues around a value the nearest
///   one before it (else the nearest after it) whose rule fits decides; a nearer veto cue ("order
///   no", "isbn") forbids rules that need a cue. With `.anchor` the rule starts at that literal
///   instead of at digits ("ghp_", "-----BEGIN"). With kLabelled the shape is (also) tried right
///   after a cue and its connector (": ", " is ", `":"`,
///   "=", a table cell ...), which is how values without digits are found (passwords, words).
/// * **AnchorRule**: a function that is called at each occurrence of a phrase or literal and does
/// its
///   own matching (e-mail at "@", names after "my name is").
/// * **NumberHook**: a function that is called for each run of digits and number punctuation with
/// at
///   least `min_digits` digits (telephone numbers).
///
/// Phrases (cues, anchors): lower case; a blank stands for nothing, one or two of blank, line
/// break,
/// `_ - . '`, or " & ", so "api key" also means api_key, apiKey, API-KEY; they match whole words in
/// any letter case (a plural s is tolerated; in camelCase and snake_case each part counts as a word
/// and the whole does: "skymiles" also means SkyMiles).
/// Non-ASCII phrases are UTF-8 and match in lower, Title and upper case (Latin, Greek, Cyrillic);
/// for scripts without blanks (Han, Kana, Hangul, Thai) no word bounds are asked for.
/// Several phrases are joined by '|'.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "catalog/category.h"

namespace lauter::scan {

struct Page;
class Found;

/// The identity of a rule in logs and reports; rule files keep them in static tables.
struct RuleInfo {
  const char* name;  ///< `category.form`, lower case, unique: "us_ssn.dashed"
  Category category;
};

enum class Need : uint8_t {
  kNone,    ///< shape and check decide alone (PC, P); a cue raises the score
  kCue,     ///< a cue of the rule within reach (PX)
  kDirect,  ///< a cue right before the value, only a connector between
};

enum RuleFlags : uint16_t {
  kNoFlags = 0,
  kLabelled = 1,      ///< also tried after cue + connector, where the shape needs no digit
  kLabelledOnly = 2,  ///< tried nowhere else
  kNotInCode = 4,     ///< off in ScanMode::kCode outside comments and string literals
  kGlueLeft = 8,      ///< may follow '-', '.', '_', '+', '@', '%', '$' that follows a word
  kGlueRight = 16,    ///< may be followed by '-', '.', '/', ':', '_' and a word
  kNoRelax = 32,      ///< never tried on spelled-out, spaced or broken forms
  kStrongLabel = 64,  ///< kLabelled needs explicit punctuation: ':', '=', a cell, markup or "is"
  kCheckOptional =
      128,             ///< a failing check still counts when a cue stands directly before (kDirect)
  kCaseless = 256,     ///< letters of the shape match in either case
  kAnyWord = 512,      ///< the value is free text: no test for placeholders beyond the shared ones
  kUnlessVeto = 1024,  ///< Need::kNone rule that a nearer veto cue still forbids
};

struct ValueRule {
  RuleInfo info;
  const char* shape;                          ///< shape.h; matched greedily, bounded at word ends
  bool (*check)(std::string_view) = nullptr;  ///< on the value's letters and digits, upper case
  Need need = Need::kCue;
  const char* cues = nullptr;    ///< phrases joined by '|'
  const char* veto = nullptr;    ///< further phrases that forbid it when nearer
  const char* anchor = nullptr;  ///< literal (exact case) where the shape starts
  float score = 0.85F;           ///< when all its needs are met
  uint16_t flags = 0;
  uint8_t reach_before = 60;  ///< bytes between a cue's end and the value
  uint8_t reach_after = 30;   ///< bytes between the value's end and a later cue
  /// Last word of a rule about a matched value: sees the page, may look around. Null: accepted.
  bool (*accept)(const Page& page, size_t begin, size_t end) = nullptr;
  /// First word, before the shape is tried where it stands: false where accept() would refuse
  /// whatever matches. For shapes that many numbers or words have. Looks at few bytes.
  bool (*may_begin)(std::string_view text, size_t begin) = nullptr;
  float least_entropy = 0;  ///< bits a byte that the value must have
};

/// Called at text[begin, end), one whole occurrence of the anchor. Reads the page, reports to
/// `found`. Must look at a bounded neighbourhood only (<= 4 KiB, or amortised by its own progress),
/// so that the scan stays linear.
using Matcher = void (*)(const Page& page, size_t begin, size_t end, Found& found);

enum class AnchorKind : uint8_t {
  kPhrase,           ///< phrase semantics as above
  kLiteral,          ///< these bytes, exact case, anywhere ("@", "://")
  kCaselessLiteral,  ///< these bytes, any ASCII case, anywhere
};

struct AnchorRule {
  const char* anchors;  ///< joined by '|' (so no anchor holds a '|')
  Matcher match;
  AnchorKind kind = AnchorKind::kPhrase;
};

struct NumberHook {
  Matcher match;
  uint8_t min_digits;  ///< 0: called at words of two characters such as "f0" too
  bool own = false;    ///< reports nothing but the number: never a piece of what was found surely
};

/// What one rules_*.cc file offers. All pointers are to static storage.
struct RuleTable {
  std::span<const ValueRule> values = {};
  std::span<const AnchorRule> anchors = {};
  std::span<const NumberHook> hooks = {};
  std::span<const RuleInfo> infos = {};  ///< rules that anchors and hooks report
  const char* veto_cues = nullptr;       ///< labels of harmless values, for all rules
};

// One function a file; registry.cc lists them.
RuleTable identifier_rules();  // numbers that are given to persons
RuleTable mrz_rules();
RuleTable crypto_rules();
RuleTable secret_rules();
RuleTable secret_field_rules();
RuleTable token_rules();  // vendor key formats
RuleTable online_rules();
RuleTable contact_rules();
RuleTable phone_rules();
RuleTable veto_rules();
RuleTable spelled_rules();

}  // namespace lauter::scan
