#include "scan/people_testing.h"

namespace lauter::scan {
namespace {

constexpr Row kFound[] = {
    {Category::kStreetAddress, "j'habite au [[8 bis rue des Lilas]], 69003 Lyon."},
    {Category::kCity, "wohne in der Goethestraße 17 in 04109 [[Leipzig]] und bin"},
    {Category::kPostalCode, "wohne in der Goethestraße 17 in [[04109]] Leipzig und bin"},
    {Category::kCity, "habite 3 rue Pasteur à [[Lille]] depuis"},
    {Category::kStreetAddress, "She lives at [[12 Foundry Terrace]], Leeds"},
    {Category::kStreetAddress, "[[4638 NE Larkspur St #29]], Duluth"},
    {Category::kStreetAddress, "taken from [[Flat 6, 170 Coppice Drive]], Toowoomba"},
    {Category::kStreetAddress, "J'habite [[12 rue de la Paix]], Lyon"},
    {Category::kStreetAddress, "wohnt in der [[Lindenstra\u00DFe 5a]], Kassel"},
    {Category::kStreetAddress, "residente na [[Travessa da Fonte, 185]], Joinville"},
    {Category::kStreetAddress, "vive en [[Calle Mayor 15]], Vitoria"},
    {Category::kStreetAddress, "abito in [[Via Roma 12]], Bergamo"},
    {Category::kStreetAddress, "wohnhaft [[Am Kirchanger 7]], 38102 Braunschweig."},
    {Category::kStreetAddress, "fr\u00FCher [[Zum Alten Speicher 12]], 28759 Bremen."},
    {Category::kStreetAddress, "woon op [[Prinsengracht 263-A]], 1016 GV Amsterdam."},
    {Category::kStreetAddress, "Adresim: [[Ba\u011Fdat Caddesi No:112]], Kad\u0131k\u00F6y"},
    {Category::kStreetAddress, "bydl\u00EDm [[Na P\u0159\u00EDkop\u011B 17]], 110 00 Praha 1."},
    {Category::kStreetAddress, "lives at [[18 Orchard Rise]], London"},
    {Category::kPostalCode, "to 7 Heol y Felin, Llandysul, [[SA44 4QX]]. You"},
    {Category::kStreetAddress, "[[Bj\u00F6rkv\u00E4gen 118a]], V\u00E4ster\u00E5s"},
    {Category::kStreetAddress, "mieszka na [[ul. D\u0142uga 5/7]], Gdynia"},
    {Category::kStreetAddress, "{\"street\": \"[[3146 County Road 417]]\"}"},
    {Category::kStreetAddress, "[[PSC 1234, Box 5678]]\nAPO AP 96387"},
    {Category::kStreetAddress, "send it to [[CMR 402 Box 12]], APO, AE 09180."},
    {Category::kStreetAddress, "Unit sent me [[Unit 45013 Box 2666]]\nDPO AE 09128-1234"},
    {Category::kStreetAddress, "[[USS Kimball]]\nFPO AA 34023"},
    {Category::kStreetAddress, "ship to [[unit 4512 box 26]]\nfpo ap 96387"},
    {Category::kStreetAddress, "[[usns kimball]]\napo aa 34023"},
    {Category::kCity, "CMR 402, [[APO]] AE 09180"},
    {Category::kCity, "I met a nurse from [[Stockport]] there"},
    {Category::kStreetAddress,
     "She lives at [[14 King Street]]. I live at [[22 Elm Ave.]], Leeds."},
    {Category::kStreetAddress, "She fell at the corner of [[Elm]] and [[Foundry Street]]."},
    {Category::kStreetAddress, "the intersection of [[W 34th St]]. & [[5th Ave]], at noon"},
    {Category::kStreetAddress, "near the corner of [[12 Foundry Road]] and [[Via degli Orti]]"},
    {Category::kPostalCode, "CMR 402, APO AE [[09180-0402]]"},
    {Category::kPostalCode, "Springfield, IL [[62704]]"},
    {Category::kPostalCode, "ZIP code: [[37421]]"},
    {Category::kPostalCode, "{\"postcode\": \"[[SY1 7PL]]\"}"},
    {Category::kPostalCode, "PLZ: [[34117]]"},
    {Category::kPostalCode, "12 Foundry Terrace, Leeds [[LS1 4AP]]"},
    {Category::kState, "Springfield, [[IL]] 62704"},
    {Category::kCity, "The patient lives alone in [[Truro]] and walks"},
    {Category::kCity, "city,age\n[[Kortrijk]],33\n"},
    {Category::kCountry, "He fled [[Syria]] with his sister"},
    {Category::kCountry, "country_of_birth: [[Sweden]]"},
    {Category::kState, "We live in [[Queensland]], about an hour from the coast"},
    {Category::kLocation, "we live in [[Old Tannery Quarter]], ten minutes away"},
    {Category::kPostalCode, "Lange Reihe 78\n[[09113]] Chemnitz\n\nSehr geehrte Damen"},
    {Category::kPostalCode, "Postcode/Town . [[SY7 6PL]] Shrewsbury\nMobile"},
    {Category::kPostalCode, "postal_code = '[[682093]]'"},
    {Category::kPoBox, "send the cheque to [[PO Box 8386]], Aberystwyth"},
    {Category::kPoBox, "my letters go to [[Postfach\n75445]] since then"},
    {Category::kPoBox, "send it to [[Postfach 68 54 86]], Chemnitz"},
    {Category::kPoBox, "write to [[Postfach 68]] 09113 Chemnitz"},
    {Category::kPoBox, "write to [[Private Bag X61]], Bloemfontein"},
    {Category::kPoBox, "mailing_address: [[P O BOX 4264]]"},
    {Category::kGeoCoordinates, "coordinates: [[55.4451, 70.5053]]"},
    {Category::kGeoCoordinates, "my house is at [[45\u00B034'47.3\"N 74\u00B027'05.9\"E]] if lost"},
    {Category::kGeoCode, "<dt>Plus Code</dt><dd>[[MVHR+VH]]</dd>"},
    {Category::kGeoCoordinates, "gps=\"[[17\u00B024'52.7\\\"N 67\u00B038'42.6\\\"W]]\""},
    {Category::kGeoCoordinates, "id;geo\n4;\"[[34\u00B053'29.4\"\"N 28\u00B014'11.6\"\"E]]\"\n"},
    {Category::kGeoCoordinates, "my house is at [[geo:-48.97157,131.01420]]"},
    {Category::kGeoCode, "we live at [[46HXQX64+C9]] (plus code)"},
    {Category::kGeoCode, "meet me at my place, [[18TWG6979376137]]"},
    {Category::kGeoCode, "find me at [[///lantern.copper.violin]]"},
};

// Not private: nothing of the category may be found.
constexpr Row kNone[] = {
    {Category::kStreetAddress, "Am Montag 7, 12 Leute kamen"},
    {Category::kStreetAddress, "the address\n12/09/2026, 18:41 - Zzyx: no"},
    {Category::kPostalCode, "part AB12 3CD of Unit ZZ2 4DR"},
    {Category::kCity, "my friends now work in SEO and got tools from Agile CRM. We've tried"},
    {Category::kCity, "he resigned from OpenAI, his team took it from A-Z"},
    {Category::kCity, "I took my glove from Huel with a letter"},
    {Category::kStreetAddress, "(per foot) 3.6\n9 Hennessy Expedition Zip View at REI"},
    {Category::kLocation, "In place of a fixed bridge, some guitars have a roller"},
    {Category::kStreetAddress, "10 Downing Street"},
    {Category::kStreetAddress, "the intersection of Art and Science"},
    {Category::kStreetAddress, "in the corner of the room and under it"},
    {Category::kStreetAddress, "the corner of page 5 and 12 pixels"},
    {Category::kStreetAddress, "in 1998 Wall Street fell"},
    {Category::kStreetAddress, "the 3 main roads were closed"},
    {Category::kStreetAddress, "see chapter 12 Results and Discussion"},
    {Category::kPostalCode, "the number 12345 is prime"},
    {Category::kPostalCode, "error 50321 in module 7"},
    {Category::kCity, "The Paris Agreement entered into force."},
    {Category::kCity, "timezone: Europe/Berlin"},
    {Category::kState, "the state machine has 5 states"},
    {Category::kCountry, "Exports from Germany rose by 3 percent."},
    {Category::kPoBox, "box-sizing: border-box 12"},
    {Category::kPoBox, "Open the tool box 12 times"},
    {Category::kGeoCoordinates, "bbox = [12.5123, 13.6234, 14.7345, 15.8456]"},
    {Category::kGeoCode, "a regex such as [A-Z]+99"},
};

TEST(PlaceRules, FindsMarkedValues) {
  for (const Row& row : kFound) expect_found(row);
}

TEST(PlaceRules, LeavesTheRest) {
  for (const Row& row : kNone) expect_none(row);
}

}  // namespace
}  // namespace lauter::scan
