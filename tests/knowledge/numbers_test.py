#!/usr/bin/env python3
"""Checks of numbers against python-stdnum, which others wrote from the issuers' publications: what it calls valid and what it does not.

Numbers are drawn by the seed LAUTER_SEED: valid ones by stdnum, those with one character changed, with two neighbours swapped, and any of the same
form. Both must judge all of them alike, but for the differences in DIFFERENCES, each with the issuer's text that decides it.
CHECKS names the program that asks lauter's catalog. Skipped where python3-stdnum is missing.
"""
import datetime
import importlib
import os
import random
import string
import subprocess
import sys
import unittest

try:
    import stdnum
except ImportError:
    sys.exit(77)

DIGITS, UPPER = string.digits, string.ascii_uppercase
VALID = 400  # of each category

# Category, module, form of the body (# digit, A letter, X either, ymdYc of a date by name below, others themselves), characters to complete
# it with until stdnum is content.
NUMBERS = [
    ("US_SSN", "us.ssn", "#########", ""), ("US_ITIN", "us.itin", "9########", ""), ("CA_SIN", "ca.sin", "########", "#"),
    ("MX_CURP", "mx.curp", "AAAA{ymd}{HM}{AS|BC|CL|DF|JC|NE|YN}{BCDFG}{XZVWT}{NPQRS}X", "#"),
    ("BR_CPF", "br.cpf", "#########", "##"), ("BR_CNPJ", "br.cnpj", "########0001", "##"),
    ("AR_CUIT", "ar.cuit", "{20|23|24|27|30|33|34}########", "#"), ("CL_RUT", "cl.rut", "{12}#######", "K"),
    ("ES_NIF", "es.dni", "########", "A"), ("ES_NIE", "es.nie", "{XYZ}#######", "A"),
    ("IT_FISCAL_CODE", "it.codicefiscale", "{BCDFGHLMNPRSTVZ}AAAAA{yy}{ABCDEHLMPRST}{dd}{ABCDEFGHILMZ}###", "A"),
    ("FR_NIR", "fr.nir", "{12}{yy}{mm}{01|13|33|59|75|95}{serial}{serial}", "##"), ("DE_TAX_ID", "de.idnr", "{tax}", "#"),
    ("PT_NIF", "pt.nif", "{123}#######", "#"), ("NL_BSN", "nl.bsn", "########", "#"), ("BE_NATIONAL_NUMBER", "be.nn", "{ymd}{serial}", "##"),
    ("PL_PESEL", "pl.pesel", "{ymd}####", "#"), ("CZ_BIRTH_NUMBER", "cz.rc", "{ymd}###", "#"),
    ("RO_CNP", "ro.cnp", "{1256}{ymd}{01|10|22|40|46|52}{serial}", "#"), ("BG_EGN", "bg.egn", "{ymd}###", "#"),
    ("SE_PERSONNUMMER", "se.personnummer", "{ymd}-###", "#"), ("NO_BIRTH_NUMBER", "no.fodselsnummer", "{dmy}###", "##"),
    ("DK_CPR", "dk.cpr", "{dmy}####", ""), ("FI_PERSONAL_IDENTITY_CODE", "fi.hetu", "{dmy}{-A+}{serial}", "X"),
    ("IE_PPSN", "ie.pps", "#######", "A"), ("CH_AHV", "ch.ssn", "756#########", "#"), ("TR_NATIONAL_ID", "tr.tckimlik", "{1234}########", "##"),
    ("IL_ID", "il.idnr", "########", "#"), ("ZA_ID_NUMBER", "za.idnr", "{ymd}####{01}8", "#"), ("IN_AADHAAR", "in_.aadhaar", "{23456789}##########", "#"),
    ("IN_PAN", "in_.pan", "AAA{ABCFGHLJPT}A####A", ""), ("KR_RRN", "kr.rrn", "{ymd}{1234}{00|11|25|39|48|66|95}{serial}0", "#"),
    ("CN_RESIDENT_ID", "cn.ric", "{110105|440524|320102|510104}{cymd}{serial}", "K"), ("TH_TNIN", "th.pin", "{12345678}###########", "#"),
    ("AU_TFN", "au.tfn", "########", "#"), ("AU_ABN", "au.abn", "#########", "!"), ("NZ_IRD", "nz.ird", "{1234}######", "#"),
    ("IBAN_CODE", "iban", "{iban}", ""), ("ABA_ROUTING_NUMBER", "us.rtn", "{01|09|12|21|32|61|72|80}######", "#"),
    ("UK_NHS", "gb.nhs", "{46}########", "#"), ("IMEI", "imei", "35############", "#"),
]
COMPLETE = {"#": DIGITS, "A": UPPER, "X": DIGITS + UPPER, "K": DIGITS + "KX"}

IBANS = {"DE": "##################", "GB": "AAAA##############", "FR": "##########XXXXXXXXXXX##", "NL": "AAAA##########", "PL": "#" * 24, "AT": "#" * 16}


def date(draw):
    return datetime.date(1932, 1, 1) + datetime.timedelta(draw.randrange(24800))  # to 1999


def drawn(form, draw):
    """A random body of the form."""
    day, out, i = date(draw), "", 0
    while i < len(form):
        c = form[i]
        if c == "{":
            name = form[i + 1:form.index("}", i)]
            i += len(name) + 1
            if name in ("ymd", "dmy", "cymd", "yy", "mm", "dd"):
                out += day.strftime({"ymd": "%y%m%d", "dmy": "%d%m%y", "cymd": "%Y%m%d", "yy": "%y", "mm": "%m", "dd": "%d"}[name])
            elif name == "serial":
                out += f"{draw.randint(2, 899):03}"
            elif name == "tax":  # one digit twice or three times among ten
                body = draw.sample(DIGITS, 9) + [""]
                body[9] = draw.choice(body[:8])
                out += "".join(body).lstrip("0").rjust(10, "1") if body[0] == "0" else "".join(body)
            elif name == "iban":
                country = draw.choice(sorted(IBANS))
                bban = drawn(IBANS[country], draw)
                number = int("".join(str(int(ch, 36)) for ch in bban + country + "00"))
                out += f"{country}{98 - number % 97:02}{bban}"
            else:
                out += draw.choice(name.split("|") if "|" in name else name)
        else:
            out += draw.choice({"#": DIGITS, "A": UPPER, "X": DIGITS + UPPER}.get(c, c))
        i += 1
    return out


def completed(body, checks, valid):
    """The number that stdnum calls valid, or None; its check digits may stand ahead."""
    if checks == "!":
        return next((f"{n}{body}" for n in range(10, 100) if valid(f"{n}{body}")), None)
    if not checks:
        return body if valid(body) else None
    for c in COMPLETE[checks[0]]:
        for d in COMPLETE[checks[1]] if len(checks) > 1 else [""]:
            if valid(body + c + d):
                return body + c + d
    return None


def changed(value, draw):
    at = draw.choice([i for i, c in enumerate(value) if c.isalnum()])
    return value[:at] + draw.choice([c for c in (DIGITS if value[at].isdigit() else UPPER) if c != value[at]]) + value[at + 1:]


def swapped(value, draw):
    at = draw.randrange(len(value) - 1)
    return value[:at] + value[at + 1] + value[at] + value[at + 2:]


DIFFERENCES = {}


class NumbersTest(unittest.TestCase):
    def test_judged_as_stdnum_does(self):
        seed = int(os.environ.get("LAUTER_SEED", "1"))
        for category, module, form, checks in NUMBERS:
            with self.subTest(category):
                valid = importlib.import_module(f"stdnum.{module}").is_valid
                draw = random.Random(f"{seed} {category}")
                good = []
                for _ in range(VALID * 30):
                    if len(good) < VALID and (number := completed(drawn(form, draw), checks, valid)):
                        good.append(number)
                self.assertGreater(len(good), VALID // 4)
                values = good + [change(v, draw) for v in good for change in (changed, changed, swapped, swapped)]
                values += [drawn(form + ("" if checks == "!" else checks.replace("K", "#")), draw) for _ in range(VALID)]
                asked = subprocess.run([os.environ["CHECKS"]], input="".join(f"{category}\t{v}\n" for v in values), capture_output=True, text=True, check=True)
                other = []
                for value, answer in zip(values, asked.stdout.split(), strict=True):
                    ours, theirs = answer == "1", bool(valid(value))
                    if ours != theirs and not DIFFERENCES.get(category, lambda *_: False)(value, ours):
                        other.append(f"{value}: {'lauter' if ours else 'stdnum'} alone")
                self.assertFalse(other, f"{len(other)} of {len(values)}: {other[:8]}")


if __name__ == "__main__":
    unittest.main()
