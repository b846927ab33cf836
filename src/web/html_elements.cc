#include "web/html_elements.h"

#include <algorithm>
#include <array>

#include "known/html_elements.h"

namespace lauter::internal {
namespace {

struct Named {
  std::string_view name;
  Element element;
};

using enum Element;

// In byte order. Blocks are what the standard's style sheet (15.3) shows as blocks, and what stands
// on a line of its own in forms.
constexpr std::array kElements = {
    Named{"address", kBlock},
    Named{"annotation", kDropped},
    Named{"area", kVoid},
    Named{"article", kBlock},
    Named{"aside", kBlock},
    Named{"audio", kDropped},
    Named{"base", kVoid},
    Named{"blockquote", kBlock},
    Named{"body", kBlock},
    Named{"br", kBreak},
    Named{"canvas", kDropped},
    Named{"caption", kBlock},
    Named{"center", kBlock},
    Named{"col", kVoid},
    Named{"datalist", kDropped},
    Named{"dd", kBlock},
    Named{"details", kBlock},
    Named{"dialog", kBlock},
    Named{"dir", kBlock},
    Named{"div", kBlock},
    Named{"dl", kBlock},
    Named{"dt", kBlock},
    Named{"embed", kVoid},
    Named{"fieldset", kBlock},
    Named{"figcaption", kBlock},
    Named{"figure", kBlock},
    Named{"footer", kBlock},
    Named{"form", kBlock},
    Named{"frame", kVoid},
    Named{"frameset", kBlock},
    Named{"h1", kBlock},
    Named{"h2", kBlock},
    Named{"h3", kBlock},
    Named{"h4", kBlock},
    Named{"h5", kBlock},
    Named{"h6", kBlock},
    Named{"head", kBlock},
    Named{"header", kBlock},
    Named{"hgroup", kBlock},
    Named{"hr", kBreak},
    Named{"html", kBlock},
    Named{"iframe", kDropped},
    Named{"img", kVoid},
    Named{"input", kVoid},
    Named{"legend", kBlock},
    Named{"li", kBlock},
    Named{"link", kVoid},
    Named{"listing", kPre},
    Named{"main", kBlock},
    Named{"menu", kBlock},
    Named{"meta", kVoid},
    Named{"nav", kBlock},
    Named{"noembed", kDropped},
    Named{"noframes", kDropped},
    Named{"noscript", kNoscript},
    Named{"object", kDropped},
    Named{"ol", kBlock},
    Named{"optgroup", kBlock},
    Named{"option", kBlock},
    Named{"p", kBlock},
    Named{"param", kVoid},
    Named{"plaintext", kPre},
    Named{"pre", kPre},
    Named{"script", kDropped},
    Named{"search", kBlock},
    Named{"section", kBlock},
    Named{"select", kBlock},
    Named{"source", kVoid},
    Named{"style", kDropped},
    Named{"summary", kBlock},
    Named{"svg", kForeign},
    Named{"table", kTable},
    Named{"tbody", kRowGroup},
    Named{"td", kCell},
    Named{"template", kDropped},
    Named{"textarea", kBlock},
    Named{"tfoot", kRowGroup},
    Named{"th", kCell},
    Named{"thead", kRowGroup},
    Named{"title", kTitle},
    Named{"tr", kRow},
    Named{"track", kVoid},
    Named{"ul", kBlock},
    Named{"video", kDropped},
    Named{"wbr", kVoid},
    Named{"xmp", kPre},
};

constexpr auto kLeaveForeign = std::to_array(known::kHtmlElementsLeaveForeign);

constexpr bool by_name(const Named& a, const Named& b) { return a.name < b.name; }
static_assert(std::is_sorted(kElements.begin(), kElements.end(), by_name));
static_assert(std::is_sorted(kLeaveForeign.begin(), kLeaveForeign.end()));

}  // namespace

Element element_of(std::string_view name) {
  const auto at =
      std::lower_bound(kElements.begin(), kElements.end(), Named{name, kInline}, by_name);
  return at != kElements.end() && at->name == name ? at->element : kInline;
}

bool leaves_foreign(std::string_view name) {
  return std::binary_search(kLeaveForeign.begin(), kLeaveForeign.end(), name);
}

}  // namespace lauter::internal
