#include "scan/people_testing.h"

namespace lauter::scan {
namespace {

constexpr Row kFound[] = {
    {Category::kPerson, "My name is [[Jane Millward]] and I live here"},
    {Category::kPerson, "Dear [[Anna Schmidt]],"},
    {Category::kPerson, "Best regards,\n[[Jane van der Berg]]"},
    {Category::kPerson, "From: [[Jane Miller]] <jane.miller@brightwater.de>"},
    {Category::kPerson, "To: \"[[Miller, Jane]]\" <jane@brightwater.de>"},
    {Category::kPerson, "To: [[Jane Miller]], [[Todd Marsh]]\nSubject: boot"},
    {Category::kPerson, "Signed-off-by: [[Piotr Kowalczyk]] <p@zawada.pl>"},
    {Category::kPerson, "// Copyright (c) 2019-2021 [[Jane Miller]]. All rights"},
    {Category::kPerson, "Copyright 2020, [[Jane Miller]] <jm@brightwater.de>"},
    {Category::kPerson, "Patient: [[Jane Miller]], DOB 03/04/1986"},
    {Category::kPerson, "account holder: [[Mar\u00EDa Jos\u00E9 Garc\u00EDa L\u00F3pez]]"},
    {Category::kPerson, "\u60A3\u8005\u59D3\u540D:[[\u674E\u5C0F\u7EA2]]"},
    {Category::kPerson, "\u6C0F\u540D: [[\u68EE\u5DDD\u82B1\u5B50]]"},
    {Category::kPerson,
     "\u041C\u0435\u043D\u044F \u0437\u043E\u0432\u0443\u0442 [[\u0418\u0432\u0430\u043D "
     "\u041A\u0443\u0437\u043D\u0435\u0446\u043E\u0432]]"},
    {Category::kPerson, "I spoke with [[Jane Miller]] yesterday"},
    {Category::kPerson, "{\"name\": \"[[Jane Miller]]\", \"email\":\"j@brightwater.de\"}"},
    {Category::kFirstName, "Hi [[Priya]], thanks"},
    {Category::kFirstName, "{\"first_name\":\"[[Jane]]\",\"age\":3}"},
    {Category::kFirstName, "my wife [[Jane]] said so"},
    {Category::kFirstName, "hi, my name is [[jane]] and im 23"},
    {Category::kLastName, "Dear Mr. [[Okonkwo]],"},
    {Category::kLastName, "Frau Dr. [[Huber]] kommt"},
    {Category::kLastName, "rang dr. [[hurst]], and mr. [[freeman]] is in"},
    {Category::kPerson, "ask mrs. [[maria keller]] about it"},
    {Category::kLastName, "Surname: [[O'Connor]]"},
    {Category::kFirstName, "Votre fils [[Ewan]] aussi"},
    {Category::kFirstName, "Mi primo, [[Nacho]], vive aqu\u00ED"},
    {Category::kFirstName, "Meine Tochter [[Frieda]] kommt"},
    {Category::kPerson, "his nephew is called [[Jane Miller]]"},
    {Category::kLastName, "then Rabbi [[Feldheim]] came"},
    {Category::kFirstName, "id,First,Last,dob\n1,[[Imani]],Whitfield,07/22/1993"},
    {Category::kLastName, "first|last|phone\nImani|[[Whitfield]]|404-867-2219"},
    {Category::kPerson, "678. Z powa\u017Caniem, [[Zbigniew Kaczmarek]]"},
    {Category::kPerson, "Beste meneer [[Van der Zanden]], mijn"},
    {Category::kLastName, "then dr. [[Hurst]] left"},
    {Category::kFirstName, "$9,400. Call [[Jane]] after 5pm"},
    {Category::kFirstName, "(a guy called [[Dmitri]]) told me"},
    {Category::kPerson, "ORGANIZER;CN=[[Jane Stolz]]:mailto:x@y.de"},
    {Category::kPerson, "Prio: High   Assignee: [[Bo Chan]]\n"},
    {Category::kMaidenName, "Jane Smith (n\u00E9e [[Miller]]) was there"},
    {Category::kMaidenName, "Mother's maiden name: [[Kowalski]]"},
    {Category::kNickname, "everyone calls me [[Sparky]]"},
    {Category::kNickname, "nickname: [[Sparky]]"},
};

// Not private: nothing of the category may be found.
constexpr Row kNone[] = {
    {Category::kPerson, "Dear Hiring Manager,"},
    {Category::kLastName, "Don't Miss Out on these"},
    {Category::kFirstName, "Dear Customer,"},
    {Category::kFirstName, "Call Now! Text Us, phone Home"},
    {Category::kFirstName, "first,count\nImani,4\nBartosz,5\n"},
    {Category::kFirstName, "Ich habe meiner Mutter Blumen geschenkt"},
    {Category::kFirstName, "a brother Orders came to"},
    {Category::kFirstName, "Your dad said he sleeps well"},
    {Category::kFirstName, "Hello World!"},
    {Category::kFirstName, "I'm Sorry about that"},
    {Category::kPerson, "John Doe lives here. Dear John Doe,"},
    {Category::kPerson, "{\"name\": \"nginx\", \"version\": \"1.2\"}"},
    {Category::kPerson, "name: Build and Test"},
    {Category::kPerson, "# Author: The Go Authors"},
    {Category::kPerson, "Copyright (c) 2019 The Go Authors, Copyright Grace Software Ltd."},
    {Category::kLastName, "The Bayes theorem and Parkinson's law"},
    {Category::kLastName, "mr. and mrs. are titles, dr. pepper a drink"},
    {Category::kFirstName, "hi everyone, good morning team"},
    {Category::kPerson, "The current time zone name is Pacific Daylight Time"},
    {Category::kMaidenName, "ActiveX controls, formerly known as OLE controls"},
    {Category::kNickname, "an operation known as \"None-coalescing\""},
    {Category::kPerson, "const clients = connection->get_clients();"},
};

TEST(PersonRules, FindsMarkedValues) {
  for (const Row& row : kFound) expect_found(row);
}

TEST(PersonRules, LeavesTheRest) {
  for (const Row& row : kNone) expect_none(row);
}

}  // namespace
}  // namespace lauter::scan
