#include "run/steps/exec_proposer.h"

#include <unistd.h>

#include <algorithm>

#include "base/child.h"
#include "base/stop.h"
#include "catalog/alias.h"
#include "edit/edit.h"
#include "json/value.h"
#include "json/writer.h"
#include "llm/question/locate.h"
#include "text/printable.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr size_t kMostSpans = 100'000;
constexpr uint64_t kLeastAnswerBytes = uint64_t{1} << 20;

struct ExecScratch : RefinerScratch {
  std::unique_ptr<Child> child;
};

/// What programs need to run, and no key.
const std::vector<std::string>& passed_variables() {
  static const std::vector<std::string> names = {
      "PATH",       "HOME",        "LANG",   "LC_ALL", "LC_CTYPE", "TMPDIR", "PYTHONPATH",
      "VIRTUAL_ENV", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "HF_HOME"};
  return names;
}

void show_complaint(std::string_view line) {
  const std::string shown = "lauter: exec: " + printable(line) + "\n";
  // To be lost is better than to stop for.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, shown.data(), shown.size());
}

/// The one place of the quote, or the one that cuts no word.
std::optional<ByteSpan> place_of(std::string_view quote, std::string_view text) {
  std::vector<ByteSpan> places;
  size_t whole = 0;
  for (size_t at = text.find(quote); at != text.npos; at = text.find(quote, at + 1)) {
    const ByteSpan place{at, at + quote.size()};
    const bool cuts =
        llm::internal::cuts_word(text, place.begin) || llm::internal::cuts_word(text, place.end);
    if (!cuts && whole++ == 0) places.insert(places.begin(), place);
    if (cuts || whole > 1) places.push_back(place);
    if (whole > 1) return std::nullopt;
  }
  if (places.empty() || (whole != 1 && places.size() > 1)) return std::nullopt;
  return places.front();
}

Result<Edit> read_span(const JsonValue& value, const Document& document,
                       const std::set<std::string, std::less<>>& labels) {
  const auto field = [&](const char* name) { return value.is_object() ? value.find(name) : nullptr; };
  const JsonValue* label = field("label");
  if (label == nullptr || !label->is_string()) return data_loss("has no label");
  std::string name(label_from_name(*label->if_string()));
  if (!category_from_name(name) && !labels.contains(name)) {
    return data_loss("has a label that is no category, nor one of the step's `labels`");
  }
  const JsonValue* score = field("score");
  const double p = score == nullptr ? 1.0 : score->number_or(-1);
  if (!(p >= 0 && p <= 1)) return data_loss("has a score that is not in [0, 1]");
  ByteSpan span;
  if (const JsonValue* quote = field("quote")) {
    const std::string_view words = quote->string_or("");
    const auto place = words.empty() ? std::nullopt : place_of(words, document.text);
    if (!place) return data_loss("has a quote that does not stand in the text once");
    span = *place;
  } else {
    const JsonValue* start = field("start");
    const JsonValue* end = field("end");
    if (start == nullptr || end == nullptr || !start->is_int() || !end->is_int()) {
      return data_loss("has no start and end, nor a quote");
    }
    const int64_t from = *start->if_int();
    const int64_t to = *end->if_int();
    if (from < 0 || to <= from || static_cast<uint64_t>(to) > document.text.size()) {
      return data_loss("lies outside of the text, or is empty");
    }
    span = {static_cast<uint64_t>(from), static_cast<uint64_t>(to)};
    if (!is_utf8_boundary(document.text, span.begin) || !is_utf8_boundary(document.text, span.end)) {
      return data_loss("cuts a character: start and end count bytes of UTF-8");
    }
  }
  return Edit{span, "", {"exec", "exec", std::move(name), static_cast<float>(p)}};
}

}  // namespace

Result<std::vector<Edit>> exec_edits(std::string_view answer, const Document& document,
                                     const std::set<std::string, std::less<>>& labels) {
  const auto parsed = parse_json(answer);
  if (!parsed.ok() || !parsed->is_object()) return data_loss("its answer is no JSON object");
  const JsonValue* id = parsed->find("id");
  if (id == nullptr || id->string_or("") != document.id || !id->is_string()) {
    return data_loss("its answer has not the id of the row");
  }
  const JsonValue* spans = parsed->find("spans");
  if (spans == nullptr || !spans->is_array()) return data_loss("its answer has no list `spans`");
  if (spans->if_array()->size() > kMostSpans) return data_loss("its answer has too many spans");
  std::vector<Edit> edits;
  for (const JsonValue& value : *spans->if_array()) {
    auto edit = read_span(value, document, labels);
    if (!edit.ok()) return data_loss("span " + std::to_string(edits.size()) + " " + edit.error().message);
    edits.push_back(std::move(*edit));
  }
  LAUTER_ASSIGN(Merged merged, merge(document.text, {{1, std::move(edits)}}));
  return std::move(merged.program.edits);
}

std::unique_ptr<RefinerScratch> ExecProposer::make_scratch() const {
  return std::make_unique<ExecScratch>();
}

Result<void> ExecProposer::propose(std::span<const Document> documents, RefinerScratch& base,
                                   std::span<Proposal> proposals) const {
  auto& scratch = static_cast<ExecScratch&>(base);
  for (size_t i = 0; i < documents.size(); ++i) {
    const Document& document = documents[i];
    std::string question;
    JsonWriter json(question);
    json.begin_object().member("id", document.id).member("text", document.text).end_object();
    for (uint64_t attempt = 1;; ++attempt) {
      if (scratch.child == nullptr) {
        auto child = Child::start(
            {.words = options_.command, .environment = passed_variables(), .complain = show_complaint});
        if (!child.ok()) return std::move(child.error()).context("exec");
        scratch.child = std::move(*child);
      }
      auto answer = scratch.child->ask(question, std::chrono::seconds(options_.timeout_s),
                                       kLeastAnswerBytes + 64 * document.text.size());
      auto edits = answer.ok() ? exec_edits(*answer, document, labels_)
                               : Result<std::vector<Edit>>(std::move(answer.error()));
      if (edits.ok()) {
        proposals[i].edits = std::move(*edits);
        break;
      }
      scratch.child.reset();  // who erred once may be out of step
      if (attempt >= options_.tries || GiveUpScope::is_over()) return std::move(edits.error()).context("exec");
    }
  }
  return {};
}

}  // namespace lauter
