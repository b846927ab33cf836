/// What a step `llm` asked, got and spent: figures that add up over chunks and resumed parts of a run.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace lauter {

struct LlmFigures {
  uint64_t rows = 0;             ///< that came to the step
  uint64_t rows_asked = 0;       ///< of these, asked about
  uint64_t rows_edited = 0;      ///< edited by the step and accepted by its verifier
  uint64_t rows_held_back = 0;   ///< by the step
  uint64_t rows_kept_local = 0;  ///< beyond the budget, as the steps before left them
  uint64_t source_bytes = 0;     ///< of the rows' texts
  uint64_t asked_bytes = 0;      ///< of these, in first questions

  uint64_t questions = 0;  ///< first ones; every candidate counts
  uint64_t repairs = 0;    ///< questions of later rounds
  uint64_t attacks = 0;    ///< questions to the attacker
  uint64_t cached = 0;     ///< replies that cost nothing: an earlier run or part of this one paid them
  uint64_t tries = 0;      ///< requests that reached a server, retries included
  uint64_t input_tokens = 0;
  uint64_t output_tokens = 0;
  double money = 0;

  uint64_t proposals = 0;   ///< edits and values that replies proposed
  uint64_t dropped = 0;     ///< local finds that replies called public
  uint64_t stand_ins = 0;   ///< of these, about what lauter put there itself: passed over
  std::map<std::string, uint64_t, std::less<>> failures{};  ///< replies that failed, by failure
  std::map<std::string, uint64_t, std::less<>> refused{};   ///< quotes and differences, by reason
  std::map<std::string, uint64_t, std::less<>> held_back{}; ///< rows, by reason

  void add(const LlmFigures& other);
};

/// Tokens of a text for comparisons: a quarter of its bytes.
inline double source_tokens(const LlmFigures& figures) {
  return static_cast<double>(figures.source_bytes) / 4;
}

}  // namespace lauter
