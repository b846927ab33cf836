/// Ids of biometric templates: fingerprints, faces, voices, irises.
#include "known/biometric.h"
#include "scan/page.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"
#include "scan/text_runs.h"

namespace lauter::scan {
namespace {

constexpr const char* kBiometricCues = known::kBiometricCues;

/// Without the bare "fingerprint", which is mostly one of a key or a file.
constexpr const char* kTemplateCues = known::kBiometricTemplateCues;

constexpr uint16_t kLoose = kCaseless | kLabelled;

/// Keys and certificates have fingerprints too.
bool of_a_body(const Page& page, size_t begin, size_t end) {
  (void)end;
  const size_t line = page.line(begin).begin;
  const size_t from = std::max(line, begin - std::min<size_t>(begin, 60));
  const std::string_view before = page.text.substr(from, begin - from);
  for (const std::string_view word : {"key finger", "pgp", "gpg", "ssh", "certificate"})
    if (holds_caseless(before, word)) return false;
  return true;
}

constexpr ValueRule kValues[] = {
    {.info = {"biometric_id.prefixed", Category::kBiometricId},
     .shape = known::kBiometricIdPrefixedShape,
     .check = digits_and_size<1, 5, 80>,
     .cues = kBiometricCues,
     .score = 0.88F,
     .flags = kNoRelax | kLabelled,
     .reach_before = 70,
     .reach_after = 40},
#define ALONE(name_, anchor_, shape_)                                                             \
  {                                                                                               \
    .info = {name_, Category::kBiometricId}, .shape = shape_, .check = digits_and_size<0, 8, 80>, \
    .need = Need::kNone, .cues = kBiometricCues, .anchor = anchor_, .score = 0.84F,               \
    .flags = kNoRelax | kUnlessVeto                                                               \
  }
    ALONE("biometric_id.faceid", "faceid_", "faceid_[0-9a-zA-Z]{6,}"),
    ALONE("biometric_id.voice", "vp_", "vp_[0-9a-zA-Z_]{8,}"),
    ALONE("biometric_id.finger", "FP-", "FP-[0-9A-Fa-f]{6,}(-[0-9A-Fa-f]{2,}){0,3}"),
    ALONE("biometric_id.iris", "IRIS:", "IRIS:[0-9A-Za-z:-]{6,}"),
#undef ALONE
    {.info = {"biometric_id.digest", Category::kBiometricId},
     .shape = "[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{32}",
     .check = digits_and_size<3, 32, 64>,
     .cues = kTemplateCues,
     .score = 0.88F,
     .flags = kNoRelax,
     .reach_before = 40},
    {.info = {"biometric_id", Category::kBiometricId},
     .shape =
         "[0-9a-fA-F]{40}|[0-9a-fA-F]{32}|[0-9a-fA-F]{64}|[0-9a-fA-F]{16}|\\d{6,14}|[A-Z]{1,5}[-_]?"
         "[0-9A-F]{4,16}(-[0-9A-F]{2,12}){0,4}|"
         "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|"
         "[0-9A-Fa-f]{4,8}([- ][0-9A-Fa-f]{4,8}){1,4}|[0-9a-fA-F]{8,24}|[A-Z]{2,4}\\d{4,10}",
     .check = digits_and_size<3, 6, 80>,
     .need = Need::kDirect,
     .cues = kBiometricCues,
     .score = 0.86F,
     .flags = kNoRelax | kLoose,
     .accept = of_a_body},
};

}  // namespace

RuleTable biometric_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
