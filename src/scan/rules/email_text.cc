#include "scan/rules/email_text.h"

#include <cctype>

#include "known/email_text.h"
#include "scan/index/word_set.h"
#include "scan/views/page.h"
#include "text/utf8.h"

namespace lauter::scan {
namespace {

constexpr size_t kLocalMax = 64;  // RFC 5321, 4.5.3.1.1
constexpr size_t kHostMax = 253;

const WordSet& tlds() {
  static const WordSet set(known::kEmailTextTlds);
  return set;
}

const WordSet& file_endings() {
  static const WordSet set(known::kEmailTextFileExtensions);
  return set;
}

/// Curly quotes, dashes, bullets, CJK punctuation: they end an address although they are not ASCII.
bool is_mark(std::string_view text, size_t lead) {
  if (lead + utf8_length(text[lead]) > text.size()) return true;
  const char32_t c = decode_utf8(text, lead);
  return (c >= 0x80 && c < 0xC0) || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
         (c >= 0xFF00 && c <= 0xFF20) || c >= 0x1F000;
}

bool local_char(char c) {
  // RFC 5322 also allows ! # $ & * / = ? ^ ` { | } ~ here; in running text these are always the
  // text's own ("?mail=", "$user@", "*jane@corp.de*").
  return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%' || c == '\'';
}

std::string_view last_label(std::string_view host) {
  const size_t dot = host.rfind('.');
  return dot == std::string_view::npos ? host : host.substr(dot + 1);
}

}  // namespace

size_t local_part_begin(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin < kLocalMax) {
    const char c = text[begin - 1];
    if ((c & 0x80) != 0) {
      const size_t lead = previous_utf8(text, begin);
      if (is_mark(text, lead)) break;
      // A script without blanks runs on into the sentence: it ends the part unless it is all of it.
      if (caseless_at(text, lead) && begin != end && (text[begin] & 0x80) == 0) break;
      begin = lead;
      continue;
    }
    if (!local_char(c)) break;
    if (c == '.' && begin < end && text[begin] == '.') break;
    --begin;
  }
  // The rest of a percent escape in front of it is not part of it ("?to=%20jane@corp.de").
  for (size_t i = end; i-- > begin;) {
    if (text[i] == '%' && i + 3 <= end && std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      begin = i + 3;
      break;
    }
  }
  // It begins with a letter or digit ('_' too); a quote in front of it is the text's.
  while (begin < end && !is_letterish(text[begin]) && !is_digit(text[begin]) &&
         text[begin] != '_') {
    ++begin;
  }
  if (begin < end && text[end - 1] == '.') return end;
  return begin;
}

size_t host_end(std::string_view text, size_t begin) {
  size_t end = begin;
  size_t dots = 0;
  while (end < text.size() && end - begin < kHostMax) {
    const char c = text[end];
    if ((c & 0x80) != 0) {
      if (is_mark(text, end)) break;
      end += utf8_length(c);
      continue;
    }
    if (is_alnum(c) || (c == '-' && end > begin)) {
      ++end;
      continue;
    }
    const bool dot =
        c == '.' && end > begin && end + 1 < text.size() &&
        (is_alnum(text[end + 1]) || ((text[end + 1] & 0x80) != 0 && !is_mark(text, end + 1))) &&
        text[end - 1] != '-';
    if (!dot) break;
    ++dots;
    ++end;
  }
  while (end > begin && text[end - 1] == '-') --end;
  // "corp.deThe": an ASCII domain does not run into other scripts' sentence text.
  if (dots > 0) {
    const std::string_view label = last_label(text.substr(begin, end - begin));
    size_t ascii = 0;
    while (ascii < label.size() && is_alnum(label[ascii])) ++ascii;
    if (ascii >= 2 && ascii < label.size() && caseless_at(label, ascii))
      end -= label.size() - ascii;
  }
  return dots == 0 ? begin : end;
}

bool plausible_tld(std::string_view host) {
  const std::string_view tld = last_label(host);
  if (tld.size() < 2 || tld.size() > 24) return false;
  if (tld.size() > 4 && (tld.substr(0, 4) == "xn--" || tld.substr(0, 4) == "XN--")) return true;
  for (const char c : tld) {
    if (!is_letterish(c)) return false;
  }
  if (tld.size() == 2 && (tld[0] & 0x80) == 0) return tlds().has(tld);
  return !file_endings().has(tld);
}

bool known_tld_label(std::string_view label) { return tlds().has(label); }
bool known_tld(std::string_view host) { return known_tld_label(last_label(host)); }

bool reserved_host(std::string_view host) {
  static const WordSet hosts(known::kEmailTextReservedHosts);
  for (;;) {
    if (hosts.has(host)) return true;
    const size_t dot = host.find('.');
    if (dot == std::string_view::npos) return false;
    host.remove_prefix(dot + 1);
  }
}

bool machine_mailbox(std::string_view local) {
  static const WordSet machines(known::kEmailTextMachines);
  char squeezed[kLocalMax];
  size_t n = 0;
  for (const char c : local.substr(0, local.find('+'))) {
    if (c != '-' && c != '_' && c != '.' && n < sizeof squeezed) squeezed[n++] = c;
  }
  const std::string_view name(squeezed, n);
  if (machines.has(name)) return true;
  const std::string folded = fold_words(name);
  return folded.find("noreply") != std::string::npos ||
         folded.find("donotreply") != std::string::npos;
}

bool sample_mailbox(std::string_view local, std::string_view host) {
  static const WordSet locals(known::kEmailTextSampleLocals);
  static const WordSet hosts(known::kEmailTextSampleHosts);
  return locals.has(local) && hosts.has(host);
}

bool nobodys_mailbox(std::string_view local, std::string_view host) {
  return reserved_host(host) || machine_mailbox(local) || sample_mailbox(local, host);
}

}  // namespace lauter::scan
