#include "llm/question/example_answer.h"

#include <algorithm>
#include <vector>

#include "llm/question/answer.h"
#include "llm/question/locate.h"
#include "llm/question/sentence.h"

namespace lauter::llm::internal {
namespace {

bool is_asked_for(const Ask& ask, const std::vector<Label>& labels, const ExampleEdit& edit) {
  if (edit.category == kLatentLabel) return ask.latent;
  return labels.size() == 1 || std::any_of(labels.begin(), labels.end(), [&](const Label& label) {
           return label.name == edit.category;
         });
}

bool is_everywhere(const std::vector<Label>& labels, const std::string& category) {
  return std::any_of(labels.begin(), labels.end(), [&](const Label& label) {
    return label.name == category && label.everywhere;
  });
}

}  // namespace

ExampleAnswer answer_of_example(const Question& question, const Example& example) {
  const Ask& ask = *question.ask;
  const std::vector<Label>& labels = ask.labels;
  ExampleAnswer answer;
  std::vector<Proposal> proposals;
  Locator locator(question);
  for (const ExampleEdit& edit : example.edits) {
    if (!is_asked_for(ask, labels, edit)) {
      answer.whole = false;
      continue;
    }
    // A recipe with one category of its own means that one.
    const bool own = labels.size() == 1 && edit.category != kLatentLabel;
    const std::string& category = own ? labels.front().name : edit.category;
    Named named;
    named.quote = edit.quote;
    named.line = edit.line;
    named.to_line = edit.to_line;
    const Located located = locator.locate(named, is_everywhere(labels, category));
    answer.sound = answer.sound && !located.refusal;
    for (ByteSpan span : located.spans) {
      if (edit.act == Act::kRewrite) span = sentences_of(question.text, span);
      if (edit.act == Act::kDrop) span = sentences_with_gap(question.text, span);
      proposals.push_back({span, category, edit.replacement});
    }
  }
  std::sort(proposals.begin(), proposals.end(),
            [](const Proposal& a, const Proposal& b) { return a.span < b.span; });
  for (size_t i = 1; i < proposals.size(); ++i) {
    if (proposals[i - 1].span.overlaps(proposals[i].span)) answer.sound = false;
  }
  if (answer.sound) answer.reply = print_answer(question, proposals, example.reason);
  return answer;
}

}  // namespace lauter::llm::internal
