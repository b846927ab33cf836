#include "refine/mail_names.h"

#include <gtest/gtest.h>

namespace lauter::internal {
namespace {

/// The names added to a text with these addresses.
std::vector<std::string> mail_names(std::string_view text,
                                    std::initializer_list<std::string_view> addresses) {
  std::vector<Found> found;
  for (const std::string_view address : addresses) {
    const size_t at = text.find(address);
    EXPECT_NE(at, text.npos) << address;
    found.push_back({{at, at + address.size()},
                     Category::kEmailAddress,
                     {"scan", "email.plain", "EMAIL_ADDRESS", 0.9F},
                     false});
  }
  add_mail_names(text, found);
  std::vector<std::string> out;
  for (size_t i = 0; i < found.size(); ++i) {
    if (i > 0) {
      EXPECT_LE(found[i - 1].span.end, found[i].span.begin);
    }
    if (found[i].cause.rule == "person.mail") out.emplace_back(found[i].span.of(text));
  }
  return out;
}

using MailNames = std::vector<std::string>;

TEST(MailNames, FindsTheNameThatAnAddressSpells) {
  EXPECT_EQ(mail_names("leone mazzi\n\nnurse\n\nleonemazzi@rhyta.com", {"leonemazzi@rhyta.com"}),
            MailNames{"leone mazzi"});
  EXPECT_EQ(mail_names("write keller.maria72@x.de, ask maria keller", {"keller.maria72@x.de"}),
            MailNames{"maria keller"});
  EXPECT_EQ(mail_names("jose_garcia@x.es: JOSÉ M. GARCÍA", {"jose_garcia@x.es"}),
            MailNames{"JOSÉ M. GARCÍA"});
  EXPECT_EQ(mail_names("maria keller, maria keller: mariakeller@x.de", {"mariakeller@x.de"}),
            (MailNames{"maria keller", "maria keller"}));
}

TEST(MailNames, FindsTheNameBesideAnAddress) {
  EXPECT_EQ(mail_names("ask jd@x.org (Jane Doepke), ext. 4", {"jd@x.org"}),
            MailNames{"Jane Doepke"});
  EXPECT_EQ(mail_names("Cc: Jane Doepke <jd@x.org>", {"jd@x.org"}), MailNames{"Jane Doepke"});
  EXPECT_EQ(mail_names("\"Doepke, Jane\" <jd@x.org>", {"jd@x.org"}), MailNames{});
  EXPECT_EQ(mail_names("Customer Service <jd@x.org>", {"jd@x.org"}), MailNames{});
  EXPECT_EQ(mail_names("jd@x.org (Sales Team)", {"jd@x.org"}), MailNames{});
}

TEST(MailNames, FindsTheNameThatAUserNameSpells) {
  const auto named = [](std::string_view text, std::string_view user) {
    const size_t at = text.find(user);
    std::vector<Found> found = {{{at, at + user.size()},
                                 Category::kUsername,
                                 {"scan", "username.labelled", "USERNAME", 0.9F},
                                 false}};
    add_mail_names(text, found);
    return found.size() == 2 ? std::string(found[1].span.of(text)) : "";
  };
  EXPECT_EQ(named("user=lena.fischer login (Lena Fischer)", "lena.fischer"), "Lena Fischer");
  EXPECT_EQ(named("user=annagram login (Anna Gram)", "annagram"), "");  // perhaps one word
}

TEST(MailNames, LeavesOtherWordsAlone) {
  EXPECT_EQ(mail_names("sales team: salesteam@x.de", {"salesteam@x.de"}), MailNames{});
  EXPECT_EQ(mail_names("maria and keller: mariakeller@x.de", {"mariakeller@x.de"}), MailNames{});
  EXPECT_EQ(mail_names("maria\nkeller: mariakeller@x.de", {"mariakeller@x.de"}), MailNames{});
  EXPECT_EQ(mail_names("m keller: mkeller@x.de", {"mkeller@x.de"}), MailNames{});
  EXPECT_EQ(mail_names("maria keller writes", {}), MailNames{});
}

}  // namespace
}  // namespace lauter::internal
