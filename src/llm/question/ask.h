/// What a step asks of a model: the task, how the reply must look, and the recipe's wishes.
///
///   LAUTER_ASSIGN(const Prompts prompts, Prompts::embedded());
///   const Asking asking(prompts, ask, key);                      // one a step
///   const Question question = asking.question(row_id, text, windows);
///   ... replies = asker.ask(requests) ...
///   const Answer answer = read_answer(question, reply.content);  // spans of `text`
///
/// The text of a row is data, never an instruction: docs/design/0015-llm-asks.md says against whom,
/// and how.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lauter::llm {

enum class Task : uint8_t {
  kAnonymize,
  kAnonymizeCode,  ///< edits only: anchored to lines, no line is ever rewritten
  kDetoxify,
  kClean,   ///< deletions only
  kCustom,  ///< `criterion` says what must go
  kAttack,  ///< what still tells who somebody is; feeds the repair, changes nothing itself
};
inline constexpr int kTasks = 6;

enum class Mode : uint8_t {
  kEdits,    ///< a list of quoted passages
  kRewrite,  ///< the whole text, of which only explained differences are taken
};

/// `anonymize`, `anonymize-code`, `detoxify`, `clean`, `custom`, `attack`; `edits`, `rewrite`.
std::string_view task_name(Task task);
std::optional<Task> task_from_name(std::string_view name);
std::string_view mode_name(Mode mode);
std::optional<Mode> mode_from_name(std::string_view name);

/// What a model does to a passage of abuse (kDetoxify): to words, or to the sentence that they stand in.
enum class Act : uint8_t {
  kNone,
  kKeep,     ///< says that it stays: no change
  kDelete,   ///< the words
  kReplace,  ///< the words
  kRewrite,  ///< the sentence
  kDrop,     ///< the sentence
};
inline constexpr int kActs = 6;
std::string_view act_name(Act act);  ///< empty for kNone
std::optional<Act> act_from_name(std::string_view name);

/// Whether the two go together: code and attack are asked for edits only.
bool is_possible(Task task, Mode mode);

/// A category that the model may name.
struct Label {
  std::string name{};  ///< `PERSON`: ASCII letters, digits, `_` and `-`
  std::string hint{};  ///< a few words for the model; may be empty
  /// Whether a value of it stands for itself wherever it occurs: a name does, an age does not.
  bool everywhere = true;
  /// Whether it says something of a person, and may be said more generally (Ask::latent).
  bool tells = false;
};

/// The label of facts that only together tell who somebody is (Ask::latent).
inline constexpr std::string_view kLatentLabel = "LATENT";

/// Differences between a quote and the text that locating may overlook.
struct Looseness {
  bool space = false;      ///< any run of blanks and line ends is as good as another
  bool quotes = false;     ///< curly and straight quotes, dashes and hyphens, "..." and U+2026
  bool canonical = false;  ///< canonically equivalent Unicode (composed or not)
};

struct Ask {
  Task task = Task::kAnonymize;
  Mode mode = Mode::kEdits;
  std::string criterion{};              ///< kCustom: what must go, in words
  std::vector<std::string> allow{};     ///< what may stay though it looks like it must go
  std::vector<std::string> protect{};   ///< what must go above all
  std::vector<std::string> preserve{};  ///< what the edit must not lose
  std::vector<Label> labels{};          ///< empty: the task's own (default_labels())
  bool model_wording = false;         ///< anonymize, custom: the model says with what, too
  /// anonymize, custom: kLatentLabel is allowed, and what a label `tells` may be said more generally.
  bool latent = false;
  /// Of the labels, the prompt leaves out what patterns alone reach: 140 names of numbers and keys. Replies may name them.
  bool brief = false;
  int shots = 0;                      ///< examples shown, 0 to 8
  int candidates = 1;                 ///< with more than one, temperature is above 0
  Looseness loose{};
  int64_t seed = 0;
};

/// The catalog for anonymize and code, TOXIC for detoxify, JUNK for
/// clean, MATCH for custom, CLUE for attack.
std::vector<Label> default_labels(Task task);

/// Errors of a recipe, in words: an impossible mode, `latent` for clean, custom without criterion,
/// shots out of range, a label that is no name. Empty if all is well.
std::string objection(const Ask& ask);

}  // namespace lauter::llm
