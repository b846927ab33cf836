/// Labels of harmless values: a number that stands nearer to one of these than to a label of
/// private data is not private.
#include "scan/rule.h"

#include "known/veto.h"

namespace lauter::scan {

RuleTable veto_rules() {
  return {
      .veto_cues = known::kVetoNumbersOfNobody};
}

}  // namespace lauter::scan
