#include "llm/question/prompts.h"

#include <charconv>
#include <optional>

#include "base/check.h"
#include "base/sha256_hex.h"
#include "catalog/category.h"
#include "json/value.h"
#include "text/lines.h"

// Set by prompts_embed.S.
#define LAUTER_PROMPT(symbol)                         \
  extern "C" {                                        \
  extern const char lauter_prompt_##symbol##_begin[]; \
  extern const char lauter_prompt_##symbol##_end[];   \
  }
#define LAUTER_PROMPTS(X)                                                                         \
  X(anonymize_edits)                                                                              \
  X(anonymize_rewrite) X(anonymize_code_edits) X(detoxify_edits) X(detoxify_rewrite)              \
      X(clean_edits) X(clean_rewrite) X(custom_edits) X(custom_rewrite) X(attack_edits)           \
          X(anonymize_examples) X(anonymize_code_examples) X(detoxify_examples) X(clean_examples) \
              X(custom_examples)
LAUTER_PROMPTS(LAUTER_PROMPT)

namespace lauter::llm {
namespace {

struct File {
  std::string_view name;  ///< with `_` for `-`
  std::string_view content;
};

std::string_view file(std::string_view name) {
  static constexpr auto kView = [](const char* begin, const char* end) {
    return std::string_view(begin, static_cast<size_t>(end - begin));
  };
  const File files[] = {
#define LAUTER_FILE(symbol) \
  {#symbol, kView(lauter_prompt_##symbol##_begin, lauter_prompt_##symbol##_end)},
      LAUTER_PROMPTS(LAUTER_FILE)
#undef LAUTER_FILE
  };
  for (const File& one : files) {
    if (one.name == name) return one.content;
  }
  return {};
}

std::string symbol_of(Task task, std::string_view what) {
  std::string name(task_name(task));
  for (char& c : name) c = c == '-' ? '_' : c;
  return name + "_" + std::string(what);
}

Result<Prompt> parse_prompt(std::string_view content, const std::string& name) {
  Prompt prompt;
  prompt.sha256 = sha256_hex(content);
  const std::string_view header = take_line(content);
  const std::string expected = "lauter-prompt " + name + " version ";
  if (!header.starts_with(expected)) return internal_error("prompt " + name + ": no header");
  const std::string_view version = header.substr(expected.size());
  const auto [end, error] =
      std::from_chars(version.data(), version.data() + version.size(), prompt.version);
  if (error != std::errc() || end != version.data() + version.size() || prompt.version < 1) {
    return internal_error("prompt " + name + ": no version");
  }
  prompt.body = content;
  return prompt;
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "; ") + word;
  return out;
}

/// How to reach somebody is listed in any case: people write it in ways that no pattern has.
bool is_listed(const Label& label, const Ask& ask) {
  const auto category = ask.brief ? category_from_name(label.name) : std::nullopt;
  return !category || category_found_by(*category) != FoundBy::kPattern ||
         category_group(*category) == CategoryGroup::kContact;
}

std::string listed_labels(const Ask& ask) {
  std::string out;
  for (const Label& label : ask.labels) {
    if (!is_listed(label, ask)) continue;
    if (!out.empty()) out += ' ';
    out += label.name;
    if (!label.hint.empty()) out += " (" + label.hint + ")";
  }
  if (ask.brief) out += "; other numbers and keys by their own names, as found has them";
  return out;
}

/// What stands for `{{name}}`.
std::string value_of(std::string_view name, const Ask& ask) {
  if (name == "allow") return listed(ask.allow);
  if (name == "protect") return listed(ask.protect);
  if (name == "preserve") return listed(ask.preserve);
  LAUTER_CHECK(name == "labels", "a placeholder of prompts.h");
  return ask.labels.size() > 1 || ask.latent ? listed_labels(ask) : "";
}

bool is_on(std::string_view condition, const Ask& ask) {
  if (condition == "latent") return ask.latent;
  LAUTER_CHECK(condition == "wording", "a condition of prompts.h");
  return ask.model_wording;
}

/// The line with its placeholders filled in; nothing if it is left out.
std::optional<std::string> rendered_line(std::string_view line, const Ask& ask) {
  std::string out;
  while (true) {
    const size_t begin = line.find("{{");
    if (begin == std::string_view::npos) break;
    const size_t end = line.find("}}", begin);
    LAUTER_CHECK(end != std::string_view::npos, "placeholders end");
    const std::string_view name = line.substr(begin + 2, end - begin - 2);
    out += line.substr(0, begin);
    if (name.starts_with('?')) {
      if (!is_on(name.substr(1), ask)) return std::nullopt;
    } else {
      const std::string value = value_of(name, ask);
      if (value.empty()) return std::nullopt;
      out += value;
    }
    line.remove_prefix(end + 2);
  }
  return out + std::string(line);
}

}  // namespace

Result<Prompts> Prompts::embedded() {
  Prompts prompts;
  for (int t = 0; t < kTasks; ++t) {
    const auto task = static_cast<Task>(t);
    const auto at = static_cast<size_t>(t);
    for (const Mode mode : {Mode::kEdits, Mode::kRewrite}) {
      if (!is_possible(task, mode)) continue;
      const std::string name = std::string(task_name(task)) + "-" + std::string(mode_name(mode));
      LAUTER_ASSIGN(prompts.prompts_[at][static_cast<size_t>(mode)],
                    parse_prompt(file(symbol_of(task, mode_name(mode))), name));
    }
    // What an attacker looks for is what anonymizing looks for.
    const Task taught = task == Task::kAttack ? Task::kAnonymize : task;
    const std::string_view examples = file(symbol_of(taught, "examples"));
    prompts.examples_sha256_[at] = sha256_hex(examples);
    auto parsed = parse_examples(examples);
    if (!parsed.ok()) {
      return internal_error("examples of " + std::string(task_name(task)) + ": " +
                            parsed.error().message);
    }
    prompts.examples_[at] = std::move(*parsed);
  }
  return prompts;
}

const Prompt& Prompts::prompt(Task task, Mode mode) const {
  return prompts_[static_cast<size_t>(task)][static_cast<size_t>(mode)];
}
std::span<const Example> Prompts::examples(Task task) const {
  return examples_[static_cast<size_t>(task)];
}
const std::string& Prompts::examples_sha256(Task task) const {
  return examples_sha256_[static_cast<size_t>(task)];
}

std::string render_prompt(const Prompt& prompt, const Ask& ask) {
  std::string out;
  std::string_view rest = prompt.body;
  while (!rest.empty()) {
    if (const auto line = rendered_line(take_line(rest), ask)) out += *line + "\n";
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

Result<std::vector<Example>> parse_examples(std::string_view jsonl) {
  std::vector<Example> examples;
  for (int number = 1; !jsonl.empty(); ++number) {
    const std::string_view line = take_line(jsonl);
    const auto broken = [number](const std::string& why) {
      return data_loss("line " + std::to_string(number) + ": " + why);
    };
    const auto json = parse_json(line);
    if (!json.ok()) return broken(json.error().message);
    const JsonValue* text = json->find("text");
    const JsonValue* edits = json->find("edits");
    if (text == nullptr || !text->is_string() || edits == nullptr || !edits->is_array()) {
      return broken("text and edits are missing");
    }
    Example example;
    example.text = *text->if_string();
    const auto optional = [&json](std::string_view name) {
      const JsonValue* value = json->find(name);
      return std::string(value == nullptr ? std::string_view() : value->string_or(""));
    };
    example.criterion = optional("criterion");
    example.reason = optional("reason");
    for (const JsonValue& edit : *edits->if_array()) {
      const auto word = [&edit](std::string_view name) {
        const JsonValue* value = edit.find(name);
        return std::string(value == nullptr ? std::string_view() : value->string_or(""));
      };
      const auto integer = [&edit](std::string_view name) {
        const JsonValue* value = edit.find(name);
        return value == nullptr ? 0 : value->int_or(0);
      };
      const std::optional<Act> act = act_from_name(word("act"));
      if (!act) return broken("no act: " + word("act"));
      example.edits.push_back({word("quote"), word("category"), word("replacement"), *act,
                               integer("line"), integer("to")});
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

}  // namespace lauter::llm
