"""Every pattern category crossed with every place and every hard form: rows, and the cells in which values are missed.

    cross.py rows WORK [--seed N] [--each N]          writes WORK/rows.jsonl
    cross.py score WORK FOUND.jsonl OUT [--list N]    writes OUT.md; --list prints missed rows

Values come from studies/pii (issuers' rules, check digits); labels, sentences (words.txt), places and forms are this study's own, so that a rule
which knows the sentences of studies/pii gains nothing here."""
import argparse
import collections
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "pii"))
from piiset import values  # noqa: E402
from piiset.people import Persona  # noqa: E402

COUNTRIES = {"US": "US", "UK": "GB", "CA": "CA", "AU": "AU", "NZ": "AU", "IN": "IN", "BR": "BR", "AR": "AR", "CL": "AR", "MX": "MX", "ES": "ES", "IT": "IT", "FR": "FR",
             "DE": "DE", "PT": "PT", "NL": "NL", "BE": "BE", "PL": "PL", "SE": "SE", "JP": "JP", "CN": "CN", "RU": "RU", "ZA": "ZA"}
ANY = ["US", "US", "GB", "GB", "DE", "FR", "ES", "IT", "NL", "PL", "CA", "AU", "IN"]


def load():
    """{category: (labels, sentences)}"""
    out, cur = {}, None
    for line in open(os.path.join(HERE, "words.txt"), encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        if line.startswith("  "):
            out[cur][1].append(line[2:])
        else:
            cur, labels = line.split(": ", 1)
            out[cur] = ([x.strip() for x in labels.split(";")], [])
    return out


def snake(label):
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") if label.isascii() else label.replace(" ", "_")


def camel(label):
    head, *tail = snake(label).split("_")
    return head + "".join(w.title() for w in tail)


# --- places: f(r, label, key, value) -> text with the value where \1 stands --------------------------------------------------------------
V = "\1"


def table(r, key, cell):
    """Two other columns around the value's; what they hold is not private."""
    return ["row_id", key, "status"], [str(r.randrange(100, 999)), cell, r.choice(["open", "done", "pending"])]


def delimited(sep, quote=""):
    def f(r, label, key):
        head, row = table(r, key, quote + V + quote)
        return sep.join(head) + "\n" + sep.join(row) + "\n"
    return f


def markdown(r, label, key):
    head, row = table(r, label, V)
    return "\n".join("| " + " | ".join(x) + " |" for x in (head, ["---"] * 3, row)) + "\n"


PLACES = {
    "label colon": lambda r, l, k: f"{l}: {V}",
    "label blank line": lambda r, l, k: f"{l}\n{V}\n",
    "label dash": lambda r, l, k: f"{l} - {V}",
    "label equals": lambda r, l, k: f"{l} = {V};",
    "capitals": lambda r, l, k: f"{l.upper()}: {V}",
    "label is": lambda r, l, k: f"the {l} is {V}, as far as I know",
    "brackets": lambda r, l, k: f"Record 14 ({l} {V}) was updated.",
    "bullet": lambda r, l, k: f"Details:\n * **{l}**: {V}\n * status: open",
    "csv": delimited(","), "csv quoted": delimited(",", '"'), "semicolons": delimited(";"), "tsv": delimited("\t"),
    "markdown table": markdown,
    "json": lambda r, l, k: '{"row_id": 17, "%s": "%s", "ok": true}' % (k, V),
    "json camel": lambda r, l, k: '{"%s":"%s","ok":true}' % (camel(l) if l.isascii() else k, V),
    "json in json": lambda r, l, k: r'{"payload":"{\"%s\":\"%s\"}"}' % (k, V),
    "yaml": lambda r, l, k: f"row:\n  {k}: {V}\n  status: open\n",
    "xml": lambda r, l, k: f"<row><{k}>{V}</{k}></row>",
    "html": lambda r, l, k: f"<tr><td>{l}</td><td>{V}</td></tr>",
    "sql": lambda r, l, k: f"INSERT INTO t (row_id, {k}) VALUES (4, '{V}');",
    "sql where": lambda r, l, k: f"SELECT 1 FROM t WHERE {k} = '{V}'",
    "log": lambda r, l, k: f"2026-03-01T10:00:00Z INFO step=4 {k}={V} took=12ms",
    "env": lambda r, l, k: f"export {k.upper()}={V}",
    "comment": lambda r, l, k: f"x = 1  # {l}: {V}",
    "c comment": lambda r, l, k: f"/* {l} {V} */ int x = 1;",
    "assignment": lambda r, l, k: f'{k} = "{V}"',
    "chat": lambda r, l, k: f"<jo_m> {l}?\n<kestrel> {V}",
    "quoted mail": lambda r, l, k: f"On Monday you wrote:\n> {l}: {V}\n> Thanks",
}
# Keys of programs do not hold these (armour, words).
NO_PLACES = {"PRIVATE_KEY": set(PLACES) - {"label colon", "label blank line", "label is"},
             "PASSPORT_MRZ": {"csv", "semicolons", "tsv", "env", "log", "sql where", "json camel", "json in json", "comment", "c comment", "yaml", "json", "assignment"}}

# --- forms: f(r, value) -> value as written, or None -----------------------------------------------------------------------------------
NUM = "zero one two three four five six seven eight nine".split()
NATO = dict(zip("abcdefghijklmnopqrstuvwxyz", "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo "
                "sierra tango uniform victor whiskey xray yankee zulu".split()))
SCRIPTS = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "০১২৩৪৫৬৭৮৯"]
SECRETS = {"PASSWORD_HASH", "JWT", "BEARER_TOKEN", "BASIC_AUTH", "CONNECTION_STRING", "API_KEY", "ENCRYPTION_KEY", "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "GCP_KEY", "AZURE_KEY",
           "GITHUB_TOKEN", "GITLAB_TOKEN", "SLACK_TOKEN", "WEBHOOK_URL", "PAYMENT_API_KEY", "LLM_API_KEY", "PACKAGE_REGISTRY_TOKEN", "CHAT_BOT_TOKEN", "MESSAGING_API_KEY",
           "CLOUD_TOKEN", "DEVTOOL_TOKEN", "SAAS_TOKEN", "SIGNED_URL", "OAUTH_CLIENT_SECRET", "COOKIE", "SESSION_ID", "CRYPTO", "ETHEREUM_ADDRESS", "CRYPTO_PRIVATE_KEY"}


# Values that nobody dictates character by character, or whose marks are what makes them (of an IP address the digits alone say nothing).
WHOLE = {"IP_ADDRESS", "IPV6_ADDRESS", "BLOOD_TYPE", "PO_BOX", "GEO_CODE", "GEO_COORDINATES", "PROFESSIONAL_LICENSE", "CASE_NUMBER", "SOCIAL_HANDLE", "MESSENGER_HANDLE",
         "OTP_SEED", "PASSPORT_MRZ", "CRYPTO_SEED_PHRASE", "UPI_ID", "BODY_MEASUREMENT"}
BY_CHARACTER = {"spelled", "spelled, dashes", "spelled, commas", "double, triple, oh", "digits and words", "spelling alphabet", "blanks between", "dashes between", "dots between",
                "underscores between", "commas between", "groups of two", "groups of three", "groups of four", "stray blank", "ocr", "lower"}


def core(v):
    return re.sub(r"[\s().+/\-#]", "", v)


def number(v, least=4, most=18):
    d = core(v)
    return d if d.isascii() and d.isdigit() and least <= len(d) <= most else None


def code(v, least=5, most=18):
    d = core(v)
    return d if d.isascii() and d.isalnum() and least <= len(d) <= most else None


def spelled(joint):
    def f(r, v):
        d = number(v)
        return joint.join(NUM[int(c)] for c in d) if d else None
    return f


def doubles(r, v):
    d = number(v)
    if not d:
        return None
    out = re.sub(r"(\d)\1\1", lambda m: f" triple {NUM[int(m[1])]} ", d)
    out = re.sub(r"(\d)\1", lambda m: f" double {NUM[int(m[1])]} ", out)
    out = re.sub(r"\d", lambda m: f" {'oh' if m[0] == '0' else NUM[int(m[0])]} ", out)
    return " ".join(out.split())


def between(sep):
    return lambda r, v: sep.join(code(v)) if code(v) else None


def grouped(sep, n):
    def f(r, v):
        d = number(v, 6)
        return sep.join(d[i:i + n] for i in range(0, len(d), n)) if d else None
    return f


def broken(glue):
    def f(r, v):
        at = [i for i, c in enumerate(v) if c in " -./@" and 1 < i < len(v) - 2] or ([len(v) // 2] if len(v) > 7 else [])
        if not at:
            return None
        i = r.choice(at)
        return v[:i] + glue + v[i + 1:] if v[i] == " " else v[:i + 1] + glue + v[i + 1:]
    return f


def ocr(r, v):
    looks = {"0": "O", "1": "lI", "5": "S", "8": "B", "2": "Z", "6": "G"}
    at = [i for i, c in enumerate(v) if c in looks]
    if not at or len(core(v)) < 7 or sum(c.isdigit() for c in v) < 5:
        return None
    i = r.choice(at)
    return v[:i] + r.choice(looks[v[i]]) + v[i + 1:]


def stray(r, v):
    at = [i for i in range(2, len(v) - 1) if v[i].isalnum() and v[i - 1].isalnum()]
    if len(core(v)) < 7 or not at:
        return None
    i = r.choice(at)
    return v[:i] + " " + v[i:]


def mixed(r, v):
    d = number(v, 6, 16)
    if not d:
        return None
    at = set(r.sample(range(len(d)), 2))
    return "".join(NUM[int(c)] if i in at else c for i, c in enumerate(d))


def signs(table):
    return lambda r, v: "".join(table.get(c, c) for c in v)


def halves(glue):
    def f(r, v):
        if len(v) < 16:
            return None
        i = r.randrange(5, len(v) - 5)
        return [v[:i], glue, v[i:]]
    return f


FORMS = {
    "full-width": lambda r, v: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in v) if v.isascii() else None,
    "full-width digits": lambda r, v: "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "9" else c for c in v),
    "digits of another script": lambda r, v: (lambda t: "".join(t[int(c)] if "0" <= c <= "9" else c for c in v))(r.choice(SCRIPTS)),
    "zero width": lambda r, v: "".join(c + (r.choice("\u200b\u200c\u200d\u2060\ufeff\u00ad") if r.random() < 0.2 else "") for c in v[:-1]) + v[-1:],
    "odd blanks and dashes": lambda r, v: v.replace(" ", r.choice("\u00a0\u2009\u202f\u2007")).replace("-", r.choice("\u2010\u2011\u2012\u2013\u2212")),
    "entities": lambda r, v: v.replace("@", r.choice(["&#64;", "&#x40;", "&commat;"])).replace(" ", r.choice(["&nbsp;", "&#160;"])).replace("-", "&#45;"),
    "spelled": spelled(" "), "spelled, dashes": spelled("-"), "spelled, commas": spelled(", "), "double, triple, oh": doubles,
    "digits and words": mixed,
    "spelling alphabet": lambda r, v: " ".join(NATO[c] if c.isalpha() else NUM[int(c)] for c in code(v).lower()) if code(v) and not number(v) else None,
    "blanks between": between(" "), "dashes between": between("-"), "dots between": between("."), "underscores between": between("_"), "commas between": between(", "),
    "groups of two": grouped(" ", 2), "groups of three": grouped("-", 3), "groups of four": grouped(".", 4),
    "line break": broken("\n"), "CR LF": broken("\r\n"), "quoted line": broken("\n> "), "comment line": broken("\n# "), "comment line //": broken("\n// "),
    "star line": broken("\n * "), "soft break": broken("=\n"), "indented line": broken("\n    "),
    "ocr": ocr, "stray blank": stray,
    "lower": lambda r, v: v.lower(), "upper": lambda r, v: v.upper(),
    "[at] [dot]": lambda r, v: re.sub(r"@(.*)", lambda m: " [at] " + m[1].replace(".", " [dot] "), v) if "@" in v else None,
    "(at) dot": lambda r, v: re.sub(r"@(.*)", lambda m: "(at)" + m[1].replace(".", " dot "), v) if "@" in v else None,
    "hxxp": lambda r, v: v.replace("http", "hxxp", 1).replace(".", "[.]", 2) if v.startswith("http") else None,
    "[.]": lambda r, v: v.replace(".", "[.]") if re.fullmatch(r"[\d.]+", v) and v.count(".") == 3 else None,
    "concatenated +": halves('" + "'), "concatenated, lines": halves('"\n    "'), "backslash newline": halves("\\\n"),
}
# Where case is part of the value, or the value is words, another case is another value or no hard form.
FORM_LIMITS = {
    "lower": lambda c, v: c not in SECRETS and c not in {"PASSPORT_MRZ", "OTP_SEED", "PRIVATE_KEY", "UPI_ID", "BIOMETRIC_ID"},
    "upper": lambda c, v: c in {"EMAIL_ADDRESS", "ES_NIF", "IPV6_ADDRESS", "MAC_ADDRESS", "IBAN_CODE", "SOCIAL_PROFILE_URL", "IT_FISCAL_CODE"},
    "concatenated +": lambda c, v: c in SECRETS or c in {"IBAN_CODE", "CREDIT_CARD", "EMAIL_ADDRESS"},
    "concatenated, lines": lambda c, v: c in SECRETS,
    "backslash newline": lambda c, v: c in SECRETS,
    "entities": lambda c, v: c in {"EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD", "US_SSN"},
    "stray blank": lambda c, v: c not in SECRETS,
    "ocr": lambda c, v: c not in SECRETS and c not in {"PIN", "ONE_TIME_CODE", "CREDIT_SCORE"},
    "soft break": lambda c, v: True,
}
LINE_FORMS = {"line break", "CR LF", "quoted line", "comment line", "comment line //", "star line", "soft break", "indented line"}


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.words = load()
        self.rows, self.seen = [], set()

    def value(self, cat):
        code_of = cat.split("_")[0]
        persona = Persona(self.r, COUNTRIES.get(code_of, self.r.choice(ANY)))
        made = values.ALL[cat](self.r, persona)
        return [(cat, made)] if isinstance(made, str) else [p if isinstance(p, tuple) else (None, p) for p in made]

    def add(self, cat, frame, pieces, place, form):
        """frame holds V once; pieces replace it."""
        head, _, tail = frame.partition(V)
        text, spans = head, []
        for label, piece in pieces:
            if label:
                begin = len(text.encode())
                spans.append({"start": begin, "end": begin + len(piece.encode()), "label": label})
            text += piece
        text += tail
        if text in self.seen:
            return
        self.seen.add(text)
        self.rows.append({"id": f"c{len(self.rows):06d}", "text": text, "spans": spans, "category": cat, "place": place, "form": form})

    def frame(self, cat):
        labels, sentences = self.words[cat]
        if self.r.random() < 0.5:
            return self.r.choice(sentences).replace("{}", V)
        return f"{self.r.choice(labels)}: {V}"

    def make(self, each):
        r = self.r
        for cat, (labels, sentences) in self.words.items():
            for label in labels:
                for _ in range(each):
                    self.add(cat, f"{label}: {V}", self.value(cat), "label colon", "plain")
            for sentence in sentences:
                for _ in range(each):
                    self.add(cat, sentence.replace("{}", V), self.value(cat), "sentence", "plain")
            for place, build in PLACES.items():
                if place in NO_PLACES.get(cat, ()):
                    continue
                for label in labels[:3]:
                    pieces = self.value(cat)
                    if any("\n" in t or '"' in t for _, t in pieces):
                        if "json" in place or place in ("csv", "semicolons", "tsv", "markdown table", "assignment", "env", "log"):
                            continue
                    self.add(cat, build(r, label, snake(label)), pieces, place, "plain")
            for form, write in FORMS.items():
                for _ in range(each + 1):
                    pieces = self.value(cat)
                    if len(pieces) != 1 or "\n" in pieces[0][1]:
                        continue
                    v = pieces[0][1]
                    if form in FORM_LIMITS and not FORM_LIMITS[form](cat, v):
                        continue
                    if form in LINE_FORMS and cat in SECRETS and len(v) < 30:
                        continue
                    if form in BY_CHARACTER and cat in WHOLE:
                        continue
                    out = write(r, v)
                    if not out or out == v:
                        continue
                    if isinstance(out, list):
                        self.add(cat, f'{snake(labels[0])} = "{V}"', [(cat, out[0]), (None, out[1]), (cat, out[2])], "assignment", form)
                    else:
                        self.add(cat, self.frame(cat), [(cat, out)], "free", form)
        return self.rows


def covered(spans, gold, data, same):
    """Does what was found cover nine tenths of the gold's bytes that are no blanks?"""
    begin, end = gold["start"], gold["end"]
    inside = [False] * (end - begin)
    for s in spans:
        if same and s["label"] != gold["label"]:
            continue
        for i in range(max(begin, s["start"]), min(end, s["end"])):
            inside[i - begin] = True
    black = [i for i in range(end - begin) if not data[begin + i:begin + i + 1].isspace()]
    return sum(inside[i] for i in black) >= 0.9 * len(black)


def score(work, found_path, out, show):
    rows = {}
    for line in open(os.path.join(work, "rows.jsonl"), encoding="utf-8"):
        row = json.loads(line)
        rows[row["id"]] = row
    cells = {k: collections.defaultdict(lambda: [0, 0, 0]) for k in ("category", "place", "form")}
    missed = []
    for line in open(found_path, encoding="utf-8"):
        found = json.loads(line)
        row = rows.pop(found["id"])
        data = row["text"].encode()
        own = any_label = True
        for gold in row["spans"]:
            own &= covered(found["spans"], gold, data, True)
            any_label &= covered(found["spans"], gold, data, False)
        keys = {"category": row["category"], "place": row["place"] if row["form"] == "plain" else None, "form": row["form"]}
        for kind, key in keys.items():
            if key:
                c = cells[kind][key]
                c[0] += 1
                c[1] += own
                c[2] += any_label
        if not own:
            missed.append((row, found["spans"]))
    assert not rows, "rows without an answer"
    macro = sum(c[1] / c[0] for c in cells["category"].values()) / len(cells["category"])
    n = sum(c[0] for c in cells["category"].values())
    loose = sum(c[2] for c in cells["category"].values())
    plain = cells["form"]["plain"]
    lines = [f"{n:,} rows, {len(cells['category'])} categories, {len(cells['place'])} places, {len(cells['form']) - 1} hard forms; recall by category, macro **{macro:.4f}**; "
             f"plain {plain[1] / plain[0]:.4f}; under any label {loose / n:.4f}.", ""]
    for kind in ("place", "form"):
        lines += [f"| {kind} | rows | found | under any label |", "|---|---:|---:|---:|"]
        lines += [f"| {k} | {c[0]} | {c[1] / c[0]:.3f} | {c[2] / c[0]:.3f} |" for k, c in sorted(cells[kind].items(), key=lambda x: x[1][1] / x[1][0])]
        lines.append("")
    lines += ["The twenty weakest categories:", "", "| category | rows | found | under any label |", "|---|---:|---:|---:|"]
    lines += [f"| {k} | {c[0]} | {c[1] / c[0]:.3f} | {c[2] / c[0]:.3f} |" for k, c in sorted(cells["category"].items(), key=lambda x: x[1][1] / x[1][0])[:20]]
    open(out + ".md", "w", encoding="utf-8").write("\n".join(lines) + "\n")
    print(lines[0])
    for row, spans in missed[:show]:
        data = row["text"].encode()
        got = [(s["label"], data[s["start"]:s["end"]].decode(errors="replace")) for s in spans]
        print(f"{row['category']}\t{row['place']}\t{row['form']}\t{row['text']!r}\t{got}")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = p.add_subparsers(dest="what", required=True)
    a = sub.add_parser("rows")
    a.add_argument("work")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--each", type=int, default=2)
    a = sub.add_parser("score")
    a.add_argument("work")
    a.add_argument("found")
    a.add_argument("out")
    a.add_argument("--list", type=int, default=0)
    a = p.parse_args()
    if a.what == "rows":
        os.makedirs(a.work, exist_ok=True)
        with open(os.path.join(a.work, "rows.jsonl"), "w", encoding="utf-8") as f:
            for row in Maker(a.seed).make(a.each):
                f.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        score(a.work, a.found, a.out, a.list)


if __name__ == "__main__":
    main()
