#include "scan/people_testing.h"

namespace lauter::scan {
namespace {

constexpr Row kFound[] = {
    {Category::kAge, "this [[23]]-year-old dental hygienist"},
    {Category::kAge, "My brother just turned [[32]]"},
    {Category::kAge, "{\"age\": [[34]]}"},
    {Category::kAge, "I ([[27]]F) have been with him for years"},
    {Category::kAge, "my ex-husband ([[36]] M) bought it"},
    {Category::kAge, "[[27]]F here, never had a cavity"},
    {Category::kAge, "[[72]]M presented with chest pain"},
    {Category::kAge, "Me: M[[41]], married"},
    {Category::kAge, "I'm a [[29]]F from Ohio"},
    {Category::kAge, "[[14]]/f/cali"},
    {Category::kAge, "Age/Sex: [[67]]/F"},
    {Category::kAge, "she's only [[seventeen]], you know"},
    {Category::kAge, "my sister Karin will be [[48]]."},
    {Category::kAge, "mi hija Noa cumple [[10]] ma\u00F1ana"},
    {Category::kAge, "she is [[thirty-four]] years old"},
    {Category::kGender, "she ticked the box for [[Female]] on the intake form"},
    {Category::kGender, "\"gender\":\"[[non-binary]]\""},
    {Category::kGender, "I identify as [[trans woman]] and would prefer"},
    {Category::kSexualOrientation, "I came out as [[queer]] to my parents"},
    {Category::kSexualOrientation, "as a [[pansexual]] man in a small town"},
    {Category::kNationality, "nationality: [[Sri Lankan]]"},
    {Category::kNationality, "Tom Inchbald, born May 17th, 2004, [[Bulgarian]], stated that"},
    {Category::kEthnicity, "My family is [[Black Caribbean]] and we"},
    {Category::kEthnicity, "The complainant described himself as [[Roma]]."},
    {Category::kReligion, "As a practising [[Methodist]] she asked for Friday"},
    {Category::kReligion, "FAITH=[[Jehovah's Witness]]"},
    {Category::kPoliticalView, "My uncle is a [[libertarian]] and we argue"},
    {Category::kPoliticalView, "Party: [[Labour member]]"},
    {Category::kMaritalStatus, "I am [[divorced]] with two kids"},
    {Category::kMaritalStatus, "civil_status: [[remarried]]"},
    {Category::kNativeLanguage, "The patient speaks [[Farsi]] at home"},
    {Category::kNativeLanguage, "mother_tongue: [[Bengali]]"},
    {Category::kImmigrationStatus,
     "Client's immigration status: [[Duldung]], hearing not yet scheduled."},
    {Category::kMedicalCondition, "Patient has a history of [[sarcoidosis]] and takes tablets"},
    {Category::kMedicalCondition, "diagnosis: [[endometriosis]]"},
    {Category::kMedication, "he takes [[methotrexate]] every week"},
    {Category::kMedication, "medication: [[quetiapine]]"},
    {Category::kBloodType, "blood group: [[A negative]]"},
    {Category::kBloodType, "my blood type is [[O-]] and they called"},
    {Category::kSalary, "your gross pay is [[\u00A377,150]]."},
    {Category::kSalary, "salary: [[$84,500]]"},
    {Category::kSalary, "earning [[CHF 114'000]] before tax"},
    {Category::kCreditScore, "my credit score is [[822]] so the bank said no"},
    {Category::kBodyMeasurement, "Patient weighs [[191 lbs]] today."},
    {Category::kBodyMeasurement, "height: [[172 cm]]"},
    {Category::kOrganization, "my employer, [[Lindenau F\u00F6rdertechnik GmbH]], cut the pension"},
    {Category::kOrganization, "The [[Halbrook Energy]] office is at 17 High St"},
    {Category::kOrganization, "in the first line of her [[Quillmark]] resignation letter"},
    {Category::kOrganization, "she spent a year at [[Quillmark]] as an assistant"},
    {Category::kJobTitle, "occupation: [[forklift operator]]"},
    {Category::kJobTitle, "I work as a [[beekeeper]] in Kent"},
    {Category::kSchool, "my son attends [[University of East Marsh]] in year six"},
    {Category::kSchool, "I am 15 and go to [[Lincoln High]] in Des Moines."},
    {Category::kAcademicRecord, "she got [[CGPA 7.80]] and is over the moon"},
    {Category::kPhysicalTrait, "the missing man has [[prosthetic leg]]"},
    {Category::kPhysicalTrait, "my brother has [[dragon tattoo on her calf]]"},
};

// Not private: nothing of the category may be found.
constexpr Row kNone[] = {
    {Category::kMaritalStatus, "If you are married, this calculator takes the higher"},
    {Category::kNationality, "not obvious at first unless you're Dutch."},
    {Category::kSalary, "they offer up to $1 million per adult, offset by 4K"},
    {Category::kProfessionalLicense, "covers the best CRM platforms in 2026, for agents"},
    {Category::kAge, "a 34-year-old building"},
    {Category::kAge, "the 12-year-old whisky"},
    {Category::kAge, "a company of (50M) users, press F12 on the (22M) build"},
    {Category::kAge, "They raised 34M, and paid 20F. The M16 and M41 motorways, 72F outside"},
    {Category::kAge, "The price will be 48. The bridge was 30 in the end."},
    {Category::kAge, "written when he was only 14. He is 30 minutes late"},
    {Category::kGender, "the women's 100 m final"},
    {Category::kGender, "male and female connectors"},
    {Category::kSexualOrientation, "draw a straight line"},
    {Category::kNationality, "we ordered Danish pastry and Greek salad"},
    {Category::kNationality, "English lessons for beginners"},
    {Category::kOrganization, "Our Head Office is at Leeds. The main office is in Bonn."},
    {Category::kOrganization, "The Germany office is in Mitte, his years at sea are over"},
    {Category::kEthnicity, "a black box on white paper"},
    {Category::kReligion, "an orthodox method in a Catholic cathedral"},
    {Category::kPoliticalView, "a conservative estimate of the cost"},
    {Category::kMaritalStatus, "use single quotes around it"},
    {Category::kMaritalStatus, "the values are separated by commas"},
    {Category::kNativeLanguage, "locales: English, German, French"},
    {Category::kImmigrationStatus, "the refugee convention of 1951"},
    {Category::kMedicalCondition, "Diabetes is a chronic disease."},
    {Category::kMedication, "Metformin lowers glucose production in the liver."},
    {Category::kBloodType, "an A+ rating"},
    {Category::kSalary, "the phone costs $999"},
    {Category::kCreditScore, "credit scores range from 300 to 850"},
    {Category::kBodyMeasurement, "The average man is 175 cm tall in this survey."},
    {Category::kOrganization, "Adobe released a new version."},
    {Category::kJobTitle, "the role of the reviewer"},
    {Category::kSchool, "the university was founded long ago"},
    {Category::kAcademicRecord, "the pass mark is 50%"},
    {Category::kPhysicalTrait, "the eyes of the storm"},
};

TEST(DemographicRules, FindsMarkedValues) {
  for (const Row& row : kFound) expect_found(row);
}

TEST(DemographicRules, LeavesTheRest) {
  for (const Row& row : kNone) expect_none(row);
}

}  // namespace
}  // namespace lauter::scan
