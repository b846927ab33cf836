"""Rows that hold nothing private: machine identifiers, bad check digits, documentation values, placeholders, general talk;
and plain prose."""
import datetime
import random
import string
import uuid

from . import values
from .checks import ean, luhn
from .gov import digits, group
from .people import fill
from .values import hexs, rnd, tok


def u4(r):
    return str(uuid.UUID(int=r.getrandbits(128), version=4))


def bad_luhn(r):
    b = "4" + digits(r, 14)
    c = (int(luhn(b)) + r.randrange(1, 9)) % 10
    return group(b + str(c), (4, 4, 4, 4), r.choice([" ", ""]))


def bad_iban(r):
    return f"DE{r.randrange(2, 98):02d}" if False else next(
        s for s in (f"DE{r.randrange(10, 98)}{digits(r, 18, '123')}" for _ in range(9)) if int("".join(str(int(c, 36)) for c in s[4:] + s[:4])) % 97 != 1)


def stamp(r):
    d = datetime.datetime(2015, 1, 1) + datetime.timedelta(seconds=r.randrange(330_000_000))
    return r.choice([d.isoformat(), d.strftime("%Y-%m-%d %H:%M:%S,%f")[:-3], d.strftime("%b %d %H:%M:%S"), d.strftime("%d/%b/%Y:%H:%M:%S +0000"), d.isoformat() + "Z", d.strftime("%Y%m%dT%H%M%SZ")])


def isbn(r):
    b = "978" + r.choice(["0", "1", "3", "2"]) + digits(r, 8)
    s = b + ean(b)
    return r.choice([f"{s[:3]}-{s[3]}-{s[4:7]}-{s[7:12]}-{s[12]}", s])


V = {
    "sha1": lambda r: hexs(r, 40), "sha256": lambda r: hexs(r, 64), "md5": lambda r: hexs(r, 32), "short": lambda r: hexs(r, 7), "uuid": u4,
    "ver": lambda r: r.choice([f"{r.randrange(9)}.{r.randrange(30)}.{r.randrange(99)}", f"v{r.randrange(20)}.{r.randrange(12)}", f"{r.randrange(1, 30)}.{r.randrange(20)}.{r.randrange(10)}.{r.randrange(400)}", f"{r.randrange(9)}.{r.randrange(9)}.0-rc{r.randrange(1, 9)}"]),
    "stamp": stamp, "epoch": lambda r: str(1_500_000_000 + r.randrange(250_000_000)), "epochms": lambda r: str(1_500_000_000_000 + r.randrange(250_000_000_000)),
    "isbn": isbn, "doi": lambda r: f"10.{r.randrange(1000, 9999)}/{rnd(r, 5, string.ascii_lowercase)}.{r.randrange(2001, 2025)}.{digits(r, 5)}", "arxiv": lambda r: f"{r.randrange(10, 25):02d}{r.randrange(1, 13):02d}.{digits(r, 5)}",
    "order": lambda r: r.choice([f"ORD-{digits(r, 8)}", f"#{digits(r, 7)}", f"{digits(r, 3)}-{digits(r, 7)}-{digits(r, 7)}", f"PO{digits(r, 8)}"]), "ticket": lambda r: r.choice([f"INC{digits(r, 7)}", f"OPS-{digits(r, 4)}", f"#{digits(r, 5)}"]),
    "part": lambda r: r.choice([f"PN {fill(r, '@##-####-##')}", fill(r, "@@@-####-@"), fill(r, "####-###-####")]), "lot": lambda r: f"LOT {fill(r, '@######')}", "card_bad": bad_luhn, "iban_bad": bad_iban,
    "price": lambda r: f"{r.randrange(1, 900)}.{r.randrange(10, 99)}", "count": lambda r: f"{r.randrange(1, 99)},{r.randrange(100, 999)},{r.randrange(100, 999)}", "mem": lambda r: "0x" + hexs(r, 16), "colour": lambda r: "#" + hexs(r, 6),
    "pod": lambda r: f"checkout-{hexs(r, 10)}-{rnd(r, 5, string.ascii_lowercase + string.digits)}", "track": lambda r: r.choice([f"1Z{fill(r, '???????????')}{digits(r, 5)}", digits(r, 12), digits(r, 20, "9")]),
    "lan": lambda r: r.choice([f"10.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}", f"192.168.{r.randrange(256)}.{r.randrange(1, 255)}", f"172.{r.randrange(16, 32)}.0.{r.randrange(1, 255)}", "127.0.0.1", "169.254.12.9", "224.0.0.251", "fe80::1", "::1"]),
    "docip": lambda r: r.choice([f"192.0.2.{r.randrange(1, 255)}", f"198.51.100.{r.randrange(1, 255)}", f"203.0.113.{r.randrange(1, 255)}", f"2001:db8::{hexs(r, 3)}", "8.8.8.8", "1.1.1.1"]),
    "docmail": lambda r: r.choice(["user@example.com", "jane@example.org", "test@mail.test", "noreply@kestrel-logistics.io", "someone@example.net", "alice@host.invalid"]), "drama": lambda r: f"({r.choice(['212', '415', '303'])}) 555-01{digits(r, 2)}",
    "testcard": lambda r: r.choice(["4111 1111 1111 1111", "4242424242424242", "5555 5555 5555 4444", "378282246310005"]), "specimen": lambda r: r.choice(["AKIAIOSFODNN7EXAMPLE", "078-05-1120", "123-45-6789", "219-09-9999", "GB33BUKB20201555555555", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]),
    "place": lambda r: r.choice(["<YOUR_KEY>", "${TOKEN}", "{{ api_key }}", "changeme", "xxxxxxxx", "********", "[REDACTED]", "$API_KEY", "your-token-here", "os.environ['API_KEY']", "%(password)s"]), "serialpart": lambda r: fill(r, "@@####-@##"),
    "isin": lambda r: "US" + digits(r, 9) + "5", "cve": lambda r: f"CVE-{r.randrange(2009, 2026)}-{digits(r, 5)}", "digest": lambda r: "sha256:" + hexs(r, 64), "fpr": lambda r: ":".join(hexs(r, 2) for _ in range(16)), "b64img": lambda r: "iVBORw0KGgo" + tok(r, 60),
    "nullmac": lambda r: r.choice(["ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "00-00-5E-00-53-1A"]), "year": lambda r: str(r.randrange(1815, 2025)),
}
TEMPLATES = [
    ("hash", "commit {sha1}\nMerge branch 'topic' into main"), ("hash", "Reverts {short}, see {short} for the first attempt."), ("hash", "{sha256}  release.tar.gz"), ("hash", "etag: \"{md5}\""), ("hash", "image: registry/app@{digest}"),
    ("hash", "integrity check failed: expected {sha1}, got {sha1}"), ("hash", "cache key {md5} evicted"), ("hash", "MD5 ({md5}) matches the mirror"),
    ("uuid", "request {uuid} took 31 ms"), ("uuid", '{"trace_id": "{uuid}", "span": 4}'), ("uuid", "job {uuid} finished"), ("uuid", "schema id {uuid} was registered"),
    ("version", "bumps the parser from {ver} to {ver}"), ("version", "requires libfoo >= {ver}"), ("version", "fixed in {ver}, backported to {ver}"), ("version", "Chrome/{ver} Safari/{ver}"),
    ("timestamp", "{stamp} INFO worker started"), ("timestamp", "[{stamp}] cache warmed in 4 s"), ("timestamp", "modified: {stamp}"), ("timestamp", "{stamp} level=debug msg=\"tick\" took=12ms"), ("timestamp", "uptime since {stamp}, load 0.41 0.36 0.30"),
    ("epoch", "ts={epoch} offset=14"), ("epoch", '{"created": {epochms}, "ttl": 3600}'), ("epoch", "expires at {epoch}"), ("epoch", "x-rate-limit-reset: {epoch}"),
    ("isbn", "The second edition (ISBN {isbn}) adds a chapter on sorting."), ("isbn", "isbn: {isbn}"), ("doi", "See doi:{doi} for the proof."), ("doi", "arXiv:{arxiv} extends the earlier bound."), ("doi", "https://doi.org/{doi}"),
    ("order", "Your order {order} has shipped."), ("order", "invoice {order} is overdue by a week"), ("order", "ref {order}: two boxes, one pallet"), ("ticket", "closes {ticket} and {ticket}"), ("ticket", "see {ticket} for the stack trace"),
    ("part", "replace the gasket, {part}, with the new one"), ("part", "{part} fits models from the second series only"), ("part", "{lot} passed inspection"), ("part", "SKU {serialpart} is out of stock"), ("track", "parcel {track} is in the depot"),
    ("bad_check", "the counter read {card_bad} when it overflowed"), ("bad_check", "the checksum test must reject {card_bad}"), ("bad_check", "assert not valid(\"{card_bad}\")"), ("bad_check", "row {card_bad} of the dump is corrupt"), ("bad_check", "assertFalse(is_valid(\"{iban_bad}\"))"),
    ("bad_check", "parser returned {iban_bad} instead of an error"),
    ("price", "the kit costs {price} and the refill {price}"), ("price", "population grew to {count} within a decade"), ("price", "{count} rows, {count} bytes"), ("price", "ratio 16:9, tolerance 0.{year}"), ("address", "segfault at {mem} ip {mem}"), ("address", "background: {colour}; color: {colour};"),
    ("pod", "pod/{pod} restarted twice"), ("pod", "node {pod} NotReady"), ("lan", "bind to {lan}:8080"), ("lan", "route add {lan} via {lan}"), ("lan", "upstream {lan} timed out"), ("docvalue", "ping {docip} from the lab host"), ("docvalue", "mail {docmail} to test the form"),
    ("docvalue", "call {drama} in the sample script"), ("docvalue", "use the test card {testcard} in the sandbox"), ("docvalue", "the manual shows {specimen} as the sample value"), ("docvalue", "export ACCESS={specimen}"), ("docvalue", "arp: who has {nullmac}"),
    ("placeholder", "api_key = \"{place}\""), ("placeholder", "password: {place}"), ("placeholder", "Authorization: Bearer {place}"), ("placeholder", "token={place}"), ("placeholder", "DB_PASSWORD={place}"), ("placeholder", "postgres://user:{place}@localhost/db"),
    ("ids", "{cve} affects the parser before {ver}"), ("ids", "{isin} closed two percent lower"), ("ids", "fingerprint {fpr}"), ("ids", "<img src=\"data:image/png;base64,{b64img}\">"), ("ids", "RFC 5322 replaced RFC 2822 in {year}"),
    ("code", "from jack import audio_init\nmark_all = rose_tree(will=True)"), ("code", "@app.route('/users')\ndef users(): ..."), ("code", "import { x } from '@types/node';"), ("code", "std::vector<Markov::Chain> april(3);"), ("code", "git clone git@github.com:tool/kit.git"),
    ("code", "@media (max-width: 600px) { .box-sizing { width: 12px } }"), ("code", "const pin = GPIO.setup(17); port = 5432"), ("code", "if (ssn_field == null) throw new IllegalStateException(\"ssn missing\");"), ("code", "String password = config.getPassword();"), ("code", "user.email = form.email.data"),
    ("code", "def verify_iban(iban: str) -> bool:\n    return mod97(iban) == 1"), ("code", "static const int kDateOfBirthColumn = 14;"), ("code", "git config --global user.email \"$EMAIL\""), ("code", "SELECT phone, email, dob FROM customers WHERE active = 1"),
    ("talk", "The city was founded in {year} and rebuilt after the fire."), ("talk", "Diabetes is a disease in which the blood sugar is too high."), ("talk", "A passport must be valid for six months beyond the stay."), ("talk", "Social Security was introduced in 1935 in the United States."),
    ("talk", "The credit score ranges from 300 to 850 in most models."), ("talk", "Children under 12 travel free when with an adult."), ("talk", "The Paris Agreement was signed by almost every country."), ("talk", "Choose a password of at least 12 characters."), ("talk", "The IBAN of a German account has 22 characters."),
    ("talk", "Bayes' theorem relates two conditional probabilities."), ("talk", "Nurses and teachers asked for higher pay across the country."), ("talk", "The conservative estimate is that prices rise by two percent."), ("talk", "Use single quotes around the string, and straight lines in the plan."),
    ("talk", "In us-west-2 the instance is cheaper than in Europe/Berlin time."), ("talk", "Turkish coffee and Danish pastries are served all day."), ("talk", "Battery size AA or AAA, rated A+ for energy."), ("talk", "Call us toll-free or write to the address on the box."), ("talk", "The average man is 175 cm tall in this survey."),
    ("talk", "Release 24.04 will be supported until April 2029."), ("talk", "Copyright {year} by the authors. All rights reserved."), ("talk", "The tournament is for women under 21 from member states."), ("talk", "A VIN has 17 characters and never contains I, O or Q."),
    ("talk", "Ports 1024 to 49151 are registered; 443 is for TLS."), ("talk", "HTTP 404 means that nothing was found; 500 is a server error."), ("talk", "Metformin lowers blood sugar by acting on the liver."), ("talk", "The orthodox method fails for large matrices."),
]


def make_decoy(r, test):
    import re
    t = [x for i, x in enumerate(TEMPLATES) if (i % 3 == 2) == test]
    kind, body = r.choice(t)
    body = re.sub(r"\{([a-z0-9_]+)\}", lambda m: V[m.group(1)](r) if m.group(1) in V else m.group(0), body)
    pre = r.choice(["", "", "", "note: ", "fyi - ", "* ", "# "])
    return pre + body, kind, f"d:{kind}:{body[:12]}"


# clean prose: clauses that never hold a name, number or place
SUBJ = "the old mill|a narrow path|the orchestra|every second page|the recipe|a cold wind|this method|the garden wall|an honest answer|the long corridor|our small committee|the ferry|a good dictionary|the morning fog|the second chapter|a wooden bridge|the choir|fresh bread|the model|a quiet reader".split("|")
VERB = "needs more time than|leads away from|was never meant to replace|works better with|follows|depends on|hides behind|changes slowly, unlike|makes little sense without|belongs beside|grew out of|rarely meets|ought to come before|can be compared to|sounds louder than".split("|")
OBJ = "the first draft|a bowl of lentils|the harbour lights|any simple rule|the noise of the street|a careful proof|the colour of wet slate|an empty theatre|the usual complaint|the taste of smoke|a pair of sturdy boots|the argument that follows|low tide|the shape of a leaf|a borrowed idea|the weight of snow".split("|")
TAIL = ", which surprised nobody.|.| when the light is right.|, although few people noticed.| until the rain stops.|, and that is the whole point.| in most cases.|, so we kept both.| as far as anyone can tell.|; the rest is habit.".split("|")


def make_clean(r, test):
    n = r.randrange(2, 9)
    subj, verb = (SUBJ[1::2], VERB[::2]) if test else (SUBJ[::2], VERB)
    out = []
    for _ in range(n):
        s = f"{r.choice(subj)} {r.choice(verb)} {r.choice(OBJ)}{r.choice(TAIL)}"
        out.append(s[0].upper() + s[1:])
    return r.choice([" ", "\n\n", " "]).join(out)
