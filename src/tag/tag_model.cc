#include "tag/tag_model.h"

#include <algorithm>
#include <string>

#include "base/check.h"

namespace lauter {
namespace {

EncoderInput input_of(const TokenFeatures& features, TokenRange range) {
  return {std::span(features.ids).subspan(range.first * kIdsPerToken, range.size() * kIdsPerToken),
          std::span(features.shapes).subspan(range.first, range.size()),
          std::span(features.gaps).subspan(range.first, range.size())};
}

Error other_features(const ModelConfig& config, std::string_view what) {
  return unimplemented("model " + config.name + ": its " + std::string(what) +
                       " are not those of this build; use the lauter it was made for");
}

}  // namespace

Result<TagModel> TagModel::load(std::string_view file) {
  LAUTER_ASSIGN(Encoder encoder, Encoder::load(file));
  const ModelConfig& config = encoder.config();
  if (config.features != kFeatureVersion || config.ids != kIdsPerToken) {
    return other_features(config, "features");
  }
  if (config.rows < 3 || config.shapes < kShapeCount || config.gaps < kGapCount) {
    return other_features(config, "tables");
  }
  return TagModel(std::move(encoder));
}

Result<size_t> TagModel::head(std::string_view name, HeadKind kind) const {
  const auto index = config().find_head(name);
  if (!index || config().heads[*index].kind != kind) {
    return not_found("model " + config().name + " has no head " + std::string(name));
  }
  return *index;
}

void TagModel::read(std::string_view text, TagScratch& scratch) const {
  tokenize(text, scratch.tokens);
  extract_features(text, scratch.tokens, config().rows, scratch.features);
}

void TagModel::run(std::span<const HeadRequest> requests, TagScratch& scratch) const {
  encoder_.run(input_of(scratch.features, {0, scratch.tokens.size()}), requests, scratch.encoder);
}

void TagModel::run(size_t head, TokenRange range, TagScratch& scratch,
                   std::vector<float>& out) const {
  LAUTER_CHECK(range.first <= range.last && range.last <= scratch.tokens.size(), "a range of tokens");
  const size_t reach = config().reach();
  const TokenRange seen{range.first - std::min(range.first, reach),
                        std::min(scratch.tokens.size(), range.last + reach)};
  const size_t outputs = config().heads[head].outputs();
  out.resize(seen.size() * outputs);
  const HeadRequest request{.head = head, .out = out};
  encoder_.run(input_of(scratch.features, seen), {&request, 1}, scratch.encoder);
  const auto first = out.begin() + static_cast<ptrdiff_t>((range.first - seen.first) * outputs);
  std::copy(first, first + static_cast<ptrdiff_t>(range.size() * outputs), out.begin());
  out.resize(range.size() * outputs);
}

}  // namespace lauter
