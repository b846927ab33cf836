#include "llm/answer.h"

namespace lauter::llm {

std::string_view refusal_name(Refusal refusal) {
  static constexpr std::array<std::string_view, kRefusals> kNames = {
      "malformed",        "missing",  "ambiguous", "overlapping", "outside",
      "unknown-category", "too-long", "no-change", "wording",     "copied"};
  return kNames[static_cast<size_t>(refusal)];
}

bool Answer::complete() const { return usable && refused.empty(); }
Answer read_answer(const Question&, std::string_view) { return {}; }
std::string print_answer(const Question&, const std::vector<Proposal>&) { return {}; }

}  // namespace lauter::llm
