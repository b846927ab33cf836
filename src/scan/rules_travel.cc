/// Vehicles, licence plates, UK driver numbers, bookings, tickets and miles accounts.
#include <algorithm>

#include "catalog/checks_travel.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

bool vin(std::string_view v) {
  return vin_ok(v) && v != "1M8GDM9AXKP042788" && v != "11111111111111111";
}
bool vin_alone(std::string_view v) {
  // Without a label: North America, where the digit is required, and a serial of digits as 49 CFR
  // asks.
  return vin(v) && v[0] >= '1' && v[0] <= '5' && vin_check_digit(v) == v[8] &&
         count_digits(v.substr(13)) == 4 && count_digits(v) <= 14;
}

bool ticket(std::string_view v) { return v.size() == 13 && airline_code_ok(v.substr(0, 3)); }
bool ticket_digits(std::string_view v) {
  return v.size() >= 13 && v.size() <= 14 && v.substr(0, 3) != "978" && v.substr(0, 3) != "979";
}

bool plate_like(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 4 && v.size() <= 10 && digits >= 1 && digits <= 7 && digits < v.size();
}
bool plate_any(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 4 && v.size() <= 9 && digits >= 1;
}

bool locator(std::string_view v) {
  for (const std::string_view word :
       {"NUMBER", "PLEASE", "THANKS", "STATUS", "FLIGHT", "TICKET", "RECORD", "ONLINE", "CANCEL",
        "CHANGE", "REFUND", "RETURN", "TRAVEL", "PENDING", "SEATED", "BOOKED", "CLOSED", "FAILED",
        "STRING"}) {
    if (v == word) return false;
  }
  return v.size() == 6 && count_digits(v) <= 5;
}

/// "Reservation" and "confirmation" are of travel only where travel is spoken of.
bool about_travel(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  return mentions(
      page, begin, end,
      "flight|flights|fly|flying|airline|airlines|airways|airport|boarding|passenger|pnr|locator|"
      "booking|"
      "check-in|check "
      "in|buchungscode|buchungsnummer|buchungsreferenz|localizador|checkin|hotel|lufthansa|ryanair|easyjet|delta|united|emirates|klm|itinerary|"
      "trip|travel|train|reservation|flug|vol|vuelo|volo|voo|seat|departure|depart|gate|e-ticket|"
      "eticket|airbnb|iberia|qantas|amadeus|sabre|southwest|jetblue|rental car|cruise|rail|buchung|"
      "réservation|reserva|prenotazione|luggage|baggage|departs|航班|便",
      260, 200);
}

/// Forms that hardly anything else has: of Britain, France and Italy, Brazil and (no vowels) Spain.
bool strict_plate(std::string_view value) {
  const Normalised n = normalise(value);
  const std::string_view v = n.view();
  const auto kind = [&](size_t i) { return is_digit(v[i]) ? '9' : 'A'; };
  if (v.size() != 7) return false;
  if (kind(0) == '9' && v.find_first_of("AEIOUQ") != std::string_view::npos) return false;
  for (const std::string_view shape : {"AA99AAA", "AA999AA", "AAA9A99", "9999AAA"}) {
    bool same = true;
    for (size_t i = 0; same && i < 7; ++i) same = kind(i) == shape[i];
    if (same) return true;
  }
  return false;
}

bool about_vehicles(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (strict_plate(page.text.substr(begin, end - begin))) return true;
  return mentions(
      page, begin, end,
      "car|vehicle|van|truck|motorcycle|motorbike|plate|plates|dmv|mot|parking|parked|driver|"
      "driving|"
      "toyota|ford|honda|bmw|audi|vw|volkswagen|tesla|nissan|mercedes|sedan|suv|licence plate|"
      "license "
      "plate|auto|fahrzeug|voiture|coche|macchina|carro|traffic|speeding|taxi|scooter|bike|fleet|"
      "lorry|trailer|driveway|kia|hyundai|mazda|renault|peugeot|fiat|skoda|seat|subaru|chevrolet|"
      "jeep|"
      "dashcam|hit and "
      "run|towed|insurance|rego|kenteken|kennzeichen|bil|samochód|машина|автомобиль|garage|"
      "immatriculation|rejestracja|tablice|targa|госномер|plaka|regnr|"
      "collision|accident|dodge|volvo|opel|citroen|citroën|mini|lexus|uber|lyft|cab|moto",
      200, 160);
}

/// India: state, district, series, number.
bool indian_plate(std::string_view v) {
  constexpr std::string_view kStates =
      "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY "
      "RJ "
      "SK TN TR TS UK UP WB ";
  return v.size() >= 9 && kStates.find(v.substr(0, 2)) % 3 == 0;
}

bool lower_plate(const Page& page, size_t begin, size_t end) {
  return about_vehicles(page, begin, end) && !mentions(page, end, end, "of|x|mm|cm|inch", 0, 6);
}

constexpr const char* kVinCues =
    "v i n|vin|vin number|vin no|vehicle identification|vehicle identification "
    "number|chassis|chassis "
    "number|chassis no|"
    "fahrgestellnummer|fahrgestell|fahrzeug "
    "identifizierungsnummer|fahrzeugidentifikationsnummer|fin|fin nummer|"
    "numéro de châssis|châssis|numéro de série du véhicule|bastidor|número de "
    "bastidor|telaio|numero di telaio|"
    "número do chassi|chassi|chassinummer|chassisnummer|stelnummer|chassinr|numer vin|vin code|vin "
    "kod|"
    "frame number|frame no|vehicle id|车架号|车辆识别|車台番号|차대번호|вин|вин номер|şasi "
    "no|vehicle vin|vin is|"
    "vehicleidentificationnumber|numer nadwozia|alvázszám";
constexpr const char* kPlateCues =
    "license plate|licence plate|license plates|plate|plates|plate number|plate no|number "
    "plate|numberplate|"
    "plate is|plate reads|registration number|registration plate|vehicle registration|vehicle "
    "reg|car registration|"
    "registration|reg|reg no|reg number|reg plate|rego|rego number|vrm|vrn|tag number|license "
    "tag|kennzeichen|kfz kennzeichen|"
    "nummernschild|autokennzeichen|amtliches kennzeichen|immatriculation|plaque|plaque d "
    "immatriculation|"
    "immatriculée|immatriculé|numéro d immatriculation|matrícula|matricula|placas|placa|número de "
    "placa|targa|"
    "targata|targato|chapa|matriculado|kenteken|kentekenplaat|nummerplaat|registreringsnummer|"
    "regnr|reg nr|"
    "registreringsskylt|nummerplade|rekisterinumero|rekisterikilpi|numer rejestracyjny|rejestracja|"
    "nr rejestracyjny|tablice rejestracyjne|spz|státní poznávací značka|registrační "
    "značka|rendszám|"
    "număr de înmatriculare|госномер|номер машины|номерной знак|гос номер|регистрационный "
    "номер|plaka|"
    "plakası|plakalı|车牌|车牌号|号牌|車牌|ナンバープレート|車両番号|번호판|차량번호|ทะเบียนรถ|"
    "nomor polisi|"
    "plat nomor|nopol|biển số|vehicle number|vehicle no|car number|car reg|licenseplate|tags|with "
    "plates|"
    "plate of|registered as|number plates|лицензионный номер|licence number plate|plat no|plate "
    "num|numberplates";
constexpr const char* kUkLicenceCues =
    "driving licence|driver licence|licence number|licence no|dvla|driver number|uk licence|uk "
    "driving licence|"
    "driving licence number|driving license|licence";
constexpr const char* kBookingCues =
    "p n r|booking reference|booking ref|booking code|booking id|booking number|booking "
    "no|booking|pnr|record locator|"
    "locator|pnr code|confirmation code|confirmation number|confirmation no|reservation "
    "code|reservation number|"
    "reservation no|reservation|reservation id|airline reference|airline ref|airline confirmation|"
    "confirmation|conf code|conf no|buchungscode|buchungsnummer|buchungsreferenz|buchung|code de "
    "réservation|"
    "référence de réservation|numéro de réservation|dossier de réservation|localizador|código de "
    "reserva|"
    "código de reservación|número de reserva|codice prenotazione|codice di prenotazione|numero di "
    "prenotazione|"
    "código localizador|localizador da "
    "reserva|boekingscode|boekingsnummer|reserveringsnummer|bokningsnummer|"
    "bokningskod|bokningsreferens|bookingnummer|bestillingsnummer|varausnumero|numer "
    "rezerwacji|kod rezerwacji|"
    "код бронирования|номер бронирования|номер брони|rezervasyon kodu|rezervasyon "
    "no|预订号|订座记录|订单编号|"
    "予約番号|確認番号|예약번호|booking confirmation|trip id|itinerary "
    "number|bookingreference|check in with|"
    "kode booking|reference is|travel reference|reference code|flight reference";
constexpr const char* kTicketCues =
    "e ticket|eticket|e ticket number|eticket number|e ticket no|ticket number|ticket "
    "no|ticket|tickets|"
    "electronic ticket|electronic ticket number|flight ticket|airline ticket|tkt|tkt no|tkt "
    "nbr|billet|"
    "billet électronique|numéro de billet|e billet|billete|número de billete|billete electrónico|"
    "biglietto|numero biglietto|biglietto elettronico|bilhete|número do "
    "bilhete|ticketnummer|flugticket|"
    "e tix|etkt|номер билета|билет|bilet|numer biletu|bilet "
    "no|票号|电子客票|电子客票号|航空券番号|eチケット|"
    "eチケット番号|항공권 번호|tiket|nomor tiket|ticket nbr|document number|ticket num|air ticket";
constexpr const char* kFlyerCues =
    "miles&more|ff #|frequent flyer|frequent flier|frequent flyer number|frequent flyer no|ff "
    "number|ffn|ffp|ff "
    "no|ffp number|"
    "skymiles|mileageplus|mileage plus|aadvantage|miles more|miles and more|avios|executive "
    "club|krisflyer|"
    "flying blue|aeroplan|mileage plan|rapid rewards|trueblue|velocity|skywards|privilege "
    "club|miles card|"
    "vielflieger|vielfliegernummer|fréquent voyageur|grand voyageur|viajero frecuente|iberia "
    "plus|asia miles|"
    "mileage bank|jal mileage|ana mileage|マイレージ|お得意様番号|常旅客|里程|known "
    "traveler|mileage number|miles number|"
    "miles account|miles smiles|eurobonus|finnair plus|qantas ff|qantas frequent flyer|latam pass|"
    "loyalty number|milhas|club vistara|flying returns|etihad guest|infinite "
    "mileagepass|frequentflyer|"
    "ffnumber|airpoints|marco polo|mileage club|airline loyalty|mileage|miles program|frequent "
    "flyer account|"
    "bonus number|lifemiles|smiles|sas eurobonus|miles nr|millas|numero frequent flyer|aegean "
    "miles|air miles|loyalty air|airline loyalty no|frequent traveller|frequent traveler";

constexpr uint16_t kFormed = kUnlessVeto;

constexpr ValueRule kValues[] = {
    {.info = {"vin.north_america", Category::kVin},
     .shape = "[1-5][A-HJ-NPR-Z0-9]{16}",
     .check = vin_alone,
     .need = Need::kNone,
     .cues = kVinCues,
     .score = 0.9F,
     .flags = kFormed},
    {.info = {"vin", Category::kVin},
     .shape = "[A-HJ-NPR-Z0-9]{17}",
     .check = vin,
     .cues = kVinCues,
     .score = 0.93F,
     .flags = kCaseless,
     .reach_before = 70},
    {.info = {"vin.spaced", Category::kVin},
     .shape = "[A-HJ-NPR-Z0-9]{3}[ -][A-HJ-NPR-Z0-9]{5,6}[ -][A-HJ-NPR-Z0-9]{1,2}[ "
              "-]?[A-HJ-NPR-Z0-9]{1,2}[ -]?[A-HJ-NPR-Z0-9]{0,2}[ -]?"
              "[A-HJ-NPR-Z0-9]{4,7}|[A-HJ-NPR-Z0-9]{4}[ -][A-HJ-NPR-Z0-9]{4}[ "
              "-][A-HJ-NPR-Z0-9]{4}[ -][A-HJ-NPR-Z0-9]{5}|"
              "[A-HJ-NPR-Z0-9]{3}[ -][A-HJ-NPR-Z0-9]{6}[ -][A-HJ-NPR-Z0-9]{8}",
     .check = vin,
     .cues = kVinCues,
     .score = 0.92F,
     .flags = kCaseless},
    // Plates: national forms near a label; anything plate-like right after one.
    {.info = {"license_plate.national", Category::kLicensePlate},
     .shape =
         "[A-Z]{2}[ -]?\\d{2}[ -]?[A-Z]{3}|[A-Z]{2}-\\d{3}-[A-Z]{2}|[A-Z]{2} ?\\d{3} ?[A-Z]{2}|"
         "[A-Z]{1,3}[- ][A-Z]{1,2}[- ]?\\d{1,4}[EH]?|\\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|"
         "[A-Z]{2}[ -]?\\d{1,2}[ -]?[A-Z]{1,3}[ -]?\\d{4}|[A-Z]{3}-?\\d[A-Z]\\d{2}|[A-Z]{3}[ "
         "-]?\\d{3,4}|"
         "\\d[A-Z]{3}\\d{3}|\\d{3}[ -]?[A-Z]{3}|[A-Z]{3}[ -]?\\d{2}[A-Z]|[A-Z]\\d{3}[ -]?[A-Z]{3}|"
         "\\d{1,2}[ -]?[A-Z]{2,3}[ -]?\\d{1,4}|[A-Z]{2,3}[ "
         "-]?\\d{4,5}|\\d{1,2}-[A-Z]{2,3}-\\d{1,2}|"
         "[A-Z]{2}-\\d{2}-\\d{2}|[A-Z]{1,2}-\\d{3}-[A-Z]{1,2}|\\d{2}-\\d{2}-[A-Z]{2}|[A-Z]{3} "
         "\\d{2}[A-Z0-9]|"
         "[A-Z]{1,2} ?\\d{1,4} ?[A-Z]{1,3}|[A-Z]{3} "
         "?\\d{3,4}[A-Z]{1,2}|\\d-[A-Z]{3}-\\d{3}|[A-Z]{2} "
         "?\\d{5}|\\d{2}[A-Z]{1,3}\\d{2,4}|\\d[A-Z]\\d ?\\d{4}",
     .check = plate_like,
     .cues = kPlateCues,
     .score = 0.84F,
     .flags = kLabelled,
     .reach_before = 40,
     .reach_after = 20,
     .accept = about_vehicles},
    {.info = {"license_plate.india", Category::kLicensePlate},
     .shape = "[A-Z]{2}[ -]\\d{2}[ -][A-Z]{1,3}[ -]\\d{4}",
     .check = indian_plate,
     .need = Need::kNone,
     .cues = kPlateCues,
     .score = 0.82F,
     .flags = kFormed | kNotInCode,
     .accept = about_vehicles},
    {.info = {"license_plate.lower", Category::kLicensePlate},
     .shape =
         "[A-Z]{1,3}[ -]?\\d{1,4}[ -]?[A-Z]{0,3}[ -]?\\d{0,4}|\\d{1,4}[ -]?[A-Z]{1,3}[ -]?\\d{0,4}",
     .check = plate_like,
     .need = Need::kDirect,
     .cues = kPlateCues,
     .score = 0.8F,
     .flags = kCaseless | kLabelled,
     .accept = lower_plate},
    {.info = {"license_plate.native", Category::kLicensePlate},
     .shape = "(А|В|Е|К|М|Н|О|Р|С|Т|У|Х)[ ]?\\d{3}[ ]?(А|В|Е|К|М|Н|О|Р|С|Т|У|Х){2}[ ]?\\d{2,3}|"
              "(京|津|沪|渝|冀|豫|云|辽|黑|湘|皖|鲁|新|苏|浙|赣|鄂|桂|甘|晋|蒙|陕|吉|闽|贵|粤|青|"
              "藏|川|宁|琼)[A-Z][ ·]{0,2}[A-Z0-9]{5,6}|"
              "(京|津|沪|渝|冀|豫|云|辽|黑|湘|皖|鲁|新|苏|浙|赣|鄂|桂|甘|晋|蒙|陕|吉|闽|贵|粤|青|"
              "藏|川|宁|琼)[A-Z]·[A-Z0-9]{5,6}|"
              "[A-Z]{0,2}(Ä|Ö|Ü)[A-Z]{0,2}[- ][A-Z]{1,2}[- ]?\\d{1,4}[EH]?",
     .cues = kPlateCues,
     .score = 0.9F,
     .flags = kLabelled | kLabelledOnly},
    {.info = {"license_plate.any", Category::kLicensePlate},
     .shape = "[A-Z0-9]{2,8}([ -][A-Z0-9]{1,5}){0,2}",
     .check = plate_any,
     .need = Need::kDirect,
     .cues = "license plate|licence plate|plate number|plate no|number "
             "plate|kennzeichen|nummernschild|kfz kennzeichen|"
             "plaque d immatriculation|license plate number|registration "
             "plate|kenteken|targa|госномер|plaka|"
             "licenseplate|plate reads|plate is",
     .score = 0.78F,
     .flags = kLabelled},
    {.info = {"uk_driving_licence", Category::kUkDrivingLicence},
     .shape = "[A-Z9]{5}[ ]?\\d{6}[ ]?[A-Z9]{2}\\d[A-Z]{2}",
     .check = uk_driving_licence_ok,
     .need = Need::kNone,
     .cues = kUkLicenceCues,
     .score = 0.95F},
    {.info = {"uk_driving_licence.loose", Category::kUkDrivingLicence},
     .shape = "[A-Z9]{5}[ -]?\\d{3}[ -]?\\d{3}[ -]?[A-Z9]{2}[ -]?\\d[A-Z]{2}|[A-Z9]{5}[ -]?\\d[ "
              "-]?\\d{2}[ -]?\\d{2}[ -]?\\d[ -]?[A-Z9]{2}[ -]?\\d[ -]?[A-Z]{2}",
     .check = uk_driving_licence_ok,
     .cues = kUkLicenceCues,
     .score = 0.94F,
     .flags = kCaseless},
    {.info = {"booking_reference", Category::kBookingReference},
     .shape = "[A-Z0-9]{6}",
     .check = locator,
     .need = Need::kDirect,
     .cues = kBookingCues,
     .score = 0.86F,
     .flags = kLabelled,
     .accept = about_travel},
    {.info = {"booking_reference.near", Category::kBookingReference},
     .shape = "[A-Z0-9]{6}",
     .check = locator,
     .cues = kBookingCues,
     .score = 0.78F,
     .reach_before = 28,
     .reach_after = 14,
     .accept = about_travel},
    {.info = {"eticket_number", Category::kEticketNumber},
     .shape = "\\d{3}[ -]?\\d{10}([ -]\\d)?|\\d{3}[ -]\\d{4}[ -]\\d{6}|\\d{3}[ -]\\d{3}[ -]\\d{3}[ "
              "-]\\d{4}",
     .check = ticket,
     .cues = kTicketCues,
     .score = 0.9F,
     .flags = kGlueRight},
    {.info = {"eticket_number.labelled", Category::kEticketNumber},
     .shape = "\\d{3}[ -]?\\d{10}",
     .check = ticket_digits,
     .need = Need::kDirect,
     .cues = "e ticket|eticket|e ticket number|eticket number|e ticket no|electronic ticket "
             "number|electronic ticket|"
             "flight ticket number|airline ticket number|电子客票号|eチケット番号|航空券番号",
     .score = 0.85F},
    {.info = {"frequent_flyer_number", Category::kFrequentFlyerNumber},
     .shape = "[A-Z]{2}[ -]?\\d{6,12}|\\d{8,16}|\\d{3,4}[ -]\\d{3,4}[ -]\\d{3,4}([ "
              "-]\\d{3,4})?|\\d{6,7}|[A-Z]{1,3}\\d{3,9}[A-Z]?|"
              "[A-Z0-9]{2,3}\\d{5,6}|\\d{4}[ -]\\d{4}|[A-Z0-9]{7}",
     .check = digits_and_size<4, 6, 16>,
     .cues = kFlyerCues,
     .score = 0.85F,
     .flags = kCaseless,
     .reach_before = 44,
     .reach_after = 20,
     .accept = tidy},
};

}  // namespace

RuleTable travel_rules() {
  return {.values = kValues,
          .veto_cues = "seat number|gate number|promo code|voucher code|coupon|discount code"};
}

}  // namespace lauter::scan
