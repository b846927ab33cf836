/// The learned judge: what it reads in every token of a text. Private or public, which category, and
/// which tokens are names whoever they are (weights and training: models/judge.md, train/judge).
///
///   LAUTER_ASSIGN(const Judge judge, Judge::make(model));
///   judge.read(text, hits, scratch);     // scratch.tokens, scratch.runs, scratch.names
///
/// What patterns found of numbers, keys and contacts are hints: the judge has learnt in which
/// surroundings to believe which of them. So are names that the world knows (tag/gazetteer.h).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "find/candidate.h"
#include "find/second_judge.h"
#include "scan/scanner.h"
#include "tag/gazetteer.h"
#include "tag/tag_model.h"

namespace lauter {

/// What the judge reads in one token.
struct JudgedToken {
  struct Share {
    Category category{};
    float odds = 0;
  };

  float odds = 0;          ///< of all private categories together, as read there
  float private_odds = 0;  ///< the same, weighed with the rest of the text (find/prior.h)
  float person_odds = 0;   ///< that it is of a person's name, private or not
  bool begins = false;     ///< a value rather begins here than goes on
  std::array<Share, 3> likeliest{};  ///< the likeliest categories, that one first
};

/// Tokens [first, last) that belong together.
struct JudgedRun {
  uint32_t first = 0;
  uint32_t last = 0;
  Category category{};
  float score = 0;  ///< mean of private_odds; of names: of being a name
  NameKind kind = NameKind::kNone;  ///< of names
};

/// Reusable, never shared by threads.
struct JudgeScratch {
  TagScratch model;  ///< model.tokens: the tokens that all numbers below count
  std::vector<JudgedToken> tokens;
  std::vector<JudgedRun> runs;   ///< private, sorted, apart
  std::vector<JudgedRun> names;  ///< whoever they are, sorted, apart
  std::vector<uint16_t> hints;            ///< what patterns found at each token
  std::vector<uint8_t> known;             ///< and what the world knows of it
  std::vector<uint16_t> hints_and_known;  ///< both, as the model reads them
  std::vector<uint8_t> open;  ///< 1: read; others hold nothing private, by the judge's gate
  std::vector<float> logits;
  SecondJudgeScratch second;
};

/// What is read of a text.
enum class JudgeView : uint8_t {
  kPrivate,  ///< what may be private: a gate passes over stretches that hold nothing, public names too
  kAll,
};

/// Const and safe from any thread, each with its own scratch.
class Judge {
 public:
  /// Errors: those of TagModel::head(); kDataLoss if the head's labels are not O, PUBLIC, B- and I-
  /// of every category in their order, and names:O, names:B-PERSON and so on. `second`: has half of the
  /// say on what is private where one is given.
  static Result<Judge> make(std::shared_ptr<const TagModel> model, std::shared_ptr<const SecondJudge> second = {});

  /// Reads `text` (valid UTF-8, below 4 GiB). Tokens whose odds of being private reach `threshold`
  /// make runs. `hits`: sorted, apart; read whatever the gate says. Depends on the text, the hits,
  /// the threshold and the view alone. Linear; memory: 100 bytes a token and a window.
  void read(std::string_view text, std::span<const Hit> hits, float threshold, JudgeView view,
            JudgeScratch& scratch) const;

 private:
  Judge(std::shared_ptr<const TagModel> model, size_t head, std::shared_ptr<const SecondJudge> second)
      : model_(std::move(model)), head_(head), second_(std::move(second)) {}

  std::shared_ptr<const TagModel> model_;
  size_t head_;
  std::shared_ptr<const SecondJudge> second_;
  std::optional<Gazetteer> gazetteer_;  ///< of models that read it
};

/// log(p / (1 - p)), where p is at least 1e-4 from 0 and 1.
double logit(float odds);

/// Index of the first token that ends after `byte`.
size_t token_at(const std::vector<Token>& tokens, uint64_t byte);

}  // namespace lauter
