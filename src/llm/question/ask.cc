#include "llm/question/ask.h"

#include <algorithm>
#include <array>

#include "catalog/category.h"
#include "text/ascii.h"

namespace lauter::llm {
namespace {

constexpr std::array<std::string_view, kTasks> kTaskNames = {
    "anonymize", "anonymize-code", "detoxify", "clean", "custom", "attack"};
constexpr std::array<std::string_view, 2> kModeNames = {"edits", "rewrite"};
constexpr std::array<std::string_view, kActs> kActNames = {"",        "keep",    "delete",
                                                           "replace", "rewrite", "drop"};

template <typename Enum, size_t n>
std::optional<Enum> from_name(const std::array<std::string_view, n>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

bool is_label_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_ascii_word(c) || c == '-'; });
}

/// Every category. A place, a firm or a school is the same wherever it is named; of what else a
/// category tells, the next mention may be somebody else's.
std::vector<Label> labels_of_catalog() {
  std::vector<Label> labels;
  for (size_t i = 0; i < kCategoryCount; ++i) {
    const auto category = static_cast<Category>(i);
    const bool tells = privacy_class(category) == PrivacyClass::kTie;
    const bool everywhere = !tells || category_group(category) == CategoryGroup::kPlace ||
                            category == Category::kOrganization || category == Category::kSchool;
    labels.push_back({std::string(category_name(category)), "", everywhere, tells});
  }
  return labels;
}

}  // namespace

std::string_view task_name(Task task) { return kTaskNames[static_cast<size_t>(task)]; }
std::optional<Task> task_from_name(std::string_view name) {
  return from_name<Task>(kTaskNames, name);
}
std::string_view mode_name(Mode mode) { return kModeNames[static_cast<size_t>(mode)]; }
std::optional<Mode> mode_from_name(std::string_view name) {
  return from_name<Mode>(kModeNames, name);
}
std::string_view act_name(Act act) { return kActNames[static_cast<size_t>(act)]; }
std::optional<Act> act_from_name(std::string_view name) { return from_name<Act>(kActNames, name); }

bool is_possible(Task task, Mode mode) {
  return mode == Mode::kEdits || (task != Task::kAnonymizeCode && task != Task::kAttack);
}

std::vector<Label> default_labels(Task task) {
  switch (task) {
    case Task::kAnonymize:
    case Task::kAnonymizeCode:
      return labels_of_catalog();
    case Task::kDetoxify:
      return {{"TOXIC", "", false}};
    case Task::kClean:
      return {{"JUNK", "", false}};
    case Task::kCustom:
      return {{"MATCH", "", false}};
    case Task::kAttack:
      return {{"CLUE", ""}};
  }
  return {};
}

std::string objection(const Ask& ask) {
  const auto of_task = [&ask](std::string_view words) {
    return std::string(words) + " (task " + std::string(task_name(ask.task)) + ")";
  };
  const bool names_values = ask.task == Task::kAnonymize || ask.task == Task::kCustom;
  if (!is_possible(ask.task, ask.mode)) return of_task("only edits can be asked for");
  if (ask.task == Task::kCustom && trim_ascii(ask.criterion).empty()) {
    return of_task("needs a criterion");
  }
  if (ask.task != Task::kCustom && !ask.criterion.empty()) return of_task("takes no criterion");
  if (ask.latent && !names_values) return of_task("knows no latent facts");
  if (ask.model_wording && !names_values) return of_task("takes no wording");
  if (ask.shots < 0 || ask.shots > 8) return "shots: 0 to 8";
  if (ask.candidates < 1 || ask.candidates > 16) return "candidates: 1 to 16";
  for (const Label& label : ask.labels) {
    if (!is_label_name(label.name)) return "no name of a category: " + label.name;
    if (label.name == kLatentLabel) return "LATENT is no category of a list: say latent: true";
  }
  return {};
}

}  // namespace lauter::llm
