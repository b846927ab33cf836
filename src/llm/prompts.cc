#include "llm/prompts.h"

namespace lauter::llm {

Result<Prompts> Prompts::embedded() { return Prompts(); }
const Prompt& Prompts::prompt(Task task, Mode mode) const {
  return prompts_[static_cast<size_t>(task)][static_cast<size_t>(mode)];
}
std::span<const Example> Prompts::examples(Task task) const {
  return examples_[static_cast<size_t>(task)];
}
const std::string& Prompts::examples_sha256(Task task) const {
  return examples_sha256_[static_cast<size_t>(task)];
}

}  // namespace lauter::llm
