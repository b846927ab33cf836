// Check digits that are weights and a modulus, from knowledge/identifiers.toml.
#include "catalog/checks_government.h"
#include "catalog/checks_health.h"
#include "catalog/checks_internal.h"

namespace lauter {

using namespace checks_internal;

#include "known/identifier_digits.inc"

}  // namespace lauter
