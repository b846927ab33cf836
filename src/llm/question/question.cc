#include "llm/question/question.h"

#include <algorithm>
#include <numeric>

#include "base/sha256_hex.h"
#include "json/writer.h"
#include "llm/question/answer.h"
#include "llm/question/example_answer.h"
#include "llm/question/locate.h"
#include "llm/question/schema.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter::llm {
namespace {

constexpr size_t kTokenSize = 6;
constexpr size_t kMaxAgain = 20;        ///< quotes of each kind that a later round repeats
constexpr size_t kMaxAgainBytes = 120;  ///< of one of them, or of a suspect
constexpr double kWarm = 0.7;           ///< temperature of several candidates

/// Letters and digits that nobody mixes up, no vowels: a token is never a word.
constexpr std::string_view kTokenLetters = "bcdfghjkmnpqrstvwxz23456789";

std::string token_of(const Sha256Digest& digest) {
  KeyedRandom random(digest);
  std::string token;
  for (size_t i = 0; i < kTokenSize; ++i)
    token += kTokenLetters[random.below(kTokenLetters.size())];
  return token;
}

bool contains_ignoring_case(std::string_view text, std::string_view token) {
  const auto same = [](char a, char b) { return ascii_lower(a) == b; };
  return std::search(text.begin(), text.end(), token.begin(), token.end(), same) != text.end();
}

std::string_view cut(std::string_view text, size_t size) {
  if (text.size() <= size) return text;
  while (!is_utf8_boundary(text, size)) --size;
  return text.substr(0, size);
}

/// What a later round is told, as two lists of JSON strings.
std::string again_of(std::string_view text, const Earlier& earlier) {
  std::string out;
  const auto list = [&out](std::string_view title, const std::vector<std::string_view>& quotes) {
    if (quotes.empty()) return;
    if (!out.empty()) out += '\n';
    out += title;
    JsonWriter json(out);
    json.begin_array();
    for (size_t i = 0; i < std::min(quotes.size(), kMaxAgain); ++i) {
      json.string(shown_form(cut(quotes[i], kMaxAgainBytes)));
    }
    json.end_array();
  };
  list("Not found or not unique as quoted: ", {earlier.refused.begin(), earlier.refused.end()});
  std::vector<std::string_view> doubts;
  for (const ByteSpan& span : earlier.doubts) doubts.push_back(span.of(text));
  list("Look again at: ", doubts);
  return out;
}

/// The suspects, one a line: `1 PERSON "Weber"`; with the words before it one whose words are shown several times.
std::string found_of(const Question& question) {
  const std::string_view shown = question.shown.shown();
  std::string out;
  for (size_t i = 0; i < question.found.size(); ++i) {
    const Suspect& one = question.found[i];
    const ByteSpan place = *question.shown.to_shown(one.span);
    const std::string_view quote = place.of(shown);
    if (i > 0) out += '\n';
    out += std::to_string(i + 1) + " " + one.category + " ";
    JsonWriter(out).string(cut(quote, kMaxAgainBytes));
    if (shown.find(quote) == place.begin && shown.find(quote, place.begin + 1) == std::string_view::npos) continue;
    const std::string before = internal::words_before(shown.substr(0, place.begin), 3);
    if (before.empty()) continue;
    out += " after ";
    JsonWriter(out).string(before);
  }
  return out;
}

/// The criterion stands in front of the block: it is the recipe's.
std::string user_message(const Question& question, std::string_view criterion,
                         std::string_view again) {
  std::string out;
  const auto block = [&](std::string_view name, std::string_view content) {
    const std::string frame = std::string(name) + " " + question.token + ">";
    out += "<" + frame + "\n";
    out += content;
    out += "\n</" + frame;
  };
  if (!criterion.empty()) {
    out += "Criterion: ";
    out += criterion;
    out += '\n';
  }
  block("text", question.shown.shown());
  if (!question.found.empty()) {
    out += '\n';
    block("found", found_of(question));
  }
  if (!again.empty()) {
    out += '\n';
    block("again", again);
  }
  return out;
}

}  // namespace

Asking::Asking(const Prompts& prompts, Ask ask, const SecretKey& key)
    : ask_(std::move(ask)), token_hash_(key, "llm-token"), shot_hash_(key, "llm-shots") {
  if (ask_.labels.empty()) ask_.labels = default_labels(ask_.task);
  schema_ = internal::schema_of(ask_);
  const Prompt& prompt = prompts.prompt(ask_.task, ask_.mode);
  system_ = render_prompt(prompt, ask_);
  std::string hashed = system_ + '\0' + schema_;
  if (ask_.shots > 0) hashed += '\0' + prompts.examples_sha256(ask_.task);
  prompt_id_ = std::string(task_name(ask_.task)) + "-" + std::string(mode_name(ask_.mode)) + "/" +
               std::to_string(prompt.version) + " sha256:" + sha256_hex(hashed);
  if (ask_.shots > 0) prepare_shots(prompts);
}

/// Examples that name nothing but what is asked for; if those are few, all of them, less what is
/// not asked for.
void Asking::prepare_shots(const Prompts& prompts) {
  constexpr size_t kFew = 12;
  std::vector<Shot> whole;
  for (const Example& example : prompts.examples(ask_.task)) {
    const ByteSpan all{0, example.text.size()};
    const Window window{all, all};
    Question question = framed(example.text, {&window, 1}, {}, "");
    const internal::ExampleAnswer answer = internal::answer_of_example(question, example);
    Shot shot{&example, user_message(question, example.criterion, ""), answer.reply};
    if (answer.whole) whole.push_back(shot);
    shots_.push_back(std::move(shot));
  }
  if (whole.size() >= kFew) shots_ = std::move(whole);
}

std::vector<const Asking::Shot*> Asking::choose_shots(std::string_view row_id,
                                                      std::string_view text) const {
  std::vector<const Shot*> chosen;
  if (shots_.empty()) return chosen;
  std::string row(row_id);
  row += '\0';
  row += text;
  KeyedRandom random(shot_hash_.digest(row));
  std::vector<size_t> left(shots_.size());
  std::iota(left.begin(), left.end(), size_t{0});
  const size_t wanted = std::min(static_cast<size_t>(ask_.shots), left.size());
  for (size_t i = 0; i < wanted; ++i) {
    std::swap(left[i], left[i + random.below(left.size() - i)]);
    chosen.push_back(&shots_[left[i]]);
  }
  return chosen;
}

/// The question without its messages.
Question Asking::framed(std::string_view text, std::span<const Window> windows,
                        std::span<const Suspect> found, std::string_view again) const {
  Question question;
  question.ask = &ask_;
  question.text = text;
  question.windows.assign(windows.begin(), windows.end());
  std::vector<ByteSpan> passages;
  for (const Window& window : windows) passages.push_back(window.shown);
  question.shown = ShownText(text, passages, internal::is_anchored(ask_));
  for (const Suspect& one : found) {
    if (question.found.size() == kMaxSuspects || !internal::shows_found(ask_)) break;
    if (question.shown.to_shown(one.span)) question.found.push_back(one);
  }
  // The token does not stand in the text: of 27^6 at most as many do as the text has bytes.
  std::string hashed(1, '\0');
  hashed += question.shown.shown();
  do {
    question.token = token_of(token_hash_.digest(hashed));
    ++hashed.front();
  } while (contains_ignoring_case(question.shown.shown(), question.token) ||
           contains_ignoring_case(again, question.token));
  return question;
}

Question Asking::question(std::string_view row_id, std::string_view text,
                          std::span<const Window> windows, std::span<const Suspect> found,
                          const Earlier& earlier, int candidate) const {
  const std::string again = again_of(text, earlier);
  Question question = framed(text, windows, found, again);
  Request& request = question.request;
  request.messages.push_back({Role::kSystem, system_});
  for (const Shot* shot : choose_shots(row_id, text)) {
    request.messages.push_back({Role::kUser, shot->user});
    request.messages.push_back({Role::kAssistant, shot->assistant});
    question.shots.push_back(shot->example);
  }
  request.messages.push_back({Role::kUser, user_message(question, ask_.criterion, again)});
  request.schema_name = mode_name(ask_.mode);
  request.schema = schema_;

  // A token is some four bytes of English, and hardly ever less than one and a half.
  const size_t bytes = question.shown.shown().size();
  const bool rewrite = ask_.mode == Mode::kRewrite;
  const size_t verdicts = 24 * question.found.size();
  const size_t most = rewrite ? 384 + bytes : std::min<size_t>(256 + bytes / 2 + verdicts, 8192);
  const size_t expected = rewrite ? 64 + bytes / 4 : 50 + bytes / 40 + verdicts / 2;
  request.max_output_tokens = static_cast<int>(std::min<size_t>(most, 1 << 20));
  request.expected_output_tokens = static_cast<int>(std::min<size_t>(expected, most));
  request.temperature = ask_.candidates > 1 ? kWarm : 0.0;
  request.candidate = candidate;
  const uint64_t mixed =
      hash64(row_id, static_cast<uint64_t>(ask_.seed)) + static_cast<uint64_t>(candidate);
  request.seed = static_cast<int64_t>(mixed & 0x7FFFFFFF);
  return question;
}

}  // namespace lauter::llm
