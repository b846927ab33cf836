#include "refine/llm/llm_batch.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "refine/llm/least_change.h"

namespace lauter {
namespace {

/// What a question about a passage without any doubt is worth: something may be there all the same.
constexpr double kLeastValue = 0.01;
/// A further round is worth more than another row's first question: the row has been paid for.
constexpr double kWorthOfRepair = 2.0;
/// A reply without a usable word is asked for again a little less predictably.
constexpr double kRetryTemperature = 0.3;
constexpr int kMostOutput = 4;

/// Whether the same question may get a better reply from the same server.
bool is_worth_another_try(llm::Failure failure) {
  switch (failure) {
    case llm::Failure::kTruncated:
    case llm::Failure::kFiltered:
    case llm::Failure::kRefused:
    case llm::Failure::kEmpty:
    case llm::Failure::kMalformed:
      return true;
    default:
      return false;
  }
}

/// Those from the first window's begin to the last one's end.
std::span<const llm::Suspect> within(std::span<const llm::Suspect> suspects, std::span<const llm::Window> windows) {
  const auto from = std::partition_point(suspects.begin(), suspects.end(), [&](const llm::Suspect& one) {
    return one.span.begin < windows.front().shown.begin;
  });
  const auto to = std::partition_point(from, suspects.end(), [&](const llm::Suspect& one) {
    return one.span.end <= windows.back().shown.end;
  });
  return {from, to};
}

}  // namespace

LlmBatch::LlmBatch(const LlmStep& step, std::vector<LlmRow> rows, LlmScratch& scratch)
    : step_(step) {
  states_.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    states_[i].row = std::move(rows[i]);
    begin(states_[i], scratch);
  }
  collect();
}

void LlmBatch::begin(State& state, LlmScratch& scratch) {
  const std::string_view text = state.row.document->text;
  ++figures_.rows;
  figures_.source_bytes += text.size();
  state.result.outcome.checks.verified = true;
  LlmStep::Asked asked = step_.asked_of(text, state.row.known, state.row.is_doubted, scratch);
  if (asked.windows.empty()) {
    if (state.row.is_doubted) return hold_back(state, "llm: nothing to ask about");
    state.phase = Phase::kDone;
    return;
  }
  state.result.is_asked = true;
  ++figures_.rows_asked;
  for (const AskWindow& window : asked.windows) figures_.asked_bytes += window.span.size();
  open_questions(state, asked.windows);
  state.asked = std::move(asked);
}

void LlmBatch::open_questions(State& state, std::span<const AskWindow> windows) {
  const LlmOptions& options = step_.options();
  // A rewritten text is compared window by window.
  const uint64_t together = options.ask.mode == llm::Mode::kRewrite ? 0 : options.max_request_bytes;
  const auto candidates = static_cast<size_t>(options.ask.candidates);
  state.candidates.resize(candidates);
  for (const std::span<const AskWindow> pack : pack_windows(windows, together)) {
    Open open;
    open.value = kLeastValue;
    for (const AskWindow& window : pack) {
      open.windows.push_back({window.span, window.span});
      open.value += window.risk;
    }
    for (open.candidate = 0; open.candidate < candidates; ++open.candidate) {
      state.open.push_back(open);
    }
  }
}

void LlmBatch::send(size_t row, size_t number) {
  State& state = states_[row];
  Open& open = state.open[number];
  const LlmOptions& options = step_.options();
  const bool attacks = state.phase == Phase::kAttack;
  const llm::Asking& asking = attacks ? step_.attacking() : step_.asking();
  const Document& document = *state.row.document;
  const Outcome& outcome = state.result.outcome;
  const std::string_view text =
      attacks && outcome.state == RowState::kEdited ? outcome.refined : document.text;
  const llm::Earlier earlier{open.earlier_refused, open.doubts};
  const bool has_earlier = !earlier.refused.empty() || !earlier.doubts.empty();
  const int candidate = static_cast<int>(open.candidate);
  std::span<const llm::Suspect> found;
  if (!attacks) found = within(state.asked.suspects, open.windows);
  open.question = asking.question(document.id, text, open.windows, found, earlier, candidate);
  llm::Request& request = open.question.request;
  request.value = open.value;
  if (attacks) {
    request.endpoints = {options.attacker};
    ++figures_.attacks;
  } else {
    request.endpoints = options.endpoints;
    ++(state.round == 0 ? figures_.questions : figures_.repairs);
  }
  if (state.round > 0) {
    request.value *= kWorthOfRepair;
    request.seed += state.round;
    request.candidate += state.round * options.ask.candidates;
    request.max_output_tokens *= open.more_output;
    if (!has_earlier) request.temperature = std::max(request.temperature, kRetryTemperature);
  }
  requests_.push_back(std::move(request));
  sent_.emplace_back(row, number);
}

void LlmBatch::collect() {
  requests_.clear();
  sent_.clear();
  for (size_t row = 0; row < states_.size(); ++row) {
    State& state = states_[row];
    if (state.phase == Phase::kDone) continue;
    for (size_t number = 0; number < state.open.size(); ++number) {
      const Open& open = state.open[number];
      if (!open.is_answered && !state.candidates[open.candidate].is_lost) send(row, number);
    }
  }
}

void LlmBatch::take(std::vector<llm::Reply> replies, LlmScratch& scratch) {
  LAUTER_CHECK(replies.size() == sent_.size(), "one reply for every request");
  for (size_t i = 0; i < replies.size(); ++i) {
    State& state = states_[sent_[i].first];
    take_reply(state, state.open[sent_[i].second], replies[i], scratch);
  }
  if (is_cancelled_) {
    requests_.clear();
    return;
  }
  for (State& state : states_) {
    if (state.phase != Phase::kDone) go_on(state, scratch);
  }
  collect();
}

void LlmBatch::take_reply(State& state, Open& open, const llm::Reply& reply, LlmScratch& scratch) {
  figures_.cached += reply.from_cache ? 1 : 0;
  figures_.tries += static_cast<uint64_t>(reply.usage.requests);
  figures_.input_tokens += static_cast<uint64_t>(reply.usage.input_tokens);
  figures_.output_tokens += static_cast<uint64_t>(reply.usage.output_tokens);
  figures_.money += reply.usage.money;
  if (reply.ok()) return take_answer(state, open, reply, scratch);

  const std::string name(llm::name_of(reply.failure));
  ++figures_.failures[name];
  state.why = "llm: " + name;
  open.earlier_refused.clear();
  if (reply.failure == llm::Failure::kCancelled) {
    is_cancelled_ = true;
  } else if (reply.failure == llm::Failure::kBudget) {
    state.is_beyond_budget = true;
  } else if (!is_worth_another_try(reply.failure)) {
    state.candidates[open.candidate].is_lost = true;
  } else if (reply.failure == llm::Failure::kTruncated) {
    open.more_output = std::min(kMostOutput, open.more_output * 2);
  }
}

void LlmBatch::take_answer(State& state, Open& open, const llm::Reply& reply, LlmScratch& scratch) {
  const llm::Answer answer = llm::read_answer(open.question, reply.content);
  std::vector<Edit> edits = step_.edits_of(open.question, answer, scratch, figures_);
  open.earlier_refused.clear();
  open.doubts.clear();
  for (const llm::Refused& refused : answer.refused) open.earlier_refused.push_back(refused.quote);
  if (!answer.usable) {
    ++figures_.failures["unusable"];
    state.why = "llm: unusable reply";
    return;
  }
  if (state.phase == Phase::kAttack) {
    // What it quotes and cannot be found is nothing that the text says.
    open.is_answered = true;
    std::move(edits.begin(), edits.end(), std::back_inserter(state.clues));
    return;
  }
  Candidate& candidate = state.candidates[open.candidate];
  candidate.edits.resize(static_cast<size_t>(state.round) + 1);
  std::move(edits.begin(), edits.end(), std::back_inserter(candidate.edits.back()));
  open.is_answered = answer.complete();
  if (!open.is_answered) state.why = "llm: quotes that cannot be placed";
}

void LlmBatch::go_on(State& state, LlmScratch& scratch) {
  if (state.is_beyond_budget) {
    const bool keep = step_.options().on_budget == OnBudget::kKeepLocal && !state.row.is_doubted;
    if (!keep) return hold_back(state, "llm: budget");
    state.result.outcome = {};
    state.result.outcome.checks.verified = true;
    state.result.is_kept_local = true;
    ++figures_.rows_kept_local;
    state.phase = Phase::kDone;
    return;
  }
  for (Candidate& candidate : state.candidates) candidate.is_complete = !candidate.is_lost;
  for (const Open& open : state.open) {
    if (!open.is_answered) state.candidates[open.candidate].is_complete = false;
  }
  const auto is_complete = [](const Candidate& c) { return c.is_complete; };
  const auto is_lost = [](const Candidate& c) { return c.is_lost; };
  if (std::any_of(state.candidates.begin(), state.candidates.end(), is_complete)) {
    state.phase == Phase::kAttack ? end_attack(state, scratch) : choose(state, scratch);
  } else if (std::all_of(state.candidates.begin(), state.candidates.end(), is_lost)) {
    hold_back(state, state.why);
  } else if (!another_round(state)) {
    hold_back(state, state.why);
  }
}

void LlmBatch::choose(State& state, LlmScratch& scratch) {
  const Document& document = *state.row.document;
  std::optional<Outcome> best;
  size_t chosen = 0;
  uint64_t least = 0;
  Outcome last;
  for (size_t i = 0; i < state.candidates.size(); ++i) {
    if (!state.candidates[i].is_complete) continue;
    Outcome outcome = step_.outcome_of(document, state.candidates[i].edits, state.asked,
                                       state.row.known, scratch, figures_);
    if (outcome.state == RowState::kRejected) {
      last = std::move(outcome);
      continue;
    }
    const uint64_t change = change_of(outcome.program, document.text);
    if (best && change >= least) continue;
    least = change;
    best = std::move(outcome);
    chosen = i;
  }
  if (best) {
    state.result.outcome = std::move(*best);
    std::swap(state.candidates[0], state.candidates[chosen]);
    state.candidates.resize(1);
    if (step_.options().attacker.empty()) {
      if (state.result.outcome.state == RowState::kEdited) ++figures_.rows_edited;
      state.phase = Phase::kDone;
    } else {
      attack(state);
    }
    return;
  }
  state.result.outcome = std::move(last);
  const std::string reason = state.result.outcome.reason;
  // After an attack the open questions are the attacker's: there is nothing to ask once more.
  if (!state.attacked.empty() || !another_round(state)) return hold_back(state, reason);
  for (Open& open : state.open) {
    open.is_answered = false;
    for (const llm::Window& window : open.windows) open.doubts.push_back(window.edit);
  }
}

void LlmBatch::attack(State& state) {
  const Outcome& outcome = state.result.outcome;
  state.phase = Phase::kAttack;
  state.clues.clear();
  std::vector<ByteSpan> asked;
  for (const Open& open : state.open) {
    if (open.candidate != state.open.front().candidate) continue;
    for (const llm::Window& window : open.windows) asked.push_back(window.shown);
  }
  if (!state.attacked.empty()) asked = state.attacked;
  state.attacked = asked;
  const OffsetMap map(outcome.program);
  std::vector<AskWindow> windows;
  for (const ByteSpan& span : asked) {
    const ByteSpan now{map.to_refined(span.begin), map.to_refined(span.end)};
    if (!now.empty()) windows.push_back({now, 1.0});
  }
  state.open.clear();
  for (const auto& pack : pack_windows(windows, step_.options().max_request_bytes)) {
    Open& open = state.open.emplace_back();
    for (const AskWindow& window : pack) open.windows.push_back({window.span, window.span});
    open.value = 1.0;
  }
}

void LlmBatch::end_attack(State& state, LlmScratch& scratch) {
  const Outcome& outcome = state.result.outcome;
  const OffsetMap map(outcome.program);
  std::vector<ByteSpan> stand_ins = replacement_spans(outcome.program);
  for (const ByteSpan& span : state.row.known) {
    stand_ins.push_back({map.to_refined(span.begin), map.to_refined(span.end)});
  }
  std::vector<Edit> clues;
  for (Edit& clue : state.clues) {
    const bool is_stand_in = std::any_of(
        stand_ins.begin(), stand_ins.end(),
        [&](const ByteSpan& s) { return s.contains(clue.span) || clue.span == s; });
    if (is_stand_in) {
      ++figures_.stand_ins;
      continue;
    }
    clue.span = map.to_original(clue.span);
    if (!clue.span.empty()) clues.push_back(std::move(clue));
  }
  state.clues.clear();
  if (clues.empty()) {
    if (outcome.state == RowState::kEdited) ++figures_.rows_edited;
    state.phase = Phase::kDone;
    return;
  }
  if (!another_round(state)) return hold_back(state, "llm: the attacker still finds something");
  state.candidates[0].edits.push_back(std::move(clues));
  state.candidates[0].is_complete = true;
  state.phase = Phase::kAsk;
  choose(state, scratch);
}

bool LlmBatch::another_round(State& state) {
  if (state.round >= step_.options().rounds) return false;
  ++state.round;
  return true;
}

void LlmBatch::hold_back(State& state, std::string reason) {
  Outcome& outcome = state.result.outcome;
  outcome.state = RowState::kRejected;
  outcome.checks.verified = false;
  outcome.refined.clear();
  ++figures_.rows_held_back;
  ++figures_.held_back[reason];
  outcome.reason = std::move(reason);
  state.phase = Phase::kDone;
}

std::vector<LlmResult> LlmBatch::finish() {
  std::vector<LlmResult> results;
  results.reserve(states_.size());
  for (State& state : states_) {
    state.result.known = std::move(state.row.known);
    results.push_back(std::move(state.result));
  }
  states_.clear();
  return results;
}

}  // namespace lauter
