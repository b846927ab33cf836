#include "cli/help.h"

#include <vector>

namespace lauter {
namespace {

constexpr size_t kColumns = 78;

std::string flag_heading(const FlagSpec& flag) {
  std::string text = flag.letter != 0 ? std::string("-") + flag.letter + ", " : "    ";
  text += "--" + std::string(flag.name);
  if (!flag.value.empty()) {
    text += " " + std::string(flag.choices.empty() ? flag.value : flag.choices);
  }
  return text;
}

/// Breaks `text` (whose line ends count as spaces) into lines with `indent` before each.
std::string wrapped(std::string_view text, size_t indent) {
  std::string out;
  std::string line;
  const auto flush = [&] {
    out.append(indent, ' ');
    out += line + "\n";
    line.clear();
  };
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (!line.empty() && indent + line.size() + 1 + word.size() > kColumns) flush();
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty()) flush();
  return out;
}

std::string indented(std::string_view text, size_t indent) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out.append(indent, ' ');
    out += std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// Groups in the order of the table.
std::vector<std::string_view> groups_of(Command command) {
  std::vector<std::string_view> groups;
  for (const FlagSpec& flag : flag_specs()) {
    if (!takes(command, flag)) continue;
    bool seen = false;
    for (const std::string_view group : groups) seen = seen || group == flag.group;
    if (!seen) groups.push_back(flag.group);
  }
  return groups;
}

void append_flag(std::string& out, const FlagSpec& flag, bool brief) {
  const std::string heading = flag_heading(flag);
  if (brief) {
    constexpr size_t kHelpColumn = 36;
    out += "  " + heading;
    if (heading.size() + 4 > kHelpColumn) {
      out += "\n" + std::string(kHelpColumn, ' ');
    } else {
      out.append(kHelpColumn - heading.size() - 2, ' ');
    }
    out += std::string(flag.help) + "\n";
    return;
  }
  out += "  " + heading + "\n";
  std::string text(flag.help);
  text += ". " + std::string(flag.details);
  if (!flag.by_default.empty()) text += " Default: " + std::string(flag.by_default) + ".";
  out += wrapped(text, 10) + "\n";
}

}  // namespace

std::string help_text(std::string_view version) {
  std::string out = "lauter " + std::string(version) +
                    ": anonymises text corpora for language models by verified edit programs\n\n"
                    "usage: lauter COMMAND [ARGUMENTS] [FLAGS]\n\n";
  for (const CommandSpec& spec : command_specs()) {
    std::string name(spec.name);
    name.resize(14, ' ');
    out += "  " + name + std::string(spec.summary) + "\n";
  }
  out += R"(
`lauter COMMAND --help` explains a command, -h lists its flags.
INPUT is files, folders, globs, or - for stdin: .jsonl .txt .warc .warc.wet,
source trees with --format code; .gz and .zst of all of them.

exit status: 0 all well; 1 finished, but rows were rejected; 2 stopped by a
wrong flag, recipe, file or disk; 130 interrupted (`refine --resume` goes on)

  lauter refine corpus.jsonl.zst -o refined
  lauter find mails.jsonl | head
  lauter explain mails.jsonl --id mails.jsonl:17
)";
  return out;
}

std::string command_help_text(Command command, bool brief) {
  const CommandSpec& spec = command_spec(command);
  std::string out = "lauter " + std::string(spec.name) + ": " + std::string(spec.summary) + "\n\n" +
                    "usage: lauter " + std::string(spec.name) + " " + std::string(spec.arguments) +
                    (spec.available ? " [FLAGS]\n" : "\n");
  if (!spec.available) return out;
  if (!brief) out += "\n" + std::string(spec.details) + "\n";
  for (const std::string_view group : groups_of(command)) {
    out += "\n" + std::string(group) + ":\n";
    for (const FlagSpec& flag : flag_specs()) {
      if (takes(command, flag) && flag.group == group) append_flag(out, flag, brief);
    }
    if (!brief) out.pop_back();
  }
  if (!brief) out += "\nExamples:\n" + indented(spec.example, 2);
  return out;
}

std::string guide_flags_text() {
  std::string out;
  for (const CommandSpec& spec : command_specs()) {
    out += "### `lauter " + std::string(spec.name) + "`\n\n";
    if (!spec.available) {
      out += "Not in this version.\n\n";
      continue;
    }
    out += std::string(spec.details) + "\n\n```\n" + std::string(spec.example) + "\n```\n\n";
  }
  out += "### Flags\n\n| flag | commands | what it does | default |\n|---|---|---|---|\n";
  for (const FlagSpec& flag : flag_specs()) {
    std::string commands;
    size_t n = 0;
    for (const CommandSpec& spec : command_specs()) {
      if (!spec.available || !spec.recipe.empty()) continue;
      if (takes(spec.id, flag)) {
        commands += (commands.empty() ? "" : ", ") + std::string(spec.name);
      } else {
        ++n;
      }
    }
    if (n == 0) commands = "all";
    std::string value;
    for (const char c : flag.choices.empty() ? flag.value : flag.choices) {
      value += c == '|' ? "\\|" : std::string(1, c);
    }
    std::string details(flag.details);
    for (char& c : details) c = c == '\n' ? ' ' : c;
    out += "| ";
    if (flag.letter != 0) out += std::string("`-") + flag.letter + "`, ";
    out += "`--" + std::string(flag.name) + (value.empty() ? "" : " " + value) + "` | " + commands +
           " | " + std::string(flag.help) + ". " + details + " | " + std::string(flag.by_default) +
           " |\n";
  }
  return out;
}

}  // namespace lauter
