#include "web/html_text.h"

#include "text/utf8.h"
#include "web/html_elements.h"
#include "web/html_tokens.h"
#include "web/line_writer.h"

namespace lauter {
namespace {

using internal::Element;
using internal::HtmlToken;
using internal::HtmlTokenizer;
using internal::LineWriter;

/// Pages with fewer characters are those whose text comes from scripts.
constexpr size_t kShortPage = 400;

class PageReader {
 public:
  PageReader(std::string_view html, bool with_noscript)
      : tokens_(html), with_noscript_(with_noscript) {}

  std::string read() {
    HtmlToken token;
    while (tokens_.next(token)) {
      if (token.kind == HtmlToken::Kind::kStartTag) {
        start_tag(token);
      } else if (token.kind == HtmlToken::Kind::kEndTag) {
        end_tag(token);
      } else if (is_dropping_) {
        continue;
      } else if (in_title_) {
        lines_.title(token.text);
      } else {
        lines_.text(token.text, token.has_references);
      }
    }
    return lines_.take();
  }
  bool has_noscript() const { return has_noscript_; }

 private:
  void start_tag(const HtmlToken& tag) {
    const Element element = internal::element_of(tag.name);
    if (is_dropping_) {
      if (!is_foreign_ || !internal::leaves_foreign(tag.name)) return count_dropped(tag, element);
      end_drop();
    }
    switch (element) {
      case Element::kInline:
      case Element::kVoid:
        break;
      case Element::kBreak:
      case Element::kBlock:
        lines_.end_line();
        break;
      case Element::kPre:
        lines_.begin_pre();
        break;
      case Element::kTable:
        lines_.begin_table();
        break;
      case Element::kRowGroup:
        lines_.end_row();
        break;
      case Element::kRow:
        lines_.begin_row();
        break;
      case Element::kCell:
        lines_.begin_cell();
        break;
      case Element::kTitle:
        in_title_ = true;
        break;
      case Element::kNoscript:
        has_noscript_ = true;
        if (!with_noscript_) begin_drop(tag.name, /*is_foreign=*/false);
        break;
      case Element::kDropped:
        begin_drop(tag.name, /*is_foreign=*/false);
        break;
      case Element::kForeign:
        if (!tag.is_self_closing) begin_drop(tag.name, /*is_foreign=*/true);
        break;
    }
  }

  void end_tag(const HtmlToken& tag) {
    if (is_dropping_) {
      if (tag.name == dropped_) {
        if (same_inside_ == 0) return end_drop();
        --same_inside_;
        return;
      }
      if (others_inside_ > 0) {
        --others_inside_;
        return;
      }
      end_drop();  // its own end tag is missing: this one is of an element around it
    }
    switch (internal::element_of(tag.name)) {
      case Element::kBreak:
      case Element::kBlock:
        lines_.end_line();
        break;
      case Element::kPre:
        lines_.end_pre();
        break;
      case Element::kTable:
        lines_.end_table();
        break;
      case Element::kRowGroup:
      case Element::kRow:
        lines_.end_row();
        break;
      case Element::kTitle:
        in_title_ = false;
        break;
      default:
        break;
    }
  }

  void begin_drop(std::string_view name, bool is_foreign) {
    is_dropping_ = true;
    is_foreign_ = is_foreign;
    dropped_ = name;
    same_inside_ = 0;
    others_inside_ = 0;
    tokens_.set_foreign(is_foreign);
  }
  void end_drop() {
    is_dropping_ = false;
    is_foreign_ = false;
    tokens_.set_foreign(false);
  }
  void count_dropped(const HtmlToken& tag, Element element) {
    const bool has_no_end = element == Element::kVoid || element == Element::kBreak ||
                            (is_foreign_ && tag.is_self_closing);
    if (has_no_end) return;
    ++(tag.name == dropped_ ? same_inside_ : others_inside_);
  }

  HtmlTokenizer tokens_;
  LineWriter lines_;
  const bool with_noscript_;
  bool has_noscript_ = false;
  bool in_title_ = false;
  bool is_dropping_ = false;
  bool is_foreign_ = false;
  std::string dropped_;       ///< the element that is being dropped,
  size_t same_inside_ = 0;    ///< those of its name that are open in it,
  size_t others_inside_ = 0;  ///< and of other names
};

}  // namespace

std::string html_text(std::string_view html) {
  PageReader reader(html, /*with_noscript=*/false);
  std::string text = reader.read();
  if (!reader.has_noscript() || count_code_points(text) >= kShortPage) return text;
  return PageReader(html, /*with_noscript=*/true).read();
}

}  // namespace lauter
