/// The prompts and examples of the folder prompts/, inside the program.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "llm/ask.h"

namespace lauter::llm {

/// One passage that the model of an example names.
struct ExampleEdit {
  std::string quote;
  std::string category;
  std::string replacement;  ///< empty: deleted
  int line = 0;             ///< tasks with line anchors
};

/// One worked example: `edits` are in the order of the text.
struct Example {
  std::string text;
  std::string criterion;  ///< kCustom
  std::vector<ExampleEdit> edits;
};

struct Prompt {
  std::string_view name;  ///< `anonymize-edits`
  int version = 0;        ///< of its header line
  std::string_view body;  ///< what follows the header line; placeholders `{{name}}`
  std::string sha256;     ///< of the file, hex
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
  std::array<std::array<Prompt, 2>, kTasks> prompts_;
  std::array<std::vector<Example>, kTasks> examples_;
  std::array<std::string, kTasks> examples_sha256_;
};

}  // namespace lauter::llm
