#include "tag/junk_gate.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

TEST(JunkGate, PagesPassProseDoesNot) {
  EXPECT_TRUE(may_hold_junk("Home\nAbout us\nThe lamp was lit."));
  EXPECT_TRUE(may_hold_junk("The lamp was lit.\n\xC2\xA9 Lamp Ltd\nPrivacy Policy"));
  EXPECT_TRUE(may_hold_junk("LOG IN\r\nShare on Facebook\r\n"));
  EXPECT_FALSE(may_hold_junk(""));
  EXPECT_FALSE(may_hold_junk("Home\nThe lamp was lit and it was good to be home."));
  EXPECT_FALSE(may_hold_junk("She went home.\nShare it!\nHome again?\nMore.\n"));
  EXPECT_FALSE(may_hold_junk("index = page[next];\nlog(data)\nview.close()\n"));
  EXPECT_FALSE(may_hold_junk(std::string(5000, 'x') + "\nHome"));
}

}  // namespace
}  // namespace lauter
