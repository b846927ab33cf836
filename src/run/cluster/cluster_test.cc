// The parts of a run over many processes: plan, claims, commands. tests/cli/cluster_test.py has the
// whole.
#include <gtest/gtest.h>

#include <set>

#include "io/test_support.h"
#include "run/cluster/shard_folder.h"
#include "run/cluster/shard_plan.h"
#include "run/cluster/shard_reader.h"
#include "run/cluster/slurm.h"
#include "run/cluster/task_asker.h"

namespace lauter {
namespace {

using test::TempDir;

RefineJob job_with(const std::vector<uint64_t>& sizes) {
  RefineJob job{.version = "1.2.3"};
  job.job.recipe = *load_builtin_recipe("anonymize", {"limits.shard_bytes=64KiB"});
  for (size_t i = 0; i < sizes.size(); ++i) {
    const std::string name = "f" + std::to_string(i) + ".jsonl";
    job.job.inputs.files.push_back(
        {.path = "in/" + name, .relative = name, .size_bytes = sizes[i]});
  }
  job.job.fields.text = *FieldPath::parse("message.body");
  job.key = SecretKey{std::string(32, 'k')};
  return job;
}

TEST(ShardPlan, EveryByteIsInOneShardAndEveryShardInOneTask) {
  const std::vector<std::vector<uint64_t>> cases = {
      {0}, {1}, {5'000'000}, {0, 0, 0}, std::vector<uint64_t>(500, 700), {10, 8'000'000, 20, 30}};
  for (const auto& sizes : cases) {
    for (const size_t tasks : {1U, 2U, 7U, 1000U}) {
      const auto plan = make_plan(job_with(sizes), tasks);
      ASSERT_TRUE(plan.ok());
      EXPECT_LE(plan->tasks(), tasks);
      EXPECT_LE(plan->tasks(), plan->shards.size());
      std::vector<uint64_t> offsets(sizes.size());
      size_t file = 0;
      for (size_t i = 0; i < plan->shards.size(); ++i) {
        const Shard& shard = plan->shards[i];
        EXPECT_EQ(shard.range.begin % (64 << 10), 0U);
        EXPECT_EQ(shard.range.begin, offsets[shard.file_begin]);
        EXPECT_EQ(shard.file_begin, file);
        if (shard.range.end == FileRange::kToTheEnd) {
          file = shard.file_end;
        } else {
          offsets[file] = shard.range.end;
          EXPECT_LT(shard.range.end, sizes[file]);
        }
        for (size_t f = shard.file_begin; f < shard.file_end; ++f) {
          EXPECT_LE(plan->shards_of(f).first, i);
          EXPECT_GT(plan->shards_of(f).second, i);
        }
        const size_t task = plan->task_of(i);
        EXPECT_TRUE(plan->stripes[task] <= i && i < plan->stripes[task + 1]);
      }
      EXPECT_EQ(file, sizes.size());
      for (size_t k = 0; k < plan->tasks(); ++k) EXPECT_LT(plan->stripes[k], plan->stripes[k + 1]);
    }
  }
  // Enough shards that the last one is a small part of a task's work, and no file cut for nothing:
  // four files of 1 MB reach a 32nd of a task's 100 MB.
  EXPECT_GE(make_plan(job_with({50'000'000}), 4)->shards.size(), 100U);
  EXPECT_EQ(make_plan(job_with(std::vector<uint64_t>(400, 1'000'000)), 4)->shards.size(), 100U);
}

TEST(ShardPlan, ComesBackAsItWasWritten) {
  const TempDir dir;
  const RefineJob job = job_with({10, 9'000'000, 20});
  ShardPlan plan = *make_plan(job, 3);
  plan.executor = "slurm";
  plan.key_path = "/a key";
  plan.folder = "/some where";
  plan.at_once = 2;
  plan.store = s3::Settings{.credentials = s3::Credentials{"access", "s3cret", "t0ken"},
                            .region = "eu-test-1",
                            .addressing = s3::Addressing::kPath};
  ASSERT_TRUE(write_plan(plan, dir.path()).ok());
  const auto read = read_plan(dir.path());
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->stripes, plan.stripes);
  ASSERT_EQ(read->shards.size(), plan.shards.size());
  for (size_t i = 0; i < plan.shards.size(); ++i) {
    EXPECT_EQ(read->shards[i].range, plan.shards[i].range);
    EXPECT_EQ(read->shards[i].file_end, plan.shards[i].file_end);
    EXPECT_EQ(read->shards[i].bytes, plan.shards[i].bytes);
  }
  EXPECT_EQ(read->key_path, "/a key");
  EXPECT_EQ(read->tasks_at_once(), 2U);
  ASSERT_TRUE(read->store.has_value());
  EXPECT_EQ(read->store->region, "eu-test-1");
  EXPECT_EQ(read->store->addressing, s3::Addressing::kPath);
  EXPECT_TRUE(read->store->credentials.has_value());
  const auto again = job_of(*read, dir.path(), "1.2.3");
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->job.fields.text.names, job.job.fields.text.names);
  EXPECT_EQ(recipe_hash(again->job.recipe), recipe_hash(job.job.recipe));
  EXPECT_EQ(again->job.inputs.files[1].path, "in/f1.jsonl");
  EXPECT_FALSE(job_of(*read, dir.path(), "1.2.4").ok());
  const std::string text = *read_file(plan_path(dir.path()));
  EXPECT_EQ(text.find("s3cret"), std::string::npos);
  EXPECT_EQ(text.find("t0ken"), std::string::npos);
  // A plan that was cut off is none.
  dir.put("state/plan.jsonl", text.substr(0, text.rfind('{')));
  EXPECT_FALSE(read_plan(dir.path()).ok());
}

TEST(TaskRecipe, SharesAddUpToNoMoreThanTheRecipes) {
  Recipe recipe = *load_builtin_recipe("anonymize");
  recipe.budget = {.tokens = 1003, .money = 5, .requests = 10};
  llm::Endpoint& endpoint = recipe.endpoints.emplace_back();
  endpoint.requests_per_minute = 60;
  endpoint.max_in_flight = 7;
  for (const size_t tasks : {1U, 3U, 10U}) {
    llm::BudgetLimits sum;
    for (size_t task = 0; task < tasks; ++task) {
      const auto share = task_recipe(recipe, task, tasks, std::min<size_t>(tasks, 4));
      ASSERT_TRUE(share.ok()) << share.error().message;
      EXPECT_GT(share->budget.requests, 0);  // 0 would be none at all
      sum.tokens += share->budget.tokens;
      sum.money += share->budget.money;
      sum.requests += share->budget.requests;
      const auto at_once = static_cast<int64_t>(std::min<size_t>(tasks, 4));
      EXPECT_LE(at_once * share->endpoints[0].requests_per_minute, 60);
      EXPECT_LE(at_once * share->endpoints[0].max_in_flight, 7);
      EXPECT_GT(share->endpoints[0].max_in_flight, 0);
      EXPECT_EQ(share->endpoints[0].tokens_per_minute, 0);
    }
    EXPECT_EQ(sum.tokens, 1003);
    EXPECT_EQ(sum.requests, 10);
    EXPECT_NEAR(sum.money, 5, 1e-9);
  }
  EXPECT_FALSE(task_recipe(recipe, 0, 11, 4).ok());
  EXPECT_FALSE(task_recipe(recipe, 0, 10, 8).ok());
}

/// All shards that a queue gives.
std::vector<size_t> drain(ShardQueue& queue) {
  std::vector<size_t> shards;
  while (true) {
    const auto next = queue.next();
    EXPECT_TRUE(next.ok());
    if (!next.ok() || !*next) return shards;
    shards.push_back(**next);
  }
}

TEST(ShardQueue, TakesItsStripeThenWhatNobodyHasBegun) {
  const TempDir dir;
  const ShardPlan plan = *make_plan(job_with(std::vector<uint64_t>(12, 100'000)), 3);
  ASSERT_EQ(plan.shards.size(), 12U);
  ASSERT_EQ(plan.stripes, (std::vector<size_t>{0, 4, 8, 12}));
  const ShardFolder folder(dir.path());
  ASSERT_TRUE(folder.make().ok());
  const auto begin = [&](size_t task, const std::string& holder) {
    EXPECT_TRUE(make_dirs(folder.temporary_folder(holder)).ok());
    EXPECT_TRUE(folder.set_task({.task = task, .holder = holder, .state = "running"}).ok());
    return ShardQueue(plan, folder, task, holder);
  };
  ShardQueue first = begin(0, "a");
  ShardQueue second = begin(1, "b");
  EXPECT_EQ(**second.next(), 4U);
  ASSERT_TRUE(dir.put("state/shards/000002.json", "{}") != "");  // is done
  // Its own in order, then the next task's from the end, then those of the one after.
  EXPECT_EQ(drain(first), (std::vector<size_t>{0, 1, 3, 7, 6, 5, 11, 10, 9, 8}));
  EXPECT_EQ(drain(second), std::vector<size_t>{});

  // Task 0 begins a second life: what its first life held is its again. A failure of others is not.
  ASSERT_TRUE(second.fail(4, "no text").ok());
  ShardQueue again = begin(0, "a2");
  EXPECT_EQ(drain(again), (std::vector<size_t>{0, 1, 3, 7, 6, 5, 11, 10, 9, 8}));
  // When it has ended, another task takes what it left; and what it failed at, only itself.
  ASSERT_TRUE(folder.set_task({.task = 0, .holder = "a2", .state = "stopped"}).ok());
  ASSERT_TRUE(again.fail(9, "broken").ok());
  ShardQueue third = begin(1, "b2");
  const std::vector<size_t> taken = drain(third);
  EXPECT_EQ(std::set<size_t>(taken.begin(), taken.end()),
            (std::set<size_t>{0, 1, 3, 4, 5, 6, 7, 8, 10, 11}));
}

TEST(Slurm, WordsAndCommands) {
  EXPECT_EQ(*split_words(" --a=1  '--b=x y'\t\"c\\\"d\" e\\ f '' "),
            (std::vector<std::string>{"--a=1", "--b=x y", "c\"d", "e f", ""}));
  EXPECT_FALSE(split_words("'x").ok());
  EXPECT_EQ(shell_word("/a/b-c.d"), "/a/b-c.d");
  EXPECT_EQ(shell_word("it's $x"), "'it'\\''s $x'");
  EXPECT_EQ(ranges_of({0, 1, 2, 5, 7, 8}), "0-2,5,7-8");
  EXPECT_EQ(ranges_of({0, 2, 4}, 2), "0,2,...");
  EXPECT_FALSE(check_slurm_words({"--mem=1G", "-a", "1-2"}).ok());
  EXPECT_TRUE(check_slurm_words({"--mem=1G", "--array-size-like=2"}).ok());

  const SlurmJob job{.program = "/bin/lauter",
                     .out = "/out dir",
                     .tasks = {0, 1, 3},
                     .at_once = 2,
                     .words = {"--partition=cpu"}};
  const auto has = [](const std::vector<std::string>& words, const std::string& word) {
    return std::count(words.begin(), words.end(), word) == 1;
  };
  const auto array = array_command(job);
  EXPECT_EQ(array[0], "sbatch");
  for (const char* word : {"--array=0-1,3%2", "--partition=cpu", "--requeue", "--signal=B:TERM@60",
                           "--wrap=exec /bin/lauter task '/out dir' --task $SLURM_ARRAY_TASK_ID"}) {
    EXPECT_TRUE(has(array, word)) << word;
  }
  const auto last = final_command(job, "77");
  EXPECT_TRUE(has(last, "--dependency=afterany:77"));
  EXPECT_TRUE(has(last, "--wrap=exec /bin/lauter task '/out dir' --task final"));
  EXPECT_TRUE(has(last, "--partition=cpu"));
}

}  // namespace
}  // namespace lauter
