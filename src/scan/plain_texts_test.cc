// Texts of many trades that hold nothing private: manuals, licences, changelogs, tables of
// countries and measurements. Each row was once taken for somebody's value.
#include "scan/rule_test_support.h"

namespace lauter {
namespace {

using enum Category;
using scan_test::expect_found;
using scan_test::expect_nothing;

TEST(PlainTexts, Places) {
  expect_nothing({
      "Arguments of this type are passed by value on the stack.\n",
      "named by the message type and the command, prepended by `On`. For example, the button\n",
      "The list is sorted by value, largest first. (In this\ncase, the second letter)\n",
      "Duplicates are caused by code duplication.\n\nNotice\n",
      "|File name|Directory location|Explorer location|\n|---|---|---|\n"
      "|*Project*.hpj|*Project*\\hlp|Source Files|\n|*Project*.rtf|*Project*\\hlp|Help Files|\n",
      "country,year,population\nFrance,2020,67571107\nSpain,2020,47365655\n",
      "R1 is a resistor of 4k7, then comes capacitor 100n, LED 20 mA\n",
      "see monitoring 24, Alerts\n",
      "Write your name, date of birth and address on page 1, and sign on page 3.\n",
      "along with this program; if not, write to the Free Software Foundation, Inc., 51 Franklin "
      "Street, Fifth Floor, Boston, MA 02110-1301 USA.\n",
      "Foundation, Inc., 59 Temple Place - Suite 330, Boston, MA 02111-1307, USA\n",
  });
  // A country of a customer, and a town behind its floor, stay what they are.
  expect_found({
      {kCountry, "name,country,mail\nx,France,jane.roe@corp.de\n", "France"},
      {kCity, "visit 14 Foundry Street, Fifth Floor, Springfield, IL 62704\n", "Springfield"},
      {kCity, "By: Aarhus\n", "Aarhus"},
  });
}

TEST(PlainTexts, Numbers) {
  expect_nothing({
      "Regulations (FARs) in Clause 52.227.19 (c) (2). If you\n",
      "a fix for the duration of the event callback (BGO#708695).\n",
      "License: 0BSD\n",
      "License: BSD3\n",
      "Fixed debian/rules script (closes: #113716, #104707).\n",
      "Remove the obsolete script: abort if arguments are given (Closes: #1016193)\n",
      "(@(#)ms.acc 1.5 88/02/08 SMI; from UCB 4.2)\n",
      // Passes Luhn's check with the next row's date.
      "t;s;v\n2024-05-07 14:04:00;S2;45381\n2024-05-08 15:44:00;S2;17952\n",
      "rejection of programmers under the age of 30 is final\n",
      "Blood groups A, B, AB and O are inherited.\n",
      "A nurse earns about $77,600 a year in the city.\n",
  });
  expect_found({
      {kSalary, "She earns about $77,600 a year in the city.\n", "$77,600"},
      {kCreditCard, "card\n4539 1488\n0343 6467\n", "4539 1488\n0343 6467"},
      {kBloodType, "her blood group is A\n", "A"},
  });
}

TEST(PlainTexts, Words) {
  expect_nothing({
      "The presence of the `@disjoint_base` decorator decides.\n",
      "every class decorated with ``@annotator`` is changed\n",
      "the condition, which is then promoted to an integer, and the value 1 is printed\n",
      "my family of types works as a single function, with optional arguments\n",
      "First, 1:00am goes by. At 2am, the clock goes back.\n",
      "You can also pass `_O_U16TEXT`, `_O_U8TEXT`, or `_O_WTEXT` here.\n",
      "[`abort`](abort.md)\n[`signal`](signal.md)\n",
      "The reason that was given when the signal was triggered.\n",
      "Chris and the American National Standards Committee X3 wrote it for him\n",
      "She threw her arms round him and he put his hands on his legs.\n",
      "log := TLog.Create; logname := 'daemon.log';\n",
      "| Flag | Type | Default | Meaning |\n|---|---|---|---|\n"
      "| --user | string | root | user to run as |\n| --timeout | int | 30 | seconds |\n",
      "see [the page](../windows/how-to-include-resources-at-compile-time.md)\n",
  });
  expect_found({
      {kNickname, "He goes by Sparky at work.\n", "Sparky"},
      {kSocialHandle, "thanks @apankrat for the fix\n", "@apankrat"},
      {kJobTitle, "My sister was promoted to regional manager.\n", "regional manager"},
  });
}

}  // namespace
}  // namespace lauter
