/// The prompts and examples of the folder prompts/, inside the program.
///
///   prompts/anonymize-edits.txt         lauter-prompt anonymize-edits version 2
///                                       Find private data in the text ... {{labels}}
///   prompts/anonymize-examples.jsonl    {"text":"...","reason":"...","edits":[{"quote":"...","category":"..."}]}
///
/// Placeholders: {{labels}} (empty if there is only one), {{allow}}, {{protect}}, {{preserve}}; a
/// line of the file with one that is empty is left out. A line `{{?latent}}words` is there only if
/// latent facts are asked for, `{{?wording}}words` only if the model words the replacements.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "llm/question/ask.h"

namespace lauter::llm {

/// One passage that the model of an example names.
struct ExampleEdit {
  std::string quote{};  ///< empty: whole lines
  std::string category{};
  std::string replacement{};  ///< empty: deleted
  Act act = Act::kNone;       ///< kDetoxify
  int64_t line = 0;         ///< tasks with line anchors
  int64_t to_line = 0;      ///< whole lines `line` to this one
};

/// One worked example. Its edits hold in the order of the text.
struct Example {
  std::string text{};
  std::string criterion{};  ///< kCustom
  std::string reason{};     ///< of the answer
  std::vector<ExampleEdit> edits{};
};

struct Prompt {
  int version = 0;        ///< of the header line
  std::string_view body;  ///< what follows the header line
  std::string sha256{};     ///< of the whole file, hex
};

/// Immutable; safe from any thread.
class Prompts {
 public:
  /// Errors: kInternal if a file inside the program is broken (a test reads them all).
  static Result<Prompts> embedded();

  /// `task` and `mode` must go together (is_possible()).
  const Prompt& prompt(Task task, Mode mode) const;
  std::span<const Example> examples(Task task) const;
  /// SHA-256 of the examples' file, hex.
  const std::string& examples_sha256(Task task) const;

 private:
  Prompts() = default;

  std::array<std::array<Prompt, 2>, kTasks> prompts_;
  std::array<std::vector<Example>, kTasks> examples_;
  std::array<std::string, kTasks> examples_sha256_;
};

/// The prompt for `ask` (with labels), everything filled in.
std::string render_prompt(const Prompt& prompt, const Ask& ask);

/// Reads a file of examples. Errors: kDataLoss `line N: why`.
Result<std::vector<Example>> parse_examples(std::string_view jsonl);

}  // namespace lauter::llm
