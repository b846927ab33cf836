"""Government identifiers: value generators (r: Random, p: Persona) -> str."""
import datetime

from .checks import (ean, fiscal_letter, icao, ints, luhn, mod11_10, mod11_2, verhoeff, weigh)
from .people import ascii_of, fill, pick

ALL = {}


def gov(f):
    ALL[f.__name__.upper()] = f
    return f


def digits(r, n, first="0123456789"):
    return r.choice(first) + "".join(r.choice("0123456789") for _ in range(n - 1))


def group(s, sizes, sep):
    out, i = [], 0
    for n in sizes:
        out.append(s[i:i + n])
        i += n
    return sep.join(x for x in out + [s[i:]] if x)


def born(r, p, lo=1940, hi=2004):
    return datetime.date(r.randrange(lo, hi), r.randrange(1, 13), r.randrange(1, 29))


def ssn_body(r):
    area = r.choice([a for a in (r.randrange(1, 900) for _ in range(4)) if a not in (666,)] or [219])
    return f"{area:03d}{r.randrange(1, 100):02d}{r.randrange(1, 10000):04d}"


@gov
def us_ssn(r, p):
    return group(ssn_body(r), (3, 2, 4), r.choice(["-"] * 6 + [" ", "", ".", "-"]))


@gov
def us_itin(r, p):
    gg = r.choice([*range(50, 66), *range(70, 89), 90, 91, 92, 94, 95, 96, 97, 98, 99])
    return group(f"9{digits(r, 2)}{gg:02d}{digits(r, 4)}", (3, 2, 4), r.choice(["-", "-", "-", " ", ""]))


@gov
def us_passport(r, p):
    return r.choice([digits(r, 9, "23456"), "A" + digits(r, 8), digits(r, 9, "5")])


@gov
def us_driver_license(r, p):
    return r.choice([fill(r, "@#######"), fill(r, "@############"), fill(r, "@###-####-####"), fill(r, "########"), fill(r, "@@######"),
                     fill(r, "@###-###-##-###-#"), fill(r, "#########"), fill(r, "@##############")])


@gov
def us_alien_number(r, p):
    d = digits(r, 9, "0123")
    return r.choice(["A" + d, "A-" + d, "A" + group(d, (3, 3, 3), "-"), "A " + group(d, (3, 3, 3), " "), "A#" + d, "A" + digits(r, 8)])


@gov
def uk_nino(r, p):
    while True:
        a = r.choice("ABCEGHJKLMNOPRSTWXYZ") + r.choice("ABCEGHJKLMNPRSTWXYZ")
        if a not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
            break
    s = a + digits(r, 6) + r.choice("ABCD")
    return r.choice([s, s, group(s, (2, 2, 2, 2, 1), " "), group(s, (2, 2, 2, 2, 1), " "), group(s, (2, 6, 1), " "), group(s, (2, 2, 2, 2, 1), "-")])


@gov
def ca_sin(r, p):
    b = digits(r, 8, "1245679")
    return group(b + luhn(b), (3, 3, 3), r.choice([" ", " ", "-", ""]))


@gov
def au_tfn(r, p):
    while True:
        s = digits(r, 9, "123456789")
        if weigh(s, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0:
            return group(s, (3, 3, 3), r.choice([" ", " ", "", "-"]))


@gov
def au_abn(r, p):
    while True:
        s = digits(r, 11, "123456789")
        if weigh(str(int(s[0]) - 1) + s[1:], (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)) % 89 == 0:
            return group(s, (2, 3, 3, 3), r.choice([" ", " ", ""]))


@gov
def nz_ird(r, p):
    while True:
        n = r.randrange(10_000_000, 150_000_000)
        body = f"{n // 10:08d}"
        c = -weigh(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if c == 10:
            c = -weigh(body, (7, 4, 3, 2, 5, 2, 7, 6)) % 11
        if c == 10:
            continue
        s = str(n // 10) + str(c)
        if not 10_000_000 < int(s) < 150_000_000:
            continue
        return group(s, (3, 3, 3) if len(s) == 9 else (2, 3, 3), r.choice(["-", "-", " ", ""]))


@gov
def in_aadhaar(r, p):
    b = digits(r, 11, "23456789")
    return group(b + verhoeff(b), (4, 4, 4), r.choice([" ", " ", " ", "-", ""]))


@gov
def in_pan(r, p):
    initial = (ascii_of(p.last)[:1] or "s").upper()
    return fill(r, "@@@") + r.choice("PPPPPHCF") + initial + digits(r, 4, "123456789") + fill(r, "@")


def cpf_digits(b):
    for start in (10, 11):
        rem = weigh(b, range(start, 1, -1)) % 11
        b += "0" if rem < 2 else str(11 - rem)
    return b


@gov
def br_cpf(r, p):
    s = cpf_digits(digits(r, 9, "123456789"))
    return r.choice([f"{s[:3]}.{s[3:6]}.{s[6:9]}-{s[9:]}"] * 4 + [s, f"{s[:9]}-{s[9:]}"])


@gov
def br_cnpj(r, p):
    b = (digits(r, 8) if r.random() < 0.8 else fill(r, "##@@##@#")) + "0001"
    for start in ([5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]):
        rem = sum((ord(c) - 48) * w for c, w in zip(b, start)) % 11
        b += "0" if rem < 2 else str(11 - rem)
    return r.choice([f"{b[:2]}.{b[2:5]}.{b[5:8]}/{b[8:12]}-{b[12:]}"] * 4 + [b])


@gov
def ar_cuit(r, p):
    while True:
        b = r.choice(["20", "23", "24", "27"]) + f"{r.randrange(5_000_000, 60_000_000):08d}"
        c = 11 - weigh(b, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if c == 10:
            continue
        return group(b + ("0" if c == 11 else str(c)), (2, 8, 1), r.choice(["-"] * 4 + ["", " "]))


@gov
def cl_rut(r, p):
    b = str(r.randrange(4_000_000, 26_000_000))
    c = 11 - sum(d * (2 + i % 6) for i, d in enumerate(reversed(ints(b)))) % 11
    k = "0" if c == 11 else "K" if c == 10 else str(c)
    dotted = f"{int(b):,}".replace(",", ".")
    return r.choice([f"{dotted}-{k}"] * 3 + [f"{b}-{k}"] * 2 + [f"{dotted}-{k.lower()}"])


@gov
def mx_curp(r, p):
    d = born(r, p, 1950, 2010)
    head = r.choice("BCDFGLMPRSTV") + r.choice("AEIOU") + fill(r, "@@")
    s = head + d.strftime("%y%m%d") + r.choice("HM") + r.choice(["SR", "VZ", "DF", "JC", "NL", "OC", "YN", "PL"])
    s += "".join(r.choice("BCDFGHJKLMNPQRSTVWXYZ") for _ in range(3)) + ("0" if d.year < 2000 else "A")
    values = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ")}
    return s + str(-sum(values[c] * w for c, w in zip(s, range(18, 1, -1))) % 10)


NIF = "TRWAGMYFPDXBNJZSQVHLCKE"


@gov
def es_nif(r, p):
    n = r.randrange(10_000_000, 99_000_000)
    k = NIF[n % 23]
    return r.choice([f"{n:08d}{k}"] * 3 + [f"{n:08d}-{k}"] * 2 + [f"{n:,}".replace(",", ".") + "-" + k])


@gov
def es_nie(r, p):
    x, n = r.randrange(3), r.randrange(10_000_000)
    k = NIF[(x * 10_000_000 + n) % 23]
    return r.choice([f"{'XYZ'[x]}{n:07d}{k}"] * 2 + [f"{'XYZ'[x]}-{n:07d}-{k}", f"{'XYZ'[x]}{n:07d}-{k}"])


@gov
def it_fiscal_code(r, p):
    def three(w):
        w = ascii_of(w).upper().replace("-", "")
        cons = [c for c in w if c not in "AEIOU"] + [c for c in w if c in "AEIOU"]
        return ("".join(cons) + "XXX")[:3]
    d = born(r, p)
    day = d.day + (40 if p.gender == "F" else 0)
    s = three(p.last) + three(p.first) + d.strftime("%y") + "ABCDEHLMPRST"[d.month - 1] + f"{day:02d}"
    s += r.choice("ABCDEFGHIL") + f"{r.randrange(1, 900):03d}"
    return r.choice([s + fiscal_letter(s)] * 4 + [group(s + fiscal_letter(s), (3, 3, 5, 5), " ")])


@gov
def fr_nir(r, p):
    dept = r.choice([f"{r.randrange(1, 95):02d}"] * 9 + ["2A", "2B"])
    b = r.choice("12") + f"{r.randrange(40, 100):02d}{r.randrange(1, 13):02d}{dept}{r.randrange(1, 600):03d}{r.randrange(1, 500):03d}"
    key = 97 - int(b.replace("2A", "19").replace("2B", "18")) % 97
    s = f"{b}{key:02d}"
    return r.choice([s, group(s, (1, 2, 2, 2, 3, 3, 2), " "), group(s, (1, 2, 2, 2, 3, 3, 2), " "), s[:13] + " " + s[13:]])


@gov
def de_tax_id(r, p):
    while True:
        ds = r.sample("0123456789", 9)
        ds.append(r.choice(ds))
        r.shuffle(ds)
        if ds[0] != "0":
            break
    b = "".join(ds)
    return group(b + mod11_10(b), (2, 3, 3, 3), r.choice([" ", " ", ""]))


@gov
def de_id_card(r, p):
    s = r.choice("CFGHJKLMNPRTVWXYZ") + "".join(r.choice("0123456789CFGHJKLMNPRTVWXYZ") for _ in range(8))
    return s + (icao(s) if r.random() < 0.6 else "")


@gov
def pt_nif(r, p):
    b = r.choice(["1", "2", "3"]) + digits(r, 7)
    c = 11 - weigh(b, range(9, 1, -1)) % 11
    return group(b + ("0" if c >= 10 else str(c)), (3, 3, 3), r.choice([" ", "", ""]))


@gov
def nl_bsn(r, p):
    while True:
        s = digits(r, 9, "123456789")
        if weigh(s, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0:
            return r.choice([s, s, f"{s[:4]}.{s[4:6]}.{s[6:]}", group(s, (3, 3, 3), " ")])


@gov
def be_national_number(r, p):
    d = born(r, p, 1940, 2012)
    b = d.strftime("%y%m%d") + f"{r.randrange(1, 990):03d}"
    key = 97 - int(("2" if d.year >= 2000 else "") + b) % 97
    return r.choice([f"{b[:2]}.{b[2:4]}.{b[4:6]}-{b[6:]}.{key:02d}"] * 3 + [f"{b}{key:02d}"])


@gov
def pl_pesel(r, p):
    d = born(r, p, 1935, 2012)
    b = f"{d.year % 100:02d}{d.month + (20 if d.year >= 2000 else 0):02d}{d.day:02d}" + digits(r, 4)
    return b + str(-weigh(b, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


@gov
def cz_birth_number(r, p):
    while True:
        d = born(r, p, 1955, 2010)
        b = f"{d.year % 100:02d}{d.month + (50 if p.gender == 'F' else 0):02d}{d.day:02d}" + digits(r, 3)
        c = -int(b) * 10 % 11
        if c == 10:
            continue
        s = b + str(c)
        return r.choice([f"{s[:6]}/{s[6:]}"] * 4 + [s])


@gov
def ro_cnp(r, p):
    d = born(r, p, 1945, 2010)
    b = str((1 if d.year < 2000 else 5) + (p.gender == "F")) + d.strftime("%y%m%d") + f"{r.choice([*range(1, 47), 51, 52]):02d}{r.randrange(1, 999):03d}"
    c = weigh(b, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return b + ("1" if c == 10 else str(c))


@gov
def bg_egn(r, p):
    d = born(r, p, 1945, 2010)
    b = f"{d.year % 100:02d}{d.month + (40 if d.year >= 2000 else 0):02d}{d.day:02d}" + digits(r, 3)
    return b + str(weigh(b, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10)


@gov
def se_personnummer(r, p):
    d = born(r, p, 1940, 2012)
    day = d.day + (60 if r.random() < 0.1 else 0)
    b = f"{d.year % 100:02d}{d.month:02d}{day:02d}" + digits(r, 3)
    s = b + luhn(b)
    return r.choice([f"{s[:6]}-{s[6:]}"] * 3 + [f"{d.year // 100}{s[:6]}-{s[6:]}"] * 2 + [s, f"{d.year // 100}{s}"])


@gov
def no_birth_number(r, p):
    while True:
        d = born(r, p, 1940, 1999)
        b = f"{d.day + (40 if r.random() < 0.1 else 0):02d}{d.month:02d}{d.year % 100:02d}{r.randrange(0, 500):03d}"
        k1 = -weigh(b, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
        if k1 == 10:
            continue
        k2 = -weigh(b + str(k1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if k2 == 10:
            continue
        s = f"{b}{k1}{k2}"
        return r.choice([s, f"{s[:6]} {s[6:]}"])


@gov
def dk_cpr(r, p):
    while True:
        d = born(r, p, 1940, 1999)
        b = d.strftime("%d%m%y") + digits(r, 3, "0123")
        c = -weigh(b, (4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if c == 10:
            continue
        s = b + str(c)
        return r.choice([f"{s[:6]}-{s[6:]}"] * 4 + [s])


@gov
def fi_personal_identity_code(r, p):
    d = born(r, p, 1940, 2012)
    sign = r.choice("-YXWVU") if d.year < 2000 and r.random() < 0.3 else "-" if d.year < 2000 else "A"
    n = f"{r.randrange(2, 900):03d}"
    return d.strftime("%d%m%y") + sign + n + "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(d.strftime("%d%m%y") + n) % 31]


@gov
def ie_ppsn(r, p):
    b = digits(r, 7)
    second = r.choice(["", "", "A", "B", "W"])
    total = weigh(b, range(8, 1, -1)) + 9 * (0 if second in ("", "W") else ord(second) - 64)
    return b + "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] + second


@gov
def ch_ahv(r, p):
    b = "756" + digits(r, 9)
    s = b + ean(b)
    return r.choice([group(s, (3, 4, 4, 2), ".")] * 4 + [s, group(s, (3, 4, 4, 2), " ")])


@gov
def tr_national_id(r, p):
    b = digits(r, 9, "123456789")
    d = ints(b)
    d10 = (7 * sum(d[0::2]) - sum(d[1::2])) % 10
    return b + str(d10) + str((sum(d) + d10) % 10)


@gov
def il_id(r, p):
    b = digits(r, 8, "0123")
    return r.choice([b + luhn(b)] * 3 + [f"{b}-{luhn(b)}"])


@gov
def za_id_number(r, p):
    b = born(r, p, 1945, 2008).strftime("%y%m%d") + digits(r, 4) + r.choice("001") + r.choice("89")
    s = b + luhn(b)
    return r.choice([s, s, group(s, (6, 4, 3), " ")])


@gov
def kr_rrn(r, p):
    d = born(r, p, 1945, 2012)
    b = d.strftime("%y%m%d") + str((1 if d.year < 2000 else 3) + (p.gender == "F")) + digits(r, 5)
    c = (11 - weigh(b, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    s = b + str(c)
    return r.choice([f"{s[:6]}-{s[6:]}"] * 4 + [s])


@gov
def jp_my_number(r, p):
    b = digits(r, 11, "123456789")
    rem = sum(d * (i + 2 if i < 6 else i - 4) for i, d in enumerate(reversed(ints(b)))) % 11
    s = b + str(0 if rem <= 1 else 11 - rem)
    return group(s, (4, 4, 4), r.choice([" ", "-", ""]))


@gov
def cn_resident_id(r, p):
    area = r.choice(["620102", "420502", "110108", "310104", "440305", "510107", "370203", "330106"])
    b = area + born(r, p, 1950, 2010).strftime("%Y%m%d") + f"{r.randrange(1, 999):03d}"
    return b + mod11_2(b)


@gov
def sg_nric_fin(r, p):
    k, b = r.choice("STFGM"), digits(r, 7)
    total = weigh(b, (2, 7, 6, 5, 4, 3, 2)) + {"S": 0, "F": 0, "T": 4, "G": 4, "M": 3}[k]
    table = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}[k]
    return k + b + table[total % 11]


@gov
def hk_id(r, p):
    letter, b = r.choice("ABCDEGHKPRSVYZ"), digits(r, 6)
    total = 36 * 9 + (ord(letter) - 55) * 8 + weigh(b, (7, 6, 5, 4, 3, 2))
    c = -total % 11
    c = "A" if c == 10 else str(c)
    return r.choice([f"{letter}{b}({c})"] * 3 + [f"{letter}{b}{c}"])


@gov
def th_tnin(r, p):
    b = digits(r, 12, "12345678")
    s = b + str((11 - weigh(b, range(13, 1, -1)) % 11) % 10)
    return r.choice([group(s, (1, 4, 5, 2, 1), "-")] * 3 + [s, group(s, (1, 4, 5, 2, 1), " ")])


@gov
def id_nik(r, p):
    d = born(r, p, 1950, 2006)
    return r.choice(["317105", "327301", "357801", "337402", "127106", "517101"]) + \
        f"{d.day + (40 if p.gender == 'F' else 0):02d}{d.month:02d}{d.year % 100:02d}{r.randrange(1, 60):04d}"


@gov
def ru_snils(r, p):
    b = digits(r, 9, "123456789")
    c = weigh(b, range(9, 0, -1)) % 101 % 100
    return r.choice([f"{b[:3]}-{b[3:6]}-{b[6:]} {c:02d}"] * 3 + [f"{b}{c:02d}", f"{b[:3]}-{b[3:6]}-{b[6:]}-{c:02d}"])


@gov
def ng_nin(r, p):
    b = digits(r, 10, "123456789")
    return group(b + verhoeff(b), (4, 3, 4), r.choice(["", "", " ", "-"]))


@gov
def passport(r, p):
    return r.choice([fill(r, "@@#######"), fill(r, "@#######"), r.choice("KLMPRTZ") + digits(r, 8), fill(r, "##@@#####"),
                     r.choice("CFGHJK") + "".join(r.choice("0123456789CFGHJKLMNPRTVWXYZ") for _ in range(8)),
                     fill(r, "## #######"), fill(r, "@@@######"), r.choice("KLMPRTZ") + digits(r, 8)])


@gov
def passport_mrz(r, p):
    c = r.choice(["GBR", "FRA", "ITA", "POL", "ESP", "IND", "TUR", "NLD", "SWE"])
    name = (ascii_of(p.last).upper().replace("-", "<") + "<<" + ascii_of(p.first).upper().replace("-", "<"))
    number = fill(r, "@@#######")
    birth, expiry = born(r, p).strftime("%y%m%d"), f"{r.randrange(26, 36)}{r.randrange(1, 13):02d}{r.randrange(1, 29):02d}"
    if r.random() < 0.75:
        one = ("P<" + c + name).ljust(44, "<")[:44]
        two = number + icao(number) + c + birth + icao(birth) + p.gender + expiry + icao(expiry) + "<" * 14 + "0"
        two += icao(two[0:10] + two[13:20] + two[21:43])
        return one + "\n" + two
    one = "I<" + c + number + icao(number) + "<" * 15
    two = birth + icao(birth) + p.gender + expiry + icao(expiry) + c + "<" * 11
    two += icao(one[5:30] + two[0:7] + two[8:15] + two[18:29])
    return one + "\n" + two + "\n" + name.ljust(30, "<")[:30]
