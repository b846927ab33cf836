// The same of every module that reads what others wrote: formats, filters, figures, programs, replies, models.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "curate/detector/detector.h"
#include "curate/filters/document_filter.h"
#include "curate/metrics/error_signs.h"
#include "curate/metrics/lexical_diversity.h"
#include "curate/selection/near_duplicates.h"
#include "curate/selection/sentences.h"
#include "edit/dialect/sft.h"
#include "edit/dialect/windows.h"
#include "edit/program_json.h"
#include "growth.h"
#include "io/chunk_cutter.h"
#include "io/row.h"
#include "json/value.h"
#include "json/writer.h"
#include "llm/question/answer.h"
#include "llm/question/content.h"
#include "llm/question/question.h"
#include "refine/anonymize/value_finder.h"
#include "refine/llm/explained_rewrite.h"
#include "refine/llm/llm_windows.h"
#include "s3/listing.h"
#include "tag/embedded_models.h"
#include "tag/junk_tagger.h"
#include "tag/toxicity/toxic_tagger.h"
#include "text/canonical.h"
#include "text/language.h"
#include "text/mojibake/mojibake.h"
#include "text/utf8.h"
#include "units.h"
#include "web/charset.h"

namespace lauter::work_test {
namespace {

struct Named {
  std::string name;
  Subject subject;
};

constexpr size_t kFirstBytes = 24'000;

/// Of all texts that repeat a byte or a piece, and of `more`, every `stride`-th; with WORK_ALL seven times as many.
void expect_linear_pieces(const Named& named, std::vector<std::string> more = {}, size_t stride = 7) {
#ifdef LAUTER_COUNT_WORK
  if (std::getenv("WORK_ALL") != nullptr) stride = std::max<size_t>(1, stride / 7);
#else
  stride *= 20;  // few of these take steps: that they run
#endif
  std::vector<std::string> pieces = std::move(more);
  for (const Unit& unit : all_units()) {
    if (unit.name != "byte" && unit.name != "piece") continue;
    for (const char* between : {"", " ", "\n"}) pieces.push_back(unit.bytes + between);
  }
  for (size_t i = 0; i < pieces.size(); i += stride) {
    expect_linear(named.subject, named.name + " of '" + shown(pieces[i]) + "'", repeated(pieces[i]), kFirstBytes);
  }
}

class MemorySource final : public internal::ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  Result<size_t> read(char* to, size_t size) override {
    const size_t got = bytes_.copy(to, size);
    bytes_.remove_prefix(got);
    return got;
  }

 private:
  std::string_view bytes_;
};

/// Cuts a file, reads its rows, and writes each with another text.
void read_file(Format format, const std::string& content) {
  const InputFile file{"f", "f", format, Compression::kNone, 0};
  const RowOptions options;
  internal::ChunkCutter cutter(file, 0, {}, {}, {}, std::make_unique<MemorySource>(content));
  std::string out;
  for (Chunk chunk;;) {
    const Result<bool> more = cutter.next(chunk);
    if (!more.ok() || !*more) return;
    RowReader reader(file, chunk, options);
    for (Row row; reader.next(row);) {
      if (!row.error) render_row(row, row.doc.text + "z", out);
    }
  }
}

/// A file of a format, of which the text is all or a part.
struct Frame {
  Format format;
  const char* name;
  const char* before;
  const char* after;
};
constexpr Frame kFrames[] = {
    {Format::kJsonl, "JSONL", "", ""},
    {Format::kJsonl, "JSONL's text", R"({"id":1,"text":")", "\"}\n"},
    {Format::kJsonl, "JSONL's other member", R"({"text":"x","more":)", "}\n"},
    {Format::kJson, "JSON", "[", "]"},
    {Format::kJson, "JSON's text", R"([{"text":")", "\"}]"},
    {Format::kCsv, "CSV", "id,text\n", ""},
    {Format::kCsv, "CSV's field", "id,text\n1,\"", "\"\n"},
    {Format::kCsv, "CSV's header", "text,", "\n1,2\n"},
    {Format::kTsv, "TSV", "id\ttext\n", ""},
    {Format::kText, "text", "", ""},
    {Format::kCode, "code", "", ""},
};

TEST(Work, ReadingFilesIsLinear) {
  for (const Frame& frame : kFrames) {
    const Subject subject = [&frame](std::string_view text) { read_file(frame.format, std::string(frame.before).append(text).append(frame.after)); };
    expect_linear_pieces({frame.name, subject}, {",\n", "\"\"", "\",\"", "\"a\"\n", "\r\n", "{}\n", "{\"text\":\"a\"}\n", "{\"text\":\"a\"},", "\xEF\xBB\xBF", "\t\n"});
  }
  for (const auto& [format, type, head] : {std::tuple(Format::kWet, "conversion", ""), std::tuple(Format::kWarc, "response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"),
                                           std::tuple(Format::kWarc, "response", "HTTP/1.1 200 OK\r\n\r\n")}) {
    const Subject subject = [&](std::string_view text) {
      const std::string block = std::string(head).append(text);
      read_file(format, std::string("WARC/1.0\r\nWARC-Type: ") + type + "\r\nContent-Type: application/http\r\nContent-Length: " + std::to_string(block.size()) +
                            "\r\n\r\n" + block + "\r\n\r\n");
    };
    expect_linear_pieces({type, subject}, {"a: b\r\n", "a\r\n b\r\n", "5\r\nabcde\r\n", "Transfer-Encoding: chunked\r\n", "WARC/1.0\r\n\r\n"});
    expect_linear_pieces({"WARC's head", [&](std::string_view text) { read_file(format, "WARC/1.0\r\n" + std::string(text)); }}, {"a: b\r\n", "a\r\n b\r\n", "Content-Length: 0\r\n\r\n"});
  }
}

Named filter_of(FilterOptions options) {
  static const auto words = std::make_shared<const EnglishWords>();
  auto filter = std::make_shared<DocumentFilter>(std::move(*DocumentFilter::make(std::move(options), words)));
  auto scratch = std::make_shared<FilterScratch>();
  return {std::string(filter->name()), [=](std::string_view text) { filter->judge(text, *scratch); }};
}

TEST(Work, JudgingTextsIsLinear) {
  if (built_in_detector().empty() || built_in_language_model().empty()) GTEST_SKIP() << "built without models";
  GopherQualityOptions quality{.min_doc_words = 1, .max_doc_words = 1'000'000'000};
  GopherRepetitionOptions repetition;
  repetition.dup_line_frac = repetition.dup_para_frac = repetition.dup_line_char_frac = repetition.dup_para_char_frac = 0;
  repetition.top_n_grams = {{2, 1}, {3, 1}};
  const auto detector = std::make_shared<Detector>(std::move(*Detector::parse(built_in_detector())));
  const auto scratch = std::make_shared<Detector::Scratch>();
  const Named subjects[] = {
      filter_of(quality),
      filter_of(repetition),
      filter_of(C4Options{.filter_no_terminal_punct = false, .min_num_sentences = 1, .min_words_per_line = 1}),
      filter_of(FineWebOptions()),
      filter_of(LanguageOptions{.keep = {"en"}, .drop = {}}),
      {"sketch", [s = std::make_shared<SketchScratch>()](std::string_view text) { sketch(text, *s); }},
      {"error signs", [s = std::make_shared<SignScratch>()](std::string_view text) { error_signs(text, text, *s); }},
      {"lexical diversity", [s = std::make_shared<LexicalScratch>()](std::string_view text) { lexical_diversity(text, {}, *s); }},
      {"sentences", [](std::string_view text) { sentences_on_lines(text); }},
      {"detector", [=](std::string_view text) { detector->judge(text, *scratch); }},
      {"language", [](std::string_view text) { language_signs(text); }},
      {"mojibake", [s = std::make_shared<MojibakeScratch>()](std::string_view text) { find_mojibake(text, *s); }},
      {"canonical view", [s = std::make_shared<CanonicalBuffer>()](std::string_view text) { canonicalize(text, *s, {.fold_lookalikes = true}); }},
      {"charset", [](std::string_view text) { decode_page(text, "shift_jis").ok(); }},
      {"windows", [](std::string_view text) { cut_windows(text); }},
  };
  for (const Named& subject : subjects) {
    expect_linear_pieces(subject, {"\xC3\x83\xC2\xA9", "\xC3\x83\xC6\x92\xC3\x82\xC2\xA9", "\xC2\x80", "\xD0\xB0" "a", "the ", "The cat sat.\n", "lorem ipsum ", "a. ", "J. S. ", "...\n", "[1] "});
  }
}

/// Every third word becomes another.
EditProgram program_on(std::string_view text) {
  EditProgram program;
  std::vector<Token> tokens;
  tokenize(text, tokens);
  for (size_t t = 0; t < tokens.size(); t += 3) program.edits.push_back({{tokens[t].begin, tokens[t].end}, "x", {"scan", "rule", "PERSON", 1.0F}});
  return program;
}

TEST(Work, ProgramsAndListingsAreLinear) {
  expect_linear_pieces({"program", [](std::string_view text) {
                          const AuditWriter audit(SecretKey{std::string(32, 'k')}, AuditMode::kSealed);
                          const EditProgram program = program_on(text);
                          std::string json;
                          append_program_json(json, program, "id", text, audit);
                          std::vector<AuditMark> was;
                          const auto again = parse_program_json(json, &was);
                          ASSERT_TRUE(again.ok());
                          const auto refined = apply_program(*again, text);
                          ASSERT_TRUE(refined.ok());
                          EXPECT_EQ(*restore(*again, was, "id", *refined, audit), text);
                        }}, {}, 29);
  for (const Dialect dialect : {Dialect::kRefinex, Dialect::kProx}) {
    expect_linear_pieces({std::string("rows of ") + std::string(dialect_name(dialect)), [dialect](std::string_view text) {
                            EditProgram program = program_on(text);
                            for (Edit& edit : program.edits) edit.with.clear();
                            std::string out;
                            append_sft_rows(out, "id", text, program, {.dialect = dialect});
                          }}, {}, 29);
  }
  expect_linear_pieces({"windows to ask about", [](std::string_view text) {
                          std::vector<Doubt> doubts;
                          for (const Edit& edit : program_on(text).edits) doubts.push_back({edit.span, 0.5F, "PERSON"});
                          windows_of_all(text, doubts, {});
                          windows_around(text, doubts, {}, {});
                          take_copies(text, {}, doubts);
                        }});
  expect_linear_pieces({"program's JSON", [](std::string_view text) { parse_program_json("[" + std::string(text) + "]").ok(); }},
                       {R"({"op":"delete","start":0,"end":1},)", R"({"op":"drop_document"},)", "[[],", "{\"op\":\"\\u0041\","});
  expect_linear_pieces({"listing", [](std::string_view text) { s3::internal::read_listing("<ListBucketResult>" + std::string(text) + "</ListBucketResult>", "a").ok(); }},
                       {"<Contents><Key>a</Key><Size>1</Size></Contents>", "<a>", "<a/>", "<!-- -->", "&amp;", "<a b=\"c\"/>"});
}

TEST(Work, RepliesAreLinear) {
  const auto prompts = std::move(*llm::Prompts::embedded());
  const JsonValue schema = *parse_json(R"({"type":"object","required":["a"],"properties":{"a":{"type":"string"}}})");
  for (int task = 0; task < llm::kTasks; ++task) {
    for (const llm::Mode mode : {llm::Mode::kEdits, llm::Mode::kRewrite}) {
      llm::Ask ask{.task = static_cast<llm::Task>(task), .mode = mode, .loose = {.space = true, .quotes = true, .canonical = true}};
      if (!llm::is_possible(ask.task, mode)) continue;
      if (ask.task == llm::Task::kCustom) ask.criterion = "x";
      const llm::Asking asking(prompts, ask, SecretKey{std::string(32, 'k')});
      const std::string name = std::string(llm::task_name(ask.task)) + " " + std::string(llm::mode_name(mode));
      const auto ask_about = [&asking](std::string_view text) {
        const llm::Window window{{0, text.size()}, {0, text.size()}};
        return asking.question("id", text, {&window, 1});
      };
      expect_linear_pieces({name + ", question", ask_about}, {}, 29);
      expect_linear_pieces({name + ", reply to a short text", [&](std::string_view reply) {
                              const auto question = ask_about("Anna Bell is ill.");
                              read_answer(question, std::string(reply));
                              read_answer(question, R"({"token":")" + question.token + R"(","edits":[)" + std::string(reply) + "]}");
                            }},
                           {R"({"quote":"Anna","category":"PERSON"},)", R"({"quote":"","category":""},)", "<think>", "```json\n{}\n```\n", "{\"a\":1}"}, 29);
    }
  }
  for (const RewriteTask task : {RewriteTask::kAnonymize, RewriteTask::kDetoxify, RewriteTask::kClean, RewriteTask::kCustom}) {
    // A window has so many bytes, and what comes back as many as the server likes.
    expect_linear_pieces({"rewrite", [task](std::string_view text) {
                            std::string_view window = text.substr(0, 4000);
                            if (const auto cut = find_utf8_error(window)) window = window.substr(0, cut->offset);
                            const EditProgram program = program_on(window);
                            std::vector<Explanation> why;
                            for (const Edit& edit : program.edits) why.push_back({edit.span, edit.cause.label});
                            Differ differ;
                            explain_rewrite(window, *apply_program(program, window) + std::string(text), why, {.task = task, .model_wording = true}, differ);
                          }}, {}, 29);
  }
  expect_linear_pieces({"JSON in a reply", [&](std::string_view text) { llm::find_json(text, schema).ok(); llm::without_reasoning(text); }},
                       {"{\"a\":\"b\"}", "{\"a\":", "[{", "```", "<think>", "</think>", "{\"b\":1}"});
}

/// Texts that are long in tokens, in windows, in lines, in names.
TEST(Work, ModelsAreLinear) {
  const auto embedded = find_embedded_model(default_model_name());
  if (!embedded) GTEST_SKIP() << "built without weights";
  const auto model = std::make_shared<const TagModel>(std::move(*TagModel::load(embedded->weights())));
  const auto judge = find_embedded_model("judge");
  FindOptions options;
  options.judge = judge ? std::make_shared<const TagModel>(std::move(*TagModel::load(judge->weights()))) : model;
  options.kinds = LineKinds::embedded();
  const auto finder = std::make_shared<ValueFinder>(std::move(*ValueFinder::make(std::move(options))));
  const auto scratch = std::make_shared<FindScratch>(finder->make_scratch());
  std::vector<Named> subjects = {{"judge", [=](std::string_view text) {
                                    std::vector<Found> found;
                                    finder->find(text, *scratch, found);
                                  }}};
  if (auto made = JunkTagger::make(model); made.ok()) {
    subjects.push_back({"junk", [tagger = std::make_shared<JunkTagger>(std::move(*made))](std::string_view text) {
                          JunkScratch junk;
                          JunkScores scores;
                          tagger->tag(text, LineIndex(text), {}, junk, scores);
                        }});
  }
  if (auto made = ToxicTagger::make(model); made.ok()) {
    subjects.push_back({"abuse", [tagger = std::make_shared<ToxicTagger>(std::move(*made))](std::string_view text) {
                          ToxicScratch toxic;
                          tagger->read(text, toxic);
                        }});
  }
  for (const Named& named : subjects) {
    for (const char* piece : {"The cat sat on the mat. ", "Anna Bell, ", "ANNA BELL ", "\"a\": {\"b\": 1}, ", "[{(", "a ", "you idiot\n", "Copyright 2020\n", "def f(x):\n  return x\n", "aaaaaaaaaaaaaaaa"}) {
      expect_linear(named.subject, named.name + " of '" + shown(piece) + "'", repeated(piece));
    }
  }
}

}  // namespace
}  // namespace lauter::work_test
