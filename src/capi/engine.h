/// A recipe, a key and models, compiled: what a lauter_engine is.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "run/jobs/refine_job.h"
#include "run/rows/finder.h"
#include "run/steps/run_asker.h"
#include "run/steps/step_chain.h"

namespace lauter::capi {

/// Working memories that calls borrow and give back. A child process begins with none: whoever held one, or the lock,
/// when the process was forked is not there.
template <typename T>
class Pool {
 public:
  Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() { delete shelf_.load(); }

  std::unique_ptr<T> take();
  void give(std::unique_ptr<T> item);

 private:
  struct Shelf {
    int process;
    std::mutex mutex{};
    std::vector<std::unique_ptr<T>> items{};
  };
  /// That of this process. The one of a parent is never touched again.
  Shelf& shelf();

  std::atomic<Shelf*> shelf_{nullptr};
};

/// Const but for its pools, and safe from any thread.
class Engine {
 public:
  /// Errors: kInvalidArgument for a config that is wrong, those of load_recipe(), load_models() and StepChain::make();
  /// `about` says then what they are about, as a lauter_status.
  static Result<std::unique_ptr<Engine>> open(std::string_view config_json, SecretKey key, int& about);

  const JobOptions& job() const { return job_; }
  const SecretKey& key() const { return key_; }
  const StepChain& chain() const { return *chain_; }
  Format format() const { return job_.inputs.files[0].format; }

  /// The id of a row that has none: a keyed hash of its text.
  std::string id_of(std::string_view text) const { return id_hash_.hex(hash128_hex(text)); }
  /// What lauter_engine_describe() says.
  std::string describe() const;

  std::unique_ptr<ChainScratch> take_scratch() const;
  void give(std::unique_ptr<ChainScratch> scratch) const { scratches_.give(std::move(scratch)); }
  /// Compiles what finding needs at the first call. Errors: those of ValueFinder::make(), make_model_steps() and make_filter_steps().
  Result<std::unique_ptr<Finder>> take_finder() const;
  void give(std::unique_ptr<Finder> finder) const { finders_.give(std::move(finder)); }

  /// For recipes that ask a model; made at the first call. Errors: those of RunAsker::make().
  Result<RunAsker*> asker() const;
  /// Set while a call that asks is to end: all such calls of this engine end with it.
  std::atomic<bool>& stop_asking() const { return stop_asking_; }

 private:
  struct Finding {
    StepEngines<ValueFinder> engines;
    ModelSteps models;
    FilterSteps filters;
  };
  Engine(JobOptions job, SecretKey key);

  JobOptions job_;
  SecretKey key_;
  KeyedHash id_hash_;
  std::optional<StepChain> chain_;
  mutable Pool<ChainScratch> scratches_;
  mutable Pool<Finder> finders_;
  mutable std::mutex lazy_;
  mutable std::optional<Finding> finding_;
  mutable std::unique_ptr<RunAsker> asker_;
  mutable std::atomic<bool> stop_asking_{false};
};

}  // namespace lauter::capi
