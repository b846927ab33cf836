#include "tag/tag_model.h"

#include <algorithm>
#include <string>

#include "base/check.h"

namespace lauter {
namespace {

EncoderInput input_of(const TokenFeatures& features) {
  return {features.ids, features.shapes, features.gaps};
}

Error other_features(const ModelConfig& config, std::string_view what) {
  return unimplemented("model " + config.name + ": its " + std::string(what) +
                       " are not those of this build; use the lauter it was made for");
}

}  // namespace

Result<TagModel> TagModel::load(std::string_view file, std::string_view table) {
  LAUTER_ASSIGN(Encoder encoder, Encoder::load(file, {.table = table}));
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
  encoder_.run(input_of(scratch.features), requests, scratch.encoder);
}

std::span<float> TagModel::run_range(size_t head, std::string_view text, TokenRange range, TagScratch& scratch,
                                     std::vector<float>& buffer, std::span<const uint16_t> hints,
                                     std::span<uint8_t> open) const {
  LAUTER_CHECK(range.first <= range.last && range.last <= scratch.tokens.size(), "no range of tokens");
  const HeadConfig& config_head = config().heads[head];
  const bool has_context = config_head.kind == HeadKind::kContext;
  const size_t reach = config().reach() + (has_context ? config_head.reach() : 0);
  size_t from = range.first - std::min(range.first, reach);
  if (has_context) from -= from % config_head.segment;  // segments count from the text's begin
  const TokenRange seen{from, std::min(scratch.tokens.size(), range.last + reach)};
  extract_features(text, std::span(scratch.tokens).subspan(seen.first, seen.size()), config().rows,
                   scratch.features);
  const size_t outputs = config_head.outputs();
  if (buffer.size() < seen.size() * outputs) buffer.resize(seen.size() * outputs);
  const std::span out = std::span(buffer).first(seen.size() * outputs);
  HeadRequest request{.head = head, .out = out};
  if (has_context) request.hints = hints.subspan(seen.first, seen.size());
  if (!open.empty()) {
    const std::span<const uint8_t> flags = open.subspan(seen.first, seen.size());
    scratch.open.assign(flags.begin(), flags.end());
    request.open = scratch.open;
  }
  encoder_.run(input_of(scratch.features), {&request, 1}, scratch.encoder);
  // What the gate made of the surroundings has not seen theirs.
  if (!open.empty()) {
    const std::span<const uint8_t> flags(request.open);
    std::ranges::copy(flags.subspan(range.first - seen.first, range.size()), open.begin() + static_cast<ptrdiff_t>(range.first));
  }
  return out.subspan((range.first - seen.first) * outputs, range.size() * outputs);
}

}  // namespace lauter
