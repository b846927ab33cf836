// Any reply to a question about any text: what is proposed lies in the windows, apart, on character
// boundaries, in bytes that the reply quotes; what is printed of it is read back; a rewrite changes
// what is explained and nothing else.
//
// The first bytes choose the task, mode and windows; a NUL parts the text from the reply, in which
// `%` stands for the token.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "llm/question/answer.h"
#include "llm/question/question.h"
#include "refine/llm/explained_rewrite.h"
#include "text/utf8.h"

using namespace lauter;
using namespace lauter::llm;

namespace {

const Prompts& prompts() {
  static const Prompts all = std::move(*Prompts::embedded());
  return all;
}

Ask ask_of(uint8_t choice) {
  Ask ask;
  ask.task = static_cast<Task>(choice % kTasks);
  ask.mode =
      choice / 8 % 2 == 1 && is_possible(ask.task, Mode::kRewrite) ? Mode::kRewrite : Mode::kEdits;
  if (ask.task == Task::kCustom) ask.criterion = "x";
  const bool names = ask.task == Task::kAnonymize || ask.task == Task::kCustom;
  ask.latent = ask.model_wording = names && choice / 16 % 2 == 1;
  if (choice / 32 % 2 == 1) ask.loose = {.space = true, .quotes = true, .canonical = true};
  return ask;
}

void check_proposals(const Question& question, const Answer& answer) {
  uint64_t at = 0;
  for (const Proposal& proposal : answer.proposals) {
    LAUTER_CHECK(at <= proposal.span.begin && !proposal.span.empty(), "sorted, apart, not empty");
    at = proposal.span.end;
    LAUTER_CHECK(
        is_utf8_boundary(question.text, proposal.span.begin) && is_utf8_boundary(question.text, at),
        "whole characters");
    const auto inside = [&](const Window& window) { return window.edit.contains(proposal.span); };
    LAUTER_CHECK(std::any_of(question.windows.begin(), question.windows.end(), inside),
                 "inside what may be edited");
    LAUTER_CHECK(is_utf8(proposal.replacement), "words are UTF-8");
  }
}

void check_rewrite(std::string_view text, const Question& question, const Answer& answer,
                   uint8_t choice) {
  std::vector<Explanation> why;
  for (const Proposal& one : answer.proposals) why.push_back({one.span, one.category, true});
  if (!text.empty() && is_utf8_boundary(text, text.size() / 2))
    why.push_back({{0, text.size() / 2}, "X"});
  Differ differ;
  const auto got = explain_rewrite(
      text, answer.rewritten, why,
      {.task = static_cast<RewriteTask>(choice / 64), .model_wording = question.ask->model_wording},
      differ);
  EditProgram program;
  program.edits = got.edits;
  LAUTER_CHECK(validate(program, text).ok(), "a program");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 3, size - 3);
  const size_t nul = std::min(input.find('\0'), input.size());
  std::string_view text = input.substr(0, nul);
  if (const auto error = find_utf8_error(text)) text = text.substr(0, error->offset);
  const std::string_view written = input.substr(std::min(nul + 1, input.size()));

  const Asking asking(prompts(), ask_of(data[0]), SecretKey{std::string(32, 'k')});
  const auto place = [text](size_t of_255) {
    size_t at = text.size() * of_255 / 255;
    while (!is_utf8_boundary(text, at)) --at;
    return at;
  };
  const ByteSpan shown{place(std::min(data[1], data[2])), place(std::max(data[1], data[2]))};
  const Window windows[] = {{{0, shown.begin}, {0, shown.begin}}, {shown, shown}};
  const Question question = asking.question("id", text, windows);
  std::string reply;
  for (const char c : written) reply += c == '%' ? question.token : std::string(1, c);

  const Answer answer = read_answer(question, reply);
  LAUTER_CHECK(answer.usable == answer.why.empty(), "usable, or a reason");
  LAUTER_CHECK(answer.usable || answer.proposals.empty(), "nothing of what is not usable");
  check_proposals(question, answer);
  if (!answer.usable) return 0;
  if (question.ask->mode == Mode::kRewrite) {
    check_rewrite(text, question, answer, data[0]);
    return 0;
  }
  const Answer again = read_answer(question, print_answer(question, answer.proposals));
  LAUTER_CHECK(again.usable, "what is printed can be read");
  check_proposals(question, again);
  return 0;
}
