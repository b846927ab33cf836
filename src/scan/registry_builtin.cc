/// The rules that lauter brings, and what reports call the tables they come in.
#include <iterator>
#include <vector>

#include "base/check.h"
#include "scan/registry.h"

namespace lauter::scan {
namespace {

struct Group {
  const char* name;
  RuleTable (*rules)();
};
constexpr Group kGroups[] = {
    {"harmless labels", veto_rules},
    {"identifiers", identifier_rules},
    {"machine readable zones", mrz_rules},
    {"crypto", crypto_rules},
    {"secrets", secret_rules},
    {"secret fields", secret_field_rules},
    {"tokens", token_rules},
    {"online", online_rules},
    {"contact", contact_rules},
    {"phones", phone_rules},
    {"spelled-out digits", spelled_rules},
};

}  // namespace

const Registry& Registry::builtin() {
  // Never destroyed: giving back its hundred thousand small strings would cost 7 ms at every exit.
  static const Registry& registry = *new Registry([] {
    std::vector<RuleTable> tables;
    for (const Group& group : kGroups) tables.push_back(group.rules());
    Result<Registry> made = make(tables);
    if (!made.ok()) LAUTER_CHECK(false, made.error().message.c_str());
    return std::move(*made);
  }());
  return registry;
}

size_t Registry::builtin_group_count() { return std::size(kGroups); }
std::string_view Registry::builtin_group_name(size_t group) { return kGroups[group].name; }

}  // namespace lauter::scan
