"""Text of and for machines, free of names: invented records and logs, and this machine's own code and Markdown.

A tagger that is trained on prose alone takes what is capitalised for a name; these rows say what else capitals stand for.
"""

import glob
import re

import junk

# Lines of real files that may name somebody.
NAMING = re.compile(r"(?i)author|copyright|©|\(c\)|maintain|thank|contribut|credit|licen[sc]|@|\bby\b|written|inspired|sponsor|signed-off|inc\.|ltd|gmbh|"
                    r"university|foundation|microsoft|google|apple|amazon|oracle|facebook|mozilla|ibm|intel|\bamd\b|nvidia|london|york|america|europe|"
                    r"german|french|english|chinese|japan|russia")

NOUNS = ("Valve Filter Bracket Sensor Pump Cable Router Panel Adapter Bolt Gasket Switch Motor Relay Bearing Hinge Spring Chain Tray Lamp Battery Probe Nozzle Socket Housing Controller "
         "Module Display Keyboard Charger Antenna Fuse Belt Clamp Mount Frame Tank Seal Wheel Drill Blade Paper Toner Desk Chair Shelf Label Carton Pallet Crate").split()
ADJECTIVES = "Steel Black Left Right Main Rear Upper Lower Spare Mini Heavy Digital Hydraulic Plastic Round Flat Double Single Outer Inner Standard Premium Compact Copper Rubber White Grey".split()
CLASSES = ("Request Response Session Token Cache Buffer Index Query Socket Thread Worker Parser Lexer Node Graph Tree Stream Reader Writer Handler Factory Manager Service Client Server Config "
           "Context State Event Queue Task Job Pool Store Table Column Row Schema Model View Widget Layout Theme Error Exception").split()
VERBS = "get set load save open close read write parse build start stop init reset update delete insert find merge flush retry connect send receive encode decode validate render".split()
SERVICES = "auth billing search gateway ingest scheduler mailer indexer frontend worker broker metrics cache storage api proxy registry backup replication dns ntp kernel sshd systemd cron nginx".split()
LEVELS = "INFO WARN ERROR DEBUG TRACE FATAL NOTICE".split()
UNITS = "ms s MB GB kB/s °C kPa V mA rpm % mm kg dB Hz lux ppm µg/m³ kWh".split()
STATUSES = "OK FAILED PENDING DONE SKIPPED TIMEOUT RUNNING QUEUED REJECTED ACTIVE IDLE PASSED Shipped Delivered Cancelled Returned Open Closed".split()
FIELDS = "Status Type Result Version Checksum Build Revision Serial Order Invoice Ticket Batch Lot Part Model Item SKU Ref Case Job Task Session Trace Commit Digest Release Firmware Shipment Tracking Report Sample Probe".split()
GREEK = "alpha beta gamma delta epsilon sigma omega".split()
ELEMENTS = "H2O NaCl CO2 C6H12O6 Fe2O3 CaCO3 NH4+ SO4 C8H10N4O2 TiO2 KMnO4".split()


class Machine:
    def __init__(self, rng):
        self.rng = rng

    def pick(self, pool):
        return pool[self.rng.randrange(len(pool))]

    def digits(self, low, high=0):
        n = self.rng.randrange(low, max(low, high) + 1)
        return "".join(self.pick("0123456789") for _ in range(n))

    def letters(self, n, pool="ABCDEFGHJKLMNPRSTUVWXYZ"):
        return "".join(self.pick(pool) for _ in range(n))

    def hexes(self, n):
        return self.letters(n, "0123456789abcdef")

    def value(self, kind):
        r, p = self.rng, self.pick
        if kind == "hash":
            text = self.hexes(p((7, 8, 10, 12, 16, 32, 40, 40, 56, 64, 64, 128)))
            return text.upper() if r.random() < 0.15 else text
        if kind == "uuid":
            text = "-".join(self.hexes(n) for n in (8, 4, 4, 4, 12))
            return text.upper() if r.random() < 0.2 else text
        if kind == "version":
            return p(("", "", "v")) + ".".join(self.digits(1, 2) for _ in range(r.randrange(2, 5))) + p(("", "", "", "-rc1", "-beta.2", "+build7", "~deb12u1", "a3", ".dev0", "-SNAPSHOT"))
        if kind == "time":
            y, mo, d, h, mi, s = r.randrange(1998, 2030), r.randrange(1, 13), r.randrange(1, 29), r.randrange(24), r.randrange(60), r.randrange(60)
            return p((f"{y}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}Z", f"{y}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02},{r.randrange(1000):03}", f"{y}{mo:02}{d:02}{h:02}{mi:02}{s:02}",
                      f"[{d:02}/{p(('Jan', 'Mar', 'May', 'Aug', 'Sep', 'Nov'))}/{y}:{h:02}:{mi:02}:{s:02} +0000]", f"{p(('Jan', 'Feb', 'Apr', 'Jun', 'Jul', 'Oct', 'Dec'))} {d:2} {h:02}:{mi:02}:{s:02}",
                      str(r.randrange(1_000_000_000, 1_900_000_000)), f"T+{h:02}:{mi:02}:{s:02}.{r.randrange(1000):03}"))
        if kind == "code":  # orders, parts, tickets
            return p((f"{self.letters(2)}-{self.digits(4, 8)}", f"{self.letters(3)}{self.digits(3, 9)}", f"#{self.digits(4, 9)}", self.digits(5, 14), f"{self.letters(1)}{self.digits(2)}.{self.digits(1, 2)}",
                      f"{self.digits(2)}-{self.digits(5)}-{self.letters(2)}", f"{self.letters(4)}-{self.digits(4)}-{self.letters(4)}", f"{p(FIELDS).upper()[:3]}-{self.digits(4)}-{self.digits(5)}",
                      f"{self.letters(5)}-{self.letters(5)}-{self.letters(5)}", f"{p(('INC', 'REQ', 'CHG', 'PO', 'SO', 'RMA', 'JIRA', 'BUG', 'CVE-2021', 'RFC', 'PEP', 'ISO', 'DIN', 'EN'))}-{self.digits(3, 7)}"))
        if kind == "number":
            return p((self.digits(1, 3), f"{self.digits(1, 3)}.{self.digits(1, 4)}", f"{r.randrange(1, 99)},{self.digits(3)}", f"-{self.digits(1, 2)}.{self.digits(2)}", f"{self.digits(1)}e-{self.digits(1)}", "0x" + self.hexes(8)))
        if kind == "class":
            return p(CLASSES) + p(CLASSES) + p(("", "", p(CLASSES), "Impl", "Base", "Test"))
        if kind == "name":
            return p((f"{p(VERBS)}_{p(CLASSES).lower()}", p(VERBS) + self.value("class"), f"{p(SERVICES)}.{p(CLASSES).lower()}.{p(VERBS)}", f"{p(CLASSES).upper()}_{p(CLASSES).upper()}", f"{p(GREEK)}_{self.digits(1)}"))
        if kind == "path":
            parts = [p(("usr", "src", "var", "opt", "lib", "build", "etc", "data", "tmp", "share"))] + [p((p(SERVICES), p(CLASSES).lower(), self.value("version"))) for _ in range(r.randrange(1, 4))]
            return "/" + "/".join(parts) + p((".py", ".cc", ".h", ".json", ".yaml", ".log", ".so.1", ".rs", "", "/"))
        if kind == "host":
            return p((f"{p(SERVICES)}-{self.digits(2)}", f"{p(SERVICES)}{r.randrange(9)}.internal", f"node-{self.hexes(5)}", f"{p(SERVICES)}-{self.hexes(9)}-{self.letters(5, 'bcdfghjklmnpqrstvwxz2456789')}"))
        if kind == "item":
            return p((f"{p(ADJECTIVES)} {p(NOUNS)}", f"{p(NOUNS)} {p(NOUNS)}", f"{p(ADJECTIVES)} {p(NOUNS)} {self.value('code')}", p(NOUNS)))
        return {"service": lambda: p(SERVICES), "level": lambda: p(LEVELS), "unit": lambda: p(UNITS), "status": lambda: p(STATUSES), "field": lambda: p(FIELDS), "noun": lambda: p(NOUNS),
                "adjective": lambda: p(ADJECTIVES), "formula": lambda: p(ELEMENTS), "verb": lambda: p(VERBS), "letters": lambda: self.letters(r.randrange(2, 5)), "base64": lambda: self.letters(r.randrange(16, 60), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") + p(("=", "==", "")),
                "isbn": lambda: f"978-{self.digits(1)}-{self.digits(4)}-{self.digits(4)}-{self.digits(1)}", "doi": lambda: f"10.{self.digits(4)}/{self.letters(3).lower()}.{self.digits(4, 7)}",
                "chess": lambda: p("KQRBN") + p(("", "x")) + p("abcdefgh") + p("12345678") + p(("", "+", "!")), "money": lambda: p("$€£") + self.digits(1, 4) + "." + self.digits(2)}[kind]()

    def fill(self, template):
        return re.sub(r"\{(\w+)\}", lambda m: self.value(m[1]), template).replace("{{", "{").replace("}}", "}")

    def text(self):
        """A few lines of one or two layouts."""
        r = self.rng
        if r.random() < 0.3:
            return "\n".join(self.fill(self.pick(SENTENCES)) if r.random() < 0.7 else self.fill(self.pick(LINES)) for _ in range(r.randrange(1, 4)))
        layouts = [self.pick(LINES) for _ in range(r.randrange(1, 3))]
        return "\n".join(self.fill(self.pick(layouts)) for _ in range(r.randrange(1, 9)))


LINES = (
    "{time} {level} {service}: {name} {status} in {number} ms", "{time} [{level}] {class} - {verb} {path} failed: code {number}", "{field}: {hash}", "{field} No. {code}", "{field} ID: {code}", "{field} = {uuid}",
    "{code}\t{item}\t{number}\t{money}", "{item}, {code}, {number} {unit}", "| {code} | {item} | {status} |", "{code};{item};{number};{status}", "* {version}: {verb} {class}, {verb} {class}", "commit {hash}",
    "{hash}  {path}", "sha256:{hash}", "  File \"{path}\", line {number}, in {name}", "\tat {service}.{class}.{verb}({class}.java:{number})", "Caused by: {service}.{class}: {verb} {status}", "{path}:{number}:{number}: error: no member named '{name}' in '{class}'",
    "FROM {service}:{version}", "{name}={base64}", "\"{name}\": \"{uuid}\",", "{{\"{name}\": {number}, \"{name}\": \"{code}\"}}", "{name}: {version}", "- {service}/{name}@{version}", "SELECT {name} FROM {name} WHERE id = '{uuid}';",
    "GET {path}?id={hash} HTTP/1.1 200 {number}", "Mozilla/5.0 (X11; Linux x86_64) {class}/{version}", "Model {code}, S/N {code}, firmware {version}", "{noun} {code} {status}", "Lot {code} {adjective} {noun}", "ISBN {isbn}", "doi:{doi}", "{chess} {chess} {chess}",
    "{formula} + {formula} -> {formula}", "Tracking number {code} {status}", "{letters} {number} {unit}", "{service}-{version}.tar.gz {hash}", "{host} {service}[{number}]: {verb} {class} {status}", "{time},{code},{number},{unit},{status}", "[{code}] {adjective} {noun}: {status}",
    "Total: {money}  {field}: {code}", "{class} {name} = new {class}({number});", "{class}::{verb}() -> {class}", "def {name}({name}, {name}={number}):", "#define {name} {number}", "import {class} from './{name}';", "{level} {code} {class}: {verb}", "Build {number} ({hash}) {status}",
    "{field} {code} / {field} {code}", "{letters}-{number}{unit} {item}", "{adjective} {noun} x{number}", "Seat {code} Gate {code} Flight {code}", "Train {code}, platform {number}, coach {number}", "Rev. {letters}, Sheet {number} of {number}", "Fig. {number}: {item}", "Table {number}. {item} ({unit})",
    "Exp. {code} Batch {code}", "Channel {number}: {number} {unit}", "Room {code}, rack {code}, unit {number}", "{letters}{number} {letters}{number} {letters}{number}", "Key: {code}", "Licence key {code}", "ETag: \"{hash}\"", "X-Request-Id: {uuid}", "nonce={base64}",
)
SENTENCES = (
    "Your order {code} has been {status}.", "Please quote reference {code} when you call us.", "The build {hash} passed on {host}.", "Upgrade to version {version} before {time}.", "Job {uuid} was {status} after {number} attempts.", "We replaced the {item} under case {code}.",
    "Parcel {code} left the depot.", "The {adjective} {noun} needs part {code}.", "Error {code} means that the {noun} is not connected.", "See ticket {code} for the log of {service}.", "The checksum is {hash}.", "Firmware {version} fixes the {noun} of model {code}.",
    "Batch {code} was tested at {number} {unit}.", "Call {name}() before {name}() or a {class} is raised.", "{class} now inherits from {class}.", "Set {name} to {number} in {path}.", "The {service} service on {host} returned {number}.", "Invoice {code} over {money} is {status}.",
    "Sample {code} contained {number} % {formula}.", "Merge {hash} into release {version}.", "It is described in {doi}, and in ISBN {isbn}.", "Type {verb} and press Enter.", "Use the {adjective} {noun} of the {noun} {noun}.", "Serial number {code} is printed on the {noun}.",
    "After {chess} White resigns.", "Warranty claim {code} for {item} was {status}.", "Step {number}: fit the {adjective} {noun} to the {noun}.", "Flight {code} departs from gate {code}.", "Coupon {code} gives {number} % off every {noun}.", "Session {uuid} expired.",
)


def invented(rng, count):
    machine = Machine(rng)
    for i in range(count):
        yield f"invented/{i}", machine.text()


def snippets(text, rng, size=900):
    """Runs of lines of about `size` characters in which no line may name somebody."""
    run, length = [], 0
    for line in text.split("\n"):
        if NAMING.search(line):
            run, length = [], 0
            continue
        run.append(line)
        length += len(line) + 1
        if length > size:
            yield "\n".join(run).strip("\n")
            run, length = [], 0
            size = rng.randrange(150, 1500)


def real(rng, count):
    """Snippets of this machine's Python, C, JavaScript and Markdown, a share for each."""
    by_kind = {}
    for source, path, _, text in junk.code_texts():
        by_kind.setdefault(source, []).append((path, text))
    for path in sorted(glob.glob("/usr/lib/node_modules/**/*.md", recursive=True)):
        with open(path, encoding="utf-8", errors="ignore") as file:
            by_kind.setdefault("markdown", []).append((path, file.read(60_000)))
    for kind, files in sorted(by_kind.items()):
        rng.shuffle(files)
        made = 0
        for path, text in files:
            found = list(snippets(text, rng))
            rng.shuffle(found)
            for k, snippet in enumerate(found[:6]):
                yield f"{kind}{path}/{k}", snippet
                made += 1
            if made >= count / len(by_kind):
                break
