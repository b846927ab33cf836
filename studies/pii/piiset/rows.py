"""Puts values into contexts: sentences, wrapped as chat, mail, tickets, comments; records as forms, tables, JSON, SQL, logs."""
import json
import os
import re

from . import forms, values
from .people import Persona, pick

HERE = os.path.dirname(__file__)
COUNTRY_OF = {"us": "US", "uk": "GB", "ca": "CA", "au": "AU", "nz": "AU", "in": "IN", "br": "BR", "ar": "AR", "cl": "AR", "mx": "MX", "es": "ES", "it": "IT", "fr": "FR", "de": "DE",
              "pt": "PT", "nl": "NL", "be": "BE", "pl": "PL", "se": "SE", "jp": "JP", "cn": "CN", "ru": "RU", "za": "ZA"}
LANG_COUNTRY = {"de": ["DE"], "fr": ["FR"], "es": ["ES", "MX", "AR"], "it": ["IT"], "nl": ["NL", "BE"], "pt": ["PT", "BR"], "pl": ["PL"], "sv": ["SE"], "ru": ["RU"], "ja": ["JP"], "zh": ["CN"], "hi": ["IN"]}
TAG = re.compile(r"\{([A-Z_]*)\}")


class Spec:
    def __init__(self, name, labels, keys):
        self.name, self.labels, self.keys, self.sentences = name, labels, keys, []


def load():
    specs, cur = {}, None
    for name in ("phrases_a.txt", "phrases_b.txt", "phrases_c.txt"):
        for line in open(os.path.join(HERE, name), encoding="utf-8"):
            line = line.rstrip("\n")
            if not line or line.startswith("# =="):
                continue
            if line.startswith("== "):
                c, labels, keys = (x.strip() for x in line[3:].split("|"))
                cur = specs[c] = Spec(c, [x.strip() for x in labels.split(",")], [x.strip() for x in keys.split(",")])
            elif line.startswith("# one") or line.startswith("# == C"):
                continue
            else:
                m = re.match(r"([a-z]{2}): ", line)
                lang, body = (m.group(1), line[4:]) if m else ("en", line)
                body = body.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
                cur.sentences.append((len(cur.sentences), lang, body))
    return specs


SPECS = load()


def pool(items, test):
    """Items of one half: every third belongs to test; short lists are shared."""
    if len(items) < 3:
        return items
    return [x for i, x in enumerate(items) if (i % 3 == 2) == test]


class Row:
    """Parts of a row under construction: (text, label or None). `hard`: False, True (any hard form) or a form's name."""

    def __init__(self, r, persona, hard, test):
        self.r, self.p, self.hard, self.test = r, persona, hard, test
        self.form = "plain"

    def value(self, cat, main=False):
        v = values.ALL[cat](self.r, self.p)
        parts = v if isinstance(v, list) else [(cat, v)]
        if not (main and self.hard):
            return parts
        out = []
        for x in parts:
            if isinstance(x, str) or x[0] != cat:
                out.append(x)
                continue
            self.form, pieces = forms.apply(self.r, cat, x[1], self.hard if isinstance(self.hard, str) else None)
            out += [(cat, s) if i % 2 == 0 else s for i, s in enumerate(pieces)]
        return out

    def sentence(self, cat, body):
        """Fills a sentence; the value of `cat` is the main one."""
        out, at = [], 0
        for m in TAG.finditer(body):
            out.append(body[at:m.start()])
            parts = self.value(m.group(1) or cat, main=not m.group(1))
            if "otpauth:" in body:  # a URI holds no blanks
                parts = esc(parts, lambda s: s.replace(" ", ""))
            out += parts
            at = m.end()
        return out + [body[at:]]


def flat(parts):
    """(text, spans with byte offsets)."""
    text, spans, at = [], [], 0
    for x in parts:
        label, s = (None, x) if isinstance(x, str) else x
        n = len(s.encode())
        if label and s:
            spans.append({"start": at, "end": at + n, "label": label})
        at += n
        text.append(s)
    return "".join(text), spans


def esc(parts, f):
    return [f(x) if isinstance(x, str) else (x[0], f(x[1])) for x in parts]


# --- wrappers of a sentence: each is (slice, before, after, line prefix) ---------------------------------------------
WRAPS = [
    ("chat", "[19:42] me: ", "", ""), ("chat", "<lurker> ok so\n<me> ", "\n<lurker> noted", ""), ("chat", "", "", ""),
    ("mail", "Hi there,\n\n", "\n\nBest wishes", ""), ("mail", "Subject: your request\n\nGood morning,\n", "\nPlease let me know if anything is missing.", ""),
    ("mail", "> can you send me that again?\n\nSure. ", "\n\nSent from my phone", ""),
    ("forum", "Long time reader, first post. ", " Any ideas what I should do next?", ""), ("forum", "[quote]what did they ask for?[/quote]\n", "\n\nEdit: solved, thanks all.", ""),
    ("forum", "UPDATE: they finally replied. ", " Has anyone else seen this?", ""),
    ("letter", "To whom it may concern\n\n", "\n\nWe kindly ask you to confirm receipt of this letter.", ""), ("letter", "Our reference: see above\n\n", "\n\nYours faithfully", ""),
    ("letter", "With regard to our conversation, the following was noted: ", "", ""),
    ("ticket", "Customer wrote: ", "\nStatus: open, waiting for second line", ""), ("ticket", "## Description\n", "\n\n## Steps\n1. open the page\n2. wait", ""), ("ticket", "Agent note - ", "", ""),
    ("note", "Clinic note: ", " Follow-up in two weeks.", ""), ("note", "- ", "\n- buy milk\n- return the drill", ""), ("note", "Interviewer summary. ", " No further questions.", ""),
    ("quoted", "> ", "\n\nI never got that mail.", "> "), ("comment", "# ", "\nretries = 3\n", "# "), ("comment", "// ", "\nint limit = 40;\n", "// "),
]
RECORDS = {}


def record(f):
    RECORDS[f.__name__] = f
    return f


@record
def form(r, fields, k):
    sep = [": ", ":\t", " - "][k]
    out = [["Application\n\n", "== Details ==\n", "Please check:\n"][k]]
    for cat, label, key, parts in fields:
        out += [label + sep, *parts, "\n"]
    return out


@record
def csv(r, fields, k):
    d = [",", ";", "\t"][k]
    out = [d.join(f[2] for f in fields) + "\n"]
    for i, (cat, label, key, parts) in enumerate(fields):
        text = "".join(x if isinstance(x, str) else x[1] for x in parts)
        q = '"' if d in text or "\n" in text or '"' in text else ""
        out += [d if i else "", q, *(esc(parts, lambda s: s.replace('"', '""')) if q else parts), q]
    return out + ["\n"]


@record
def md_table(r, fields, k):
    if k == 0:
        out = ["| " + " | ".join(f[1] for f in fields) + " |\n|" + "---|" * len(fields) + "\n|"]
        for f in fields:
            out += [" ", *esc(f[3], lambda s: s.replace("\n", " ")), " |"]
        return out + ["\n"]
    out = [["", "| Field | Value |\n|---|---|\n", "Field | Value\n:-- | --:\n"][k]]
    for f in fields:
        out += ["| " if k == 1 else "", f"{f[1]} | ", *esc(f[3], lambda s: s.replace("\n", " ")), " |\n" if k == 1 else "\n"]
    return out


def jesc(s):
    return json.dumps(s, ensure_ascii=False)[1:-1]


@record
def json_record(r, fields, k):
    nl, ind = [("", ""), ("\n", "  "), ("\n", "\t")][k]
    out = ["{" + nl]
    for i, (cat, label, key, parts) in enumerate(fields):
        out += [f'{ind}"{key}":{" " if k else ""}"', *esc(parts, jesc), '"', "," if i + 1 < len(fields) else "", nl or (" " if i + 1 < len(fields) else "")]
    return ([f'level=info body='] if k == 0 and r.random() < 0.3 else []) + out + ["}"]


@record
def yaml(r, fields, k):
    out = [["customer:\n", "---\n", "record:\n  kind: intake\n"][k]]
    for cat, label, key, parts in fields:
        out += [("  " if k != 1 else "") + key + ": ", *(['"'] if k == 2 else []), *esc(parts, (lambda s: jesc(s)) if k == 2 else (lambda s: s.replace("\n", " "))), *(['"'] if k == 2 else []), "\n"]
    return out


def xesc(s):
    return s.replace("\n> ", "\n").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@record
def xml(r, fields, k):
    out = [["<person>\n", '<?xml version="1.0"?>\n<entry>\n', "<row>"][k]]
    for cat, label, key, parts in fields:
        out += [f"  <{key}>" if k != 2 else f'<cell name="{key}">', *esc(parts, xesc), f"</{key}>\n" if k != 2 else "</cell>"]
    return out + [["</person>", "</entry>", "</row>"][k]]


@record
def sql(r, fields, k):
    q = lambda s: s.replace("'", "''")
    if k == 1:
        out = ["UPDATE members SET "]
        for i, (cat, label, key, parts) in enumerate(fields):
            out += [", " if i else "", f"{key} = '", *esc(parts, q), "'"]
        return out + [" WHERE id = 4;"]
    out = [f"INSERT INTO {['clients', '', 'staff'][k]} ({', '.join(f[2] for f in fields)}) VALUES ("]
    for i, f in enumerate(fields):
        out += [", " if i else "", "'", *esc(f[3], q), "'"]
    return out + [");"]


@record
def log(r, fields, k):
    out = [["2026-02-03T10:14:55Z INFO form.submit ", "[warn] 14:02:11 validation ", "Feb  3 10:14:55 web-2 app[811]: saved "][k]]
    for i, (cat, label, key, parts) in enumerate(fields):
        out += [" " if i else "", f"{key}=", '"', *esc(parts, jesc), '"']
    return out + ["\n"]


@record
def code(r, fields, k):
    out = [["user = {\n", "const fixture = {\n", "def seed():\n    return dict(\n"][k]]
    for cat, label, key, parts in fields:
        out += [[f'    "{key}": "', f'  {key}: "', f'        {key}="'][k], *esc(parts, jesc), '",\n']
    return out + [["}\n", "};\n", "    )\n"][k]]


@record
def env(r, fields, k):
    out = [["# settings\n", "", "[section]\n"][k]]
    for cat, label, key, parts in fields:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).upper() if k != 2 else key
        out += [name + ("=" if k != 2 else " = "), *esc(parts, lambda s: s.replace("\n", "\\n")), "\n"]
    return out


@record
def html(r, fields, k):
    out = [["<table>", "<dl>", "<ul>"][k]]
    for cat, label, key, parts in fields:
        a, b = [(f"<tr><th>{label}</th><td>", "</td></tr>"), (f"<dt>{label}</dt><dd>", "</dd>"), (f"<li><b>{label}:</b> ", "</li>")][k]
        out += [a, *esc(parts, xesc), b]
    return out + [["</table>", "</dl>", "</ul>"][k]]


THEMES = [
    ["PERSON", "DATE_OF_BIRTH", "GENDER", "NATIONALITY", "MARITAL_STATUS", "STREET_ADDRESS", "CITY", "POSTAL_CODE", "PHONE_NUMBER", "EMAIL_ADDRESS"],
    ["PERSON", "EMAIL_ADDRESS", "USERNAME", "IP_ADDRESS", "CUSTOMER_ID", "PHONE_NUMBER"],
    ["PERSON", "CREDIT_CARD", "CARD_EXPIRY", "IBAN_CODE", "SALARY", "INSURANCE_POLICY_NUMBER"],
    ["PERSON", "DATE_OF_BIRTH", "MEDICAL_RECORD_NUMBER", "MEDICAL_CONDITION", "MEDICATION", "BLOOD_TYPE"],
    ["PERSON", "EMPLOYEE_ID", "EMPLOYMENT_DATE", "JOB_TITLE", "ORGANIZATION", "EMAIL_ADDRESS"],
]
CODE_ONLY = forms.SECRETS | {"PRIVATE_KEY"}


def country_for(cat, lang):
    if lang in LANG_COUNTRY:
        return LANG_COUNTRY[lang]
    head = cat.split("_")[0].lower()
    return [COUNTRY_OF[head]] if head in COUNTRY_OF and cat not in ("IN_",) and len(head) == 2 and cat not in ("IP_ADDRESS", "ID_NIK") else [None]


def values_of(r, p, cat):
    v = values.ALL[cat](r, p)
    return v if isinstance(v, list) else [(cat, v)]


def make_sentence(r, cat, hard, test):
    idx, lang, body = pick(r, pool(SPECS[cat].sentences, test))
    p = Persona(r, pick(r, country_for(cat, lang)))
    if lang == "en" and cat in ("PERSON", "DATE_OF_BIRTH", "DATE_OF_DEATH", "MEDICAL_DATE", "EMPLOYMENT_DATE", "DATE_TIME"):
        p.lang = "en"
    row = Row(r, p, hard, test)
    parts = row.sentence(cat, body)
    if row.form == "concat":  # only code puts a literal together from pieces
        head = pick(r, pool(SPECS[cat].keys, test))
        row = Row(r, p, False, test)
        row.form, pieces = "concat", forms.concat(r, next((x[1] for x in values_of(r, p, cat) if not isinstance(x, str)), ""))
        if pieces is None:
            return make_sentence(r, cat, False, test)
        parts = [head, pick(r, [' = "', ': "', ' := "']), *[(cat, x) if i % 2 == 0 else x for i, x in enumerate(pieces)], '"', pick(r, ["", ";", "\n"])]
        return parts, "concat", "code", f"s:{cat}:concat"
    if lang in ("en",) and r.random() < 0.6 and cat not in CODE_ONLY:
        name, before, after, prefix = pick(r, [w for i, w in enumerate(WRAPS) if (i % 3 == 2) == test])
        if prefix:
            parts = esc(parts, lambda s: s.replace("\n", "\n" + prefix))
        parts = [before, *parts, after]
    else:
        name = "plain" if lang == "en" else "national"
    return parts, row.form, name, f"s:{cat}:{idx}:{name}"


def make_record(r, cat, hard, test):
    p = Persona(r, pick(r, country_for(cat, "")))
    row = Row(r, p, hard, test)
    cats = [cat]
    if cat not in CODE_ONLY or r.random() < 0.2:
        theme = pick(r, [t for t in THEMES if cat in t] or THEMES)
        cats += [c for c in r.sample(theme, r.randrange(1, 4)) if c != cat]
        r.shuffle(cats)
    kinds = sorted(RECORDS)
    if cat in CODE_ONLY:
        kinds = ["json_record", "yaml", "env", "code", "log", "form"]
    kind = pick(r, kinds)
    k = 2 if test else r.randrange(2)
    fields = []
    for c in cats:
        s = SPECS[c]
        key = pick(r, pool(s.keys, test))
        parts = row.value(c, main=c == cat)
        if c == cat and row.form == "concat":  # see make_sentence
            parts, row.form = values_of(r, p, c), "plain"
        fields.append((c, pick(r, pool(s.labels, test)), key, parts))
    if len({f[2] for f in fields}) < len(fields):
        fields = fields[:1] if fields[0][0] == cat else [f for f in fields if f[0] == cat]
    return RECORDS[kind](r, fields, k), row.form, kind, f"r:{cat}:{kind}:{k}"
