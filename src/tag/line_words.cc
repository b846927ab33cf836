#include "tag/line_words.h"

#include <algorithm>

#include "base/hash.h"

namespace lauter::internal {
namespace {

/// A list of words for each class, in the order of LineWord.
constexpr std::array<std::string_view, kLineWords> kLists = {
    "the of and to a in is that it for was on with as be by at he his are this from or had not but "
    "have they you which she were we an their one all there been her has when who will more no if "
    "out so what up its about into than them can only other would could should our my your these "
    "some how do did after before because then also while where",
    "home menu skip content search navigation main next previous prev back top sitemap site map "
    "index categories category tags tag archives archive page pages toggle open close show hide "
    "browse explore overview breadcrumb sidebar footer header link links quick languages language "
    "english deutsch español français italiano directory jump section sections all topics topic "
    "filter sort view results expand collapse loading dropdown submenu related popular trending "
    "featured latest recommended recent about contact faq faqs help support careers jobs press "
    "newsroom news blog blogs resources events products services solutions company team partners",
    "login log sign signin signup register registration account password username email subscribe "
    "subscription subscriber newsletter newsletters join member members membership logout profile "
    "forgot remember unsubscribe inbox notifications settings preferences submit send verify "
    "captcha alerts trial dashboard",
    "share tweet facebook twitter instagram linkedin pinterest youtube whatsapp reddit telegram "
    "tiktok snapchat tumblr follow followers following like likes flipboard messenger bluesky "
    "threads mastodon rss feed feeds print copy clipboard bookmark save podcast discord github "
    "social",
    "copyright rights reserved privacy policy policies terms conditions cookie cookies consent "
    "gdpr ccpa legal disclaimer accessibility trademark trademarks notice disclosure accept "
    "decline reject imprint impressum license licensing affiliate advertisement advertisements "
    "advertise advertising ads ad sponsored sponsor promoted choices data sell",
    "cart checkout basket buy shop store order orders shipping price prices sale off discount "
    "coupon deal deals wishlist wish add quantity qty stock sold gift cards returns refund refunds "
    "delivery payment compare usd save size color colour review reviews rating ratings stars star "
    "product brands brand accessories",
    "learn read click here more continue reading download get started start try now request demo "
    "free discover watch see find book call call today apply schedule upgrade install visit view "
    "tap swipe play listen donate enter yes cancel ok reply report flag edit hide load",
    "posted post posts by author authors written published updated modified edited comments "
    "comment views view replies reply min mins read minute minutes shares votes points permalink "
    "guest admin editor staff topic thread member joined location reputation score answers "
    "answered asked viewed active caption photo image credit source via filed under tagged",
    "ago today yesterday january february march april may june july august september october "
    "november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday "
    "thursday friday saturday sunday mon tue wed thu fri sat sun am pm hours hour days day weeks "
    "week months month years year est pst utc gmt",
};

class WordTable {
 public:
  WordTable() {
    for (size_t c = 0; c < kLineWords; ++c) {
      for (std::string_view rest = kLists[c]; !rest.empty();) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
        Slot& slot = slot_of(word);
        slot.word = word;
        slot.classes |= 1U << c;
      }
    }
  }

  uint32_t classes(std::string_view word) const { return slot_of(word).classes; }

 private:
  struct Slot {
    std::string_view word;
    uint32_t classes = 0;
  };
  static constexpr size_t kSlots = 2048;  ///< several times the words

  /// The slot of the word, or the free one where it belongs.
  Slot& slot_of(std::string_view word) {
    size_t slot = hash64(word) % kSlots;
    while (!slots_[slot].word.empty() && slots_[slot].word != word) slot = (slot + 1) % kSlots;
    return slots_[slot];
  }
  const Slot& slot_of(std::string_view word) const {
    size_t slot = hash64(word) % kSlots;
    while (!slots_[slot].word.empty() && slots_[slot].word != word) slot = (slot + 1) % kSlots;
    return slots_[slot];
  }

  std::array<Slot, kSlots> slots_{};
};

}  // namespace

uint32_t line_word_classes(std::string_view lower_word) {
  static const WordTable table;
  return lower_word.empty() ? 0 : table.classes(lower_word);
}

}  // namespace lauter::internal
