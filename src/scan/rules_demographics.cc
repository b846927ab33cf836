#include "scan/rule.h"

namespace lauter::scan {

RuleTable demographic_rules() { return {}; }

}  // namespace lauter::scan
