/// HTML as tags and text, as the tokenizer of the HTML standard (WHATWG, section 13.2.5) cuts it.
/// Internal to web.
///
/// There is no tree: no input makes it recurse, look back, or take memory. Each byte is looked at a
/// bounded number of times. What it leaves out, since nothing here needs it: the names and values
/// of attributes (the caller gets them as one piece), comments and doctypes (skipped).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lauter::internal {

struct HtmlToken {
  enum class Kind : uint8_t { kText, kStartTag, kEndTag };
  Kind kind = Kind::kText;
  std::string_view text;         ///< kText: bytes of the input
  bool has_references = false;   ///< kText: `&amp;` stands for `&`
  std::string_view name;         ///< tags: in lower case, good until the next token
  std::string_view attributes;   ///< kStartTag: what stands between name and `>`
  bool is_self_closing = false;  ///< kStartTag: `<br/>`
};

class HtmlTokenizer {
 public:
  /// `html` must outlive it.
  explicit HtmlTokenizer(std::string_view html) : html_(html) {}

  /// False at the end. A tag or comment that the end cuts off is no token.
  bool next(HtmlToken& token);

  /// Within svg and math: no element there has raw text, and CDATA sections are what they say.
  void set_foreign(bool is_foreign) { is_foreign_ = is_foreign; }

 private:
  bool read_tag(HtmlToken& token, size_t name_begin, HtmlToken::Kind kind);
  void read_raw_text(HtmlToken& token);
  size_t find_end_tag(size_t from) const;
  size_t find_script_end(size_t from) const;
  bool is_tag_at(size_t at, std::string_view name) const;
  void skip_declaration();
  void skip_behind(std::string_view end, size_t from);
  char peek(size_t ahead) const { return at_ + ahead < html_.size() ? html_[at_ + ahead] : '\0'; }

  std::string_view html_;
  size_t at_ = 0;
  bool is_foreign_ = false;
  bool is_raw_ = false;          ///< what follows is the raw text of element name_
  std::array<char, 24> name_{};  ///< longer names are none that matter, and are cut
  size_t name_size_ = 0;
};

}  // namespace lauter::internal
