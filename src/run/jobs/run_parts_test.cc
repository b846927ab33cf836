// The parts of a run that need no engine: names, samples, rejected rows, the journal, folders.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "io/files/files.h"
#include "io/test_support.h"
#include "json/utf8.h"
#include "json/value.h"
#include "run/jobs/leave_soon.h"
#include "run/output/journal.h"
#include "run/output/make_sample.h"
#include "run/output/output_folder.h"
#include "run/output/report_json.h"
#include "run/output/sampler.h"
#include "run/passes/nearest.h"
#include "run/rows/rejected_row.h"
#include "run/steps/run_asker.h"

namespace lauter {
namespace {

using test::TempDir;

/// A run that goes on after its stop is left while nothing is written, and writes nothing more; one that ends is not.
TEST(LeaveSoon, LeavesARunThatGoesOn) {
  std::vector<std::string> done;  // by the way out, or before it
  std::atomic<bool> is_left{false};
  const auto writes = [&](LeaveSoon& soon) {
    return soon.write([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      done.push_back("write");
      return true;
    });
  };
  JobOptions job;
  LeaveSoon(job, [&] { done.push_back("without a way out"); }).end();
  {
    WayOut way_out([&] { is_left = true; });
    job.way_out = &way_out;
    LeaveSoon(job, [&] { done.push_back("of a run that has ended"); }).end();
    const WayOut::Step first = way_out.before([&] { done.push_back("first"); });
    LeaveSoon soon(job, [&] { done.push_back("leave"); });
    way_out.open();
    while (writes(soon).ok()) {
    }
    while (!is_left) std::this_thread::yield();
  }
  ASSERT_GE(done.size(), 2U);
  EXPECT_EQ(std::vector<std::string>(done.end() - 2, done.end()), (std::vector<std::string>{"leave", "first"}));
  EXPECT_EQ(std::count(done.begin(), done.end() - 2, "write"), static_cast<std::ptrdiff_t>(done.size() - 2));
}

/// What holds the run up holds its end up for a moment only.
TEST(LeaveSoon, WaitsForNoWriterThatHangs) {
  std::atomic<bool> is_left{false};
  bool is_kept = false;
  WayOut way_out([&] { is_left = true; });
  JobOptions job;
  job.way_out = &way_out;
  LeaveSoon soon(job, [&] { is_kept = true; });
  const auto written = soon.write([&] {
    way_out.open();
    while (!is_left) std::this_thread::yield();
    return true;
  });
  EXPECT_TRUE(written.ok());
  soon.end();
  EXPECT_FALSE(is_kept);
}

TEST(WayOut, IsNotGoneByAProcessThatEndsByItself) {
  std::atomic<int> ends{0};
  {
    WayOut way_out([&] { ++ends; });
    way_out.open();
    way_out.close();
  }
  { WayOut never([&] { ++ends; }); }
  EXPECT_EQ(ends, 0);
}

TEST(Nearest, SuggestsOnlyWhatIsNear) {
  const std::vector<std::string> names = {"limits", "verify", "output", "steps"};
  EXPECT_EQ(nearest_name("limts", names), "limits");
  EXPECT_EQ(nearest_name("OUTPUT", names), "output");
  EXPECT_EQ(nearest_name("xylophone", names), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
  EXPECT_NE(suggestion("xylophone", names).find("verify"), std::string::npos);
}

RunStats example_stats() {
  RunStats stats;
  stats.rows_in = 10;
  stats.rows_kept = 7;
  stats.rows_edited = 2;
  stats.add_rejected("bad \"UTF-8\"");
  stats.edits = 5;
  stats.bytes_in = uint64_t{1} << 40;
  stats.labels["EMAIL_ADDRESS"] = {3, 2, 60};
  stats.rules["email.plain"].label = "EMAIL_ADDRESS";
  stats.rules["email.plain"].group = "contact";
  stats.rules["email.plain"].edits = 3;
  stats.rules["email.plain"].scores[score_bin(0.96F)] = 3;
  stats.checks_failed["rescan:URL"] = 1;
  stats.fields_dropped["meta.ip"] = 3;
  stats.stage_seconds["read"] = 0.25;
  stats.scan_ticks["contact"] = uint64_t{1} << 40;
  for (const uint64_t ties : {uint64_t{0}, uint64_t{7}, uint64_t{7}, UINT64_MAX}) stats.ties.add(ties);
  return stats;
}

TEST(RunStats, AddUpLikeTheRowsTheyCount) {
  RunStats sum = example_stats();
  EXPECT_TRUE(sum.rows_add_up());
  sum.add(example_stats());
  EXPECT_TRUE(sum.rows_add_up());
  EXPECT_EQ(sum.rows_in, 20U);
  EXPECT_EQ(sum.labels["EMAIL_ADDRESS"].bytes, 120U);
  EXPECT_EQ(sum.rules["email.plain"].scores[19], 6U);
  EXPECT_EQ(sum.reject_reasons["bad \"UTF-8\""], 2U);
  EXPECT_DOUBLE_EQ(sum.stage_seconds["read"], 0.5);
  EXPECT_EQ(sum.scan_ticks["contact"], uint64_t{1} << 41);
  EXPECT_EQ(sum.rules["email.plain"].group, "contact");
  EXPECT_EQ(sum.ties.sample(), (std::map<uint64_t, uint64_t>{{7, 4}, {UINT64_MAX, 2}}));
  RunStats again;
  ASSERT_TRUE(read_json(to_json(sum), again));
  EXPECT_EQ(again.ties.sample(), sum.ties.sample());
  EXPECT_EQ(again.ties.rows_with(), 6U);
  EXPECT_EQ(again.ties.rows_without(), 2U);
  ++sum.rows_in;
  EXPECT_FALSE(sum.rows_add_up());
}

TEST(RunStats, ReasonsHaveALimit) {
  RunStats stats;
  for (int i = 0; i < 1000; ++i) stats.add_rejected("reason " + std::to_string(i));
  EXPECT_LE(stats.reject_reasons.size(), 201U);
  uint64_t rows = 0;
  for (const auto& [reason, n] : stats.reject_reasons) rows += n;
  EXPECT_EQ(rows, 1000U);
}

TEST(ScoreBin, CoversZeroToOne) {
  EXPECT_EQ(score_bin(0.0F), 0U);
  EXPECT_EQ(score_bin(0.05F), 0U);
  EXPECT_EQ(score_bin(0.051F), 1U);
  EXPECT_EQ(score_bin(1.0F), 19U);
}

TEST(ReportJson, ComesBackAsItWent) {
  RunReport report;
  report.lauter_version = "1.2.3";
  report.recipe_name = "anonymize";
  report.recipe_json = R"({"name":"anonymize","steps":[]})";
  report.recipe_hash = "ab";
  report.key_id = "cd";
  report.started_utc = "2026-01-31T12:00:00Z";
  report.wall_seconds = 1.5;
  report.peak_memory_bytes = 12345;
  report.threads = 4;
  report.times_resumed = 1;
  report.complete = false;
  report.stats = example_stats();
  const DescribedPerson close{.name = "A", .kinds = 0b111};
  report.stats.persons.add_row({close, close, {.name = "B", .kinds = 0b1}});
  report.stats.persons.add_row({{.name = "C", .kinds = 0b111000}});
  report.stats.persons.add_row({});
  report.ties = report.stats.ties.summary();
  report.files_total = 2;
  report.files.resize(1);
  report.files[0].path = "in/a.jsonl";
  report.files[0].rows_in = 10;
  Sample sample;
  sample.rank = UINT64_MAX;
  sample.id = "x\n\"";
  sample.row = 9;
  sample.pieces.push_back({.text = "call "});
  sample.pieces.push_back({.kind = SamplePiece::Kind::kEdit,
                           .text = "0",
                           .was = "1",
                           .was_bytes = 1,
                           .label = "PHONE_NUMBER",
                           .rule = "r",
                           .score = 0.5F});
  sample.pieces.push_back({.kind = SamplePiece::Kind::kGap});
  report.samples.push_back(sample);

  const std::string text = report_to_json(report).to_string();
  const auto parsed = parse_json(text);
  ASSERT_TRUE(parsed.ok());
  const auto again = report_from_json(*parsed);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(report_to_json(*again).to_string(), text);
  EXPECT_EQ(again->ties.combinations, 2U);
  EXPECT_EQ(again->ties.rows_alone, 1U);
  EXPECT_NE(text.find(R"("persons":{"described":4,"identified":2,"rows":1})"), std::string::npos) << text;
  EXPECT_EQ(text.find("sample\":{"), std::string::npos);  // no hash of a combination is in a report
  EXPECT_EQ(again->samples[0].rank, UINT64_MAX);
  EXPECT_EQ(again->recipe_json, report.recipe_json);
  EXPECT_FALSE(report_from_json(JsonValue(3)).ok());
}

Sample sample_at(const std::string& rule, float score, uint64_t rank) {
  Sample sample;
  sample.rule = rule;
  sample.score = score;
  sample.rank = rank;
  return sample;
}

std::vector<std::string> ranks_of(const SampleSet& set) {
  std::vector<std::string> names;
  for (const Sample& s : set.samples()) {
    names.push_back((s.is_rejected ? "-" : "") + s.rule + " " + std::to_string(s.rank));
  }
  return names;
}

TEST(Sampler, KeepsTheSameInAnyOrderAndHoweverItIsCut) {
  std::mt19937 random(7);
  std::vector<Sample> all;
  for (uint64_t i = 0; i < 4000; ++i) {
    // More rules than a set keeps, some of them rare; scores with many ties.
    const std::string rule = "rule " + std::to_string(random() % (i % 4 == 0 ? 20 : 900));
    all.push_back(sample_at(rule, static_cast<float>(random() % 5) / 4, (i * 7919) % 4001));
    all.back().is_rejected = random() % 3 == 0;
  }
  SampleSet whole;
  for (const Sample& s : all) whole.add(s);
  const std::vector<std::string> expected = ranks_of(whole);
  for (int trial = 0; trial < 20; ++trial) {
    std::ranges::shuffle(all, random);
    SampleSet merged;
    SampleBounds bounds;
    for (size_t begin = 0; begin < all.size();) {  // chunks, told the bounds of before
      const size_t end = std::min(all.size(), begin + 1 + random() % 700);
      SampleSet part(bounds.current());
      for (; begin < end; ++begin) part.add(all[begin]);
      for (const Sample& s : part.samples()) merged.add(s);
      bounds.publish(merged.cuts());
    }
    ASSERT_EQ(ranks_of(merged), expected);
  }
}

TEST(Sampler, KeepsTheLeastSureAndSomeOthersOfEveryRule) {
  SampleSet set;
  for (uint64_t i = 0; i < 100; ++i) {
    set.add(sample_at("a", 0.5F + static_cast<float>(i) / 200, 100 - i));
    set.add(sample_at("b", 1, i));
  }
  const std::vector<std::string> expected = {"a 100", "a 99", "a 98", "a 3", "a 2", "a 1",
                                             "b 0",   "b 1",  "b 2"};
  EXPECT_EQ(ranks_of(set), expected);
}

std::string joined(const Sample& sample) {
  std::string out;
  for (const SamplePiece& piece : sample.pieces) {
    out += piece.kind == SamplePiece::Kind::kGap    ? "|"
           : piece.kind == SamplePiece::Kind::kEdit ? "<" + piece.was + ">" + piece.text
                                                    : piece.text;
  }
  return out;
}

TEST(Samples, ShowAnEditInItsSurroundings) {
  const std::string text =
      std::string(300, 'a') + "\u00e9SECRETb" + std::string(100, 'c') + "OTHER" + std::string(300, 'd');
  EditProgram program;
  program.edits.push_back({{302, 308}, "stand-in", {"scan", "r", "L", 0.9F}});
  program.edits.push_back({{409, 414}, "", {"scan", "r", "L", 0.8F}});
  EXPECT_EQ(wanted_edits(program, 1, SampleSet()), std::vector<size_t>{1}) << "the least sure one";
  for (const bool show : {false, true}) {
    const auto shown = [&](const char* value) { return show ? value : ""; };
    const SampleSource source{.original = text, .show_values = show};
    const Sample sample = sample_of_edit({.id = "id"}, program, 0, source);
    EXPECT_EQ(joined(sample), "|" + std::string(158, 'a') + "\u00e9<" + shown("SECRET") +
                                  ">stand-inb" + std::string(100, 'c') + "<" + shown("OTHER") + ">" +
                                  std::string(54, 'd') + "|");
    EXPECT_TRUE(sample.pieces[2].is_subject);
    EXPECT_EQ(sample.pieces[2].was_bytes, 6U);
  }
}

TEST(Samples, ShowDeletedJunkButForTheValuesInIt) {
  const std::string text = "kept. Call Kim Lee now! Subscribe" + std::string(2000, 'x') + "end";
  EditProgram program;
  program.edits.push_back({{6, text.size()}, "", {"clean", "lines", "JUNK", 0.9F}});
  SampleSource source{.original = text};
  EXPECT_EQ(joined(sample_of_edit({}, program, 0, source)), "kept. <>") << "nobody knows the values";
  source.values.emplace().push_back({{11, 18}, "Ann Oak", {"tag", "r", "PERSON", 0.9F}});
  const std::string shown = joined(sample_of_edit({}, program, 0, source));
  EXPECT_TRUE(shown.starts_with("kept. <Call [PERSON] now! Subscribexxx")) << shown;
  EXPECT_TRUE(shown.ends_with("xxxend>")) << shown;
  EXPECT_LT(shown.size(), 1000U);
  // A value of which the span has a part; one at the end of what is cut off.
  source.values = {{{{4, 9}, "", {"scan", "r", "A", 1}}, {{600, 2000}, "", {"scan", "r", "B", 1}}}};
  const std::string cut = joined(sample_of_edit({}, program, 0, source));
  EXPECT_TRUE(cut.starts_with("kept. <[A]l Kim Lee")) << cut;
  EXPECT_NE(cut.find("x[B] [...] "), std::string::npos) << cut;

  const Sample row = sample_of_rejection({}, "filter q: short", "filter q: short", source);
  EXPECT_TRUE(joined(row).starts_with("kept[A]l Kim")) << joined(row);
  EXPECT_TRUE(sample_of_rejection({}, "w", "verification failed: w", {.original = text}).pieces.empty());
}

TEST(Samples, AreValidUtf8AndBounded) {
  const std::string bad = "\xff" + std::string(5000, '\xe9');
  EditProgram program;
  for (uint64_t i = 0; i < 2000; ++i) {  // insertions at one place
    program.edits.push_back({{1, 1}, std::string(900, 'w'), {"s", bad, bad, NAN}});
  }
  const SampleSource source{.original = bad, .show_values = true};
  for (const Sample& sample :
       {sample_of_edit({.id = bad, .file = bad}, program, 1000, source),
        sample_of_rejection({.id = bad, .file = bad}, bad, bad, source)}) {
    const std::string json = to_json(sample).to_string();
    EXPECT_TRUE(is_valid_utf8(json));
    EXPECT_LT(json.size(), 20'000U);
    const auto parsed = parse_json(json);
    ASSERT_TRUE(parsed.ok());
    Sample again;
    ASSERT_TRUE(read_json(*parsed, again));
    EXPECT_EQ(to_json(again).to_string(), json);
  }
  EXPECT_EQ(wanted_edits(program, 1, SampleSet()).size(), 1U);
}

TEST(RejectedRow, KeepsTheRowAndSaysWhy) {
  struct Case {
    Format format;
    std::string raw;
    bool has_error;
    std::string expected;  // up to the members that all have
  };
  const Case cases[] = {
      {Format::kJsonl, "{\"id\":\"a\", \"x\":1.50}\r\n", true, "{\"id\":\"a\", \"x\":1.50,"},
      {Format::kJsonl, "{ }\n", true, "{ "},
      {Format::kJsonl, "{\"text\":\"held back\"}", false, "{\"text\":\"held back\","},
      {Format::kJsonl, "{broken\n", true, "{\"id\":\"f:1\",\"lauter_raw\":\"{broken\","},
      {Format::kJsonl, "[1]\n", true, "{\"id\":\"f:1\",\"lauter_raw\":\"[1]\","},
      {Format::kJsonl, "\xff\n", true, "{\"id\":\"f:1\",\"lauter_raw_base64\":\"/wo=\","},
      {Format::kText, "a\nb\n", true, "{\"id\":\"f:1\",\"text\":\"a\\nb\\n\","},
      {Format::kJsonl, "", true, "{\"id\":\"f:1\","},
  };
  for (const Case& c : cases) {
    Row row;
    row.raw = c.raw;
    row.format = c.format;
    row.doc.id = "f:1";
    if (c.has_error) row.error = RowError{.byte = 2, .reason = "why"};
    std::string out;
    append_rejected(out, row, {.file = "f", .row = 1, .byte = 7, .reason = "why"});
    EXPECT_EQ(out, c.expected +
                       "\"lauter_reason\":\"why\",\"lauter_file\":\"f\",\"lauter_row\":1,"
                       "\"lauter_byte\":7}\n");
    EXPECT_TRUE(parse_json(std::string_view(out).substr(0, out.size() - 1)).ok()) << out;
  }
}

TEST(OutputNames, MirrorTheInputAndNeverClash) {
  std::vector<InputFile> files;
  const std::pair<const char*, Format> inputs[] = {
      {"x/a.jsonl", Format::kJsonl},     {"x/a.jsonl.gz", Format::kJsonl},
      {"x/a.jsonl.zst", Format::kJsonl}, {"x/a.txt", Format::kText},
      {"x/a.txt.jsonl", Format::kJsonl}, {"x/a.py", Format::kCode}};
  for (const auto& [name, format] : inputs) {
    InputFile file;
    file.relative = name;
    file.format = format;
    files.push_back(file);
  }
  const auto names = output_names("out", files);
  EXPECT_EQ(names[0].paths[0], "out/data/x/a.jsonl");
  EXPECT_EQ(names[0].paths[1], "out/edits/x/a.jsonl.zst");
  EXPECT_EQ(names[0].paths[2], "out/rejected/x/a.jsonl");
  for (size_t kind = 0; kind < 3; ++kind) {
    for (size_t i = 0; i < names.size(); ++i) {
      for (size_t j = 0; j < i; ++j) EXPECT_NE(names[i].paths[kind], names[j].paths[kind]);
    }
  }
}

TEST(RunAsker, ARecordGetsItsNameWhenTheRunHasEndedWell) {
  TempDir dir;
  JobOptions job;
  auto recipe = parse_recipe(
      "steps: [{use: llm, task: anonymize}]\nendpoints:\n  a: {base_url: 'http://a/v1', "
      "model: m}\nllm: {record: " +
          dir / "said.jsonl" + "}\n",
      "r.yaml");
  ASSERT_TRUE(recipe.ok()) << recipe.error().message;
  job.recipe = std::move(*recipe);
  SecretKey key;
  key.bytes.assign(32, 1);
  {
    const auto failed = RunAsker::make(job, key, "", "run");
    ASSERT_TRUE(failed.ok()) << failed.error().message;
  }
  EXPECT_FALSE(path_exists(dir / "said.jsonl"));
  EXPECT_TRUE(path_exists(dir / "said.jsonl.part"));
  {
    const auto ended = RunAsker::make(job, key, "", "run");
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_TRUE((*ended)->finish().ok());
  }
  EXPECT_TRUE(path_exists(dir / "said.jsonl"));
  EXPECT_FALSE(path_exists(dir / "said.jsonl.part"));
}

TEST(Journal, SurvivesACutAnywhere) {
  const TempDir dir;
  const std::string state = dir / "state";
  {
    auto journal = Journal::create(state, JsonValue().set("recipe_hash", "r"));
    ASSERT_TRUE(journal.ok());
    for (uint64_t i = 1; i <= 3; ++i) {
      JournalRow row;
      row.next.file_index = i;
      row.next.chunk.offset = 100 * i;
      row.sizes = {i, 2 * i, 3 * i};
      row.stats = example_stats();
      row.files.push_back({i, example_stats()});
      ASSERT_TRUE(journal->append(row).ok());
    }
  }
  const std::string part = state + "/journal.jsonl.part";
  const std::string whole = *read_file(part);
  size_t header = whole.find('\n') + 1;
  for (size_t size = 0; size <= whole.size(); ++size) {
    // Every byte around the ends of rows, some others (each try syncs to the disk).
    const size_t near = std::min(size + 1, whole.size());
    const bool at_end = whole.substr(size == 0 ? 0 : size - 1, near).find('\n') < 2;
    if (!at_end && size % 97 != 0) continue;
    ASSERT_TRUE(write_file_atomic(part, std::string_view(whole).substr(0, size)).ok());
    ASSERT_EQ(*Journal::is_there(state), size >= header);
    auto reopened = Journal::reopen(state);
    if (size < header) {
      ASSERT_FALSE(reopened.ok());
      continue;
    }
    ASSERT_TRUE(reopened.ok()) << size;
    size_t rows = 0;
    for (size_t at = header; (at = whole.find('\n', at)) < size; ++at) ++rows;
    ASSERT_EQ(reopened->rows.size(), rows) << size;
    if (rows > 0) {
      const JournalRow& last = reopened->rows.back();
      EXPECT_EQ(last.next.file_index, rows);
      EXPECT_EQ(last.sizes[2], 3 * rows);
      EXPECT_EQ(last.stats.labels.at("EMAIL_ADDRESS").edits, 3U);
      EXPECT_EQ(last.files.at(0).stats.rows_edited, 2U);
    }
  }
}

TEST(Journal, ABrokenRowIsNotSkipped) {
  const TempDir dir;
  const std::string state = dir / "state";
  ASSERT_TRUE(make_dirs(state).ok());
  ASSERT_TRUE(write_file_atomic(state + "/journal.jsonl.part", "{\"a\":1}\n{\"file\":\n{}\n").ok());
  const auto reopened = Journal::reopen(state);
  ASSERT_FALSE(reopened.ok());
  EXPECT_EQ(reopened.error().code, ErrorCode::kDataLoss);
  EXPECT_NE(reopened.error().message.find(":2:"), std::string::npos);
}

TEST(OutputFolder, RefusesWhatIsNotItsOwn) {
  const TempDir dir;
  EXPECT_TRUE(prepare_out_folder(dir / "new", false).ok());
  EXPECT_TRUE(prepare_out_folder(dir / "new", false).ok());  // still empty
  ASSERT_TRUE(make_dirs(dir / "new/data").ok());
  ASSERT_TRUE(write_file_atomic(dir / "new/mine.txt", "x").ok());
  EXPECT_FALSE(prepare_out_folder(dir / "new", false).ok());
  EXPECT_TRUE(prepare_out_folder(dir / "new", true).ok());
  EXPECT_TRUE(path_exists(dir / "new/mine.txt"));
  EXPECT_FALSE(path_exists(dir / "new/data"));
  EXPECT_FALSE(prepare_out_folder(dir / "new/mine.txt", true).ok());
}

TEST(OutputFolder, WhatKilledRunsLeftGoes) {
  const TempDir dir;
  ASSERT_TRUE(make_dirs(dir / "state").ok());
  for (const char* name : {"report.json.tmp-12", "state/plan.jsonl.tmp-7", "report.json", "mine.tmp-12", "report.json.tmp-x"}) {
    ASSERT_TRUE(write_file_atomic(dir / name, "x").ok());
  }
  ASSERT_TRUE(remove_leftovers(dir / "").ok());
  EXPECT_EQ(*list_files_recursive(dir / ""), (std::vector<std::string>{"mine.tmp-12", "report.json", "report.json.tmp-x"}));
}

}  // namespace
}  // namespace lauter
