#include "refine/llm/llm_figures.h"

namespace lauter {

void LlmFigures::add(const LlmFigures& other) {
  rows += other.rows;
  rows_asked += other.rows_asked;
  rows_edited += other.rows_edited;
  rows_held_back += other.rows_held_back;
  rows_kept_local += other.rows_kept_local;
  source_bytes += other.source_bytes;
  asked_bytes += other.asked_bytes;
  questions += other.questions;
  repairs += other.repairs;
  attacks += other.attacks;
  cached += other.cached;
  tries += other.tries;
  input_tokens += other.input_tokens;
  output_tokens += other.output_tokens;
  money += other.money;
  proposals += other.proposals;
  dropped += other.dropped;
  stand_ins += other.stand_ins;
  for (const auto& [name, count] : other.failures) failures[name] += count;
  for (const auto& [name, count] : other.refused) refused[name] += count;
  for (const auto& [name, count] : other.held_back) held_back[name] += count;
}

}  // namespace lauter
