#include "run/cluster/shard_plan.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "io/files/files.h"
#include "json/members.h"
#include "run/jobs/folder_job.h"
#include "run/jobs/refine_work.h"
#include "run/output/report_json.h"
#include "s3/object_url.h"
#include "text/printable.h"

namespace lauter {
namespace {

/// Enough that the slowest shard of a task is a small part of its work, and what a kill costs too.
constexpr uint64_t kShardsPerTask = 32;
/// Files are cut only if they are larger than this many shards: parts have to be counted for row
/// numbers and put together again, which whole files need not.
constexpr uint64_t kShardsOfWholeFile = 4;
/// What opening, making and naming the files of one input costs, as bytes of text.
constexpr uint64_t kFileCostBytes = 8 << 10;
constexpr uint64_t kMinShardBytes = 64 << 10;
constexpr uint64_t kMaxPlanBytes = uint64_t{8} << 30;

/// Collects whole files into shards.
class Cutter {
 public:
  Cutter(ShardPlan& plan, uint64_t target) : plan_(plan), target_(target) {}

  void add_file(size_t index, uint64_t bytes) {
    if (!open_) open_ = Shard{.file_begin = index};
    open_->file_end = index + 1;
    open_->bytes += bytes;
    weight_ += bytes + kFileCostBytes;
    if (weight_ >= target_) close();
  }
  void add_parts(size_t index, const std::vector<FileRange>& ranges, uint64_t bytes) {
    close();
    for (const FileRange& range : ranges) {
      plan_.shards.push_back({.file_begin = index,
                              .file_end = index + 1,
                              .range = range,
                              .bytes = bytes / ranges.size()});
    }
  }
  void close() {
    if (open_) plan_.shards.push_back(*open_);
    open_.reset();
    weight_ = 0;
  }

 private:
  ShardPlan& plan_;
  uint64_t target_;
  std::optional<Shard> open_;
  uint64_t weight_ = 0;
};

/// Runs of shards of about equal bytes.
std::vector<size_t> cut_stripes(const std::vector<Shard>& shards, size_t tasks) {
  uint64_t total = 0;
  for (const Shard& shard : shards) total += shard.bytes + 1;
  std::vector<size_t> stripes{0};
  uint64_t before = 0;
  for (size_t i = 0; i < shards.size() && stripes.size() < tasks; ++i) {
    before += shards[i].bytes + 1;
    // A task has one shard at least, and leaves one to each task behind it.
    const bool is_full = before >= total / tasks * stripes.size();
    const size_t tasks_left = tasks - stripes.size();
    if (is_full || shards.size() - (i + 1) <= tasks_left) stripes.push_back(i + 1);
  }
  stripes.push_back(shards.size());
  return stripes;
}

/// Whether every file has its shards, in order, and every shard its task.
bool is_sound(const ShardPlan& plan) {
  if (plan.stripes.size() < 2 || plan.stripes.front() != 0 ||
      plan.stripes.back() != plan.shards.size() ||
      !std::is_sorted(plan.stripes.begin(), plan.stripes.end())) {
    return false;
  }
  size_t file = 0;
  uint64_t offset = 0;
  for (const Shard& shard : plan.shards) {
    if (shard.file_begin != file || shard.range.begin != offset ||
        shard.file_end <= shard.file_begin || shard.range.end <= shard.range.begin) {
      return false;
    }
    const bool goes_on = shard.range.end != FileRange::kToTheEnd;
    offset = goes_on ? shard.range.end : 0;
    file = goes_on ? file : shard.file_end;
  }
  return file == plan.inputs.files.size() && offset == 0;
}

}  // namespace

namespace s3 {

/// Read with empty credentials for a store that is to be asked with some.
void json_members(auto& json, Of<Settings> auto& store) {
  static constexpr std::string_view kStyles[] = {"auto", "path", "virtual"};
  constexpr bool kReads = std::remove_reference_t<decltype(json)>::kReads;
  bool anonymous = !kReads && !store.credentials;
  json("endpoint", store.endpoint)("region", store.region);
  json.as(
      "style", store.addressing, [](Addressing style) { return kStyles[static_cast<size_t>(style)]; },
      [](const JsonValue& name) {
        const auto* style = std::ranges::find(kStyles, name.string_or(""));
        return style == std::end(kStyles) ? Addressing{} : static_cast<Addressing>(style - kStyles);
      });
  json("anonymous", anonymous);
  if constexpr (kReads) {
    if (!anonymous) store.credentials.emplace();
  }
}

}  // namespace s3

void json_members(auto& json, Of<Shard> auto& shard) {
  auto& range = shard.range;
  json("file", shard.file_begin)("end_file", shard.file_end)("bytes", shard.bytes);
  json("begin", range.begin, shard.is_part())("end", range.end, range.end != FileRange::kToTheEnd);
  json("frame_byte", range.frame_byte, range.frame_byte > 0)("frame_offset", range.frame_offset, range.frame_byte > 0);
}

/// The first row: the plan but for its rows.
void json_members(auto& json, Of<ShardPlan> auto& plan) {
  int format = 1;
  json("format", format)("settings", plan.header)("executor", plan.executor)("recipe", plan.recipe);
  json("key_file", plan.key_path)("folder", plan.folder)("started_unix", plan.started_unix);
  json("passed_over", plan.inputs.passed_over)("untreated_fields", plan.untreated)("at_once", plan.at_once);
  json("stripes", plan.stripes)("duckdb", plan.duckdb, !plan.duckdb.empty())("stage", plan.stage, !plan.stage.empty());
  json("object", plan.object, !plan.object.empty())("s3", plan.store);
}

size_t ShardPlan::task_of(size_t shard) const {
  const auto after = std::upper_bound(stripes.begin(), stripes.end(), shard);
  return static_cast<size_t>(after - stripes.begin()) - 1;
}

std::pair<size_t, size_t> ShardPlan::shards_of(size_t index) const {
  // The first shard that ends behind the file, and on while they begin with it.
  const auto first =
      std::upper_bound(shards.begin(), shards.end(), index,
                       [](size_t file, const Shard& shard) { return file < shard.file_end; });
  auto last = first + 1;
  while (last != shards.end() && last->file_begin == index) ++last;
  return {static_cast<size_t>(first - shards.begin()), static_cast<size_t>(last - shards.begin())};
}

Result<ShardPlan> make_plan(const RefineJob& job, size_t tasks) {
  ShardPlan plan;
  plan.header = journal_settings(job.job, job.version);
  add_refine_settings(job, plan.header);
  plan.recipe = print_recipe(job.job.recipe);
  plan.inputs = job.job.inputs;
  plan.untreated = job.job.untreated;
  plan.marks.reserve(plan.inputs.files.size());
  uint64_t total = 0;
  for (const InputFile& file : plan.inputs.files) {
    plan.marks.push_back(marks_of(file));
    total += file.size_bytes + kFileCostBytes;
  }
  const uint64_t grid = job.job.recipe.limits.shard_bytes;
  const uint64_t target = std::max(kMinShardBytes, total / (tasks * kShardsPerTask));
  const uint64_t part_bytes = (target + grid - 1) / grid * grid;
  Cutter cutter(plan, target);
  for (size_t i = 0; i < plan.inputs.files.size(); ++i) {
    const InputFile& file = plan.inputs.files[i];
    std::vector<FileRange> ranges;
    if (file.size_bytes > kShardsOfWholeFile * part_bytes) {
      LAUTER_ASSIGN(ranges, split_file(file, part_bytes));
    }
    if (ranges.size() > 1) {
      cutter.add_parts(i, ranges, file.size_bytes);
    } else {
      cutter.add_file(i, file.size_bytes);
    }
  }
  cutter.close();
  plan.stripes = cut_stripes(plan.shards, std::min(tasks, plan.shards.size()));
  return plan;
}

std::string ranges_of(const std::vector<size_t>& numbers, size_t most) {
  std::string text;
  size_t runs = 0;
  for (size_t i = 0; i < numbers.size(); ++runs) {
    if (runs == most) return text + ",...";
    size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!text.empty()) text += ",";
    text += std::to_string(numbers[i]);
    if (last > i) text += "-" + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

void set_store(ShardPlan& plan, const ObjectStore& store) {
  for (size_t i = 0; i < plan.inputs.files.size(); ++i) {
    InputFile& file = plan.inputs.files[i];
    if (!s3::is_object_url(file.path)) continue;
    file.store = store;
    file.version = plan.marks[i].changed;
  }
}

std::string plan_path(const std::string& out) { return join_path(out, "state/plan.jsonl"); }

Result<void> write_plan(const ShardPlan& plan, const std::string& out) {
  std::string text = to_json(plan).to_string() + "\n";
  for (size_t i = 0; i < plan.inputs.files.size(); ++i) {
    const InputFile& file = plan.inputs.files[i];
    JsonValue row;
    row.set("input", journal_input(file, plan.marks[i]));
    row.write(text);
    text += '\n';
  }
  for (const Shard& shard : plan.shards) {
    to_json(shard).write(text);
    text += '\n';
  }
  LAUTER_TRY(make_dirs(parent_path(plan_path(out))));
  return write_file_atomic(plan_path(out), text);
}

Result<ShardPlan> read_plan(const std::string& out) {
  const std::string path = plan_path(out);
  LAUTER_ASSIGN(const std::string text, read_file(path, kMaxPlanBytes));
  std::optional<ShardPlan> plan;
  JsonValue::Array inputs;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    auto row = parse_json(std::string_view(text).substr(at, end - at));
    if (!row.ok()) return std::move(row.error()).context(path);
    at = end + 1;
    if (!plan) {
      if (!read_json(*row, plan.emplace())) break;
    } else if (const JsonValue* input = row->find("input")) {
      auto file = input_of_journal(*input);
      if (!file.ok()) return std::move(file.error()).context(path);
      plan->inputs.files.push_back(std::move(*file));
      plan->marks.push_back({string_at(*input, "changed"), string_at(*input, "content")});
      if (inputs.size() < kInputsInHeader) inputs.push_back(*input);
    } else {
      if (!read_json(*row, plan->shards.emplace_back())) return data_loss(path + ": a shard is no JSON object");
    }
  }
  if (!plan || !is_sound(*plan)) return data_loss(path + ": is no whole plan");
  plan->header.set("inputs", std::move(inputs));
  return std::move(*plan);
}

Result<RefineJob> job_of(const ShardPlan& plan, const std::string& out, std::string_view version) {
  const std::string made_by = string_at(plan.header, "lauter");
  if (made_by != version) {
    return invalid_argument(out + ": was planned by lauter " + made_by + ", and this is " +
                            std::string(version));
  }
  RefineJob job{.version = made_by, .out = out};
  LAUTER_ASSIGN(job.job.recipe, parse_recipe(plan.recipe, plan_path(out)));
  if (recipe_hash(job.job.recipe) != string_at(plan.header, "recipe_hash")) {
    return data_loss(plan_path(out) + ": the recipe is not the one that was planned");
  }
  LAUTER_TRY(read_text_fields(string_at(plan.header, "text_field"), job.job.fields));
  LAUTER_ASSIGN(job.job.fields.id, FieldPath::parse(string_at(plan.header, "id_field")));
  job.job.inputs = plan.inputs;
  job.job.untreated = plan.untreated;
  job.job.seed = std::strtoull(string_at(plan.header, "seed").c_str(), nullptr, 10);
  const JsonValue* shown = plan.header.find("show_values");
  job.show_values = shown != nullptr && shown->bool_or(false);
  return job;
}

}  // namespace lauter
