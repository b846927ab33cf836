#include "s3/xml.h"

#include <charconv>
#include <vector>

#include "text/utf8.h"

namespace lauter::s3 {
namespace {

constexpr size_t kMaxDepth = 16;

Error broken(const char* why) { return data_loss(std::string("XML: ") + why); }

/// `name` is what stands between `&` and `;`.
Result<void> append_entity(std::string& out, std::string_view name) {
  if (name.starts_with('#')) {
    name.remove_prefix(1);
    const int base = name.starts_with('x') ? 16 : 10;
    if (base == 16) name.remove_prefix(1);
    uint32_t code = 0;
    const auto [end, ec] = std::from_chars(name.data(), name.data() + name.size(), code, base);
    const bool is_code = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    if (ec != std::errc() || end != name.data() + name.size() || !is_code) {
      return broken("a character reference of no character");
    }
    append_utf8(out, code);
    return {};
  }
  constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [known, c] : kNamed) {
    if (name == known) {
      out += c;
      return {};
    }
  }
  return broken("an unknown entity");
}

Result<std::string> decode_text(std::string_view raw) {
  std::string out;
  for (size_t i = 0; i < raw.size();) {
    if (raw[i] != '&') {
      out += raw[i++];
      continue;
    }
    const size_t end = raw.find(';', i);
    if (end == std::string_view::npos) return broken("a lone &");
    LAUTER_TRY(append_entity(out, raw.substr(i + 1, end - i - 1)));
    i = end + 1;
  }
  return out;
}

/// Name of `Contents xmlns="..."` or `s3:Contents`.
std::string_view tag_name(std::string_view tag) {
  tag = tag.substr(0, tag.find_first_of(" \t\r\n/"));
  const size_t colon = tag.find(':');
  return colon == std::string_view::npos ? tag : tag.substr(colon + 1);
}

class Reader {
 public:
  Reader(std::string_view xml, const TakeText& take_text, const TakeEnd& take_end)
      : rest_(xml), take_text_(take_text), take_end_(take_end) {}

  Result<void> read() {
    bool had_root = false;
    while (true) {
      const size_t open = rest_.find('<');
      if (!levels_.empty()) levels_.back().text += rest_.substr(0, open);
      if (open == std::string_view::npos) break;
      rest_.remove_prefix(open + 1);
      if (rest_.starts_with("!--")) {
        LAUTER_TRY(skip_to("-->"));
      } else if (rest_.starts_with("?")) {
        LAUTER_TRY(skip_to("?>"));
      } else if (rest_.starts_with("!")) {
        return broken("a document type or CDATA");
      } else {
        if (levels_.empty() && had_root) return broken("more than one root");
        had_root = true;
        LAUTER_TRY(tag());
      }
    }
    if (!levels_.empty() || !had_root) return broken("ends early");
    return {};
  }

 private:
  struct Level {
    size_t path_size = 0;  ///< of the path with this element's name
    std::string text{};    ///< raw
    bool has_elements = false;
  };

  Result<void> skip_to(std::string_view end) {
    const size_t at = rest_.find(end);
    if (at == std::string_view::npos) return broken("ends early");
    rest_.remove_prefix(at + end.size());
    return {};
  }

  Result<void> tag() {
    const size_t close = rest_.find('>');
    if (close == std::string_view::npos) return broken("ends early");
    std::string_view inner = rest_.substr(0, close);
    rest_.remove_prefix(close + 1);
    if (inner.starts_with('/')) return end_tag(tag_name(inner.substr(1)));
    if (levels_.size() == kMaxDepth) return broken("too deep");
    if (!levels_.empty()) levels_.back().has_elements = true;
    const std::string_view name = tag_name(inner);
    if (name.empty()) return broken("a tag without a name");
    if (!levels_.empty()) path_ += '/';
    path_ += name;
    levels_.push_back({.path_size = path_.size()});
    return inner.ends_with('/') ? end_tag(name) : Result<void>();
  }

  Result<void> end_tag(std::string_view name) {
    if (levels_.empty() || !std::string_view(path_).ends_with(name)) return broken("unbalanced tags");
    const Level level = std::move(levels_.back());
    levels_.pop_back();
    const size_t before = levels_.empty() ? 0 : levels_.back().path_size + 1;
    if (path_.size() - before != name.size()) return broken("unbalanced tags");
    if (level.has_elements) {
      take_end_(path_);
    } else {
      LAUTER_ASSIGN(const std::string text, decode_text(level.text));
      take_text_(path_, text);
    }
    path_.resize(levels_.empty() ? 0 : levels_.back().path_size);
    return {};
  }

  std::string_view rest_;
  const TakeText& take_text_;
  const TakeEnd& take_end_;
  std::string path_;
  std::vector<Level> levels_;
};

}  // namespace

Result<void> read_xml(std::string_view xml, const TakeText& take_text, const TakeEnd& take_end) {
  return Reader(xml, take_text, take_end).read();
}

std::string xml_text(std::string_view xml, std::string_view path) {
  std::string found;
  const auto read = read_xml(
      xml,
      [&](std::string_view at, std::string_view text) {
        if (found.empty() && at == path) found = text;
      },
      [](std::string_view) {});
  return read.ok() ? found : "";
}

std::string xml_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace lauter::s3
