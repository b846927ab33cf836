/// Options of the step `llm`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "llm/question/ask.h"
#include "tag/embedded_models.h"

namespace lauter {

/// What of a text is asked about.
enum class LlmScope : uint8_t {
  kUnsure,  ///< windows around the places that the cheap stages leave unsure (doubts.h)
  kAll,     ///< the whole text
};

/// Whose words take the place of a private value.
enum class LlmWording : uint8_t { kLauter, kModel };

/// What becomes of a row that the budget does not reach.
enum class OnBudget : uint8_t {
  kHoldBack,   ///< rejected
  kKeepLocal,  ///< what the steps before made of it, which has passed their verifiers
};

/// Measured by studies/llm/cascade.py; docs/design/0016 has the curve.
inline constexpr float kLeastRisk = 0.1F;
/// Many lines look a little like junk; asking about all of them costs more than it cleans.
inline constexpr float kLeastRiskOfJunk = 0.4F;

struct LlmOptions {
  llm::Ask ask;  ///< task, ask, criterion, allow, protect, preserve, latent, shots, candidates
  LlmScope scope = LlmScope::kUnsure;
  std::vector<std::string> endpoints;  ///< who may answer; empty: all but the attacker
  std::string attacker;                ///< endpoint that tries to re-identify; empty: none
  int rounds = 3;                      ///< of repair before a row is held back
  LlmWording wording = LlmWording::kLauter;
  OnBudget on_budget = OnBudget::kHoldBack;
  /// From which risk on something is unsure (doubts.h): what it costs against what it finds.
  float least_risk = kLeastRisk;
  uint64_t context_bytes = 160;       ///< shown before and behind an unsure place, at most
  uint64_t max_window_bytes = 4000;   ///< longer passages are cut
  uint64_t max_request_bytes = 8000;  ///< of windows of one text that go together
  std::string model{default_model_name()};  ///< whose doubts count: `small`, `base`, `none`, a file
};

}  // namespace lauter
