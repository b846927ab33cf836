"""The peer to beat: detect-and-remove with a dozen regular expressions, as corpus clean-up scripts do it.

    python3 -m piiset.baseline find ROWS.jsonl                 find rows, as lauter's
    python3 -m piiset.baseline remove ROWS.jsonl FOUND.jsonl   rows with every found span cut out
    python3 -m piiset.baseline drop ROWS.jsonl FOUND.jsonl     rows without a find only"""
import json
import re
import sys

from .checks import luhn

RULES = [
    ("PRIVATE_KEY", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----", re.S)),
    ("JWT", re.compile(r"\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+")),
    ("AWS_ACCESS_KEY", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("GITHUB_TOKEN", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{82})\b")),
    ("SLACK_TOKEN", re.compile(r"\bxox[abpr]-[\w-]{20,}")),
    ("PAYMENT_API_KEY", re.compile(r"\b[sr]k_live_[A-Za-z0-9]{16,}\b")),
    ("LLM_API_KEY", re.compile(r"\bsk-[\w-]{20,}")),
    ("GCP_KEY", re.compile(r"\bAIza[\w-]{35}")),
    ("EMAIL_ADDRESS", re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")),
    ("URL", re.compile(r"https?://[^\s<>\"')\]]+")),
    ("IBAN_CODE", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")),
    ("CREDIT_CARD", re.compile(r"\b(?:\d[ -]?){12,18}\d\b")),
    ("US_SSN", re.compile(r"\b\d{3}-\d{2}-\d{4}\b")),
    ("IP_ADDRESS", re.compile(r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b")),
    ("DATE_TIME", re.compile(r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4})\b")),
    ("PHONE_NUMBER", re.compile(r"(?<![\w.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\)[ .-]?)?\d{2,5}(?:[ .-]\d{2,5}){1,4}(?!\w)")),
]


def find(text):
    """[(start, end, label)] in characters; earlier rules win."""
    taken, out = [], []
    for label, rule in RULES:
        for m in rule.finditer(text):
            a, b = m.span()
            digits = re.sub(r"\D", "", m.group())
            if label == "CREDIT_CARD" and luhn(digits[:-1]) != digits[-1]:
                continue
            if label == "PHONE_NUMBER" and not 7 <= len(digits) <= 15:
                continue
            if all(b <= c or d <= a for c, d in taken):
                taken.append((a, b))
                out.append((a, b, label))
    return sorted(out)


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def main():
    command, path = sys.argv[1], sys.argv[2]
    if command == "find":
        for row in rows(path):
            t = row["text"]
            spans = [{"start": len(t[:a].encode()), "end": len(t[:b].encode()), "label": label} for a, b, label in find(t)]
            print(json.dumps({"id": row["id"], "spans": spans}))
        return
    found = {row["id"]: row["spans"] for row in rows(sys.argv[3])}
    for row in rows(path):
        spans = found[row["id"]]
        if command == "drop":
            if not spans:
                print(json.dumps({"id": row["id"], "text": row["text"]}, ensure_ascii=False))
            continue
        data, out, at = row["text"].encode(), b"", 0
        for s in spans:
            out += data[at:s["start"]]
            at = s["end"]
        print(json.dumps({"id": row["id"], "text": (out + data[at:]).decode()}, ensure_ascii=False))


if __name__ == "__main__":
    main()
