#include "refine/clean.h"

#include "refine/clean_rules.h"
#include "tag/junk_gate.h"

namespace lauter {
namespace {

struct CleanScratch : RefinerScratch {
  LineIndex lines;
  std::vector<uint32_t> documents;
  JunkScratch junk;
  JunkScores scores;
};

}  // namespace

CleanRefiner::CleanRefiner(JunkTagger tagger, CleanOptions options,
                           std::shared_ptr<const LineFrequency> frequency)
    : tagger_(std::move(tagger)), options_(std::move(options)), frequency_(std::move(frequency)) {}

std::unique_ptr<RefinerScratch> CleanRefiner::make_scratch() const {
  return std::make_unique<CleanScratch>();
}

Result<void> CleanRefiner::propose(std::span<const Document> documents, RefinerScratch& base,
                                   std::span<Proposal> proposals) const {
  auto& scratch = static_cast<CleanScratch&>(base);
  for (size_t i = 0; i < documents.size(); ++i) {
    const std::string_view text = documents[i].text;
    scratch.lines.assign(text);
    if (!may_hold_junk(text)) continue;
    scratch.documents.clear();
    if (frequency_ != nullptr) frequency_->look_up(text, scratch.lines, scratch.documents);
    tagger_.tag(text, scratch.lines, scratch.documents, scratch.junk, scratch.scores);
    proposals[i] = propose_cleaning(text, scratch.lines, scratch.scores, options_);
  }
  return {};
}

}  // namespace lauter
