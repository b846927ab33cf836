/// What one call gave: what a lauter_batch is.
#pragma once

#include <functional>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "capi/engine.h"
#include "capi/lauter.h"

namespace lauter::capi {

inline std::string_view view_of(const lauter_view& view) { return {view.data, view.size}; }
inline lauter_view view_of(std::string_view text) { return {text.data(), text.size()}; }

/// The words of a program's causes repeat: one copy of each for a run.
class Words {
 public:
  explicit Words(std::pmr::memory_resource* memory) : memory_(memory) {}
  lauter_view keep(std::string_view word);

 private:
  std::pmr::memory_resource* memory_;
  std::vector<std::string_view> words_;  ///< few: labels, rules, stages
};

/// Strings and edits of some rows. Freed as a whole.
struct Arena {
  std::pmr::monotonic_buffer_resource memory{};
  Words words{&memory};

  lauter_view keep(std::string_view text);
  lauter_edit* keep(std::span<const lauter_edit> edits);
};

struct RowResult {
  int state = LAUTER_NULL;
  lauter_view id{};
  lauter_view reason{};
  std::span<const lauter_edit> edits{};
  std::span<const lauter_view> failed{};
  bool verified = false;
  uint32_t rounds = 0;
  uint32_t found = 0;
  uint32_t repaired = 0;
};

/// What is asked of an engine. The bytes of texts and ids are the caller's.
struct Question {
  std::vector<lauter_view> texts{};
  std::vector<size_t> rows{};         ///< as lauter_call.rows; empty: each text is a row
  std::vector<lauter_view> ids{};     ///< empty: none
  std::vector<std::string> fields{};  ///< JSON of each row; empty: none
  std::vector<size_t> values{};       ///< as lauter_call.values; empty: none
  int offsets = LAUTER_OFFSETS_BYTE;
  bool only_find = false;

  size_t n_rows() const { return rows.empty() ? texts.size() : rows.size() - 1; }
  size_t first_text(size_t row) const { return rows.empty() ? row : rows[row]; }
  size_t last_text(size_t row) const { return rows.empty() ? row + 1 : rows[row + 1]; }
};

class Batch {
 public:
  explicit Batch(const Engine& engine, Question question);

  const Engine& engine() const { return engine_; }
  const Question& question() const { return question_; }
  std::span<const RowResult> rows() const { return rows_; }
  std::span<const lauter_view> refined() const { return refined_; }

  /// Works on all rows. `stop` is asked by the calling thread, and may be null. Errors: kUnavailable `stopped`, those
  /// of Engine::take_finder(), Engine::asker() and RowBatch::take().
  Result<void> work(int threads, const std::function<bool()>& stop);

 private:
  class Worker;
  Result<void> work_in_threads(int threads, const std::function<bool()>& stop);

  const Engine& engine_;
  const Question question_;
  std::vector<RowResult> rows_;
  std::vector<lauter_view> refined_;  ///< one for each text
  std::vector<std::unique_ptr<Arena>> arenas_;
};

}  // namespace lauter::capi

struct lauter_engine {
  std::unique_ptr<lauter::capi::Engine> engine;
};
struct lauter_batch {
  explicit lauter_batch(lauter::capi::Batch made) : batch(std::move(made)) {}
  lauter::capi::Batch batch;
};
