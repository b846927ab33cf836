// The filter `language`.
#include <algorithm>

#include "curate/filters/filter_scratch.h"

namespace lauter::internal {

std::string judge_language(const LanguageOptions& options, const LanguageModel& model,
                           std::string_view text) {
  const LanguageModel::Answer answer = model.identify(text);
  const auto names = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), answer.language) != list.end();
  };
  if ((!options.keep.empty() && !names(options.keep)) || names(options.drop)) {
    return std::string(answer.language);
  }
  return answer.share < options.min_score ? "unsure" : "";
}

}  // namespace lauter::internal
