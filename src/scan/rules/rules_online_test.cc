#include "scan/rules/net_address.h"
#include "scan/rules/rule_test_support.h"

namespace lauter {
namespace {

using namespace scan_test;  // NOLINT: test tables
using enum Category;

TEST(OnlineRules, Addresses) {
  expect_found({
      {kIpAddress, "user logged in from 84.23.117.9 at noon", "84.23.117.9"},
      {kIpAddress, "84.23.117.9 - - \"GET / HTTP/1.1\" 200", "84.23.117.9"},
      {kIpAddress, "connect to 84.23.117.9:8443 now", "84.23.117.9"},
      {kIpAddress, "allow 84.23.117.94/32;", "84.23.117.94"},
      {kIpAddress, "{\"client_ip\":\"84.23.117.9\"}", "84.23.117.9"},
      {kIpAddress, "ssh root@84.23.117.9", "84.23.117.9"},
      {kIpAddress, "X-Forwarded-For: 84.23.117.9, 10.0.0.3", "84.23.117.9"},
      {kIpAddress, "my home IP is 91.12.4.18", "91.12.4.18"},
      {kIpAddress, "http://84.23.117.9/cam", "84.23.117.9"},
      {kIpAddress, "banned: 84.23.117.9.", "84.23.117.9"},
      {kIpv6Address, "from 2a02:8070:88a1:3c00:5d2e:1f7b:9c3a:4e21 port 22",
       "2a02:8070:88a1:3c00:5d2e:1f7b:9c3a:4e21"},
      {kIpv6Address, "[2A02:8070:88A1::4E21]:443", "2A02:8070:88A1::4E21"},
      {kIpv6Address, "2003:e7:bf12:4a00::1/128", "2003:e7:bf12:4a00::1"},
      {kMacAddress, "MAC 3c:22:fb:a9:14:7e", "3c:22:fb:a9:14:7e"},
      {kMacAddress, "3C-22-FB-A9-14-7E joined", "3C-22-FB-A9-14-7E"},
      {kMacAddress, "arp 3c22.fba9.147e vlan 4", "3c22.fba9.147e"},
      {kMacAddress, "wifi MAC address: 3C22FBA9147E", "3C22FBA9147E"},
      {kMacAddress, "device fc:aa:b4:c9:de:1b seen", "fc:aa:b4:c9:de:1b"},
      {kMacAddress, "arp dcab.3da3.85e6 vlan 4", "dcab.3da3.85e6"},
      {kMacAddress, "arp dcab.efca.85e6 vlan 4", "dcab.efca.85e6"},
      {kMacAddress, "device a4:c8:e4:d5:da:b7 seen", "a4:c8:e4:d5:da:b7"},
      {kMacAddress, "device f0-ad-da-ff-cf-aa seen", "f0-ad-da-ff-cf-aa"},
  });
  expect_nothing({
      "server at 192.168.1.17 and 10.3.4.5, also 172.20.1.1 and 127.0.0.1",
      "documentation uses 192.0.2.44, 198.51.100.7 and 203.0.113.9",
      "DNS 8.8.8.8, 1.1.1.1 and 9.9.9.9",
      "version 84.23.117.9 is out",
      "Chrome/120.84.6099.109 Safari/84.36.117.9",
      "OID 1.3.6.1.4.1.311.21.20",
      "multicast 224.84.117.9 and 255.255.255.0",
      "see section 4.2.11.3 for details",
      "::1 and fe80::1ff:fe23:4567:890a and 2001:db8::8a2e:370:7334",
      "std::vector<a::b> at 20:01:33",
      "ff:ff:ff:ff:ff:ff and 00:00:00:00:00:00 and 00-00-5E-00-53-AF",
      "digest 3c:22:fb:a9:14:7e:3c:22:fb:a9:14:7e:3c:22:fb:a9",
      "tzdata==84.23.117.9",
      "dead.cafe.com and face.fade.9a3b.4",
  });
}

TEST(OnlineRules, ConcatenatedSessionsArePieces) {
  const std::string text = "sid := \"3BA9C5E4A05A730E4C191B\" + \"44DEE3BBAC\"";
  const std::vector<Hit> hits = scan_text(text);
  ASSERT_EQ(hits.size(), 2U) << describe(text, hits);
  EXPECT_EQ(hits[0].span.of(text), "3BA9C5E4A05A730E4C191B");
  EXPECT_EQ(hits[1].span.of(text), "44DEE3BBAC");
}

TEST(OnlineRules, SessionsAndCookies) {
  expect_found({
      {kCookie, "session_cookie: \"Zk39xLm2QpRt7Vw1yBn5\"", "Zk39xLm2QpRt7Vw1yBn5"},
      {kCookie, "cookie value 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c still works",
       "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"},
      {kSessionId, "SID:\t9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c", "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"},
      {kSessionId, "sid := \"9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c\"",
       "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"},
      {kMessengerHandle, "<tr><th>WeChat</th><td>hernanm</td></tr>", "hernanm"},
      {kCustomerId, "client ID C-535046", "C-535046"},
      {kSessionId, "GET /x;jsessionid=1A530637289A03B07199A44E8D531427",
       "1A530637289A03B07199A44E8D531427"},
      {kSessionId, "https://corp.io/p?PHPSESSID=el4ukv0kqbvoirg7nkp4dncpk3",
       "el4ukv0kqbvoirg7nkp4dncpk3"},
      {kSessionId, "session_id: 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
       "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"},
      {kSessionId, "{\"sessionId\":\"Zk39xLm2QpRt7Vw1yBn5cJh8\"}", "Zk39xLm2QpRt7Vw1yBn5cJh8"},
      {kSessionId, "started sess_1MqLiJLkdIwHu7ixN8gB", "sess_1MqLiJLkdIwHu7ixN8gB"},
  });
  expect_nothing({
      "Cookie: theme=dark; lang=en; consent=true",
      "request_id=9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
      "trace-id: 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
      "the session id is stored in memory",
      "cookies are delicious",
      "const sessionId = getSessionId(request);",
  });
}

TEST(OnlineRules, Users) {
  expect_found({
      {kUsername, "File \"/home/mkowalski/projects/foo.py\", line 3", "mkowalski"},
      {kUsername, "/Users/anna.kovacs/Desktop", "anna.kovacs"},
      {kUsername, "C:\\Users\\jgarcia\\Documents", "jgarcia"},
      {kUsername, "\"C:\\\\Users\\\\jgarcia\\\\Documents\"", "jgarcia"},
      {kUsername, "ssh mkowalski@84.23.117.9", "mkowalski"},
      {kUsername, "[2024-06-01 10:22] <nightowl77> hello", "nightowl77"},
      {kUsername, "- so\n[10:22:07] <@katie.r> no", "katie.r"},
      {kUsername, "scp a.txt mkowalski@build7.corp.io:/tmp", "mkowalski"},
      {kUsername, "// TODO(rkumar): fix this", "rkumar"},
      {kUsername, "username: kbrown84", "kbrown84"},
      {kSessionId, "session id a3c7347a6b9db47c21d94e24e50e7bb0",
       "a3c7347a6b9db47c21d94e24e50e7bb0"},
      {kUsername, "Login: kbrown", "kbrown"},
      {kUsername, "84.23.117.9 - lbrandt [21/Oct/2026:14:02:33 +0200] \"GET / HTTP/1.1\" 200",
       "lbrandt"},
      {kUsername, "Username kbrown84, machine", "kbrown84"},
      {kUsername, "> Originally posted by sparky1971\n> try", "sparky1971"},
      {kUsername, "mkowal:x:1001:1001:,,,:/root:/bin/zsh", "mkowal"},
      {kUsername, "hpark:$6$Jd8sKq1x$Y7rVh3kq9ZbN0mTfWc5uA2pLeXo6:19500:0:99999:7:::", "hpark"},
      {kUsername, "devs:x:1005:lsorensen", "lsorensen"},
      {kUsername, "ts=1715 user=\"m.keller\"", "m.keller"},
      {kUsername, "Benutzername: m.schulze", "m.schulze"},
  });
  expect_nothing({
      "/home/runner/work and /home/ubuntu/app and /home/user/x and C:\\Users\\Public\\Documents",
      "https://corp.io/home/news",
      "fe80::1 - - [21/Oct/2026:14:02:33 +0200] \"GET / HTTP/1.1\" 200",
      "the username field, a username parameter",
      "Username: crm_app, user=\"orders_rw\" login etl",
      "  User settings\n  are kept here",
      "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
      "sddm:x:481:481:Simple Display Manager:/var/lib/sddm:/bin/nologin",
      "see https://x.io/u/about and r/sysadmin and menu/file and 12 u/min, u/AutoModerator",
      "username: string",
      "username is required",
      "log in as administrator",
      "log in as another user",
      "the user account was locked out",
      "DefaultEndpointsProtocol=https;AccountName=stkestrel5;AccountKey=",
      "TODO(later): clean up",
      "user: root",
      "user=admin status=200 mode=fast",
      "create(name=x, user=mkeller, depth=3)",
      "retry=3 user=session.user timeout=5;",
      "login: admin",
      "ssh git@github.com",
      "$HOME/bin and /home/$USER/bin and /Users/<name>/x",
      "const username = req.body.username;",
  });
}

TEST(OnlineRules, DevicesAndCustomers) {
  expect_found({
      {kDeviceSerialNumber, "serial number: C02XK1ZQJGH5", "C02XK1ZQJGH5"},
      {kDeviceSerialNumber, "my laptop, S/N PF2J8K1Q, is broken", "PF2J8K1Q"},
      {kDeviceSerialNumber, "pacemaker serial no. PJN482913S", "PJN482913S"},
      {kDeviceSerialNumber, "Seriennummer: 4CE0460D0G", "4CE0460D0G"},
      {kAdvertisingId, "IDFA: 6D92078A-8246-4BA4-AE5B-76104861E7DC",
       "6D92078A-8246-4BA4-AE5B-76104861E7DC"},
      {kAdvertisingId, "gaid=cdda802e-fb9c-47ad-9866-0794d394c912&os=android",
       "cdda802e-fb9c-47ad-9866-0794d394c912"},
      {kCustomerId, "customer no. KD-448291", "KD-448291"},
      {kCustomerId, "Kundennummer: 20048817", "20048817"},
      {kCustomerId, "Customer ID 4482-9917", "4482-9917"},
      {kCustomerId, "charge for cus_NffrFeUfNV2Hib", "cus_NffrFeUfNV2Hib"},
  });
  expect_nothing({
      "part number PF2J8K1Q",
      "order id 4482-9917",
      "schema 6d92078a-8246-4ba4-ae5b-76104861e7dc",
      "serial port COM3 at 115200 baud",
      "customer satisfaction rose",
      "ticket 448291 for the customer",
  });
}

TEST(OnlineRules, HandlesAndLinks) {
  expect_found({
      {kSocialHandle, "slack: \"@ottilie\"", "@ottilie"},
      {kMessengerHandle, "skype: live:anna.kovacs_77", "live:anna.kovacs_77"},
      {kMessengerHandle, "my discord is nightowl#4821", "nightowl#4821"},
      {kMessengerHandle, "Telegram: @anna_k_77", "@anna_k_77"},
      {kMessengerHandle, "WeChat ID: wxid_a1b2c3d4e5f6g7", "wxid_a1b2c3d4e5f6g7"},
      {kMessengerHandle, "kik: blue_fox9", "blue_fox9"},
      {kSocialHandle, "follow me @night_owl77 on twitter", "@night_owl77"},
      {kSocialHandle, "I toot as @anna@mastodon.corp.social mostly", "@anna@mastodon.corp.social"},
      {kSocialHandle, "thanks @karl_svensson!", "@karl_svensson"},
      {kSocialProfileUrl, "https://www.linkedin.com/in/anna-kovacs-82b1",
       "https://www.linkedin.com/in/anna-kovacs-82b1"},
      {kSocialProfileUrl, "instagram.com/anna.kovacs.photo", "instagram.com/anna.kovacs.photo"},
      {kSocialProfileUrl, "see https://github.com/akovacs.", "https://github.com/akovacs"},
      {kSocialProfileUrl, "https://orcid.org/0000-0002-1694-233X",
       "https://orcid.org/0000-0002-1694-233X"},
      {kUrl, "CV: https://drive.google.com/file/d/1AbCdEfGhIjK/view",
       "https://drive.google.com/file/d/1AbCdEfGhIjK/view"},
      {kUrl, "http://www.cs.uni-x.edu/~akovacs/", "http://www.cs.uni-x.edu/~akovacs/"},
      {kUrl, "my website: https://anna-kovacs.dev/about", "https://anna-kovacs.dev/about"},
      {kMeetingId, "Zoom meeting ID: 845 2231 9087", "845 2231 9087"},
      {kMeetingId, "join https://us02web.zoom.us/j/84522319087?pwd=abc123",
       "https://us02web.zoom.us/j/84522319087?pwd=abc123"},
      {kMeetingId, "https://meet.google.com/qwe-rtyu-iop", "https://meet.google.com/qwe-rtyu-iop"},
  });
  expect_nothing({
      "@app.route(\"/x\")\ndef f():\n    pass",
      "npm i @types/node",
      "@Override\npublic void run() {}",
      "@media (max-width: 600px) { }",
      " * @param x the value\n * @return nothing",
      "https://github.com/torproject/tor/issues",
      "https://www.facebook.com/sharer/sharer.php?u=x",
      "https://docs.python.org/3/library/re.html",
      "https://orcid.org/0000-0002-1694-2331",
      "C#7000 and issue#4821",
  });
}

TEST(NetAddress, ParsesTextForms) {
  using scan::parse_ipv4;
  using scan::parse_ipv6;
  EXPECT_TRUE(parse_ipv4("1.2.3.4"));
  for (const char* bad : {"1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", "1..2.3", ""})
    EXPECT_FALSE(parse_ipv4(bad)) << bad;
  for (const char* good : {"2001:0:0:0:0:0:0:1", "2001::1", "::1", "::", "1::", "::ffff:1.2.3.4"})
    EXPECT_TRUE(parse_ipv6(good)) << good;
  for (const char* bad :
       {"1:2:3", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "::g", ":1:2:3:4:5:6:7", "1:"})
    EXPECT_FALSE(parse_ipv6(bad)) << bad;
  const auto address = parse_ipv6("2001:db8::1");
  ASSERT_TRUE(address);
  EXPECT_EQ((*address)[0], 0x20);
  EXPECT_EQ((*address)[3], 0xB8);
  EXPECT_EQ((*address)[15], 1);
  EXPECT_EQ((*address)[8], 0);
}

}  // namespace
}  // namespace lauter
