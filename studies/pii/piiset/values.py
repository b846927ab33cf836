"""Value generators of everything that is not a government number. f(r, p) -> str, or a list of parts: str (not private)
and (category, str)."""
import base64
import datetime
import hashlib
import json
import string

from . import gov
from .bip39_head import WORDS
from .checks import (B58_XRP, base58, crc62, eip55, iban, ints, luhn, mod11_2, mod97, segwit, vin_digit, weigh)
from .people import FIRMS, NATIVE_NAMES, SCHOOLS, STREETS, Persona, ascii_of, fill, pick

ALL = dict(gov.ALL)
digits, group = gov.digits, gov.group


def val(f):
    ALL[f.__name__.upper()] = f
    return f


def words(name, pool):
    pool = [w.strip() for w in pool.split("|")]
    ALL[name] = lambda r, p: pick(r, pool)


def rnd(r, n, alphabet=string.ascii_letters + string.digits):
    return "".join(r.choice(alphabet) for _ in range(n))


U = string.ascii_letters + string.digits + "-_"


def tok(r, n):
    """base64url body that neither begins nor ends with a dash."""
    return rnd(r, 1) + rnd(r, n - 2, U) + rnd(r, 1)


def hexs(r, n):
    return rnd(r, n, "0123456789abcdef")


# --- 1 person -------------------------------------------------------------------------------------------------------
@val
def person(r, p):
    return p.full()


@val
def first_name(r, p):
    return p.first


@val
def last_name(r, p):
    return p.last


@val
def maiden_name(r, p):
    return Persona(r, p.country).last


words("NICKNAME", "Sparky|Bluebell|Gizmo|Big Tone|Noodle|Captain Socks|Pepper Jo|Ziggy|Lefty|Munchkin|Dutchy|Tigerlily")


@val
def age(r, p):
    n = r.randrange(3, 97)
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    ones = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    if n >= 20 and r.random() < 0.2:
        return tens[n // 10] + ("-" + ones[n % 10] if n % 10 else "")
    return str(n)


words("GENDER", "female|male|non-binary|trans woman|trans man|Female|Male|genderfluid|agender|intersex")
words("SEXUAL_ORIENTATION", "gay|lesbian|bisexual|straight|asexual|queer|pansexual|heterosexual|homosexual|demisexual")
words("NATIONALITY", "Bulgarian|Ghanaian|Peruvian|Norwegian|Filipino|Moroccan|Canadian|Lithuanian|Sri Lankan|Egyptian|Chilean|Belgian|South Korean")
words("ETHNICITY", "South Asian|Roma|mixed White and Asian|Black Caribbean|Hispanic|Pacific Islander|Han Chinese|Berber|Native American|White Irish|Kurdish")
words("RELIGION", "Sikh|Methodist|Roman Catholic|Sunni Muslim|Quaker|Hindu|atheist|Jehovah's Witness|Reform Jewish|Theravada Buddhist|Greek Orthodox|Lutheran")
words("POLITICAL_VIEW", "Labour member|libertarian|SNP member|registered Republican|Green Party member|lifelong Democrat|social democrat|anarchist|Lib Dem voter|Marxist|CDU member")
words("MARITAL_STATUS", "divorced|widowed|single|married|recently separated|in a civil partnership|engaged|never married|remarried")
words("NATIVE_LANGUAGE", "Tagalog|Amharic|Punjabi|Welsh|Ukrainian|Tigrinya|Catalan|Hungarian|Vietnamese|Swahili|Farsi|Bengali")
words("IMMIGRATION_STATUS", "asylum seeker|undocumented|H-1B visa holder|indefinite leave to remain|F-1 student|green card holder|refugee status|pre-settled status|DACA recipient|Duldung|temporary protected status|on a Tier 2 visa")

# --- 2 dates --------------------------------------------------------------------------------------------------------
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(),
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
}
ORD = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth " \
      "seventeenth eighteenth nineteenth twentieth".split()
TENS = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty", 9: "ninety"}
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen " \
       "nineteen".split()


def year_words(y):
    def two(n):
        return ONES[n] if n < 20 else TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    if 2000 <= y < 2010:
        return "two thousand and " + ONES[y % 10] if y % 10 else "two thousand"
    return two(y // 100) + " " + (two(y % 100) if y % 100 >= 10 else "oh " + ONES[y % 100])


def date_text(r, d, lang="en", us=False, allow_month_year=False):
    y, m, n = d.year, d.month, d.day
    month = MONTHS.get(lang, MONTHS["en"])[m - 1]
    k = r.random()
    if allow_month_year and k < 0.25:
        return f"{month} {y}"
    if lang != "en":
        if k < 0.4:
            return {"de": f"{n}. {month} {y}", "es": f"{n} de {month} de {y}", "pt": f"{n} de {month} de {y}"}.get(lang, f"{n} {month} {y}")
        sep = {"de": ".", "pl": ".", "ru": ".", "nl": "-", "sv": "-"}.get(lang, "/")
        if k < 0.8:
            return f"{n:02d}{sep}{m:02d}{sep}{y}"
        return d.isoformat()
    if k < 0.22:
        return d.isoformat()
    if k < 0.42:
        a, b = (m, n) if us else (n, m)
        sep = r.choice("///.-")
        return r.choice([f"{a:02d}{sep}{b:02d}{sep}{y}", f"{a}{sep}{b}{sep}{y}", f"{a:02d}{sep}{b:02d}{sep}{y % 100:02d}"])
    suffix = "th" if 10 < n < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    if k < 0.70:
        return r.choice([f"{month} {n}, {y}", f"{n} {month} {y}", f"{month} {n}{suffix}, {y}"])
    if k < 0.88:
        short = month[:3]
        return r.choice([f"{n} {short} {y}", f"{short} {n}, {y}", f"{n:02d}-{short}-{y}", f"{short} {n} {y}"])
    if k < 0.94 and n <= 20:
        return f"the {ORD[n - 1]} of {month} {year_words(y)}"
    return f"{n}{suffix} {month} {y}" if not us else f"{month} {n} {y}"


def some_date(r, lo, hi):
    return datetime.date(lo, 1, 1) + datetime.timedelta(days=r.randrange((hi - lo) * 365))


@val
def date_of_birth(r, p):
    return date_text(r, p.birth, p.lang, p.country == "US")


@val
def date_of_death(r, p):
    return date_text(r, some_date(r, 1995, 2026), p.lang, p.country == "US")


@val
def medical_date(r, p):
    return date_text(r, some_date(r, 2015, 2026), p.lang, p.country == "US")


@val
def employment_date(r, p):
    return date_text(r, some_date(r, 2003, 2026), p.lang, p.country == "US", True)


@val
def date_time(r, p):
    s = date_text(r, some_date(r, 2018, 2027), p.lang, p.country == "US")
    if not s.startswith("the ") and r.random() < 0.3 and p.lang == "en":
        s += r.choice([" at 9:15", " 14:30", ", 7:45 pm", " at 18:05"])
    return s


# --- 3 contact ------------------------------------------------------------------------------------------------------
MAIL = ["gmail.com", "outlook.com", "yahoo.co.uk", "web.de", "gmx.net", "proton.me", "orange.fr", "hotmail.es", "libero.it", "wp.pl", "mail.ru",
        "seznam.cz", "rediffmail.com", "icloud.com", "fastmail.fm", "halbrook-sons.co.uk", "tidewateroptics.com", "lindenau-technik.de",
        "kestrel-logistics.io", "cobbleford-dental.co.uk", "uni-wallgraben.de", "stad.hasselt-noord.be", "xn--mnchen-hof-9db.de", "pinecone-analytics.ai"]


@val
def email_address(r, p):
    local = p.local()
    k = r.random()
    if k < 0.06:
        local += "+" + r.choice(["lists", "shop", "news"])
    elif k < 0.10:
        local = local.title()
    return local + "@" + pick(r, MAIL)


def phone(r, p):
    c = p.country
    n = r.choice
    if c in ("US", "CA"):
        a, x = r.choice("23456789") + r.choice("023456789") + r.choice("0123456789"), r.choice("23456789") + r.choice("02345678") + digits(r, 1)
        a = "312" if a[1:] == "11" else a
        x = "684" if x == "555" else x
        s = digits(r, 4)
        return n([f"({a}) {x}-{s}", f"{a}-{x}-{s}", f"{a}.{x}.{s}", f"+1 {a} {x} {s}", f"+1{a}{x}{s}", f"1-{a}-{x}-{s}", f"{a} {x} {s}",
                  f"({a}) {x}-{s} x{r.randrange(11, 999)}", f"+1 ({a}) {x}-{s}", f"{a}-{x}-{s} ext. {r.randrange(100, 9999)}", f"{a}{x}{s}"])
    if c == "GB":
        m, d = digits(r, 2, "345789"), digits(r, 6, "123456789")
        return n([f"07{m}{digits(r, 1)} {d}", f"+44 7{m}{digits(r, 1)} {d}", f"0114 {digits(r, 3, '23')} {digits(r, 4)}", f"(01484) {d}",
                  f"+44 (0)161 {digits(r, 3, '23789')} {digits(r, 4)}", f"01872 {d}", f"00 44 121 {digits(r, 3, '234')} {digits(r, 4)}"])
    if c == "DE":
        return n([f"0521 {digits(r, 6, '23456789')}", f"+49 (0)561 {digits(r, 6, '2345678')}", f"0171/{digits(r, 7, '23456789')}", f"+49 551 {digits(r, 7, '23456')}",
                  f"0931-{digits(r, 5, '2345678')}-{digits(r, 2)}", f"+49160{digits(r, 7, '3456789')}"])
    if c == "FR":
        t = group(digits(r, 8), (2, 2, 2), " ")
        return n([f"0{n('12345')} {t}", f"+33 6 {t}", f"+33 (0)4 {t}", f"07.{t.replace(' ', '.')}"])
    if c in ("ES", "MX", "AR"):
        return {"ES": n([f"+34 6{digits(r, 2)} {digits(r, 3)} {digits(r, 3)}", f"923 {digits(r, 3)} {digits(r, 3)}", f"6{digits(r, 8)}"]),
                "MX": n([f"+52 662 {digits(r, 3, '2345')} {digits(r, 4)}", f"55 {digits(r, 4, '12345')} {digits(r, 4)}"]),
                "AR": n([f"+54 9 341 {digits(r, 3, '3456')}-{digits(r, 4)}", f"(0341) {digits(r, 3, '4')}-{digits(r, 4)}"])}[c]
    if c == "IT":
        return n([f"+39 347 {digits(r, 7)}", f"0532 {digits(r, 6, '2345679')}", f"339 {digits(r, 3)} {digits(r, 4)}"])
    if c in ("NL", "BE"):
        return n([f"06-{digits(r, 8, '12345')}", f"+31 6 {group(digits(r, 8, '12345'), (2, 2, 2), ' ')}"] if c == "NL" else
                 [f"+32 4{digits(r, 2, '789')} {group(digits(r, 6), (2, 2), ' ')}", f"0477 {group(digits(r, 6), (2, 2), ' ')}"])
    if c == "PL":
        return n([f"+48 {group(digits(r, 9, '56'), (3, 3), ' ')}", group(digits(r, 9, "567"), (3, 3), "-")])
    if c in ("PT", "BR"):
        return n([f"+351 91{digits(r, 1)} {digits(r, 3)} {digits(r, 3)}"] if c == "PT" else
                 [f"(34) 9{digits(r, 4, '6789')}-{digits(r, 4)}", f"+55 47 9{digits(r, 4, '6789')}-{digits(r, 4)}"])
    if c == "SE":
        return n([f"073-{digits(r, 3, '23456')} {digits(r, 2)} {digits(r, 2)}", f"+46 21 {digits(r, 3, '123')} {digits(r, 3)}"])
    if c == "IN":
        return n([f"+91 {digits(r, 5, '789')} {digits(r, 5)}", f"0422-{digits(r, 7, '2')}", f"{digits(r, 10, '9')}"])
    if c == "AU":
        return n([f"04{digits(r, 2, '0123')} {digits(r, 3)} {digits(r, 3)}", f"+61 4{digits(r, 2, '0123')} {digits(r, 3)} {digits(r, 3)}", f"(03) 5{digits(r, 3, '123')} {digits(r, 4)}"])
    if c == "ZA":
        return n([f"082 {digits(r, 3)} {digits(r, 4)}", f"+27 51 {digits(r, 3, '4')} {digits(r, 4)}"])
    if c == "JP":
        return n([f"090-{digits(r, 4, '1234')}-{digits(r, 4)}", f"+81 22 {digits(r, 3, '2')} {digits(r, 4)}"])
    if c == "CN":
        return n([f"+86 13{digits(r, 1)} {digits(r, 4)} {digits(r, 4)}", f"138{digits(r, 8)}", f"0931-{digits(r, 7, '8')}"])
    return n([f"+7 (473) {digits(r, 3, '2')}-{digits(r, 2)}-{digits(r, 2)}", f"8 913 {digits(r, 3)}-{digits(r, 2)}-{digits(r, 2)}"])


ALL["PHONE_NUMBER"] = phone


@val
def fax_number(r, p):
    return phone(r, p).split(" x")[0].split(" ext")[0]


@val
def messenger_handle(r, p):
    u = p.user()
    return r.choice([f"live:{u}", f"{u}#{digits(r, 4)}", f"@{u}_{r.randrange(9)}", "wxid_" + rnd(r, 14, string.ascii_lowercase + string.digits), u])


@val
def social_handle(r, p):
    u = p.user().replace("-", "_")
    return r.choice([f"@{u}", f"@{u}_", f"@the.{u}", f"@{u}@mastodon.social", f"@{u}{r.randrange(9)}@fosstodon.org"])


@val
def social_profile_url(r, p):
    u, h = p.user().replace(".", "-").replace("_", "-"), r.choice(["https://www.", "https://", "", "www."])
    b = "0000000" + r.choice("123") + digits(r, 7)
    orcid = group(b + mod11_2(b), (4, 4, 4, 4), "-")
    return r.choice([f"{h}linkedin.com/in/{u}", f"{h}facebook.com/{u}", f"{h}instagram.com/{u.replace('-', '_')}", f"https://x.com/{u.replace('-', '_')[:15]}",
                     f"https://www.tiktok.com/@{u.replace('-', '.')}", f"{h}github.com/{u}", f"https://www.reddit.com/user/{u}", f"https://t.me/{u.replace('-', '_')}5",
                     f"https://vk.com/{u.replace('-', '.')}", f"https://www.strava.com/athletes/{digits(r, 8, '123')}", f"https://orcid.org/{orcid}",
                     f"https://www.xing.com/profile/{ascii_of(p.first).title()}_{ascii_of(p.last).title()}", f"https://bsky.app/profile/{u}.bsky.social"])


@val
def url(r, p):
    f, l, u = ascii_of(p.first), ascii_of(p.last), p.user()
    return r.choice([f"https://www.{f}{l}.de/ueber-mich", f"http://{f}-{l}.me", f"https://people.east-marsh.ac.uk/~{u}/cv.pdf", f"https://{l}family.net/albums/{r.randrange(2009, 2026)}",
                     f"https://drive.google.com/file/d/1{tok(r, 32)}/view?usp=sharing", f"https://www.gofundme.com/f/help-{f}-{l}-walk-again",
                     f"https://calendly.com/{u.replace('.', '-')}/30min", f"https://paypal.me/{f}{l}", f"https://photos.app.goo.gl/{rnd(r, 17)}",
                     f"https://www.dropbox.com/s/{rnd(r, 15, string.ascii_lowercase + string.digits)}/{l}_medical.pdf"])


@val
def meeting_id(r, p):
    a = string.ascii_lowercase
    return r.choice([group(digits(r, 11, "89"), (3, 4, 4), " "), group(digits(r, 10, "123456789"), (3, 3, 4), " "),
                     f"https://us02web.zoom.us/j/{digits(r, 11, '89')}?pwd={tok(r, 32)}", f"meet.google.com/{rnd(r, 3, a)}-{rnd(r, 4, a)}-{rnd(r, 3, a)}",
                     group(digits(r, 9, "123456789"), (3, 3, 3), "-")])


# --- 4 places -------------------------------------------------------------------------------------------------------
@val
def street_address(r, p):
    lang = "us" if p.country in ("US", "CA") else p.lang
    n = r.randrange(1, 4999 if lang == "us" else 240)
    if p.country == "JP":
        return r.choice(["青葉区桜ヶ丘3丁目7-12", "泉区南光台2-14-5", "太白区長町4丁目1-9 コーポ森203号"])
    if p.country == "CN":
        return r.choice(["城关区民主东路88号3单元502室", "西陵区东山大道217号", "中山路45弄6号1201室"])
    if p.country == "RU":
        return r.choice(["ул. Лесная, д. 14, кв. 37", "пр-т Мира, 52-9", "ул. Садовая, 8"])
    street = pick(r, STREETS.get(lang, STREETS["en"]))
    if lang == "us":
        return f"{n} {street}" + r.choice(["", "", f" Apt {r.randrange(1, 30)}{r.choice('ABC')}", f", Unit {r.randrange(2, 400)}", f" #{r.randrange(2, 40)}"])
    if lang == "en":
        return r.choice(["", "", f"Flat {r.randrange(1, 20)}, ", f"Unit {r.randrange(1, 9)}/"]) + f"{n} {street}"
    if lang == "fr":
        return f"{n}{r.choice(['', ' bis', ''])}, {street}" if r.random() < 0.3 else f"{n} {street}"
    return f"{street}, {n}" if lang in ("es", "it", "pt") else f"{street} {n}{r.choice(['', '', 'a', '/' + str(r.randrange(2, 19))])}"


words("LOCATION", "Copperfield Estate|Lower Nab|Neustadt-Süd|Harbour View Hostel|Camp Whitestone|Skerrybank|Block C of Juniper House|Old Tannery Quarter|Villa 9, Palm Grove|Fernhill caravan park")


@val
def city(r, p):
    return p.city


@val
def state(r, p):
    return p.state


@val
def country(r, p):
    return p.country_name


@val
def postal_code(r, p):
    return p.postal


@val
def po_box(r, p):
    n = r.choice([str(r.randrange(2, 99999)), f"{r.randrange(10, 99)} {r.randrange(10, 99)} {r.randrange(10, 99)}"])
    s = str(r.randrange(2, 9999))
    return {"de": f"Postfach {n}", "fr": f"BP {s}", "es": r.choice([f"Apartado {s}", f"Apartado de Correos {s}"]), "pt": f"Caixa Postal {s}", "it": f"Casella Postale {s}",
            "nl": f"Postbus {s}", "sv": f"Box {s}", "ja": f"私書箱{s}号", "zh": f"邮政信箱{s}号", "ru": f"а/я {s}"}.get(
        p.lang, r.choice([f"PO Box {s}", f"P.O. Box {s}", f"Private Bag X{r.randrange(2, 99)}", f"P O BOX {s}", f"Post Office Box {s}"]))


@val
def geo_coordinates(r, p):
    lat, lon = r.uniform(-54, 64), r.uniform(-150, 150)
    d = r.randrange(4, 7)
    ns, ew = "N" if lat > 0 else "S", "E" if lon > 0 else "W"

    def dms(x):
        x = abs(x)
        return int(x), int(x * 60) % 60, x * 3600 % 60
    a, b = dms(lat), dms(lon)
    return r.choice([f"{lat:.{d}f}, {lon:.{d}f}", f"{lat:.{d}f},{lon:.{d}f}", f"{abs(lat):.4f}° {ns}, {abs(lon):.4f}° {ew}",
                     f"{a[0]}°{a[1]:02d}'{a[2]:04.1f}\"{ns} {b[0]}°{b[1]:02d}'{b[2]:04.1f}\"{ew}", f"geo:{lat:.5f},{lon:.5f}"])


@val
def geo_code(r, p):
    a = "23456789CFGHJMPQRVWX"
    w = r.sample("lantern pebble orchid muffled trading velvet crisply marbles gazing walnuts staple nephew".split(), 3)
    return r.choice([r.choice(a[:16]) + r.choice("23456789CFGHJMPQRV") + rnd(r, 6, a) + "+" + rnd(r, r.choice([2, 2, 3]), a), rnd(r, 4, a) + "+" + rnd(r, 2, a),
                     "///" + ".".join(w), f"{r.choice(['30U', '18S', '33T', '17R'])} {fill(r, '@@')} {digits(r, 5)} {digits(r, 5)}",
                     f"{r.choice(['31U', '18T', '10S'])}{fill(r, '@@')}{digits(r, 10)}"])


# --- 6 money --------------------------------------------------------------------------------------------------------
@val
def credit_card(r, p):
    kind = r.choice(["visa"] * 4 + ["mc"] * 3 + ["amex", "disc", "jcb", "diners", "up"])
    pre = {"visa": lambda: "4" + digits(r, 3, "1356789"), "mc": lambda: r.choice(["51", "52", "53", "54", "55", "2301", "2665"]),
           "amex": lambda: r.choice(["34", "37"]), "disc": lambda: r.choice(["6011", "65", "647"]), "jcb": lambda: r.choice(["3529", "3567"]),
           "diners": lambda: r.choice(["36", "38"]), "up": lambda: "62"}[kind]()
    n = {"amex": 15, "diners": 14}.get(kind, 16)
    b = pre + digits(r, n - 1 - len(pre))
    s = b + luhn(b)
    return group(s, {"amex": (4, 6, 5), "diners": (4, 6, 4)}.get(kind, (4, 4, 4, 4)), r.choice([" ", " ", "-", "", "", "."] if kind != "x" else " "))


@val
def card_security_code(r, p):
    return digits(r, r.choice([3, 3, 3, 4]))


@val
def card_expiry(r, p):
    m, y = r.randrange(1, 13), r.randrange(26, 33)
    return r.choice([f"{m:02d}/{y}", f"{m:02d}/20{y}", f"{m:02d}-{y}", f"{m:02d}{y}", f"{MONTHS['en'][m - 1]} 20{y}"])


@val
def pin(r, p):
    return digits(r, r.choice([4, 4, 4, 5, 6]))


@val
def iban_code(r, p):
    c = r.choice(["DE", "DE", "GB", "GB", "FR", "ES", "BE", "IT", "NL", "AT", "CH", "PL", "PT", "SE", "DK", "IE", "TR", "GR"])
    up = string.ascii_uppercase
    if c == "FR":
        b = digits(r, 5) + digits(r, 5) + digits(r, 11)
        b += f"{97 - int(b + '00') % 97:02d}" if False else f"{97 - (89 * int(b[:5]) + 15 * int(b[5:10]) + 3 * int(b[10:21])) % 97:02d}"
    elif c == "ES":
        k, a = digits(r, 8), digits(r, 10)

        def dc(s):
            n = 11 - weigh(s.rjust(10, "0"), (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11
            return str({10: 1, 11: 0}.get(n, n))
        b = k + dc(k) + dc(a) + a
    elif c == "BE":
        b = digits(r, 10, "123456789")
        b += f"{int(b) % 97 or 97:02d}"
    elif c == "IT":
        b = digits(r, 10) + digits(r, 12)
        odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
        b = chr(65 + sum(odd[d] if i % 2 == 0 else d for i, d in enumerate(ints(b))) % 26) + b
    elif c == "PT":
        b = digits(r, 19)
        b += f"{98 - int(b + '00') % 97:02d}"
    else:
        b = {"DE": lambda: digits(r, 18, "1234567"), "GB": lambda: rnd(r, 4, up) + digits(r, 14), "NL": lambda: r.choice(["RABO", "INGB", "ABNA"]) + digits(r, 10, "0"),
             "AT": lambda: digits(r, 16), "CH": lambda: digits(r, 17), "PL": lambda: digits(r, 24), "SE": lambda: digits(r, 20), "DK": lambda: digits(r, 14),
             "IE": lambda: r.choice(["AIBK", "BOFI"]) + digits(r, 14), "TR": lambda: digits(r, 5) + "0" + digits(r, 16), "GR": lambda: digits(r, 23)}[c]()
    s = iban(c, b)
    return r.choice([s, " ".join(s[i:i + 4] for i in range(0, len(s), 4)), " ".join(s[i:i + 4] for i in range(0, len(s), 4))])


@val
def swift_code(r, p):
    return fill(r, "@@@@") + r.choice(["DE", "GB", "FR", "US", "ES", "CH", "IN", "BR", "NL", "SE"]) + fill(r, "?@") + r.choice(["", "XXX", fill(r, "###")])


@val
def us_bank_number(r, p):
    return digits(r, r.choice([8, 9, 10, 10, 12, 12, 13]), "123456789")


@val
def aba_routing_number(r, p):
    while True:
        s = r.choice(["01", "02", "03", "05", "06", "07", "09", "10", "11", "12", "26", "31", "32"]) + digits(r, 7)
        if weigh(s, (3, 7, 1, 3, 7, 1, 3, 7, 1)) % 10 == 0:
            return s


@val
def uk_sort_code(r, p):
    return group(digits(r, 2, "1234") + digits(r, 4), (2, 2, 2), r.choice(["-", "-", "-", " ", ""]))


@val
def uk_bank_account(r, p):
    return digits(r, 8, "123456789")


@val
def in_ifsc(r, p):
    return r.choice(["HDFC", "SBIN", "ICIC", "UTIB", "PUNB", "KKBK", "BARB", "CNRB"]) + "0" + r.choice([digits(r, 6, "0"), fill(r, "@@@###")])


@val
def mx_clabe(r, p):
    b = r.choice(["002", "012", "014", "021", "072", "127"]) + digits(r, 14)
    return b + str(-sum(d * (3, 7, 1)[i % 3] % 10 for i, d in enumerate(ints(b))) % 10)


@val
def upi_id(r, p):
    return r.choice([p.user().replace("_", ""), digits(r, 10, "9")]) + "@" + r.choice(["okaxis", "oksbi", "ybl", "paytm", "upi", "okhdfcbank", "ibl", "axl"])


@val
def crypto(r, p):
    h = bytes(r.randrange(256) for _ in range(20))
    h32 = bytes(r.randrange(256) for _ in range(32))
    return r.choice([lambda: base58(b"\0" + h), lambda: base58(b"\x05" + h), lambda: segwit("bc", 0, h), lambda: segwit("bc", 1, h32), lambda: base58(b"\x30" + h),
                     lambda: segwit("ltc", 0, h), lambda: base58(b"\x1e" + h), lambda: base58(b"\x41" + h), lambda: base58(b"\0" + h, B58_XRP)])()


@val
def ethereum_address(r, p):
    h = hexs(r, 40)
    return "0x" + r.choice([eip55(h), eip55(h), h])


@val
def crypto_private_key(r, p):
    k = bytes(r.randrange(1, 256) for _ in range(32))
    return r.choice([lambda: base58(b"\x80" + k), lambda: base58(b"\x80" + k + b"\1"), lambda: "0x" + k.hex(), lambda: k.hex(),
                     lambda: base58(bytes.fromhex("0488ADE4") + b"\3" + k[:4] + k[4:8] + k + b"\0" + k[::-1])])()


@val
def crypto_seed_phrase(r, p):
    n = r.choice([12, 12, 12, 24, 15])
    cs = n * 11 // 33
    while True:
        idx = [r.randrange(256) for _ in range(n - 1)]
        head = 0
        for i in idx:
            head = head << 11 | i
        free = 11 - cs
        for last in range(min(2 ** free, 256 >> cs)):
            ent = (head << free | last).to_bytes((n * 11 - cs) // 8, "big")
            full = last << cs | hashlib.sha256(ent).digest()[0] >> (8 - cs)
            if full < 256:
                w = [WORDS[i] for i in idx + [full]]
                return r.choice([" ".join(w), " ".join(w), ", ".join(w), " ".join(f"{i + 1}. {x}" for i, x in enumerate(w))])


@val
def insurance_policy_number(r, p):
    return r.choice([fill(r, "@@@-#######"), fill(r, "##/######-@"), fill(r, "@@########"), fill(r, "@-####-####-##"), fill(r, "###########"), fill(r, "POL-@@#####")])


@val
def credit_score(r, p):
    return str(r.randrange(481, 838))


@val
def salary(r, p):
    n = r.randrange(24, 190)
    return r.choice([f"${n},{r.randrange(1, 10)}00", f"{n}k €", f"£{n},{r.randrange(0, 10)}50", f"₹{r.randrange(4, 40)} LPA", f"${r.randrange(14, 70)}.{r.choice(['25', '50', '75'])}/hr",
                     f"{n}.{r.randrange(100, 999)} EUR", f"USD {n},000", f"€{n}.{r.randrange(1, 9)}00", f"CHF {n}'000", f"${n}k"])


# --- 7 health -------------------------------------------------------------------------------------------------------
@val
def medical_record_number(r, p):
    return r.choice([fill(r, "#######"), fill(r, "##-##-##"), fill(r, "H#######"), fill(r, "########"), fill(r, "###-####"), fill(r, "MRN#######"), fill(r, "##########")])


@val
def uk_nhs(r, p):
    while True:
        b = digits(r, 9, "4567")
        c = 11 - weigh(b, range(10, 1, -1)) % 11
        if c != 10:
            return group(b + ("0" if c == 11 else str(c)), (3, 3, 4), r.choice([" ", " ", "-", ""]))


@val
def us_mbi(r, p):
    a, an = "ACDEFGHJKMNPQRTUVWXY", "ACDEFGHJKMNPQRTUVWXY0123456789"
    s = r.choice("123456789") + r.choice(a) + r.choice(an) + digits(r, 1) + r.choice(a) + r.choice(an) + digits(r, 1) + rnd(r, 2, a) + digits(r, 2)
    return r.choice([group(s, (4, 3, 4), "-"), s])


@val
def us_npi(r, p):
    b = r.choice("12") + digits(r, 8)
    return b + luhn("80840" + b)


@val
def medical_license(r, p):
    d = digits(r, 6)
    n = ints(d)
    return r.choice("ABFGM") + (ascii_of(p.last)[:1] or "s").upper() + d + str((n[0] + n[2] + n[4] + 2 * (n[1] + n[3] + n[5])) % 10)


@val
def au_medicare(r, p):
    b = digits(r, 8, "23456")
    s = b + str(weigh(b, (1, 3, 7, 9, 1, 3, 7, 9)) % 10) + r.choice("1234")
    return r.choice([group(s, (4, 5, 1), " "), s, group(s, (4, 5, 1), " ") + "/" + r.choice("123")])


@val
def nz_nhi(r, p):
    a = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    while True:
        head = rnd(r, 3, a)
        if r.random() < 0.6:
            b = head + digits(r, 3)
            total = sum((a.index(c) + 1 if c in a else int(c)) * w for c, w in zip(b, range(7, 1, -1))) % 11
            if total == 0:
                continue
            return b + str((11 - total) % 10 if 11 - total != 10 else 0)
        b = head + digits(r, 2) + r.choice(a)
        total = sum((a.index(c) + 1 if c in a else int(c)) * w for c, w in zip(b, range(7, 1, -1))) % 24
        return b + a[24 - total - 1]


@val
def ca_health_card(r, p):
    b = digits(r, 9, "123456789")
    return group(b + luhn(b), (4, 3, 3), r.choice(["-", " ", ""])) + r.choice(["", "-" + fill(r, "@@"), " " + fill(r, "@@")])


@val
def de_health_insurance(r, p):
    letter, b = r.choice(string.ascii_uppercase), digits(r, 8)
    total = sum(sum(ints(str(d * (1 + i % 2)))) for i, d in enumerate(ints(f"{ord(letter) - 64:02d}{b}")))
    return letter + b + str(total % 10)


@val
def health_plan_id(r, p):
    return r.choice([fill(r, "@@@#########"), fill(r, "W#########"), fill(r, "#########-##"), fill(r, "@@@@########")])


@val
def prescription_number(r, p):
    return r.choice([fill(r, "Rx#######"), fill(r, "######-#####"), fill(r, "^^^^^^-^^^^^^-^^^^^^").upper(), fill(r, "Rx######"), fill(r, "#######")])


words("MEDICAL_CONDITION", "ulcerative colitis|type 2 diabetes|PTSD|HIV|COPD|endometriosis|atrial fibrillation|bipolar disorder|psoriasis|stage II breast cancer|sarcoidosis|epilepsy|Hashimoto's thyroiditis")
words("MEDICATION", "sertraline|metformin|Humira|lisinopril|methotrexate|Ozempic|levothyroxine|quetiapine|apixaban|Symbicort|tamoxifen|lamotrigine")
words("BLOOD_TYPE", "O negative|A+|AB−|B Rh positive|O-|A negative|AB positive|B+|0 Rh neg")


# --- 8 travel -------------------------------------------------------------------------------------------------------
@val
def vin(r, p):
    an = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
    pre = r.choice(["1HG", "2T1", "3VW", "5YJ", "4S3", "1FT", "WVW", "SAL", "ZFA", "VF1", "JHM"])
    s = pre + rnd(r, 5, an) + "0" + rnd(r, 2, "ABCDEFGHJKLMNPRSTVWXY12345678") + digits(r, 6)
    return s[:8] + vin_digit(s) + s[9:]


@val
def license_plate(r, p):
    c = p.country
    up = "ABCDEFGHJKLMNOPRSTUVWXYZ"
    return {"US": lambda: r.choice([fill(r, "#@@@###"), fill(r, "@@@-####"), fill(r, "@@@ ####")]), "GB": lambda: fill(r, "@@") + r.choice(["19", "21", "68", "72", "70"]) + " " + fill(r, "@@@"),
            "DE": lambda: f"{r.choice(['BI', 'GÖ', 'WÜ', 'KS', 'B', 'C'])}-{rnd(r, 2, up)} {digits(r, 3, '123456789')}", "FR": lambda: fill(r, "@@-###-@@"), "ES": lambda: digits(r, 4) + " " + rnd(r, 3, "BCDFGHJKLMNPRSTVWXYZ"),
            "IN": lambda: f"{r.choice(['TN', 'MH', 'KL'])} {digits(r, 2, '0123')} {rnd(r, 2, up)} {digits(r, 4)}", "BR": lambda: fill(r, "@@@#@##"), "IT": lambda: fill(r, "@@###@@"),
            "NL": lambda: fill(r, "@@-###-@"), "PL": lambda: fill(r, "@@ #####")}.get(c, lambda: fill(r, "@@@ ###"))()


@val
def uk_driving_licence(r, p):
    s = (ascii_of(p.last).upper().replace("-", "") + "9999")[:5]
    m = p.birth.month + (50 if p.gender == "F" else 0)
    return f"{s}{p.birth.year % 100 // 10}{m:02d}{p.birth.day:02d}{p.birth.year % 10}{ascii_of(p.first)[:1].upper() or 'J'}{r.choice('ABEJKMRST9')}{digits(r, 1, '9')}{fill(r, '@@')}"


@val
def booking_reference(r, p):
    while True:
        s = fill(r, "??????")
        if any(c.isdigit() for c in s) and any(c.isalpha() for c in s):
            return s


@val
def eticket_number(r, p):
    return r.choice(["125", "220", "057", "016", "001", "006", "176", "618", "098"]) + r.choice(["-", " ", ""]) + digits(r, 10)


@val
def frequent_flyer_number(r, p):
    return r.choice([fill(r, "##########"), fill(r, "@@########"), fill(r, "#########"), "9920" + digits(r, 11), fill(r, "@@#######")])


# --- 9 online -------------------------------------------------------------------------------------------------------
@val
def ip_address(r, p):
    while True:
        a = r.randrange(2, 223)
        b = r.randrange(0, 256)
        if a in (10, 127, 172, 192, 198, 203, 169, 100, 8, 9, 1) or (a, b) in ((208, 67),):
            continue
        return f"{a}.{b}.{r.randrange(256)}.{r.randrange(1, 255)}"


@val
def ipv6_address(r, p):
    pre = r.choice(["2a02:8108", "2001:16b8", "2600:1700", "2405:201", "2a01:cb04", "2804:14c", "2603:8080"])
    h = [f"{r.randrange(65536):x}" for _ in range(6)]
    return r.choice([f"{pre}:{':'.join(h)}", f"{pre}:{h[0]}:{h[1]}::{h[2]}", f"{pre}:{h[0]}::{h[1]}:{h[2]}", f"{pre}:{':'.join(h)}".upper()])


@val
def mac_address(r, p):
    h = r.choice(["3c", "a4", "f0", "dc", "28", "9c"]) + hexs(r, 10)
    h = h[:6] + ("7" if h[6] == "0" else h[6]) + h[7:]
    return r.choice([group(h, (2,) * 6, ":"), group(h, (2,) * 6, ":"), group(h.upper(), (2,) * 6, "-"), group(h, (4, 4, 4), ".")])


@val
def imei(r, p):
    b = r.choice(["35", "86", "01"]) + digits(r, 12, "1234567890")
    s = b + luhn(b)
    return r.choice([s, s, group(s, (2, 6, 6, 1), "-"), group(s, (6, 2, 6, 1), " ")])


@val
def imsi(r, p):
    return r.choice(["26201", "310260", "23415", "20801", "40445", "22210", "72405"]).ljust(5) + "" if False else (lambda m: m + digits(r, 15 - len(m)))(
        r.choice(["26201", "310260", "23415", "20801", "40445", "22210", "72405"]))


@val
def iccid(r, p):
    b = "89" + r.choice(["49", "01", "44", "33", "91", "39"]) + digits(r, 14)
    return b + luhn(b)


@val
def device_serial_number(r, p):
    return r.choice([fill(r, "C02@@###@@#@"), fill(r, "@@@@#####@"), fill(r, "R58@#####@@"), fill(r, "@@########"), fill(r, "F##@@###@@@@")])


@val
def advertising_id(r, p):
    u = f"{hexs(r, 8)}-{hexs(r, 4)}-4{hexs(r, 3)}-{r.choice('89ab')}{hexs(r, 3)}-{hexs(r, 12)}"
    return r.choice([u, u.upper()])


@val
def cookie(r, p):
    return r.choice([tok(r, r.randrange(22, 48)), "s%3A" + tok(r, 32) + "." + rnd(r, 40), hexs(r, 32), f"GA1.2.{digits(r, 9, '123456789')}.{digits(r, 10, '1')}"])


@val
def session_id(r, p):
    return r.choice([hexs(r, 32), hexs(r, 32).upper(), rnd(r, 26, string.ascii_lowercase + string.digits), "sess_" + rnd(r, 24), tok(r, 43), hexs(r, 40)])


@val
def username(r, p):
    return p.user()


@val
def customer_id(r, p):
    return r.choice([fill(r, "C-######"), fill(r, "########"), "cus_" + rnd(r, 14), fill(r, "KD.####.####"), fill(r, "CUST-#####"), fill(r, "@@-#####-#")])


# --- 10 secrets -----------------------------------------------------------------------------------------------------
@val
def password(r, p):
    w = r.choice("Trellis Kumquat Badger Zeppelin Marzipan Gravel Otter Paprika Thimble Walrus Quiver Bramble".split())
    return r.choice([f"{w}{r.randrange(10, 9999)}!", rnd(r, 12, string.ascii_letters + string.digits + "!@#%^*_"), f"{w.lower()}-{r.choice('plum mint rust'.split())}-{r.randrange(99)}",
                     f"{w[:4]}$h{r.randrange(100, 999)}{w[-2:].upper()}", rnd(r, 16)]).rstrip("!@#%^*_") + r.choice(["!", "", "7", "x9"])


def b64(r, n, alphabet=string.ascii_letters + string.digits + "+/"):
    return rnd(r, n, alphabet)


@val
def password_hash(r, p):
    d = string.ascii_letters + string.digits + "./"
    return r.choice([f"$2{r.choice('aby')}$1{r.choice('012')}$" + rnd(r, 53, d), f"$6${rnd(r, 12, d)}${rnd(r, 86, d)}", f"$5${rnd(r, 16, d)}${rnd(r, 43, d)}", f"$1${rnd(r, 8, d)}${rnd(r, 22, d)}",
                     f"$apr1${rnd(r, 8, d)}${rnd(r, 22, d)}", f"$argon2id$v=19$m=65536,t=3,p=4${b64(r, 22)}${b64(r, 43)}", f"pbkdf2_sha256$600000${rnd(r, 22)}${b64(r, 43)}=",
                     "{SSHA}" + b64(r, 38) + "==", f"$y$j9T${rnd(r, 22, d)}${rnd(r, 43, d)}"])


@val
def one_time_code(r, p):
    return r.choice([digits(r, 6, "123456789"), digits(r, 6, "123456789"), group(digits(r, 6), (3, 3), r.choice("- ")), "G-" + digits(r, 6), digits(r, 4, "3456789"), digits(r, 8, "123456789")])


words("SECURITY_ANSWER", "Buttercup|Ford Fiesta|Marigold Street School|Aunt Petunia|lasagne|Scruffy the terrier|Mrs Haverstock|Lake Garda|purple unicorn|Tottenham")


@val
def private_key(r, p):
    kind = r.choice(["RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "DSA PRIVATE KEY"])
    body = b64(r, r.randrange(180, 420))
    nl = "\n" if r.random() < 0.7 else "\\n"
    lines = nl.join(body[i:i + 64] for i in range(0, len(body), 64))
    return f"-----BEGIN {kind}-----{nl}{lines}={nl}-----END {kind}-----"


def b64u(x):
    return base64.urlsafe_b64encode(json.dumps(x, separators=(",", ":")).encode()).decode().rstrip("=")


@val
def jwt(r, p):
    head = {"alg": r.choice(["HS256", "RS256", "ES256"]), "typ": "JWT"}
    if r.random() < 0.4:
        head["kid"] = hexs(r, 8)
    return f"{b64u(head)}.{b64u({'sub': digits(r, 9), 'iat': 1700000000 + r.randrange(10**7), 'scope': r.choice(['read', 'admin'])})}.{tok(r, 43)}"


@val
def bearer_token(r, p):
    return r.choice([tok(r, 40), hexs(r, 64), "ya29." + tok(r, 140), "EAA" + rnd(r, 120), "v2.local." + tok(r, 90), rnd(r, 32)])


@val
def basic_auth(r, p):
    return base64.b64encode(f"{p.user()}:{rnd(r, r.randrange(8, 14))}".encode()).decode()


@val
def connection_string(r, p):
    pw = rnd(r, r.randrange(8, 18)) if r.random() < 0.7 else f"{r.choice(['Sommer', 'Kayak', 'Ember'])}{r.randrange(10, 9999)}{r.choice(['', '%21', '-x'])}"
    h = r.choice(["db-main.kestrel-logistics.io", "pg.internal.tidewateroptics.com", "cache01.pinecone-analytics.ai", "mongo.lindenau-technik.de"])
    v = ("CONNECTION_STRING", pw)
    return r.choice([["postgres://app:", v, f"@{h}:5432/orders"], ["mysql://svc_web:", v, f"@{h}/shop?charset=utf8"], ["redis://:", v, f"@{h}:6379/0"],
                     ["mongodb+srv://reader:", v, f"@{h}/?retryWrites=true"], [f"Server={h};Database=crm;User Id=app;Password=", v, ";Encrypt=true"],
                     [f"host={h} dbname=ledger user=app password=", v, " sslmode=require"], ["amqp://worker:", v, f"@{h}:5672/jobs"],
                     ["jdbc:oracle:thin:app/", v, f"@//{h}:1521/ORCL"]])


@val
def api_key(r, p):
    return r.choice([hexs(r, 32), rnd(r, 32), tok(r, 40), hexs(r, 40), f"{hexs(r, 8)}-{hexs(r, 4)}-4{hexs(r, 3)}-{r.choice('89ab')}{hexs(r, 3)}-{hexs(r, 12)}", rnd(r, 24)])


@val
def encryption_key(r, p):
    raw = bytes(r.randrange(256) for _ in range(32))
    return r.choice([hexs(r, 64), hexs(r, 32), base64.b64encode(raw).decode(), "base64:" + base64.b64encode(raw).decode(),
                     "AGE-SECRET-KEY-1" + rnd(r, 58, "qpzry9x8gf2tvdw0s3jn54khce6mua7l").upper()])


@val
def otp_seed(r, p):
    s = rnd(r, r.choice([16, 16, 32, 26]), "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    return r.choice([s, s, " ".join(s[i:i + 4] for i in range(0, len(s), 4)), " ".join(s.lower()[i:i + 4] for i in range(0, len(s), 4))])


@val
def aws_access_key(r, p):
    return r.choice(["AKIA", "AKIA", "ASIA"]) + rnd(r, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


@val
def aws_secret_key(r, p):
    return rnd(r, 1) + b64(r, 38) + rnd(r, 1)


@val
def gcp_key(r, p):
    return r.choice(["AIza" + tok(r, 35), "AIza" + tok(r, 35), "GOCSPX-" + tok(r, 28), "1//0" + tok(r, 99)])


@val
def azure_key(r, p):
    k = r.randrange(5)
    if k == 0:
        return [f"DefaultEndpointsProtocol=https;AccountName=stkestrel{r.randrange(99)};AccountKey=", ("AZURE_KEY", b64(r, 86) + "=="), ";EndpointSuffix=core.windows.net"]
    if k == 1:
        return ["Endpoint=sb://orders-bus.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=", ("AZURE_KEY", b64(r, 43) + "=")]
    if k == 2:
        return ["AZURE_STORAGE_KEY=", ("AZURE_KEY", b64(r, 86) + "==")]
    if k == 3:
        return ["Ocp-Apim-Subscription-Key: ", ("AZURE_KEY", hexs(r, 32))]
    return ["AZURE_CLIENT_SECRET=", ("AZURE_KEY", rnd(r, 3) + r.choice(["7Q~", "8Q~"]) + rnd(r, 33, string.ascii_letters + string.digits + "_-") + rnd(r, 1))]


@val
def github_token(r, p):
    b = rnd(r, 30)
    return r.choice(["ghp_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"]) + b + crc62(b) if r.random() < 0.75 else "github_pat_" + rnd(r, 22) + "_" + rnd(r, 59)


@val
def gitlab_token(r, p):
    return r.choice(["glpat-", "glpat-", "glptt-", "gldt-", "glrt-", "GR1348941"]) + tok(r, 20)


@val
def slack_token(r, p):
    return r.choice([f"xoxb-{digits(r, 12, '123456789')}-{digits(r, 13, '123456789')}-{rnd(r, 24)}", f"xoxp-{digits(r, 11, '1')}-{digits(r, 12, '1')}-{digits(r, 13, '1')}-{hexs(r, 32)}",
                     f"xapp-1-A0{fill(r, '????????')}-{digits(r, 13, '1')}-{hexs(r, 64)}", f"xoxr-{digits(r, 12, '1')}-{digits(r, 12, '1')}-{rnd(r, 24)}"])


@val
def webhook_url(r, p):
    up = string.ascii_uppercase + string.digits
    return r.choice([f"https://hooks.slack.com/services/T{rnd(r, 8, up)}/B{rnd(r, 10, up)}/{rnd(r, 24)}", f"https://discord.com/api/webhooks/{digits(r, 18, '1')}/{tok(r, 68)}",
                     f"https://hooks.zapier.com/hooks/catch/{digits(r, 7, '1')}/{rnd(r, 7, string.ascii_lowercase + string.digits)}/",
                     f"https://kestrel.webhook.office.com/webhookb2/{hexs(r, 8)}-{hexs(r, 4)}-4{hexs(r, 3)}-a{hexs(r, 3)}-{hexs(r, 12)}/IncomingWebhook/{hexs(r, 32)}"])


@val
def payment_api_key(r, p):
    return r.choice(["sk_live_" + rnd(r, 24), "rk_live_" + rnd(r, 99), "whsec_" + rnd(r, 32), "sq0atp-" + tok(r, 22), "sq0csp-" + tok(r, 43), "rzp_live_" + rnd(r, 14), "live_" + rnd(r, 30),
                     "sk_live_" + hexs(r, 40), f"FLWSECK-{hexs(r, 32)}-X", f"access_token$production${rnd(r, 16, string.ascii_lowercase + string.digits)}${hexs(r, 32)}"])


@val
def llm_api_key(r, p):
    return r.choice(["sk-proj-" + tok(r, 74) + "T3BlbkFJ" + tok(r, 73), "sk-svcacct-" + tok(r, 58) + "T3BlbkFJ" + tok(r, 58), "sk-" + rnd(r, 20) + "T3BlbkFJ" + rnd(r, 20), "sk-ant-api03-" + tok(r, 93) + "AA",
                     "hf_" + rnd(r, 34, string.ascii_letters), "gsk_" + rnd(r, 52), "r8_" + rnd(r, 37), "pplx-" + rnd(r, 48), "xai-" + rnd(r, 80), "sk-or-v1-" + hexs(r, 64)])


@val
def package_registry_token(r, p):
    b = rnd(r, 30)
    return r.choice(["npm_" + b + crc62(b), "pypi-AgEIcHlwaS5vcmc" + tok(r, 150), "rubygems_" + hexs(r, 48), "dckr_pat_" + tok(r, 27), "oy2" + rnd(r, 43, "abcdefghijklmnopqrstuvwxyz234567"), "cio" + rnd(r, 32)])


@val
def chat_bot_token(r, p):
    return r.choice([f"{digits(r, 10, '123456789')}:AA{tok(r, 33)}", base64.b64encode(digits(r, 18, "123456789").encode()).decode().rstrip("=") + "." + tok(r, 6) + "." + tok(r, 38)])


@val
def messaging_api_key(r, p):
    return r.choice([f"SG.{tok(r, 22)}.{tok(r, 43)}", "key-" + hexs(r, 32), f"{hexs(r, 32)}-us{r.randrange(1, 21)}", "SK" + hexs(r, 32), f"xkeysib-{hexs(r, 64)}-{rnd(r, 16)}", f"re_{rnd(r, 8)}_{rnd(r, 24)}"])


@val
def cloud_token(r, p):
    return r.choice(["dop_v1_" + hexs(r, 64), "doo_v1_" + hexs(r, 64), "HRKU-AA" + tok(r, 58), f"v1.0-{hexs(r, 24)}-{hexs(r, 146)}", "FlyV1 fm2_" + b64(r, 180), "nfp_" + rnd(r, 36), "LTAI" + rnd(r, 20),
                     "AKID" + rnd(r, 32), "sbp_" + hexs(r, 40), "pscale_tkn_" + tok(r, 43), f"tskey-auth-k{rnd(r, 11)}CNTRL-{rnd(r, 32)}", "rnd_" + rnd(r, 28)])


@val
def devtool_token(r, p):
    return r.choice(["hvs." + tok(r, 95), "dapi" + hexs(r, 32), f"{rnd(r, 14)}.atlasv1.{rnd(r, 67)}", "dp.pt." + rnd(r, 43), f"PMAK-{hexs(r, 24)}-{hexs(r, 34)}", f"glsa_{rnd(r, 32)}_{hexs(r, 8)}",
                     "NRAK-" + rnd(r, 27, string.ascii_uppercase + string.digits), "sntryu_" + hexs(r, 64), "sqp_" + hexs(r, 40), "squ_" + hexs(r, 40), f"CCIPAT_{rnd(r, 22)}_{hexs(r, 40)}", "bkua_" + hexs(r, 40),
                     "phx_" + rnd(r, 43), "AKCp" + rnd(r, 69)])


@val
def saas_token(r, p):
    return r.choice(["shpat_" + hexs(r, 32), "shpss_" + hexs(r, 32), "ntn_" + rnd(r, 46), "secret_" + rnd(r, 43), "lin_api_" + rnd(r, 40), f"pat{rnd(r, 14)}.{hexs(r, 64)}", "figd_" + tok(r, 40),
                     f"ATATT3xFfGF0{tok(r, 170)}={rnd(r, 8, '0123456789ABCDEF')}", "sl." + tok(r, 130), f"pat-na1-{hexs(r, 8)}-{hexs(r, 4)}-4{hexs(r, 3)}-b{hexs(r, 3)}-{hexs(r, 12)}",
                     f"00D{rnd(r, 12)}!AQ{rnd(r, 92)}", "IGQVJ" + rnd(r, 120), f"tfp_{rnd(r, 44)}_{rnd(r, 14)}"])


@val
def signed_url(r, p):
    d = "20260314"
    return r.choice([[f"https://kestrel-scans.s3.eu-west-1.amazonaws.com/in/{hexs(r, 6)}.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={d}T101500Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=", ("SIGNED_URL", hexs(r, 64))],
                     ["https://storage.googleapis.com/tidewater-lens/img.png?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires=3600&X-Goog-Signature=", ("SIGNED_URL", hexs(r, 256))],
                     ["https://stkestrel.blob.core.windows.net/docs/a.zip?sv=2023-11-03&sp=r&se=2026-04-01T00%3A00%3A00Z&sig=", ("SIGNED_URL", b64(r, 43, string.ascii_letters + string.digits) + "%3D")],
                     ["https://d2kestrel.cloudfront.net/v/clip.mp4?Expires=1774000000&Signature=", ("SIGNED_URL", tok(r, 170))]])


@val
def oauth_client_secret(r, p):
    return r.choice([hexs(r, 40), hexs(r, 64), tok(r, 40), f"{hexs(r, 8)}-{hexs(r, 4)}-4{hexs(r, 3)}-9{hexs(r, 3)}-{hexs(r, 12)}", rnd(r, 32)])


# --- 11 work, 12 body -----------------------------------------------------------------------------------------------
@val
def organization(r, p):
    return pick(r, FIRMS)


words("JOB_TITLE", "forklift operator|paediatric nurse|senior tax accountant|Elektroniker|goldsmith|dental hygienist|backend developer|tram driver|sous-chef|quantity surveyor|Krankenpfleger|claims adjuster")


@val
def employee_id(r, p):
    return r.choice([fill(r, "E######"), fill(r, "P-#####"), fill(r, "EMP#####"), fill(r, "#######"), fill(r, "###-####"), fill(r, "EMP-#####"), fill(r, "#####")])


@val
def school(r, p):
    return pick(r, SCHOOLS)


@val
def student_id(r, p):
    return r.choice([fill(r, "@#######"), fill(r, "#########"), fill(r, "@########"), f"20{r.randrange(15, 26)}/{digits(r, 5)}", fill(r, "#######")])


words("ACADEMIC_RECORD", "3.42 GPA|2:1|SAT 1340|Abitur 1,9|first-class honours|64% in Algebra|CGPA 7.80|GPA 2.91|SAT 1480|71% in Chemistry|2:2|GCSE grade 4 in Maths")


@val
def professional_license(r, p):
    return r.choice([f"RN{digits(r, 6)}", f"SBN {digits(r, 6)}", f"GMC {digits(r, 7, '4567')}", f"{digits(r, 2)}{r.choice('ABCDEFGHIJKLMNO')}{digits(r, 4)}E", f"CRM/SP {digits(r, 6, '123')}", f"OAB/RJ {digits(r, 6, '123')}",
                     f"PE {digits(r, 5)}", f"CPA {digits(r, 6)}", f"DRE #{digits(r, 8, '0')}", f"RN {digits(r, 6)}"])


@val
def biometric_id(r, p):
    return r.choice([f"FP-{hexs(r, 8).upper()}", f"faceid_{hexs(r, 16)}", f"IRIS:{hexs(r, 4)}:{hexs(r, 4)}:{hexs(r, 4)}", f"vp_{rnd(r, 12)}", hexs(r, 40), f"FP-{hexs(r, 4)}-{hexs(r, 4)}"])


words("GENETIC_DATA", "rs429358 C/T|BRCA1 c.68_69delAG|HLA-B*27:05|47,XXY|HTT 42 CAG repeats|CFTR p.Phe508del|rs7412(C;C)|HLA-DQ2.5|46,XY|MTHFR c.665C>T|rs1801133 TT|BRCA2 c.5946delT")
words("PHYSICAL_TRAIT", "green eyes|burn scar on the left forearm|shaved head|dragon tattoo on her calf|prosthetic leg|strawberry birthmark on his neck|curly red hair|missing front tooth")


@val
def body_measurement(r, p):
    return r.choice([f"{r.randrange(148, 203)} cm", f"{r.randrange(4, 7)}'{r.randrange(0, 12)}\"", f"{r.randrange(45, 130)}.{r.randrange(10)} kg", f"{r.randrange(95, 290)} lbs", f"{r.randrange(8, 20)}st {r.randrange(1, 14)}lb",
                     f"BMI {r.randrange(17, 41)}.{r.randrange(10)}", f"1,{r.randrange(50, 99)}m", f"{r.randrange(50, 120)}kg"])


@val
def case_number(r, p):
    y = r.randrange(2012, 2026)
    b = f"{digits(r, 7)}{y}8{digits(r, 2, '12')}{digits(r, 4, '0')}"
    cnj = 98 - int(b + "00") % 97
    return r.choice([f"{r.randrange(1, 9)}:{y % 100:02d}-cv-{digits(r, 5, '0')}", f"CR-{y}-{digits(r, 6, '0')}", f"{r.randrange(10, 900)} Js {r.randrange(100, 9999)}/{y % 100:02d}", f"FL-{digits(r, 7)}", f"RG {y}/{digits(r, 5, '0')}",
                     f"{b[:7]}-{cnj:02d}.{y}.8.{b[12:14]}.{b[14:]}", f"CAD {digits(r, 4)}-{digits(r, 6)}", f"crime ref. {digits(r, 7, '123456789')}/{y % 100:02d}", f"{y}-CV-{digits(r, 5)}"])


@val
def membership_id(r, p):
    return r.choice([digits(r, 10, "123456789"), fill(r, "M#######"), digits(r, 16, "67"), fill(r, "@########"), digits(r, 8, "123456789")])


@val
def utility_account(r, p):
    while True:
        b = digits(r, 12, "12")
        c = weigh(b, (3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43)) % 11 % 10
        # CATEGORIES.md writes ES00 + 16 digits + 2 letters; the supply points of Spain have ES00 + 14 + 2
        cups = "ES00" + digits(r, r.choice([14, 16]), "2")
        table = "TRWAGMYFPDXBNJZSQVHLCKE"
        n = int(cups[2:] if len(cups) == 18 else cups[4:]) % 529
        return r.choice([b + str(c), group(b + str(c), (2, 4, 4, 3), " "), "DE000" + digits(r, 28), digits(r, 14, "123"), cups + table[n // 23] + table[n % 23], fill(r, "##########-#"),
                         fill(r, "###-####-####-#"), fill(r, "####-####-####")])
