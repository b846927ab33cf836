#include "edit/dialect/sft.h"

#include <algorithm>
#include <vector>

#include "json/writer.h"
#include "text/ascii.h"
#include "text/lines.h"

namespace lauter {
namespace {

constexpr std::string_view kRefinexInstructions =
    "You clean documents for the training of language models. Remove what is no content: menus, "
    "headers, footers, advertisements, links and buttons without context, repeated or garbled "
    "text. Never add or change a word. Lines are numbered. Answer with calls only, one a line: "
    "remove_lines(start, end) removes whole lines, remove_str(line, \"text\") removes a text that "
    "stands in the line once, remove_all() removes everything, keep_all() nothing.";
constexpr std::string_view kProxInstructions =
    "You clean documents for the training of language models. Remove what is no content: menus, "
    "headers, footers, advertisements, links and buttons without context, repeated or garbled "
    "text. Lines are numbered from 0. Answer with calls only, one a line: "
    "remove_lines(line_start=, line_end=) removes whole lines, normalize(source_str=, target_str=) "
    "replaces a text, drop_doc() removes the document, keep_all() nothing.";

constexpr std::string_view kFence = "```";

/// Whether a line begins as a call does: a name in lower case and a parenthesis.
bool begins_as_call(std::string_view line) {
  line = trim_ascii(line);
  const size_t name = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  return name != 0 && name != std::string_view::npos && line[name] == '(';
}

bool is_call(std::string_view line) {
  CallReader reader;
  ProgramCall call;
  reader.begin(line);
  const auto read = reader.next(call);
  return read.ok() && *read;
}

Error cut_off(std::string_view why) { return data_loss("reply cut off: " + std::string(why)); }

/// `reply` without its thinking.
Result<std::string_view> after_thinking(std::string_view reply) {
  constexpr std::string_view kBegin = "<think>";
  constexpr std::string_view kEnd = "</think>";
  reply = trim_ascii(reply);
  if (reply.substr(0, kBegin.size()) != kBegin) return reply;
  const size_t end = reply.find(kEnd);
  if (end == std::string_view::npos) return cut_off("the thinking does not end");
  return reply.substr(end + kEnd.size());
}

/// What stands in the code fence, or the whole if there is none.
Result<std::string_view> inside_fence(std::string_view reply) {
  const size_t fence = reply.find(kFence);
  if (fence == std::string_view::npos) return reply;
  const size_t begin = reply.find('\n', fence);
  if (begin == std::string_view::npos) return cut_off("the code fence does not end");
  const std::string_view rest = reply.substr(begin + 1);
  const size_t end = rest.find("\n```");
  if (rest.substr(0, kFence.size()) == kFence) return rest.substr(0, 0);
  if (end == std::string_view::npos) return cut_off("the code fence does not end");
  if (rest.find(kFence, end + 1 + kFence.size()) != std::string_view::npos) {
    return program_error(ProgramFault::kSyntax, 0, "more than one code fence");
  }
  return rest.substr(0, end);
}

}  // namespace

void SftCounts::add(const SftCounts& other) {
  rows += other.rows;
  keep_all += other.keep_all;
  left_out += other.left_out;
  for (size_t i = 0; i < kLosses; ++i) lost[i] += other.lost[i];
}

std::string_view sft_instructions(Dialect dialect) {
  return dialect == Dialect::kProx ? kProxInstructions : kRefinexInstructions;
}

std::string sft_prompt(std::string_view text, Dialect dialect) {
  std::string prompt = "[doc]\n";
  uint64_t number = dialect == Dialect::kProx ? 0 : 1;
  while (!text.empty()) {
    const std::string digits = std::to_string(number++);
    prompt += '[';
    if (dialect == Dialect::kProx) prompt.append(3 - std::min<size_t>(3, digits.size()), '0');
    prompt += digits;
    prompt += dialect == Dialect::kProx ? "]" : "] ";
    prompt += take_line(text);
    prompt += '\n';
  }
  return prompt + "[/doc]";
}

SftCounts append_sft_rows(std::string& out, std::string_view id, std::string_view text,
                          const EditProgram& program, const SftOptions& options) {
  SftCounts counts;
  const std::vector<TextWindow> windows = cut_windows(text, options.windows);
  for (size_t i = 0; i < windows.size(); ++i) {
    const std::string shown = window_text(text, windows[i]);
    const EditProgram part = program_of_window(program, text, windows[i]);
    const DialectText said = print_dialect(part, shown, options.dialect);
    if (said.lost_total() > 0) {
      ++counts.left_out;
      for (size_t k = 0; k < kLosses; ++k) counts.lost[k] += said.lost[k];
      continue;
    }
    ++counts.rows;
    if (said.said == 0) ++counts.keep_all;
    JsonWriter json(out);
    json.begin_object().member("id", id);
    json.member_uint("window", i + 1).member_uint("windows", windows.size());
    json.key("messages").begin_array();
    const auto message = [&json](std::string_view role, std::string_view content) {
      json.begin_object().member("role", role).member("content", content).end_object();
    };
    message("system", sft_instructions(options.dialect));
    message("user", sft_prompt(shown, options.dialect));
    message("assistant", said.program);
    json.end_array().end_object();
    out += '\n';
  }
  return counts;
}

Result<std::string_view> program_in_reply(std::string_view reply) {
  LAUTER_ASSIGN(const std::string_view answer, after_thinking(reply));
  LAUTER_ASSIGN(std::string_view rest, inside_fence(answer));
  const char* begin = nullptr;  // of the first call
  const char* end = nullptr;    // of the last one
  bool words_behind = false;    // behind the last call so far
  std::string_view last;        // line that is not blank
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (trim_ascii(line).empty()) continue;
    if (!begins_as_call(line)) {
      words_behind = begin != nullptr;
      last = line;
      continue;
    }
    if (words_behind) return program_error(ProgramFault::kSyntax, 0, "words between the calls");
    if (begin == nullptr) begin = line.data();
    end = line.data() + line.size();
    last = line;
  }
  if (begin == nullptr) return data_loss("no program: the reply has no call");
  const bool half_a_name =
      trim_ascii(last).find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
  if (words_behind ? half_a_name : !is_call(last)) return cut_off("its last call does not end");
  return std::string_view(begin, static_cast<size_t>(end - begin));
}

Result<EditProgram> program_of_replies(std::span<const std::string> replies, std::string_view text,
                                       const SftOptions& options) {
  const std::vector<TextWindow> windows = cut_windows(text, options.windows);
  if (replies.size() != windows.size()) {
    return data_loss("replies for " + std::to_string(replies.size()) + " of " +
                     std::to_string(windows.size()) + " windows");
  }
  std::vector<EditProgram> programs;
  for (size_t i = 0; i < windows.size(); ++i) {
    const std::string where = "window " + std::to_string(i + 1);
    const auto said = program_in_reply(replies[i]);
    if (!said.ok()) return Error(said.error()).context(where);
    auto parsed = parse_dialect(*said, window_text(text, windows[i]), options.dialect);
    if (!parsed.ok()) return std::move(parsed.error()).context(where);
    programs.push_back(std::move(*parsed));
  }
  return merge_windows(programs, text, windows);
}

}  // namespace lauter
