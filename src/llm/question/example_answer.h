/// The reply that an example shows. Internal to `llm`.
#pragma once

#include <string>

#include "llm/question/prompts.h"
#include "llm/question/question.h"

namespace lauter::llm::internal {

struct ExampleAnswer {
  std::string reply{};  ///< as a model should answer `question`
  bool whole = true;  ///< nothing of the example was left out: all its categories are asked for
  bool sound = true;  ///< every quote of the example was found (a test asserts it)
};

/// `question` asks about the example's text, all of which is shown and may be edited.
ExampleAnswer answer_of_example(const Question& question, const Example& example);

}  // namespace lauter::llm::internal
