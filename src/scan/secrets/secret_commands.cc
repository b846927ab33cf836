// Passwords on command lines.
#include <string>

#include "known/secret_settings.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/secrets/secret_value.h"
#include "scan/views/lookahead.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {

std::string_view command_before(const Page& page, size_t at) {
  const size_t from = at > 240 ? at - 240 : 0;
  std::string_view before = page.text.substr(from, at - from);
  const size_t line = before.rfind('\n');
  if (line != std::string_view::npos) before.remove_prefix(line + 1);
  return before;
}

namespace {

template <size_t kCount>
bool command_is(std::string_view before, const std::string_view (&names)[kCount]) {
  for (const std::string_view name : names) {
    size_t at = before.find(name);
    while (at != std::string_view::npos) {
      const bool starts = at == 0 || !is_wordish(before[at - 1]);
      if (starts && (at + name.size() >= before.size() || !is_alnum(before[at + name.size()])))
        return true;
      at = before.find(name, at + 1);
    }
  }
  return false;
}

void add_command_value(const Page& page, size_t at, size_t from_colon, Found& found) {
  Setting setting;
  setting.link = Link::kEquals;
  read_value(page.text, at, setting);
  if (setting.value.empty()) return;
  if (from_colon != 0) {
    const size_t colon = setting.value.of(page.text).find(':');
    if (colon == std::string_view::npos) return;
    setting.value.begin += colon + 1;
  }
  const std::string_view value = setting.value.of(page.text);
  if (value.empty() || value[0] == '-') return;
  const float score = judge_password(value, {.quoted = true,
                                             .explicit_link = true,
                                             .at_end = true,
                                             .every = page.every_password});
  if (score > 0 && char_classes(value).letters() > 0)
    found.add(secret_info(SecretRule::kPasswordCommand), setting.value.begin, setting.value.end,
              score);
}

}  // namespace

void match_command_password(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view before = command_before(page, begin);
  const std::string_view flag = page.text.substr(begin, end - begin);
  const char next = page.at(end);
  if (flag == " -p") {
    if (command_is(before, {"mysql", "mysqldump", "mysqladmin", "mariadb", "sshpass"})) {
      if (next != '\0' && next != ' ' && next != '\n' && next != '-') {
        add_command_value(page, end, 0, found);
        return;
      }
    }
    if (next == ' ' &&
        command_is(before, known::kSecretSettingsMatchCommandPasswordWords))
      add_command_value(page, end, 0, found);
    return;
  }
  if (flag == " -u " || flag == "--user ") {
    if (command_is(before, {"curl", "http", "wget"})) add_command_value(page, end, 1, found);
    return;
  }
  if (flag == " -a " && command_is(before, {"redis-cli"})) add_command_value(page, end, 0, found);
  if (flag == " -w " && command_is(before, {"ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"}))
    add_command_value(page, end, 0, found);
  if (flag == " -P " && command_is(before, {"sqlcmd", "bcp", "osql", "ftp"}))
    add_command_value(page, end, 0, found);
  // openssl's "-passin pass:x", PowerShell's ConvertTo-SecureString "x"
  if (flag == " pass:" && (before.ends_with("-passin") || before.ends_with("-passout") ||
                           before.ends_with("-password")))
    add_command_value(page, end, 0, found);
  if (holds_caseless(flag, "securestring")) {
    const size_t value = page.text.substr(end, 10).find_first_of("\"'");
    if (value != std::string_view::npos) add_command_value(page, end + value, 0, found);
  }
  if (flag == "requirepass " || flag == "masterauth ") add_command_value(page, end, 0, found);
}

}  // namespace lauter::scan
