/// Many rows on their way through one step `llm`, so that all their questions can be asked at once.
///
///   LlmBatch batch(step, rows, scratch);
///   while (!batch.requests().empty()) batch.take(asker.ask(batch.requests()), scratch);
///   std::vector<LlmResult> results = batch.finish();
///
/// Fail closed: a row passes if every question about it has a reply that was carried out in full,
/// and the verifier accepts the result. Replies that cannot be used, quotes that cannot be found,
/// a verifier that objects and an attacker who finds something lead to another round, for that row
/// alone, up to LlmOptions::rounds; then, and after any other failure, the row is held back.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "doc/document.h"
#include "llm/asker.h"
#include "refine/llm/llm_step.h"

namespace lauter {

/// A text as the steps before left it.
struct LlmRow {
  const Document* document = nullptr;  ///< outlives the batch
  std::vector<ByteSpan> known;  ///< sorted, apart: what those steps put into it
  bool is_doubted = false;      ///< a verifier objects to it as it is: ask about all of it
};

struct LlmResult {
  Outcome outcome;  ///< over LlmRow::document
  std::vector<ByteSpan> known;
  bool is_asked = false;  ///< false: nothing about it is unsure
  bool is_kept_local = false;
};

/// Keeps references to the step. One thread at a time.
class LlmBatch {
 public:
  LlmBatch(const LlmStep& step, std::vector<LlmRow> rows, LlmScratch& scratch);

  /// What is to be asked next; empty when all rows are done. Good until take().
  std::span<const llm::Request> requests() const { return requests_; }
  /// One reply for each request, in order.
  void take(std::vector<llm::Reply> replies, LlmScratch& scratch);

  /// Whether a reply was cancelled: the rows are not finished, and must not be written.
  bool is_cancelled() const { return is_cancelled_; }

  /// One for each row, in order.
  std::vector<LlmResult> finish();
  const LlmFigures& figures() const { return figures_; }

 private:
  enum class Phase : uint8_t { kAsk, kAttack, kDone };
  /// One question that is open, or waits for another round.
  struct Open {
    llm::Question question;
    size_t candidate = 0;
    std::vector<llm::Window> windows;
    double value = 0;
    bool is_answered = false;
    std::vector<std::string> earlier_refused;  ///< quotes of the reply before
    std::vector<ByteSpan> doubts;
    int more_output = 1;  ///< factor of the cap, after a reply that was cut off
  };
  /// One of several independent tries at the same row.
  struct Candidate {
    std::vector<std::vector<Edit>> edits;  ///< by round
    bool is_lost = false;                  ///< one of its questions has failed for good
    bool is_complete = false;              ///< all of its questions are answered
  };
  struct State {
    LlmRow row;
    LlmResult result;
    Phase phase = Phase::kAsk;
    int round = 0;
    std::vector<Open> open;
    std::vector<Candidate> candidates;
    LlmStep::Asked asked;
    std::vector<ByteSpan> attacked;  ///< passages of the document that the attacker sees
    std::vector<Edit> clues;         ///< what it found, in the refined text
    bool is_beyond_budget = false;
    std::string why;  ///< the last thing that went wrong
  };

  void begin(State& state, LlmScratch& scratch);
  void open_questions(State& state, std::span<const AskWindow> windows);
  void collect();
  void take_reply(State& state, Open& open, const llm::Reply& reply, LlmScratch& scratch);
  void take_answer(State& state, Open& open, const llm::Reply& reply, LlmScratch& scratch);
  void go_on(State& state, LlmScratch& scratch);
  void choose(State& state, LlmScratch& scratch);
  void attack(State& state);
  void end_attack(State& state, LlmScratch& scratch);
  bool another_round(State& state);
  void hold_back(State& state, std::string reason);
  void send(size_t row, size_t open);

  const LlmStep& step_;
  std::vector<State> states_;
  std::vector<llm::Request> requests_;
  std::vector<std::pair<size_t, size_t>> sent_;  ///< row and question of each request
  bool is_cancelled_ = false;
  LlmFigures figures_;
};

}  // namespace lauter
