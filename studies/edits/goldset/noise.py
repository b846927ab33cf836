"""Twelve kinds of page furniture. Every site has names and wordings of its own, and sites are split:
no wording of a test site occurs in train."""

KINDS = ["nav", "breadcrumb", "footer", "cookie", "share", "ad", "tracker", "tagcloud", "garbled", "divider", "related",
         "duplicate"]

# Wordings by split, so that a template seen in train is never tested.
WORDINGS = {
    "train": {
        "nav": ["Home | News | Sport | Contact", "Start » Shop » Help » Sign in", "Menu  About  Blog  Careers  Search"],
        "breadcrumb": ["You are here: Home > {t} > {u}", "Home / {t} / {u}"],
        "footer": ["Copyright © {y} {s}. All rights reserved.", "{s} | Imprint | Privacy | Terms"],
        "cookie": ["This website uses cookies to improve your experience. Accept Decline",
                   "We use cookies. By continuing you agree to our cookie policy. OK"],
        "share": ["Share on Facebook Tweet Pin it Email", "Share this: [f] [t] [in]"],
        "ad": ["ADVERTISEMENT: Save {n} % on {t} today!", "[Sponsored] {s} deals end tonight, click here"],
        "tag": ["Tags: {t}, {u}, {v}, {w}", "Filed under {t} {u} {v}"],
        "related": ["Read more: {n} things about {t}", "Related: Why {t} matters ({n})"],
        "host": ["track.{s}.example", "ads.{s}.example"],
    },
    "dev": {
        "nav": ["Front page · Politics · Culture · Log in", "[Products] [Pricing] [Docs] [Support]"],
        "breadcrumb": ["Index :: {t} :: {u}", "Topics → {t} → {u}"],
        "footer": ["(c) {y} {s} Media Ltd. Contact us - Advertise - Jobs", "Published by {s}, {y}. Legal notice"],
        "cookie": ["Cookies help us deliver our services. Got it Learn more"],
        "share": ["Like 12  Share 4  Comment 0", "Send this to a friend: mail print save"],
        "ad": ["-- Partner offer: {t} from {n}.99 --", "Buy {t} now, ship free! {s}"],
        "tag": ["Keywords: {t}; {u}; {v}", "#{t} #{u} #{v} #{w}"],
        "related": ["You might also like: {t} in {n} steps", "More from {s}: the {t} files"],
        "host": ["go.{s}.example", "clk.{s}.example"],
    },
    "test": {
        "nav": ["MAIN ▸ WORLD ▸ LOCAL ▸ VIDEO ▸ WEATHER", "Skip to content | Subscribe | Today's paper", "☰ Browse ⌕ Find ☺ Me"],
        "breadcrumb": ["Archive › {t} › {u} › {v}", "« back to {t} « {u}"],
        "footer": ["{s} is a registered trade mark. Est. {y}. Sitemap RSS Accessibility", "© {y}, {s} & partners — reproduction prohibited"],
        "cookie": ["Your privacy matters: manage choices, reject all, or accept all cookies"],
        "share": ["♥ 31   ↻ 7   ✉ forward", "Post it · Pocket it · WhatsApp · Copy link"],
        "ad": ["*** {n} % OFF {t} — THIS WEEK ONLY AT {s} ***", "(Anzeige) {t} günstig bei {s}", "Promoted: meet {t} singles? No: {t} insurance from €{n}"],
        "tag": ["labels  {t}  {u}  {v}  {w}  {t} {u}", "{t} ({n}) {u} ({n}) {v} ({n})"],
        "related": ["Next up ▶ {t}: the long read", "Editors' picks ({n}): {t}, {u}"],
        "host": ["px.{s}.example", "l.{s}.example"],
    },
}
TOPICS = ["gardening", "finance", "travel", "knitting", "cars", "cinéma", "tech", "health", "chess", "música"]
SITES = {"train": ["brightpost", "citynow", "hobbyden"], "dev": ["lakeledger", "tinforge"],
         "test": ["morningkite", "quillbay", "ostwind"]}
GARBLED = ["Ã©Ã¨â€™ â€œ", "\ufffd\ufffd\ufffd", "ï»¿Â Â", "\x00\x01\x7f".replace("\x00", "\x02"), "&amp;nbsp;&nbsp;", "%%_{x}_%%"]
DIVIDERS = ["--------", "* * *", "========", "~~~~~", "________________", "•••", "· · · · ·"]


def text_of(kind, split, rng, site):
    """The noise of a kind, without line ends."""
    wordings = WORDINGS[split]
    t, u, v, w = rng.sample(TOPICS, 4)
    fill = {"s": site, "t": t, "u": u, "v": v, "w": w, "n": rng.randint(2, 90), "y": rng.randint(1999, 2026), "x": t}
    if kind == "tracker":
        host = rng.choice(wordings["host"]).format(**fill)
        return f"https://{host}/{rng.randrange(1 << 24):06x}?utm_source={t}&utm_id={rng.randrange(10**6)}"
    if kind == "garbled":
        return rng.choice(GARBLED).format(**fill) * rng.randint(1, 3)
    if kind == "divider":
        return rng.choice(DIVIDERS)
    key = {"tagcloud": "tag"}.get(kind, kind)
    return rng.choice(wordings[key]).format(**fill)
