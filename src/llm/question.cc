#include "llm/question.h"

namespace lauter::llm {

Asking::Asking(const Prompts& prompts, Ask ask, const SecretKey& key)
    : prompts_(prompts), ask_(std::move(ask)), token_hash_(key, "llm-block") {}

Question Asking::question(std::string_view row_id, std::string_view text,
                          std::span<const Window> windows, int candidate) const {
  return question(row_id, text, windows, Earlier{}, candidate);
}

Question Asking::question(std::string_view, std::string_view text, std::span<const Window> windows,
                          const Earlier&, int candidate) const {
  Question question;
  question.ask = &ask_;
  question.text = text;
  question.windows.assign(windows.begin(), windows.end());
  question.request.candidate = candidate;
  (void)prompts_;
  return question;
}

size_t Asking::overhead_bytes() const { return system_.size() + schema_.size(); }

}  // namespace lauter::llm
