#include "run/steps/llm_estimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <queue>
#include <vector>

#include "io/row.h"
#include "llm/transport/budget.h"
#include "run/output/sampler.h"
#include "run/rows/chunk_stream.h"
#include "run/rows/row_batch.h"
#include "run/steps/step_chain.h"

namespace lauter {
namespace {

/// What is counted of a row, in this order.
enum Figure : size_t { kAsked, kRequests, kInput, kOutput, kMoney, kMinutes, kFigures };
using Counts = std::array<double, kFigures>;

/// A drawn row with its text alone.
struct Drawn {
  uint64_t rank = 0;
  std::string bytes;  ///< of the row
  Row row;

  bool operator<(const Drawn& other) const { return rank < other.rank; }
};

/// The rows of least rank so far.
class RowSample {
 public:
  explicit RowSample(uint64_t most) : most_(most) {}

  void offer(const JobOptions& job, const Chunk& chunk, const Row& row) {
    const std::string_view name = job.inputs.files[chunk.file_index].relative;
    const uint64_t rank = sample_rank(job.seed, name, row.number, row.doc.id);
    if (rows_.size() >= most_ && rank >= rows_.top().rank) return;
    Drawn drawn{rank, std::string(row.raw), row};
    drawn.row.raw = {};
    rows_.push(std::move(drawn));
    if (rows_.size() > most_) rows_.pop();
  }

  std::vector<Drawn> take() {
    std::vector<Drawn> rows;
    for (; !rows_.empty(); rows_.pop()) rows.push_back(rows_.top());
    std::reverse(rows.begin(), rows.end());
    for (Drawn& drawn : rows) drawn.row.raw = drawn.bytes;  // conditions of steps read it
    return rows;
  }

 private:
  uint64_t most_;
  std::priority_queue<Drawn> rows_;
};

/// The endpoints that may answer, with what they share.
std::vector<const llm::Endpoint*> endpoints_of(const llm::Request& request, const Recipe& recipe) {
  std::vector<const llm::Endpoint*> endpoints;
  for (const llm::Endpoint& endpoint : recipe.endpoints) {
    const auto& names = request.endpoints;
    const bool is_named = std::find(names.begin(), names.end(), endpoint.name) != names.end();
    if (names.empty() || is_named) endpoints.push_back(&endpoint);
  }
  return endpoints;
}

void add_request(const llm::Request& request, const Recipe& recipe, Counts& counts) {
  const auto input = static_cast<double>(llm::guess_input(request));
  const auto output = static_cast<double>(
      request.expected_output_tokens > 0 ? request.expected_output_tokens
                                         : request.max_output_tokens);
  counts[kRequests] += 1;
  counts[kInput] += input;
  counts[kOutput] += output;
  double weights = 0, money = 0, per_minute = 0;
  bool is_capped = true;
  for (const llm::Endpoint* endpoint : endpoints_of(request, recipe)) {
    weights += endpoint->weight;
    money += endpoint->weight * (input * endpoint->price_per_million_input +
                                 output * endpoint->price_per_million_output) / 1e6;
    double most = INFINITY;  // of such requests a minute
    if (endpoint->requests_per_minute > 0) {
      most = static_cast<double>(endpoint->requests_per_minute);
    }
    if (endpoint->tokens_per_minute > 0) {
      most = std::min(most, static_cast<double>(endpoint->tokens_per_minute) / (input + output));
    }
    is_capped = is_capped && std::isfinite(most);
    per_minute += most;
  }
  if (weights > 0) counts[kMoney] += money / weights;
  if (is_capped && per_minute > 0) counts[kMinutes] += 1 / per_minute;
}

Counts counts_of(const Row& row, const StepChain& chain, const Recipe& recipe,
                 ChainScratch& scratch) {
  Counts counts{};
  RowBatch batch(chain, {&row, 1}, scratch);
  while (!batch.requests().empty()) {
    counts[kAsked] = 1;
    for (const llm::Request& request : batch.requests()) add_request(request, recipe, counts);
    batch.skip(scratch);
  }
  return counts;
}

/// `sizes`: bytes of the drawn texts; `total`: of all texts.
Estimate estimate_of(const std::vector<Counts>& counts, const std::vector<double>& sizes,
                     Figure figure, double rows, double total) {
  const auto n = static_cast<double>(counts.size());
  double sum = 0, bytes = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    sum += counts[i][figure];
    bytes += sizes[i];
  }
  if (bytes <= 0) return {};
  const double ratio = sum / bytes;
  double squares = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    const double residual = counts[i][figure] - ratio * sizes[i];
    squares += residual * residual;
  }
  const double variance = n > 1 ? squares / (n - 1) : 0;
  const double left_out = std::max(0.0, 1 - n / rows);
  const double half = 1.96 * rows * std::sqrt(left_out * variance / n);
  const double estimate = ratio * total;
  return {estimate, std::max(0.0, estimate - half), estimate + half};
}

JsonValue to_json(const Estimate& estimate) {
  const auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
  return JsonValue()
      .set("estimate", rounded(estimate.total))
      .set("low", rounded(estimate.low))
      .set("high", rounded(estimate.high));
}

}  // namespace

Result<LlmEstimate> estimate_llm(const JobOptions& job, const SecretKey& key, uint64_t most) {
  LAUTER_ASSIGN(const StepChain chain, StepChain::make(job, key));
  const RowOptions row_options = job.row_options();
  ChunkStream stream(job.inputs, job.stream_options());
  LlmEstimate result;
  RowSample sample(most);
  while (true) {
    LAUTER_ASSIGN(const std::optional<Chunk> chunk, stream.next());
    if (!chunk) break;
    RowReader reader(job.inputs.files[chunk->file_index], *chunk, row_options);
    Row row;
    while (reader.next(row)) {
      if (row.pass_through || row.error) continue;
      ++result.rows;
      result.text_bytes += row.doc.text.size();
      sample.offer(job, *chunk, row);
    }
  }
  std::vector<Counts> counts;
  std::vector<double> sizes;
  ChainScratch scratch = chain.make_scratch();
  for (const Drawn& drawn : sample.take()) {
    counts.push_back(counts_of(drawn.row, chain, job.recipe, scratch));
    sizes.push_back(static_cast<double>(drawn.row.doc.text.size()));
  }
  result.rows_sampled = counts.size();
  const auto of = [&](Figure figure) {
    return estimate_of(counts, sizes, figure, static_cast<double>(result.rows),
                       static_cast<double>(result.text_bytes));
  };
  result.rows_asked = of(kAsked);
  result.requests = of(kRequests);
  result.input_tokens = of(kInput);
  result.output_tokens = of(kOutput);
  result.money = of(kMoney);
  result.minutes = of(kMinutes);
  return result;
}

JsonValue estimate_to_json(const LlmEstimate& estimate) {
  const double source = static_cast<double>(estimate.text_bytes) / 4;
  const double tokens = estimate.input_tokens.total + estimate.output_tokens.total;
  JsonValue value;
  value.set("dry_run", true)
      .set("rows", estimate.rows)
      .set("rows_sampled", estimate.rows_sampled)
      .set("text_bytes", estimate.text_bytes)
      .set("interval", 0.95)
      .set("rows_asked", to_json(estimate.rows_asked))
      .set("requests", to_json(estimate.requests))
      .set("input_tokens", to_json(estimate.input_tokens))
      .set("output_tokens", to_json(estimate.output_tokens))
      .set("money", to_json(estimate.money))
      .set("minutes", to_json(estimate.minutes))
      .set("tokens_per_source_token", source > 0 ? std::round(tokens / source * 1e4) / 1e4 : 0.0);
  return value;
}

}  // namespace lauter
