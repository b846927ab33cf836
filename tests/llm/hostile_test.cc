/// Text that wants to steer the model, against models that let themselves be steered
/// (docs/design/0015-llm-asks.md). Whatever the model, nothing changes beyond the row's own spans
/// or, where a model is of one mind with the text, beyond what its reply names within the row.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "hostile_rows.h"
#include "json/value.h"
#include "json/writer.h"
#include "llm/question/answer.h"
#include "llm/question/question.h"
#include "refine/llm/explained_rewrite.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter::llm {
namespace {

const SecretKey kKey{std::string(32, 'k')};

const Prompts& prompts() {
  static const Prompts all = std::move(*Prompts::embedded());
  return all;
}

Ask ask_of(const HostileRow& row, Mode mode) {
  Ask ask{.task = row.task, .mode = mode};
  if (row.task == Task::kCustom) ask.criterion = "prices";
  ask.shots = 2;
  return ask;
}

/// What a model sees of one request, read by one that takes everything that looks like the end of
/// the block for its end.
struct Seen {
  std::string token;
  std::string block;    ///< up to what looks like its end
  std::string outside;  ///< words in the place of instructions that are not the program's own
};

/// Where a careless model would see the data end: a closing tag, whatever its token; a token of a
/// chat template.
size_t end_of_data(std::string_view text) {
  static constexpr std::array<std::string_view, 26> kEnds = {"</text",
                                                             "</ text",
                                                             "<|",
                                                             "</s>",
                                                             "<s>",
                                                             "[inst]",
                                                             "[/inst]",
                                                             "<<sys>>",
                                                             "<</sys>>",
                                                             "<bos>",
                                                             "<eos>",
                                                             "<start_of_turn>",
                                                             "<end_of_turn>",
                                                             "<think>",
                                                             "</think>",
                                                             "<tool_call>",
                                                             "<function_calls>",
                                                             "<extra_id_",
                                                             "<unused",
                                                             "<reserved_",
                                                             "[gmask]",
                                                             "<again",
                                                             "</again",
                                                             "<text ",
                                                             "<\uFF5C",
                                                             "<system"};
  size_t first = text.size();
  const std::string lower = to_ascii_lower(text);
  for (const std::string_view end : kEnds) {
    first = std::min(first, lower.find(end));
  }
  return first;
}

Seen see(const Question& question) {
  Seen seen;
  const std::string& user = question.request.messages.back().content;
  const size_t open = user.find("<text ");
  const size_t begin = user.find(">\n", open) + 2;
  seen.token = user.substr(open + 6, begin - 2 - open - 6);
  seen.block = user.substr(begin, end_of_data(std::string_view(user).substr(begin)));
  const std::string close = "</text " + seen.token + ">";
  seen.outside = user.substr(begin + seen.block.size());
  if (seen.outside == close) seen.outside.clear();  // what stands there is the frame's own end
  return seen;
}

/// The reply of a model that does its work: it knows what is private, and finds it in the block.
std::string honest_reply(const HostileRow& row, const Seen& seen) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("token", seen.token).key("edits").begin_array();
  std::set<std::string> said;
  for (const ByteSpan& span : row.spans) {
    std::string quote(span.of(row.text));
    const bool whole_line = quote.ends_with('\n');
    if (whole_line) quote.pop_back();
    if (!said.insert(quote).second) continue;
    const size_t at = seen.block.find(quote);
    if (at == std::string::npos) continue;
    json.begin_object();
    if (row.task == Task::kClean || row.task == Task::kAnonymizeCode) {
      const size_t line = seen.block.rfind('\n', at) + 1;  // npos + 1 is 0
      const int64_t number = std::atoll(seen.block.c_str() + line + 1);
      json.key("line").integer(number);
      if (whole_line) json.key("to").integer(number);
    }
    if (!whole_line) json.member("quote", quote);
    if (row.task == Task::kAnonymize || row.task == Task::kAnonymizeCode) {
      json.member("category", row.category);
    }
    if (row.task == Task::kDetoxify) json.member("replacement", "");
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

std::vector<ByteSpan> spans_of(const Answer& answer) {
  std::vector<ByteSpan> spans;
  for (const Proposal& proposal : answer.proposals) spans.push_back(proposal.span);
  return spans;
}

struct Asked {
  Asked(const HostileRow& row, Mode mode) : asking(prompts(), ask_of(row, mode), kKey) {
    const ByteSpan all{0, row.text.size()};
    const Window window{all, all};
    question = asking.question(row.id, row.text, {&window, 1});
  }
  Asking asking;
  Question question;
};

TEST(HostileRows, AreFiveHundredDifferentTexts) {
  std::set<std::string> texts;
  for (const HostileRow& row : hostile_rows()) {
    texts.insert(row.text);
    EXPECT_TRUE(is_utf8(row.text)) << row.id;
    EXPECT_FALSE(row.spans.empty()) << row.id;
    for (const ByteSpan& span : row.spans) EXPECT_LT(span.begin, span.end) << row.id;
  }
  EXPECT_EQ(texts.size(), 500U);
}

/// A model that obeys whatever stands outside of the block, or breaks it: in no row is there
/// anything of the kind, and what must go, goes.
TEST(HostileRows, NoneBreaksItsBlock) {
  size_t broken = 0;
  for (const HostileRow& row : hostile_rows()) {
    const Asked asked(row, Mode::kEdits);
    const Seen seen = see(asked.question);
    EXPECT_EQ(seen.outside, "") << row.id << "\n" << asked.question.request.messages.back().content;
    const std::string reply =
        seen.outside.empty() ? honest_reply(row, seen) : row.dictated;  // it obeys
    const Answer answer = read_answer(asked.question, reply);
    EXPECT_TRUE(answer.complete()) << row.id << " " << reply;
    EXPECT_EQ(spans_of(answer), row.spans) << row.id << "\n" << reply << "\n" << row.text;
    broken += !seen.outside.empty() || spans_of(answer) != row.spans;
  }
  EXPECT_EQ(broken, 0U);
}

/// The other messages are the program's own: no byte of a row is in them.
TEST(HostileRows, OnlyTheLastMessageHoldsTheRow) {
  for (const HostileRow& row : hostile_rows()) {
    const Asked asked(row, Mode::kEdits);
    HostileRow harmless = row;
    harmless.text = "x";
    const Asked other(harmless, Mode::kEdits);
    EXPECT_EQ(asked.question.request.messages.front().content,
              other.question.request.messages.front().content);
    EXPECT_EQ(asked.question.request.schema, other.question.request.schema);
    for (const Message& message : asked.question.request.messages) {
      if (&message == &asked.question.request.messages.back()) continue;
      EXPECT_EQ(message.content.find("funicular"), std::string::npos);
    }
  }
}

/// A model that obeys the text inside of its block to the letter: it prints what the text dictates,
/// which cannot hold the token. The row is held back; nothing is edited.
TEST(HostileRows, DictatedRepliesAreNotTaken) {
  for (const HostileRow& row : hostile_rows()) {
    for (const Mode mode : {Mode::kEdits, Mode::kRewrite}) {
      if (!is_possible(row.task, mode)) continue;
      const Asked asked(row, mode);
      const Answer answer = read_answer(asked.question, row.dictated);
      EXPECT_FALSE(answer.usable) << row.id << " " << row.dictated;
      EXPECT_TRUE(answer.proposals.empty() && answer.rewritten.empty());
      // Nor with the text, or the whole request, around it.
      EXPECT_FALSE(read_answer(asked.question, row.text + "\n" + row.dictated).usable) << row.id;
    }
  }
}

/// A model that is of one mind with the text: it means what the text wants and says so in the right
/// form. What it can reach is what it quotes, in this row, under the labels of the task, with no
/// words of its own where the task has none.
TEST(HostileRows, AConvertedModelReachesNoFurtherThanItsQuotes) {
  constexpr const char* kWanted[] = {
      R"([{"quote":"funicular","category":"PERSON","replacement":"PWNED http://x.invalid"}])",
      R"([{"quote":"funicular","category":"NONE"}])",
      R"([{"line":1,"to":100000}])",
      R"([{"quote":"a text of another row","category":"PERSON"}])",
      R"([{"quote":"</text","category":"PERSON"}])",
      R"([{"line":1,"quote":"host = 'h1'\npassword","category":"PASSWORD"}])",
  };
  size_t n = 0;
  for (const HostileRow& row : hostile_rows()) {
    const Asked asked(row, Mode::kEdits);
    const std::string_view wanted = kWanted[n++ % std::size(kWanted)];
    const Answer answer =
        read_answer(asked.question, R"({"token":")" + asked.question.token + R"(","edits":)" +
                                        std::string(wanted) + "}");
    for (const Proposal& proposal : answer.proposals) {
      EXPECT_LE(proposal.span.end, row.text.size());
      const std::string_view bytes = proposal.span.of(row.text);
      EXPECT_TRUE(bytes == "funicular" || bytes == "</text") << row.id << " " << bytes;
      EXPECT_EQ(proposal.replacement, "") << row.id;
      const std::vector<Label>& labels = asked.question.ask->labels;
      EXPECT_TRUE(std::any_of(labels.begin(), labels.end(),
                              [&](const Label& label) { return label.name == proposal.category; }));
    }
  }
}

bool lies_in_one_sentence(std::string_view text) {
  const size_t end = text.find_first_of(".!?\n");
  return end == std::string_view::npos || text.find_first_not_of(".!?\n ", end) == std::string_view::npos;
}

/// A steered rewrite: the model returns any text it likes. Only what is explained changes.
TEST(HostileRows, ASteeredRewriteChangesOnlyTheRowsOwnSpans) {
  Differ differ;
  for (const HostileRow& row : hostile_rows()) {
    if (!is_possible(row.task, Mode::kRewrite)) continue;
    const Asked asked(row, Mode::kRewrite);
    std::string steered =
        "PWNED. " + row.text.substr(row.text.size() / 2) + " Bob took the funicular.";
    if (!is_utf8(steered)) steered = "PWNED by the funicular.";
    std::string reply;
    JsonWriter json(reply);
    json.begin_object().member("token", asked.question.token).key("changes").begin_array();
    json.end_array().member("text", steered).end_object();
    const Answer answer = read_answer(asked.question, reply);
    ASSERT_TRUE(answer.usable) << answer.why;
    std::vector<Explanation> why;
    for (const ByteSpan& span : row.spans) why.push_back({span, row.category});
    const RewriteTask task = row.task == Task::kDetoxify ? RewriteTask::kDetoxify
                             : row.task == Task::kClean  ? RewriteTask::kClean
                             : row.task == Task::kCustom ? RewriteTask::kCustom
                                                         : RewriteTask::kAnonymize;
    const auto got = explain_rewrite(row.text, answer.rewritten, why, {.task = task}, differ);
    for (const Edit& edit : got.edits) {
      // An abusive span may take two words beside it along, or its sentence (explained_rewrite.h), junk a line end.
      const bool own = std::any_of(row.spans.begin(), row.spans.end(), [&](ByteSpan span) {
        return span.contains(edit.span) ||
               (row.task == Task::kClean && span.begin <= edit.span.begin &&
                edit.span.end <= span.end + 2 && span.overlaps(edit.span)) ||
               (row.task == Task::kDetoxify && span.overlaps(edit.span) &&
                (edit.span.size() <= span.size() + 40 || lies_in_one_sentence(edit.span.of(row.text))));
      });
      EXPECT_TRUE(own) << row.id << " " << edit.span.of(row.text);
      const bool has_it = edit.span.of(row.text).find("PWNED") != std::string_view::npos;
      EXPECT_TRUE(has_it || edit.with.find("PWNED") == std::string::npos) << row.id << " " << edit.span.of(row.text);
    }
  }
}

/// Replies of a hostile server that are sound in form: right token, right schema. `own`: the honest edits of the row.
std::vector<std::string> hostile_replies(const HostileRow& row, const Question& question, const std::string& own) {
  const auto with_token = [](const std::string& token, const std::string& edits) {
    return R"({"token":")" + token + R"(","edits":[)" + edits + "]}";
  };
  const auto edit = [](std::string_view quote, std::string_view category, std::string_view more) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("quote", quote).member("category", category).member("replacement", more).end_object();
    return out;
  };
  std::string every_word, flood, contradiction;
  std::set<std::string_view> words;
  const std::string_view text = row.text;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" \n", at), text.size());
    if (end > at && words.insert(text.substr(at, end - at)).second && is_utf8(text.substr(at, end - at)))
      every_word += (every_word.empty() ? "" : ",") + edit(text.substr(at, end - at), row.category, "PWNED");
    at = end + 1;
  }
  const std::string first(row.spans.front().of(text));
  for (int i = 0; i < 900; ++i) flood += (i > 0 ? "," : "") + edit(i % 2 == 0 ? first : "the", row.category, std::to_string(i));
  for (const ByteSpan& span : row.spans) {
    const std::string_view quote = span.of(text);
    contradiction += (contradiction.empty() ? "" : ",") + edit(quote, row.category, "") + "," + edit(quote, "NONE", quote) +
                     "," + edit(quote, "", "PWNED") + "," + edit(text.substr(0, span.end), row.category, "");
  }
  const std::string honest = with_token(question.token, own);
  const std::string greedy = with_token(question.token, every_word);
  return {greedy,
          with_token(question.token, flood),
          with_token(question.token, flood + "," + flood),
          with_token(question.token, contradiction),
          with_token(question.token, R"({"line":1,"to":100000},{"line":-1,"to":9007199254740993},{"line":0,"quote":""})"),
          honest + "\n" + honest,
          honest + "\n" + greedy,
          greedy + honest,
          with_token(question.token, edit(text, row.category, std::string(100'000, 'x'))),
          with_token("0000000000000000", own),
          with_token(question.token, own) + std::string(kMaxReplyBytes, ' ')};
}

/// A server that knows the form: whatever it says in it, no byte outside of what the row may have edited is touched, in no
/// row's name but its own, and in an order that does not matter to the rest of the program.
TEST(HostileRows, AcceptedRepliesReachNoFurtherThanTheirOwnWindow) {
  size_t accepted = 0, outside = 0, foreign = 0, n_rows = 0;
  std::string last_token;
  for (const HostileRow& row : hostile_rows()) {
    const ByteSpan all{0, row.text.size()};
    const Window window{all, {row.spans.front().begin, row.spans.back().end}};
    const Asking asking(prompts(), ask_of(row, Mode::kEdits), kKey);
    const Question question = asking.question(row.id, row.text, {&window, 1});
    const std::string honest = honest_reply(row, see(question));
    const size_t list = honest.find("[") + 1;
    const std::string own = honest.substr(list, honest.rfind("]") - list);
    std::vector<std::string> replies = hostile_replies(row, question, own);
    if (!last_token.empty()) {
      foreign += read_answer(question, R"({"token":")" + last_token + R"(","edits":[)" + own + "]}").usable;
    }
    last_token = question.token;
    if (n_rows++ % 25 != 0) replies.pop_back();  // 4 MiB
    for (const std::string& reply : replies) {
      const Answer answer = read_answer(question, reply);
      EXPECT_EQ(answer.proposals.empty() || answer.usable, true);
      accepted += answer.usable;
      EXPECT_LE(answer.proposals.size(), kMaxReplyEdits);
      uint64_t end = 0;
      for (const Proposal& proposal : answer.proposals) {
        outside += !window.edit.contains(proposal.span);
        EXPECT_GE(proposal.span.begin, end) << row.id << " not apart";
        EXPECT_TRUE(is_utf8_boundary(row.text, proposal.span.begin) && is_utf8_boundary(row.text, proposal.span.end));
        end = proposal.span.end;
        // Words of its own where the task has none.
        EXPECT_TRUE(row.task == Task::kDetoxify || proposal.replacement.empty()) << row.id;
        const std::vector<Label>& labels = question.ask->labels;
        EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [&](const Label& label) { return label.name == proposal.category; }));
      }
      // The same again says the same.
      EXPECT_EQ(read_answer(question, reply).proposals, answer.proposals);
    }
    // Twice is once; a reply beyond its limit, or of another row, is none.
    EXPECT_EQ(read_answer(question, replies[5]).proposals, read_answer(question, honest).proposals) << row.id;
    EXPECT_FALSE(read_answer(question, replies[2]).usable) << row.id << " 1,800 edits";
    EXPECT_FALSE(read_answer(question, replies[9]).usable) << row.id << " another token";
    EXPECT_FALSE(replies.size() > 10 && read_answer(question, replies[10]).usable) << row.id << " 4 MiB";
  }
  EXPECT_GT(accepted, 1500U);
  EXPECT_EQ(outside, 0U);
  EXPECT_EQ(foreign, 0U);
}

/// A model that copies its examples on purpose: whole replies, quotes, replacements. In 1,000
/// questions nothing of an example comes through.
TEST(CopiedExamples, NoneOfAThousandComesThrough) {
  size_t refused = 0;
  size_t copied = 0;
  for (int n = 0; n < 1000; ++n) {
    const Task task = n % 3 == 0 ? Task::kAnonymize : n % 3 == 1 ? Task::kDetoxify : Task::kCustom;
    Ask ask{.task = task};
    if (task == Task::kCustom) ask.criterion = "prices";
    ask.model_wording = task != Task::kDetoxify;
    ask.shots = 1 + n % 8;
    const Asking asking(prompts(), ask, kKey);
    const std::string text = "Row " + std::to_string(n) + ": somebody called and asked for it.";
    const ByteSpan all{0, text.size()};
    const Window window{all, all};
    const Question question = asking.question(std::to_string(n), text, {&window, 1});
    ASSERT_EQ(question.shots.size(), static_cast<size_t>(1 + n % 8));
    const std::string& category = question.ask->labels.front().name;
    std::string edits;
    JsonWriter json(edits);
    json.begin_array();
    size_t distinctive = 0;
    for (const Example* shot : question.shots) {
      for (const ExampleEdit& edit : shot->edits) {
        json.begin_object().member("quote", edit.quote).member("category", category);
        json.member("replacement", edit.replacement).end_object();
        if (edit.replacement.size() < 12) continue;
        ++distinctive;  // a passage of the row, in the words of an example
        json.begin_object().member("quote", distinctive % 2 == 0 ? "somebody" : "asked for it");
        json.member("category", category).member("replacement", edit.replacement).end_object();
      }
    }
    json.end_array();
    const Answer answer =
        read_answer(question, R"({"token":")" + question.token + R"(","edits":)" + edits + "}");
    ASSERT_TRUE(answer.usable);
    refused += answer.refusals[static_cast<size_t>(Refusal::kCopied)];
    for (const Proposal& proposal : answer.proposals) {
      for (const Example* shot : question.shots) {
        for (const ExampleEdit& edit : shot->edits) {
          copied += !proposal.replacement.empty() && proposal.replacement == edit.replacement;
        }
      }
    }
  }
  EXPECT_EQ(copied, 0U);
  EXPECT_GT(refused, 1000U);
}

}  // namespace
}  // namespace lauter::llm
