#include "refine/clean/clean.h"

#include "refine/clean/clean_rules.h"
#include "refine/clean/stock_lines.h"
#include "tag/junk_gate.h"

namespace lauter {
namespace {

struct CleanScratch : RefinerScratch {
  LineIndex lines;
  std::vector<uint32_t> documents;
  JunkScratch junk;
  JunkScores scores;
  std::vector<size_t> stock;  ///< see find_stock_lines()
};

/// Numbers of the lines that are stock phrases of pages.
void find_stock_lines(std::string_view text, const LineIndex& lines, std::vector<size_t>& out) {
  out.clear();
  for (size_t i = 0; i < lines.line_count(); ++i) {
    if (internal::is_stock_line(lines.line(i + 1).of(text))) out.push_back(i);
  }
}

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
    find_stock_lines(text, scratch.lines, scratch.stock);
    if (may_hold_junk(text)) {
      scratch.documents.clear();
      if (frequency_ != nullptr) frequency_->look_up(text, scratch.lines, scratch.documents);
      tagger_.tag(text, scratch.lines, scratch.documents, scratch.junk, scratch.scores);
    } else if (!scratch.stock.empty()) {
      scratch.scores.lines.assign(scratch.lines.line_count(), 0.0F);
      scratch.scores.spans.clear();
      scratch.scores.small_words = 1.0F;
    } else {
      continue;
    }
    for (const size_t line : scratch.stock) scratch.scores.lines[line] = 1.0F;
    proposals[i] = propose_cleaning(text, scratch.lines, scratch.scores, options_);
  }
  return {};
}

}  // namespace lauter
