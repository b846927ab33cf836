"""Names of people, places, firms and jobs to put into texts: read from the lists of ../shared/data/names, and made up.

Everything is drawn from the `random.Random` the caller gives, so the same seed gives the same names.
"""

import collections
import gzip
import os
import random

NATIVE_LOCALES = {  # written in their own script in the lists
    "ar_AA", "ar_DZ", "ar_PS", "ar_SA", "bg_BG", "bn_BD", "el_GR", "fa_IR", "gu_IN", "he_IL", "hi_IN", "hy_AM", "ka_GE",
    "ko_KR", "mk_MK", "mr_IN", "ne_NP", "or_IN", "ru_RU", "ta_IN", "th_TH", "uk_UA"}
LATIN_WEIGHTS = {"en_US": 9, "en_GB": 7, "en": 3, "en_IN": 4, "en_NG": 2, "en_PK": 2, "de_DE": 4, "fr_FR": 4, "es_ES": 4,
                 "es_MX": 3, "it_IT": 3, "pt_BR": 3, "nl_NL": 3, "pl_PL": 3, "tr_TR": 2, "vi_VN": 2, "sv_SE": 2,
                 "cs_CZ": 2, "hu_HU": 2, "da_DK": 2, "fi_FI": 2, "no_NO": 2}

CHINESE_SURNAMES = """Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie
Song Tang Han Feng Deng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Jin
Fan Fang Shi Tan Liao Zou Xiong Hao Kong Bai Cui Kang Mao Qiu Qin Gu Hou Shao Meng Long Wan Duan Qian Yin Lei Ning Qi
Ouyang Zhuge Situ Shangguan""".split()
SYLLABLES = """wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xiu ping gang gui ying hua yu xin
bo bin cheng dan dong fei feng hai han hao hong hui jia jian jiang kai kang lan liang lin ling long lu mei meng nan ning
peng qi qian qing rui shan shu si song ting wen xi xia xiang xiao xu xuan xue ya yi yin yuan yue yun ze zhen zhi zhong
zi an ru ruo han mo chen chu ke le miao nuo shi tian wan yao""".split()
WADE_GILES = [("Lin", "Chia-hsin"), ("Chen", "Mei-ling"), ("Hsu", "Chih-wei"), ("Tsai", "Pei-shan"), ("Chang", "Hsiao-yu"),
              ("Cheung", "Ka-ming"), ("Wong", "Siu-fong"), ("Leung", "Wing-yan"), ("Ng", "Chi-keung"), ("Kwok", "Man-yee")]
ROLES = """Mr. Ms. Mrs. Miss Dr. Aunt Auntie Uncle Manager Coach Master Brother Sister Teacher Professor Engineer President
Director Boss Chef Captain Supervisor Lawyer Nurse Grandma Grandpa""".split()
HONORIFICS = """Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof. Professor Sir Lady Rev. Father Sister Captain Sergeant Judge
Senator Lord Madam Sheikh Inspector Nurse Coach""".split()
NICKNAMES = """Buzz Ace Tiny Lefty Smokey Red Jonny Kat Mo Big T Bear Peanut Duke Shorty Sparky Nana Bubba Spike Dodge Fitz
Cookie Bunny Maz Jazz Gaz Shaz Bex Tommo Robbo Wazza Dani Pippa Gigi Lulu Coco Kiki Zuzu Noodle Pickle Squid""".split()
PARTICLES = ["van", "van der", "van den", "de", "de la", "del", "di", "da", "dos", "von", "von der", "zu", "le", "la",
             "al-", "el-", "bin", "ibn", "ben", "Mc", "Mac", "O'", "Fitz", "St. "]
FIRST_HARD = """Will Mark Rose April May June August Grace Hope Faith Joy Bill Rob Art Frank Jack Pat Sue Dale Glen Heath
Ivy Jade Lily Olive Pearl Ruby Violet Daisy Summer Autumn Dawn Eve Sky Rich Dick Drew Grant Lance Miles Norm Ray Rusty
Sandy Chase Chance Destiny Trinity Angel Christian Dean Earl Duke King Max Penny Angus Basil Ginger Sage Paris Florence
Sydney Austin Dallas Chelsea Israel Jordan China India Asia Brooklyn Madison Georgia Virginia Carolina Victoria""".split()
LAST_HARD = """Baker Butcher Cook Carter Mason Smith Taylor Fisher Hunter Archer Potter Bishop Pope King Prince Knight Young
Long Short Small Little Brown Black White Green Gray Rivers Brooks Lake Field Woods Forest Stone Hill Banks Bridges Church
Temple House Hall Page Reader Price Cash Rich Savage Wise Moody Love Best Day Winter Frost Snow Rain Wolf Fox Crow Finch
Bird Lamb Bull Berry Rose Flower Marsh Ford Street Lane Park York London England French Walsh Scott German Holland""".split()

ORG_KNOWN = """Google|Amazon|Microsoft|Apple|IBM|Facebook|Twitter|Netflix|Uber|Airbnb|Tesla|Toyota|BMW|Siemens|Bosch|Nokia|
Samsung|Sony|Nintendo|Intel|Oracle|SAP|Cisco|HP|Dell|Boeing|Airbus|Lufthansa|Ryanair|British Airways|Delta|Shell|BP|Enron|
Exxon|Gazprom|HSBC|Barclays|Deutsche Bank|Goldman Sachs|Morgan Stanley|JPMorgan Chase|Citigroup|Wells Fargo|PayPal|Visa|
KPMG|Deloitte|McKinsey|Accenture|Pfizer|Novartis|Bayer|Merck|Walmart|Tesco|Aldi|Lidl|Ikea|Starbucks|McDonald's|Burger King|
Subway|Nike|Adidas|Puma|Zara|the BBC|BBC|CNN|Fox News|Reuters|The Guardian|the New York Times|Le Monde|Der Spiegel|Al Jazeera|
the Washington Post|the FBI|FBI|CIA|NSA|NASA|ESA|the Pentagon|the White House|Congress|the Senate|Parliament|the European Union|
EU|the UN|UNICEF|UNESCO|WHO|NATO|the World Bank|IMF|WTO|OPEC|the Red Cross|Greenpeace|Amnesty International|Oxfam|
the Labour Party|Labour|the Conservatives|the Republicans|the Democrats|the Green Party|the Supreme Court|the Home Office|
the NHS|NHS|the Federal Reserve|the SEC|FERC|the Fed|Hamas|Hezbollah|al-Qaeda|the Taliban|Manchester United|Arsenal|Chelsea|
Liverpool|Real Madrid|Barcelona|Bayern Munich|Juventus|the Lakers|the Yankees|the Red Sox|the Chicago Bulls|the Packers|
the Dodgers|FIFA|UEFA|the NBA|NFL|Harvard|Harvard University|MIT|Stanford|Oxford University|the University of Cambridge|
Yale|Princeton|ETH Zurich|WhatsApp|Instagram|YouTube|Spotify|Zoom|Slack|LinkedIn|Reddit|eBay|Dropbox|GitHub|WeChat|Alipay|
Taobao|Tencent|Alibaba|Baidu|Huawei|Xiaomi|Meituan|Bilibili|Zhihu|Bank of China|China Mobile|Radiohead|Nirvana|the Beatles|
Metallica|Coldplay|Depeche Mode|the Catholic Church|the Church of England|the Met|Scotland Yard|Interpol|Europol""".replace("\n", "").split("|")
LEGAL = ["Ltd", "Ltd.", "Limited", "Inc", "Inc.", "LLC", "LLP", "plc", "PLC", "GmbH", "AG", "S.A.", "SARL", "S.p.A.", "B.V.",
         "AB", "Oy", "Corp.", "Corporation", "Co.", "& Co.", "Group", "Holdings", "Pty Ltd", "KG", "SRL", "A/S", "Sp. z o.o."]
TRADES = """Consulting|Foods|Logistics|Motors|Bakery|Brewing|Software|Systems|Partners|Capital|Insurance|Dental|Pharmacy|
Hospital|Clinic|Library|Museum|Theatre|Gallery|Press|Publishing|Records|Studios|Pictures|Construction|Plumbing|Electric|
Energy|Airlines|Shipping|Textiles|Furniture|Books|Gardens|Fitness|Yoga|Auto Repair|Cleaners|Law|Attorneys|Architects|Labs|
Analytics|Robotics|Biotech|Pharma|Networks|Media|Marketing|Travel|Hotel|Inn|Grill|Cafe|Pizzeria|Restaurant|Tavern|Salon|
Credit Union|Savings Bank|Bank|Trust|Foundation|Institute|Association|Society|Council|Committee|Department|Agency|Ministry|
Police Department|Fire Department|City Council|High School|Primary School|Academy|College|University|Football Club|United|
Rovers|Tigers|Eagles|Hawks|Symphony Orchestra|Choir|Church|Community Center|Housing Association|Farm|Winery|Tea House""".replace("\n", "").split("|")
SYL_ORG = """ver da fe ro ju nar ex si on kro no va tri lum ax zen or bit qua net sol ar gen ti co ra vel mo du lex pri ma
tek in fo sys da ta sky clo ud ly fy hub io ner go""".split()
PLACE_TAILS = """Park|Lake|Bridge|Market|Station|Square|Street|Avenue|Road|Hill|Heights|Gardens|Beach|Harbour|Island|Valley|
Mountain|River|Forest|Airport|Mall|Plaza|Tower|District|Quarter|County|Village|Estate|Castle|Cathedral|Stadium|Pier|
Cemetery|Falls|Point|Bay|Creek|Canyon|Hostel|Hall|House|Arena|Shopping Centre|Railway Station|Town Hall|Old Town|Campus""".replace("\n", "").split("|")
COUNTRIES_EN = """France Germany Spain Italy Portugal Poland Norway Sweden Finland Denmark Iceland Ireland Scotland Wales England
Russia Ukraine Turkey Greece Egypt Morocco Algeria Tunisia Libya Nigeria Ghana Kenya Ethiopia Somalia Sudan Uganda Tanzania
Zambia Zimbabwe Angola Mozambique Madagascar China Japan Korea Vietnam Thailand Laos Cambodia Malaysia Singapore Indonesia
Philippines India Pakistan Bangladesh Nepal Iran Iraq Israel Jordan Syria Lebanon Yemen Oman Qatar Kuwait Canada Mexico
Guatemala Honduras Nicaragua Panama Cuba Jamaica Haiti Colombia Venezuela Ecuador Peru Bolivia Chile Argentina Uruguay Brazil
Australia Fiji Samoa Tonga Estonia Latvia Lithuania Belarus Hungary Austria Switzerland Belgium Luxembourg Netherlands
Slovakia Slovenia Croatia Serbia Bosnia Albania Kosovo Moldova Georgia Armenia Azerbaijan Kazakhstan Mongolia""".split() + [
    "the United States", "the US", "the USA", "USA", "US", "U.S.", "the UK", "UK", "the Netherlands", "New Zealand", "South Africa",
    "South Korea", "North Korea", "Saudi Arabia", "Sri Lanka", "Costa Rica", "the Czech Republic", "the United Arab Emirates"]
CITIES_EN = """London Paris Berlin Madrid Rome Lisbon Vienna Prague Warsaw Budapest Athens Moscow Kyiv Istanbul Cairo Lagos Nairobi
Johannesburg Mumbai Delhi Kolkata Chennai Karachi Lahore Dhaka Bangkok Hanoi Manila Jakarta Singapore Beijing Shanghai
Guangzhou Shenzhen Hangzhou Chengdu Wuhan Tokyo Osaka Kyoto Seoul Busan Sydney Melbourne Auckland Toronto Vancouver Montreal
Chicago Boston Houston Dallas Denver Seattle Portland Phoenix Atlanta Miami Detroit Baltimore Philadelphia Austin Nashville
Baghdad Fallujah Tehran Kabul Jerusalem Gaza Beirut Damascus Riyadh Dubai Manchester Leeds Liverpool Bristol Glasgow Edinburgh
Cardiff Dublin Cork Belfast Hamburg Munich Cologne Kassel Leipzig Zurich Geneva Basel Milan Turin Naples Barcelona Valencia
Seville Porto Lyon Marseille Lille Amsterdam Rotterdam Utrecht Brussels Antwerp Oslo Bergen Stockholm Malmo Helsinki Riga""".split() + [
    "New York", "New York City", "NYC", "LA", "Los Angeles", "San Francisco", "San Diego", "Las Vegas", "Hong Kong", "Rio de Janeiro",
    "Sao Paulo", "Buenos Aires", "Mexico City", "Cape Town", "Tel Aviv", "Kuala Lumpur", "St. Louis", "New Orleans", "Salt Lake City"]
REGIONS_EN = """Texas California Florida Ohio Oregon Nevada Utah Iowa Kansas Maine Georgia Virginia Ontario Quebec Alberta Bavaria
Saxony Hesse Tuscany Sicily Catalonia Andalusia Brittany Normandy Kent Essex Yorkshire Cornwall Devon Ulster Punjab Kerala
Gujarat Sichuan Yunnan Hunan Hokkaido Queensland Tasmania Scotland Europe Asia Africa""".split() + [
    "New Jersey", "North Carolina", "West Virginia", "New South Wales", "the Middle East", "Latin America", "TX", "CA", "NY", "MD"]
NRP_WORDS = """German French Spanish Italian Portuguese Polish Norwegian Swedish Finnish Danish Icelandic Irish Scottish Welsh
English British Russian Ukrainian Turkish Greek Egyptian Moroccan Algerian Nigerian Ghanaian Kenyan Ethiopian Somali Sudanese
Ugandan Chinese Japanese Korean Vietnamese Thai Filipino Indonesian Malaysian Indian Pakistani Bangladeshi Nepali Iranian Iraqi
Israeli Jordanian Syrian Lebanese Yemeni Canadian American Mexican Guatemalan Cuban Jamaican Haitian Colombian Venezuelan
Peruvian Bolivian Chilean Argentinian Uruguayan Brazilian Australian Estonian Latvian Lithuanian Hungarian Austrian Swiss
Belgian Dutch Slovak Slovenian Croatian Serbian Bosnian Albanian Moldovan Armenian Kazakh Mongolian Kurdish Roma Hispanic
Latino African-American Punjabi Tamil Catholic Protestant Lutheran Methodist Baptist Muslim Jewish Hindu Buddhist Sikh Mormon
Orthodox Quaker atheist""".split() + ["South African", "Sri Lankan", "New Zealander", "South Asian", "Sunni Muslim", "Jehovah's Witness"]
JOBS_EN = """nurse teacher engineer plumber electrician carpenter accountant solicitor barrister dentist surgeon pharmacist
physiotherapist librarian journalist editor translator interpreter architect surveyor welder driver courier chef waiter
bartender barista cashier receptionist secretary midwife paramedic firefighter detective soldier pilot farmer gardener
florist butcher baker tailor hairdresser photographer designer developer programmer analyst consultant lecturer researcher
economist statistician biologist chemist geologist veterinarian optician actuary auditor cleaner janitor""".split() + [
    "software engineer", "senior software engineer", "project manager", "head of marketing", "sales manager", "product manager",
    "data scientist", "social worker", "bus driver", "truck driver", "police officer", "primary school teacher", "head chef",
    "office manager", "HR manager", "chief financial officer", "CEO", "CTO", "CFO", "vice president of sales", "managing director",
    "executive assistant", "personal trainer", "estate agent", "care assistant", "lab technician", "systems administrator",
    "network engineer", "assistant professor", "professor of chemistry", "postdoctoral researcher", "warehouse operative",
    "flight attendant", "customer service representative", "graphic designer", "civil engineer", "legal secretary", "shop assistant"]
STREET_TAILS = ["Street", "St", "St.", "Road", "Rd", "Avenue", "Ave", "Ave.", "Lane", "Ln", "Drive", "Dr", "Court", "Ct", "Place",
                "Way", "Boulevard", "Blvd", "Terrace", "Close", "Crescent", "Square", "Gardens", "Row", "Mews", "Hill", "Parkway"]


def read_list(folder, name):
    with gzip.open(os.path.join(folder, "names", name), "rt", encoding="utf-8") as lines:
        next(lines)
        return [line.rstrip("\n").split("\t") for line in lines if line.strip()]


class Person:
    """One invented person: parts that the different forms of the name are made of."""

    def __init__(self, first, last, middle, locale, is_family_first=False):
        self.first, self.last, self.middle, self.locale = first, last, middle, locale
        self.is_family_first = is_family_first


class Names:
    def __init__(self, data, rng: random.Random):
        self.rng = rng
        self.first = collections.defaultdict(list)
        self.last = collections.defaultdict(list)
        for name, kind, _gender, locale, _weight in read_list(data, "person.tsv.gz"):
            if name.isupper() and len(name) > 1 and name.isascii():
                name = name.title()
            if kind == "first" and len(name) <= 24:
                self.first[locale].append(name)
            elif kind == "last" and len(name) <= 24:
                self.last[locale].append(name)
        both = [locale for locale in sorted(self.first) if self.last[locale]]
        self.latin = [locale for locale in both if locale not in NATIVE_LOCALES]
        self.native = [locale for locale in both if locale in NATIVE_LOCALES]
        self.latin_weights = [LATIN_WEIGHTS.get(locale, 1) for locale in self.latin]
        places = collections.defaultdict(list)
        for name, kind, _gender, locale, _weight in read_list(data, "place.tsv.gz"):
            if len(name) <= 32:
                places[kind, locale].append(name)
        self.cities = {locale: v for (kind, locale), v in sorted(places.items()) if kind == "city"}
        self.city_locales = sorted(self.cities)
        self.latin_city_locales = [x for x in self.city_locales if x not in NATIVE_LOCALES]
        self.streets = {locale: v for (kind, locale), v in sorted(places.items()) if kind == "street"}
        self.latin_street_locales = [x for x in sorted(self.streets) if x not in NATIVE_LOCALES]
        self.countries = [n for (kind, l), v in sorted(places.items()) if kind == "country" and l.startswith("en") for n in v]
        self.states = [n for (kind, l), v in sorted(places.items()) if kind == "state" and l not in NATIVE_LOCALES for n in v]
        self.state_codes = [n for (kind, l), v in sorted(places.items()) if kind == "state_abbr" and l == "en_US" for n in v]
        self.companies = [r[0] for r in read_list(data, "company.tsv.gz") if r[1] == "company" and r[3] in ("nl_NL", "tr_TR", "az_AZ")]
        jobs = read_list(data, "job.tsv.gz")
        self.jobs = [r[0] for r in jobs if r[3] == "en_US" and len(r[0]) < 45]
        self.foreign_jobs = [r[0] for r in jobs if r[3] in ("fr_FR", "de_DE", "es", "pt_BR", "da_DK", "cs_CZ") and len(r[0]) < 40]

    def pick(self, values):
        return values[self.rng.randrange(len(values))]

    def chance(self, p):
        return self.rng.random() < p

    # --- people

    def pinyin_given(self):
        return "".join(self.pick(SYLLABLES) for _ in range(1 if self.chance(0.3) else 2)).capitalize()

    def chinese_person(self):
        if self.chance(0.1):
            last, first = self.pick(WADE_GILES)
            return Person(first, last, "", "zh", True)
        return Person(self.pinyin_given(), self.pick(CHINESE_SURNAMES), "", "zh", self.chance(0.85))

    def person(self, native=0.04):
        if self.chance(0.1):
            return self.chinese_person()
        if self.chance(native):
            locale = self.pick(self.native)
        else:
            locale = self.rng.choices(self.latin, self.latin_weights)[0]
        first, last = self.pick(self.first[locale]), self.pick(self.last[locale])
        if locale not in NATIVE_LOCALES:
            if self.chance(0.06):
                first = self.pick(FIRST_HARD)
            if self.chance(0.06):
                last = self.pick(LAST_HARD)
            if self.chance(0.05):  # mixed families
                last = self.pick(self.last[self.pick(self.latin)])
            if self.chance(0.04) and " " not in last:
                particle = self.pick(PARTICLES)
                last = particle + last if particle[-1] in "-c'z " else particle + " " + last
            if self.chance(0.04) and "-" not in last:
                last += "-" + self.pick(self.last[locale])
            if self.chance(0.02) and "-" not in first:
                first += "-" + self.pick(self.first[locale])
        return Person(first, last, self.pick(self.first[locale]), locale, locale in ("ja_JP", "ko_KR", "hu_HU") and self.chance(0.5))

    def full(self, person):
        f, l, m = person.first, person.last, person.middle
        if person.locale in ("zh_CN", "zh_TW", "ja_JP", "ko_KR") and not (f + l).isascii():
            return l + f
        if person.is_family_first:
            return f"{l} {f}"
        form = self.rng.random()
        if form < 0.70 or not m or person.locale in NATIVE_LOCALES:
            return f"{f} {l}"
        if form < 0.77:
            return f"{f[0]}. {l}"
        if form < 0.79:
            return f"{f[0]}.{m[0]}. {l}"
        if form < 0.81:
            return f"{f[0]} {l}"
        if form < 0.88:
            return f"{f} {m[0]}. {l}"
        if form < 0.90:
            return f"{f} {m[0]} {l}"
        if form < 0.93:
            return f"{f} {m} {l}"
        if form < 0.97:
            return f"{l}, {f}"
        if form < 0.98:
            return f"{l}, {f} {m[0]}."
        if form < 0.99:
            return f"{l.upper()}, {f}"
        return f'{f} "{self.pick(NICKNAMES)}" {l}'

    def chinese_call(self, person):
        """How friends and colleagues of a Chinese chat call somebody: one span, with the word before the surname."""
        form = self.rng.random()
        if form < 0.45:
            return f"{self.pick(ROLES)} {person.last}"
        if form < 0.6:
            return f"Xiao {person.last}" if self.chance(0.5) else f"Xiao{person.first[:4].lower()}"
        if form < 0.7:
            return f"Lao {person.last}"
        if form < 0.8:
            return f"{self.pick(['A', 'Ah '])}{person.first.lower() if self.chance(0.5) else person.first}"
        if form < 0.9:
            return person.first + "zi" if len(person.first) < 5 else person.first
        half = person.first[:4].lower()
        return (half + half).capitalize()

    # --- places

    def city(self):
        if self.chance(0.4):
            return self.pick(CITIES_EN)
        if self.chance(0.03):
            return self.pick(self.cities[self.pick(self.city_locales)])
        return self.pick(self.cities[self.pick(self.latin_city_locales)])

    def country(self):
        return self.pick(COUNTRIES_EN) if self.chance(0.7) or not self.countries else self.pick(self.countries)

    def state(self):
        return self.pick(REGIONS_EN) if self.chance(0.6) else self.pick(self.states)

    def place(self):
        """A named place smaller than a city."""
        head = self.pick([lambda: self.person(0).last, self.city, lambda: self.pick(LAST_HARD), lambda: self.pinyin_given()])()
        return f"{head} {self.pick(PLACE_TAILS)}"

    def street(self):
        form = self.rng.random()
        if form < 0.25:
            return self.pick(self.streets[self.pick(self.latin_street_locales)])
        name = self.pick([lambda: self.person(0).last, self.city, lambda: self.pick(LAST_HARD)])()
        if form < 0.75:
            return f"{name} {self.pick(STREET_TAILS)}"
        return self.pick([f"{name}straße", f"{name}str.", f"{name}straat", f"{name}gatan", f"{name}vej", f"Rue de {name}",
                          f"rue {name}", f"Via {name}", f"via {name}", f"Calle {name}", f"C/ {name}", f"Avenida {name}",
                          f"Av. {name}", f"Rua {name}", f"ul. {name}", f"Plaza {name}", f"Piazza {name}", f"{name}katu",
                          f"{name} utca", f"{name} sokak", f"{name}weg", f"Allée {name}", f"Carrera {self.rng.randrange(1, 90)}"])

    def unit(self):
        n = self.rng.randrange(1, 999)
        return self.pick([f"Apt. {n}", f"Apt {n}", f"Suite {n}", f"Unit {n % 50}", f"Flat {n % 40}", f"#{n}", f"Floor {n % 20}",
                          f"Apt {n % 9 + 1}{self.pick('ABCD')}", f"{n % 12 + 1}th floor", f"Room {n}", f"Building {n % 30}"])

    def postcode(self):
        r = self.rng
        return self.pick([f"{r.randrange(10000, 99999)}", f"{r.randrange(10000, 99999)}", f"{r.randrange(1000, 9999)}",
                          f"{self.pick('ABEGLMNSW')}{r.randrange(1, 20)} {r.randrange(1, 9)}{self.pick('ABDEFGH')}{self.pick('JLNPQRS')}",
                          f"{r.randrange(1000, 9999)} {self.pick('ABCD')}{self.pick('EFGH')}", f"{r.randrange(10, 99)}-{r.randrange(100, 999)}",
                          f"{r.randrange(10000, 99999)}-{r.randrange(1000, 9999)}", f"{r.randrange(100000, 999999)}"])

    def street_line(self):
        n = self.rng.randrange(1, 9999) if self.chance(0.4) else self.rng.randrange(1, 220)
        number = f"{n}{self.pick('abcAB')}" if self.chance(0.06) else str(n)
        street = self.street()
        return f"{number} {street}" if self.chance(0.6) else f"{street} {number}"

    def address(self):
        """A whole address in one or several lines."""
        parts = [self.street_line()]
        if self.chance(0.3):
            parts.append(self.unit())
        if self.chance(0.65):
            city = self.city()
            form = self.rng.random()
            if form < 0.35:
                city = f"{city}, {self.pick(self.state_codes)} {self.postcode()}"
            elif form < 0.55:
                city = f"{self.postcode()} {city}"
            elif form < 0.7:
                city = f"{city} {self.postcode()}"
            parts.append(city)
            if self.chance(0.3):
                parts.append(self.country())
                if self.chance(0.4):
                    parts[-1] += " " + self.postcode()
        return self.pick([", ", ", ", ", ", "\n", "\n ", " "]).join(parts)

    # --- organisations, jobs

    def org(self):
        form = self.rng.random()
        if form < 0.36:
            return self.pick(ORG_KNOWN)
        if form < 0.40:
            return self.pick(self.companies)
        a = self.person(0)
        if form < 0.48:
            return f"{a.last} {self.pick(LEGAL)}"
        if form < 0.56:
            return f"{a.last} {self.pick(['&', 'and', '&'])} {self.pick([self.person(0).last, 'Sons', 'Partners', 'Co.'])}"
        if form < 0.60:
            return f"{a.last}-{self.person(0).last}"
        if form < 0.63:
            return f"{a.last}, {self.person(0).last} and {self.person(0).last}"
        if form < 0.75:
            made = "".join(self.pick(SYL_ORG) for _ in range(self.rng.randrange(2, 5))).capitalize()
            return made if self.chance(0.5) else f"{made} {self.pick(LEGAL + TRADES)}"
        if form < 0.86:
            return f"{self.city()} {self.pick(TRADES)}"
        if form < 0.90:
            return f"{self.pick(['University', 'Bank', 'City', 'Port', 'Museum'])} of {self.city()}"
        if form < 0.94:
            return "".join(self.pick("ABCDEFGHIKLMNOPRSTUVW") for _ in range(self.rng.randrange(2, 5)))
        return f"{a.last} {self.pick(TRADES)}" if self.chance(0.6) else f"{a.first}'s {self.pick(TRADES)}"

    def school(self):
        return self.pick([f"{self.city()} University", f"University of {self.city()}", f"{self.city()} High School",
                          f"St {self.person(0).first}'s School", f"{self.person(0).last} College", f"{self.city()} Primary School",
                          f"the University of {self.city()}", f"{self.city()} Institute of Technology"])

    def job(self, is_lower=False):
        if self.chance(0.5):
            job = self.pick(JOBS_EN)
            return job if is_lower or job.isupper() else (job.title() if self.chance(0.5) else job.capitalize()) if not job.isupper() else job
        job = self.pick(self.jobs)
        return job[0].lower() + job[1:] if is_lower and len(job) > 1 and job[1].islower() else job

    def nrp(self):
        return self.pick(NRP_WORDS)
