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
    {"government: Europe", government_rules},
    {"government: Americas", government_americas_rules},
    {"government: Asia, Africa, Oceania", government_asia_rules},
    {"financial", financial_rules},
    {"crypto", crypto_rules},
    {"devices", device_rules},
    {"health", health_rules},
    {"travel", travel_rules},
    {"records", record_rules},
    {"case numbers", case_rules},
    {"utilities", utility_rules},
    {"licences", licence_rules},
    {"biometric", biometric_rules},
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
