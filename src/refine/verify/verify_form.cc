#include "refine/verify/verify_form.h"

#include "refine/verify/structure.h"
#include "text/utf8.h"

namespace lauter {

Verdict judge_form(std::string_view original, const EditProgram& program,
                   std::string_view refined) {
  Verdict verdict;
  if (const auto at = internal::first_difference_outside(program, original, refined)) {
    verdict.failures.push_back({"outside", {*at, *at}, {}});
  } else if (const auto error = find_utf8_error(refined)) {
    verdict.failures.push_back({"utf8", {error->offset, error->offset}, {}});
  }
  return verdict;
}

}  // namespace lauter
