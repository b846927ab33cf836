// The manual page and the shells' completions.
#include <vector>

#include "cli/help.h"

namespace lauter {
namespace {

/// Text for roff: backslashes and leading dots mean nothing, dashes stay dashes.
std::string roff(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_start = c == '\n';
  }
  return out;
}

std::vector<std::string> split_choices(std::string_view choices) {
  std::vector<std::string> list;
  while (!choices.empty()) {
    const size_t end = std::min(choices.find('|'), choices.size());
    list.emplace_back(choices.substr(0, end));
    choices.remove_prefix(std::min(end + 1, choices.size()));
  }
  return list;
}

std::string command_names() {
  std::string names;
  for (const CommandSpec& spec : command_specs()) {
    if (spec.available) names += (names.empty() ? "" : " ") + std::string(spec.name);
  }
  return names;
}

std::string flag_names_of(Command command) {
  std::string names;
  for (const FlagSpec& flag : flag_specs()) {
    if (!takes(command, flag)) continue;
    names += (names.empty() ? "--" : " --") + std::string(flag.name);
  }
  return names;
}

std::string bash_completions() {
  std::string out =
      "# bash completion of lauter; load it with: source <(lauter completions bash)\n"
      "_lauter() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} flags=\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W '" +
      command_names() +
      " --help --version' -- \"$word\"))\n"
      "    return\n"
      "  fi\n"
      "  case $before in\n";
  for (const FlagSpec& flag : flag_specs()) {
    if (flag.choices.empty()) continue;
    std::string words(flag.choices);
    for (char& c : words) c = c == '|' ? ' ' : c;
    out += "    --" + std::string(flag.name) + ") COMPREPLY=($(compgen -W '" + words +
           "' -- \"$word\")); return ;;\n";
  }
  out += "  esac\n  case ${COMP_WORDS[1]} in\n";
  for (const CommandSpec& spec : command_specs()) {
    if (!spec.available) continue;
    out += "    " + std::string(spec.name) + ") flags='" + flag_names_of(spec.id) + "' ;;\n";
  }
  out +=
      "  esac\n"
      "  case $word in\n"
      "    -*) COMPREPLY=($(compgen -W \"$flags\" -- \"$word\")) ;;\n"
      "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
      "  esac\n"
      "}\n"
      "complete -o filenames -F _lauter lauter\n";
  return out;
}

/// Text inside single quotes of zsh's _arguments, where brackets and colons mean something.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_completions() {
  std::string out =
      "#compdef lauter\n"
      "# zsh completion of lauter; store it as _lauter in a folder of $fpath\n"
      "_lauter() {\n"
      "  local -a commands\n"
      "  commands=(\n";
  for (const CommandSpec& spec : command_specs()) {
    if (!spec.available) continue;
    out += "    '" + std::string(spec.name) + ":" + zsh_text(spec.summary) + "'\n";
  }
  out +=
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  case $words[2] in\n";
  for (const CommandSpec& spec : command_specs()) {
    if (!spec.available) continue;
    out += "    " + std::string(spec.name) + ")\n      _arguments \\\n";
    for (const FlagSpec& flag : flag_specs()) {
      if (!takes(spec.id, flag)) continue;
      out += "        '" + std::string(flag.repeated ? "*" : "") + "--" + std::string(flag.name) +
             "[" + zsh_text(flag.help) + "]";
      if (!flag.value.empty()) {
        out += ":" + zsh_text(flag.value) + ":";
        if (flag.choices.empty()) {
          out += "_files";
        } else {
          out += "(";
          for (const std::string& choice : split_choices(flag.choices)) out += choice + " ";
          out.back() = ')';
        }
      }
      out += "' \\\n";
    }
    out += "        '*:file:_files' ;;\n";
  }
  out += "  esac\n}\n_lauter \"$@\"\n";
  return out;
}

std::string fish_completions() {
  std::string out = "# fish completion of lauter; load it with: lauter completions fish | source\n";
  for (const CommandSpec& spec : command_specs()) {
    if (!spec.available) continue;
    const std::string name(spec.name);
    out += "complete -c lauter -n __fish_use_subcommand -f -a " + name + " -d '" +
           std::string(spec.summary) + "'\n";
    for (const FlagSpec& flag : flag_specs()) {
      if (!takes(spec.id, flag)) continue;
      out += "complete -c lauter -n '__fish_seen_subcommand_from " + name + "' -l " +
             std::string(flag.name);
      if (flag.letter != 0) out += std::string(" -s ") + flag.letter;
      if (!flag.value.empty()) out += " -r";
      if (!flag.choices.empty()) {
        std::string words(flag.choices);
        for (char& c : words) c = c == '|' ? ' ' : c;
        out += " -f -a '" + words + "'";
      }
      std::string help;
      for (const char c : flag.help) help += c == '\'' ? "\\'" : std::string(1, c);
      out += " -d '" + help + "'\n";
    }
  }
  return out;
}

}  // namespace

std::string man_text(std::string_view version) {
  std::string out = ".TH LAUTER 1 \"\" \"lauter " + std::string(version) +
                    "\" \"User commands\"\n.SH NAME\nlauter \\- anonymise text corpora for "
                    "language models by verified edit programs\n.SH SYNOPSIS\n";
  for (const CommandSpec& spec : command_specs()) {
    if (!spec.available) continue;
    out += ".B lauter " + std::string(spec.name) + "\n" + roff(spec.arguments) + "\n.br\n";
  }
  out += ".SH COMMANDS\n";
  for (const CommandSpec& spec : command_specs()) {
    if (!spec.available) continue;
    out += ".SS " + std::string(spec.name) + "\n" + roff(spec.details) + "\n.PP\n.nf\n" +
           roff(spec.example) + "\n.fi\n";
  }
  out += ".SH FLAGS\n";
  for (const FlagSpec& flag : flag_specs()) {
    out += ".TP\n.B ";
    if (flag.letter != 0) out += std::string("\\-") + flag.letter + ", ";
    out += "\\-\\-" + roff(flag.name);
    if (!flag.value.empty()) out += " " + roff(flag.choices.empty() ? flag.value : flag.choices);
    out += "\n" + roff(flag.help) + ".\n" + roff(flag.details) + "\n";
    if (!flag.by_default.empty()) out += "Default: " + roff(flag.by_default) + ".\n";
  }
  out +=
      ".SH EXIT STATUS\n0 all well; 1 finished, but rows were rejected; 2 stopped by a wrong flag, "
      "recipe, file or disk; 130 interrupted.\n.SH FILES\n.TP\n.B OUT.key\nThe secret key of a run "
      "without \\-\\-key\\-file. Whoever has it can link stand\\-ins of several runs, and undo "
      "reversible ones.\n";
  return out;
}

Result<std::string> completions_text(std::string_view shell) {
  if (shell == "bash") return bash_completions();
  if (shell == "zsh") return zsh_completions();
  if (shell == "fish") return fish_completions();
  return invalid_argument("completions: \"" + std::string(shell) +
                          "\" is not one of bash, zsh, fish");
}

}  // namespace lauter
