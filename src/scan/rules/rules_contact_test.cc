#include "scan/rules/people_test_support.h"

namespace lauter::scan {
namespace {

constexpr Row kFound[] = {
    {Category::kEmailAddress, "mail [[tamsin.hale@brightwater.co.uk]] today"},
    {Category::kEmailAddress, "Signed-off-by: Piotr Zawada <[[piotr@zawada.dev]]>"},
    {Category::kEmailAddress, "mailto:[[ngozi+news@okafor.ng]]?subject=hi"},
    {Category::kEmailAddress, "write to [[tamsin [at] brightwater [dot] org]] please"},
    {Category::kEmailAddress, "[[tamsin.hale(at)brightwater.de]]"},
    {Category::kEmailAddress, "reach me: [[tamsin at brightwater dot org]]"},
    {Category::kEmailAddress, "My mail is [[tamsin underscore hale at brightwater dot co dot uk]]"},
    {Category::kEmailAddress, "email [[t a m s i n @ h a l e . o r g]] now"},
    {Category::kEmailAddress, "[[tamsin.hale@\n> brightwater.org]]"},
    {Category::kEmailAddress, "[[j\u00F6rg@m\u00FCller-brand.de]] schrieb"},
    {Category::kEmailAddress,
     "\u8BF7\u53D1\u90AE\u4EF6\u5230[[mei@shanghai-tools.cn]]\u8C22\u8C22"},
    {Category::kEmailAddress, "to=[[tamsin%40brightwater.org]]"},
    {Category::kEmailAddress, "[[tamsin @ brightwater.org]]"},
    {Category::kEmailAddress, "login: [[tamsin@brightwater.org]]:hunter2"},
};

// Not private: nothing of the category may be found.
constexpr Row kNone[] = {
    {Category::kEmailAddress, "git clone git@github.com:lauter/lauter.git"},
    {Category::kEmailAddress, "scp notes.txt tamsin@host.brightwater.org:/tmp"},
    {Category::kEmailAddress, "ssh -p 2222 tamsin@host.brightwater.org"},
    {Category::kEmailAddress, "noreply@brightwater.org"},
    {Category::kEmailAddress, "tamsin@example.com"},
    {Category::kEmailAddress, "icon@2x.png"},
    {Category::kEmailAddress, "npm i lodash@4.17.21"},
    {Category::kEmailAddress, "@app.route(\"/mail\")"},
    {Category::kEmailAddress, "postgres://app:secret@db.brightwater.org:5432/x"},
    {Category::kEmailAddress, "She was hard at it. In the morning"},
    {Category::kEmailAddress, "meet me at amazon.com"},
    {Category::kEmailAddress, "tamsin@okaxis"},
};

TEST(ContactRules, FindsMarkedValues) {
  for (const Row& row : kFound) expect_found(row);
}

TEST(ContactRules, LeavesTheRest) {
  for (const Row& row : kNone) expect_none(row);
}

}  // namespace
}  // namespace lauter::scan
