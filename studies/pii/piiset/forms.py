"""Hard surface forms: a value written as people write, say, scan or hide it. Each returns parts, or None where the form
does not fit the value."""
import re

NATO = dict(zip("abcdefghijklmnopqrstuvwxyz", "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar "
                "Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu".split()))
NUM = "zero one two three four five six seven eight nine".split()
SCRIPTS = {"arabic": "٠١٢٣٤٥٦٧٨٩", "devanagari": "०१२३४५६७८९", "bengali": "০১২৩৪৫৬৭৮৯", "thai": "๐๑๒๓๔๕๖๗๘๙"}

EMAIL = {"EMAIL_ADDRESS"}
NAMES = {"PERSON", "FIRST_NAME", "LAST_NAME", "MAIDEN_NAME"}
DATES = {"DATE_OF_BIRTH", "DATE_OF_DEATH", "MEDICAL_DATE", "EMPLOYMENT_DATE", "DATE_TIME", "CARD_EXPIRY"}
WORDS = {"NICKNAME", "AGE", "GENDER", "SEXUAL_ORIENTATION", "NATIONALITY", "ETHNICITY", "RELIGION", "POLITICAL_VIEW", "MARITAL_STATUS", "NATIVE_LANGUAGE",
         "IMMIGRATION_STATUS", "LOCATION", "CITY", "STATE", "COUNTRY", "MEDICAL_CONDITION", "MEDICATION", "ORGANIZATION", "JOB_TITLE", "SCHOOL",
         "PHYSICAL_TRAIT", "SECURITY_ANSWER", "STREET_ADDRESS", "PO_BOX"}
FIXED = {"GENETIC_DATA", "ACADEMIC_RECORD", "BODY_MEASUREMENT", "SALARY", "CREDIT_SCORE", "BLOOD_TYPE", "GEO_COORDINATES", "GEO_CODE", "CRYPTO_SEED_PHRASE",
         "PASSPORT_MRZ", "PRIVATE_KEY", "PROFESSIONAL_LICENSE", "CASE_NUMBER"}
SECRETS = {"PASSWORD", "PASSWORD_HASH", "JWT", "BEARER_TOKEN", "BASIC_AUTH", "CONNECTION_STRING", "API_KEY", "ENCRYPTION_KEY", "OTP_SEED", "AWS_ACCESS_KEY", "AWS_SECRET_KEY",
           "GCP_KEY", "AZURE_KEY", "GITHUB_TOKEN", "GITLAB_TOKEN", "SLACK_TOKEN", "WEBHOOK_URL", "PAYMENT_API_KEY", "LLM_API_KEY", "PACKAGE_REGISTRY_TOKEN",
           "CHAT_BOT_TOKEN", "MESSAGING_API_KEY", "CLOUD_TOKEN", "DEVTOOL_TOKEN", "SAAS_TOKEN", "SIGNED_URL", "OAUTH_CLIENT_SECRET", "COOKIE", "SESSION_ID",
           "CRYPTO", "ETHEREUM_ADDRESS", "CRYPTO_PRIVATE_KEY", "ADVERTISING_ID"}
LINKS = {"URL", "SOCIAL_PROFILE_URL"}
HANDLES = {"MESSENGER_HANDLE", "SOCIAL_HANDLE", "USERNAME", "UPI_ID"}
IPS = {"IP_ADDRESS", "IPV6_ADDRESS", "MAC_ADDRESS"}


def kind(cat, v):
    for k, s in (("email", EMAIL), ("name", NAMES), ("date", DATES), ("words", WORDS), ("fixed", FIXED), ("secret", SECRETS), ("url", LINKS), ("handle", HANDLES), ("ip", IPS)):
        if cat in s:
            return k
    if v.startswith(("http", "meet.")):
        return "url"
    bare = re.sub(r"[\s().+/\-]", "", v)
    if not v.isascii():
        return "fixed"
    return "digits" if bare.isdigit() else "alnum"


def bare(v):
    return re.sub(r"[\s().+/\-#]", "", v)


def spelled(r, v):
    d = bare(v)
    if not d.isdigit() or len(d) > 16 or len(d) < 3:
        return None
    out, i = [], 0
    zero = r.choice(["zero", "oh"])
    while i < len(d):
        w = zero if d[i] == "0" else NUM[int(d[i])]
        if i + 1 < len(d) and d[i] == d[i + 1] and r.random() < 0.5:
            out.append("double " + w)
            i += 2
        else:
            out.append(w)
            i += 1
    return " ".join(out)


def mixed(r, v):
    d = bare(v)
    if not d.isdigit() or not 6 <= len(d) <= 16:
        return None
    return "".join(NUM[int(c)] if r.random() < 0.25 else c for c in d[:-1]) + d[-1]


def spaced(sep):
    def f(r, v):
        d = bare(v)
        return sep.join(d) if 4 <= len(d) <= 18 else None
    return f


def nato(r, v):
    d = bare(v)
    if not (d.isalnum() and d.isascii()) or d.isdigit() or not 5 <= len(d) <= 17:
        return None
    return " ".join(NATO[c.lower()] if c.isalpha() else NUM[int(c)] for c in d)


def letters(r, v):
    w = v.split()
    if len(v) > 24 or not all(c.isalpha() or c in " -'" for c in v):
        return None
    return " ".join("-".join(x.upper()) for x in w)


def at_dot(r, v):
    if "@" not in v:
        return None
    a, d = r.choice([(" [at] ", " [dot] "), (" (at) ", " (dot) "), (" at ", " dot "), ("[at]", "[dot]"), ("(AT)", "(DOT)"), (" {at} ", ".")])
    local, dom = v.split("@", 1)
    return local + a + dom.replace(".", d)


def entity(r, v):
    return v.replace("@", r.choice(["&#64;", "&#x40;", "%40", "\\u0040"])) if "@" in v else None


def hxxp(r, v):
    if "://" not in v:
        return None
    s = v.replace("http", "hxxp", 1)
    head, _, rest = s.partition("://")
    host, slash, path = rest.partition("/")
    return head + "://" + host.replace(".", "[.]") + slash + path


def defang(r, v):
    return v.replace(".", "[.]") if v.count(".") == 3 else None


def fullwidth(r, v):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and (c.isdigit() or c in "@.-+" or c.isalpha()) else c for c in v)


def script(r, v):
    if not any(c.isdigit() for c in v):
        return None
    t = SCRIPTS[r.choice(list(SCRIPTS))]
    return "".join(t[int(c)] if c in "0123456789" else c for c in v)


def ocr(r, v):
    table = {"0": "O", "1": "l", "5": "S", "8": "B"}
    at = [i for i, c in enumerate(v) if c in table]
    if len(at) < 1 or len(v) < 7:
        return None
    for i in r.sample(at, min(len(at), r.choice([1, 2]))):
        v = v[:i] + table[v[i]] + v[i + 1:]
    return v


def stray(r, v):
    if len(v) < 7:
        return None
    for _ in range(r.choice([1, 2])):
        i = r.randrange(2, len(v) - 2)
        if v[i].isalnum() and v[i - 1].isalnum():
            v = v[:i] + " " + v[i:]
    return v if " " in v else None


def linebreak(r, v):
    at = [i for i, c in enumerate(v) if c in " -./@" and 1 < i < len(v) - 2] or ([len(v) // 2] if len(v) > 9 else [])
    if not at:
        return None
    i = r.choice(at)
    glue = r.choice(["\n", "\n", "\n> ", "\n# ", "=\n"])
    if v[i] == " ":
        return v[:i] + (glue if glue != "=\n" else "\n") + v[i + 1:]
    return v[:i + 1] + glue + v[i + 1:]


def zero_width(r, v):
    if len(v) < 5:
        return None
    i = r.randrange(2, len(v) - 1)
    return v[:i] + r.choice(["\u200b", "\u00ad", "\u2060"]) + v[i:]


def concat(r, v):
    """A literal split in code: both pieces are spans of their own."""
    if len(v) < 16:
        return None
    i = r.randrange(6, len(v) - 6)
    return [v[:i], r.choice(['" + "', '" + "', '" \\\n    "', '" . "']), v[i:]]


def upper(r, v):
    return v.upper() if v.upper() != v else None


def lower(r, v):
    return v.lower() if v.lower() != v else None


TABLE = {
    "digits": [("spelled", spelled), ("spelled", spelled), ("mixed_words", mixed), ("spaced", spaced(" ")), ("dotted", spaced(".")), ("dashed", spaced("-")), ("underscored", spaced("_")),
               ("fullwidth", fullwidth), ("other_script", script), ("ocr", ocr), ("stray_space", stray), ("linebreak", linebreak), ("zero_width", zero_width)],
    "alnum": [("nato", nato), ("spaced", spaced(" ")), ("dashed", spaced("-")), ("fullwidth", fullwidth), ("ocr", ocr), ("stray_space", stray), ("linebreak", linebreak), ("lower", lower),
              ("zero_width", zero_width)],
    "email": [("at_dot", at_dot), ("at_dot", at_dot), ("entity", entity), ("fullwidth", fullwidth), ("spaced", lambda r, v: " ".join(v)), ("stray_space", lambda r, v: v.replace("@", " @ ")),
              ("linebreak", linebreak), ("upper", upper), ("zero_width", zero_width)],
    "url": [("hxxp", hxxp), ("upper", lambda r, v: v.upper() if "?" not in v else None), ("linebreak", linebreak), ("zero_width", zero_width)],
    "handle": [("fullwidth", fullwidth), ("zero_width", zero_width)],
    "name": [("letters", letters), ("upper", upper), ("lower", lower), ("linebreak", linebreak), ("zero_width", zero_width)],
    "words": [("upper", upper), ("lower", lower), ("linebreak", linebreak)],
    "date": [("fullwidth", fullwidth), ("other_script", script), ("stray_space", stray), ("linebreak", linebreak), ("upper", upper)],
    "ip": [("defanged", defang), ("fullwidth", fullwidth), ("upper", upper), ("linebreak", linebreak)],
    "secret": [("concat", concat), ("linebreak", lambda r, v: v[:len(v) // 2] + r.choice(["\n", "=\n", "\\\n"]) + v[len(v) // 2:] if len(v) > 30 else None), ("zero_width", zero_width)],
    "fixed": [("fullwidth", fullwidth), ("linebreak", lambda r, v: v.replace(" ", "\n", 1) if " " in v else None)],
}


def apply(r, cat, v, only=None):
    """(form name, pieces) of a random hard form, or of the form `only`; pieces: value pieces at even places, glue at odd ones."""
    options = [x for x in TABLE[kind(cat, v)] if only in (None, x[0])] or TABLE[kind(cat, v)]
    for _ in range(6):
        name, f = r.choice(options)
        out = f(r, v)
        if out and out != v:
            return name, out if isinstance(out, list) else [out]
    return "plain", [v]
