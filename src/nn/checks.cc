#include "nn/checks.h"

#include <algorithm>

namespace lauter::internal {

void check_input(const ModelConfig& config, const EncoderInput& input) {
  const size_t n = input.tokens();
  LAUTER_CHECK(input.gaps.size() == n && input.ids.size() == n * config.ids,
               "features of one text differ in length");
  LAUTER_CHECK(all_below(input.ids, config.rows), "a row number outside the table");
  LAUTER_CHECK(all_below(input.shapes, config.shapes), "a shape outside its table");
  LAUTER_CHECK(all_below(input.gaps, config.gaps), "a gap outside its table");
}

void check_request(std::span<const HeadConfig> heads, const HeadRequest& request, size_t tokens) {
  LAUTER_CHECK(request.head < heads.size(), "no such head");
  const HeadConfig& head = heads[request.head];
  size_t rows = tokens;
  if (head.kind == HeadKind::kDocument) rows = 1;
  if (head.kind == HeadKind::kLine) {
    rows = lines_of(request);
    const auto& begins = request.line_begin;
    LAUTER_CHECK(std::is_sorted(begins.begin(), begins.end()), "lines must not overlap");
    LAUTER_CHECK(begins.empty() || begins.back() <= tokens, "a line leaves the text");
    LAUTER_CHECK(request.features.size() == rows * head.features, "features of lines");
  }
  if (head.kind == HeadKind::kContext) {
    LAUTER_CHECK(request.hints.size() == tokens, "hints of tokens");
    LAUTER_CHECK(all_below(request.hints, head.hints), "a hint outside its table");
    LAUTER_CHECK(request.open.empty() || (head.gate.tokens != 0 && request.open.size() == tokens), "flags of tokens");
  }
  LAUTER_CHECK(request.out.size() == rows * head.outputs(), "size of a head's scores");
}

}  // namespace lauter::internal
