#include "edit/dialect/program_call.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/lines.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr std::array<std::string_view, kProgramFaults> kFaultNames = {
    "empty program",    "no call",          "broken text",    "unknown call",
    "wrong arguments",  "no such line",     "text not found", "text not unique",
    "character is cut", "must stand alone", "calls overlap",  "program too large"};

constexpr size_t kMaxDigits = 15;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

void skip_blanks(const char*& p, const char* end) {
  while (p != end && is_blank(*p)) ++p;
}

std::string_view take_name(const char*& p, const char* end) {
  const char* const begin = p;
  while (p != end && is_ascii_word(*p)) ++p;
  return {begin, static_cast<size_t>(p - begin)};
}

/// Takes `n_digits` hex digits and appends their code point. False if it is none.
bool take_code_point(const char*& p, const char* end, int n_digits, std::string& out) {
  uint32_t code = 0;
  for (int i = 0; i < n_digits; ++i, ++p) {
    const int value = p == end ? -1 : hex_value(*p);
    if (value < 0) return false;
    code = code * 16 + static_cast<uint32_t>(value);
  }
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  append_utf8(out, code);
  return true;
}

/// `p` is behind the backslash. Appends what the escape stands for; false if there is no such one.
bool take_escape(const char*& p, const char* end, std::string& out) {
  if (p == end) return false;
  const char kind = *p++;
  switch (kind) {
    case '\\':
    case '"':
    case '\'':
      out += kind;
      return true;
    case 'n':
      out += '\n';
      return true;
    case 'r':
      out += '\r';
      return true;
    case 't':
      out += '\t';
      return true;
    case 'x':
      return take_code_point(p, end, 2, out);
    case 'u':
      return take_code_point(p, end, 4, out);
    case 'U':
      return take_code_point(p, end, 8, out);
    default:
      return false;
  }
}

}  // namespace

std::string_view fault_name(ProgramFault fault) { return kFaultNames[static_cast<size_t>(fault)]; }

Error program_error(ProgramFault fault, uint64_t call, std::string_view why) {
  std::string message(fault_name(fault));
  if (call != 0) message += ": call " + std::to_string(call);
  return data_loss(message + ": " + std::string(why));
}

void CallReader::begin(std::string_view program) {
  rest_ = program;
  n_calls_ = 0;
  decoded_.clear();
  decoded_.reserve(program.size());
}

Error CallReader::error(ProgramFault fault, std::string_view why) const {
  return program_error(fault, n_calls_, why);
}

Result<bool> CallReader::next(ProgramCall& call) {
  while (!rest_.empty()) {
    const std::string_view line = take_line(rest_);
    if (std::all_of(line.begin(), line.end(), is_blank)) continue;
    if (++n_calls_ > kMaxCalls) return error(ProgramFault::kLimit, "too many calls");
    LAUTER_TRY(read_call(line, call));
    return true;
  }
  return false;
}

Result<void> CallReader::read_call(std::string_view line, ProgramCall& call) {
  const char* p = line.data();
  const char* const end = p + line.size();
  call.number = n_calls_;
  call.n_arguments = 0;
  skip_blanks(p, end);
  call.name = take_name(p, end);
  skip_blanks(p, end);
  if (call.name.empty() || p == end || *p != '(') {
    return error(ProgramFault::kSyntax, "the line is not `name(...)`");
  }
  ++p;
  skip_blanks(p, end);
  const bool has_arguments = p != end && *p != ')';
  while (has_arguments) {
    LAUTER_TRY(read_argument(p, end, call));
    skip_blanks(p, end);
    if (p == end || *p != ',') break;
    ++p;
  }
  if (p == end || *p != ')')
    return error(ProgramFault::kSyntax, "no `,` or `)` behind an argument");
  ++p;
  skip_blanks(p, end);
  if (p != end) return error(ProgramFault::kSyntax, "something stands behind the call");
  return {};
}

Result<void> CallReader::read_argument(const char*& p, const char* end, ProgramCall& call) {
  if (call.n_arguments == call.arguments.size()) {
    return error(ProgramFault::kArguments, "too many arguments");
  }
  CallArgument& argument = call.arguments[call.n_arguments++];
  argument = {};
  skip_blanks(p, end);
  if (p != end && is_ascii_word(*p) && !is_ascii_digit(*p)) {
    argument.name = take_name(p, end);
    skip_blanks(p, end);
    if (p == end || *p != '=') return error(ProgramFault::kSyntax, "no number and no quoted text");
    ++p;
    skip_blanks(p, end);
  }
  if (p == end) return error(ProgramFault::kSyntax, "the call is cut off");
  if (*p == '"' || *p == '\'') {
    argument.is_text = true;
    LAUTER_ASSIGN(argument.text, read_text(p, end));
    return {};
  }
  const char* const begin = p;
  while (p != end && is_ascii_digit(*p)) {
    argument.number = argument.number * 10 + static_cast<uint64_t>(*p++ - '0');
    if (static_cast<size_t>(p - begin) > kMaxDigits) {
      return error(ProgramFault::kSyntax, "a number has too many digits");
    }
  }
  if (p == begin) return error(ProgramFault::kSyntax, "no number and no quoted text");
  return {};
}

Result<std::string_view> CallReader::read_text(const char*& p, const char* end) {
  const char quote = *p++;
  const auto is_special = [quote](char c) { return c == quote || c == '\\'; };
  const char* const begin = p;
  p = std::find_if(p, end, is_special);
  std::string_view text(begin, static_cast<size_t>(p - begin));
  if (p != end && *p == '\\') {
    const size_t from = decoded_.size();
    decoded_ += text;
    while (p != end && *p == '\\') {
      ++p;
      if (!take_escape(p, end, decoded_)) return error(ProgramFault::kText, "an unknown escape");
      const char* const plain = p;
      p = std::find_if(p, end, is_special);
      decoded_.append(plain, static_cast<size_t>(p - plain));
    }
    text = std::string_view(decoded_).substr(from);
  }
  if (p == end) return error(ProgramFault::kText, "a quoted text does not end");
  ++p;
  return text;
}

Result<void> bind_arguments(const ProgramCall& call, std::span<const Parameter> parameters,
                            std::span<CallArgument> bound) {
  const auto fail = [&call](std::string_view why) {
    return program_error(ProgramFault::kArguments, call.number,
                         std::string(call.name) + ": " + std::string(why));
  };
  uint32_t given = 0;  // bit i: parameter i has its argument
  bool named = false;
  for (size_t i = 0; i < call.n_arguments; ++i) {
    const CallArgument& argument = call.arguments[i];
    size_t place = i;
    if (!argument.name.empty()) {
      named = true;
      place = 0;
      while (place < parameters.size() && parameters[place].name != argument.name &&
             parameters[place].other_name != argument.name) {
        ++place;
      }
    } else if (named) {
      return fail("an argument without name behind one with a name");
    }
    if (place >= parameters.size()) return fail("too many arguments, or one of another name");
    if (((given >> place) & 1U) != 0) return fail("an argument is given twice");
    given |= 1U << place;
    if (argument.is_text != parameters[place].is_text) {
      return fail(parameters[place].is_text ? "a number where a text belongs"
                                            : "a text where a number belongs");
    }
    bound[place] = argument;
  }
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (((given >> i) & 1U) != 0) continue;
    if (!parameters[i].optional) return fail(std::string(parameters[i].name) + " is missing");
    bound[i] = {};
  }
  return {};
}

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else if (text.substr(i, 2) == "\xC2\x85") {
      out += "\\x85";
      i += 1;
    } else if (text.substr(i, 3) == "\xE2\x80\xA8" || text.substr(i, 3) == "\xE2\x80\xA9") {
      out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace lauter
