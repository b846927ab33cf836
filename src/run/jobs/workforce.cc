#include "run/jobs/workforce.h"

namespace lauter {
namespace {

constexpr int kWaitingWorkers = 256;
constexpr uint64_t kWaitingWeight = uint64_t{16} << 20;
constexpr uint64_t kChunkOfQuestions = uint64_t{256} << 10;

}  // namespace

Workforce workforce_of(const JobOptions& job) {
  if (!asks_servers(job.recipe)) {
    return {job.threads, max_chunk_weight(job.threads), StreamOptions().chunk_bytes};
  }
  return {job.threads + kWaitingWorkers, kWaitingWeight, kChunkOfQuestions};
}

}  // namespace lauter
