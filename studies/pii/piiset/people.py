"""Pools of names, places and firms (own lists of common facts) and the persona a row is about."""
import datetime

# culture: (female given, male given, family)
NAMES = {
    "en": ("Harriet Imogen Beatrix Tamsin Philippa Rosalind Gwendolyn Clementine Josephine Winifred Bronwen Marjorie",
           "Rupert Desmond Alistair Barnaby Clifford Ellery Fergus Godfrey Leopold Montague Percival Quentin",
           "Ashdown Birchall Copplestone Drinkwater Entwistle Fothergill Garside Hollingworth Inchbald Kettlewell "
           "Lockyer Micklethwaite Nettleton Oakshott Pemberton Quarmby Ramsbottom Satterthwaite Thistlewood Winstanley"),
    "us": ("Brenda Latisha Kaylee Marisol Darlene Tiffany Shaniqua Peggy Ramona Destiny Crystal Jolene",
           "Travis Darnell Chester Rodrigo Wendell Duane Tyrone Garrett Lamar Brent Marvin Clint",
           "Abernathy Boudreaux Castellanos Delacruz Eberhardt Fairbanks Gutowski Hargrove Ivey Jernigan "
           "Kowalczyk Ledbetter McAllister Nakagawa Okafor Pruitt Quintanilla Rutledge Stubblefield Thibodeaux"),
    "de": ("Annegret Friederike Gisela Heidrun Jutta Mechthild Roswitha Swantje Tabea Wiebke",
           "Burkhard Detlef Eckhard Gernot Hartmut Jochen Lothar Reinhold Thorsten Wolfram",
           "Achterberg Brinkmann Dannenberg Eickhoff Feldhaus Grünewald Hülsmann Krüger Löffler Möllenkamp "
           "Nienhaus Osterkamp Rüschoff Steinkühler Terhorst Vogelsang Wiesenthal"),
    "fr": ("Apolline Bérénice Capucine Delphine Édith Ghislaine Mireille Solène Thérèse Yvette",
           "Aurélien Bastien Cédric Fabrice Gaëtan Ludovic Maxence Régis Thibault Yannick",
           "Beauchêne Charpentier Delorme Fauconnier Guérin Lachapelle Mercadier Peltier Rousselot Thévenet Villeneuve"),
    "es": ("Azucena Begoña Consuelo Encarnación Inmaculada Milagros Remedios Ximena Yolanda",
           "Baltasar Edelmiro Gonzalo Hernán Leocadio Mauricio Rigoberto Saturnino Ulises",
           "Arrizabalaga Bermúdez Cifuentes Echeverría Galdós Iturralde Montalbán Olazábal Quiroga Urrutia Zaldívar"),
    "it": ("Agnese Benedetta Domitilla Fiammetta Ginevra Loredana Ornella Serenella",
           "Achille Corrado Ermanno Gaspare Italo Nazzareno Ruggero Tancredi",
           "Abbagnale Bonfiglio Cristofori Della Rovere Falconieri Gambacorta Mastrangelo Pellegrino Squarcialupi"),
    "nl": ("Annemiek Fenna Hilletje Liesbeth Marijke Saskia Tjitske", "Diederik Geert Joost Maarten Pieter Sjoerd Wouter",
           "Bakhuizen de Groot Hoogendoorn Kuipers Oosterhuis Schipper van der Meulen Vermeer Zijlstra"),
    "pl": ("Bogumiła Dobrosława Grażyna Jadwiga Kinga Wiesława", "Bartłomiej Czesław Gniewomir Mirosław Przemysław Zbigniew",
           "Błaszczyk Ciechanowski Dąbrowa Gawlik Jędrzejczak Kołodziej Mącznik Pietrzyk Szczepaniak Wróblewski"),
    "pt": ("Conceição Eduarda Graciete Leocádia Rosinha Zulmira", "Anselmo Custódio Evaristo Joaquim Nuno Valdemar",
           "Albuquerque Brandão Carvalhal Figueiredo Meireles Noronha Pacheco Queirós Sardinha Vasconcelos"),
    "nordic": ("Astrid Brynhild Dagny Gunnvor Ingeborg Solveig Tuulikki Åshild", "Asbjørn Eskil Halvard Jorma Kettil Sigurd Torbjörn Yngve",
               "Aasen Bjerregaard Dahlström Engebretsen Hämäläinen Kjeldsen Lindqvist Nyström Rautavaara Sørlie"),
    "slav": ("Bohdana Ludmila Radka Snezhana Tatyana Zdeňka", "Bogdan Dragomir Jaromír Lyubomir Radoslav Vsevolod",
             "Antonescu Dragomirova Havlíček Kolarov Novotná Petrescu Sokolov Vrba Zhivkov"),
    "in": ("Aishwarya Bhavani Deepika Gayathri Kavitha Meenakshi Sujatha", "Arvind Balaji Chandrasekhar Girish Harpreet Prakash Venkatesh",
           "Agarwal Bhattacharya Chaudhary Deshpande Ganguly Iyer Krishnamurthy Mukherjee Ranganathan Srinivasan"),
    "ea": ("Haruka Jiayi Mei-Ling Minseo Sakura Xiaoyan Yukiko", "Daichi Guowei Haoran Junho Kenta Takeshi Weiming",
           "Fujimoto Hayashida Jeong Kobayakawa Matsunaga Ouyang Tanizaki Xiong Yoon Zhuang"),
    "af": ("Adaeze Chidinma Folasade Nomvula Thandiwe Wanjiru", "Babatunde Chukwuemeka Kgosi Obafemi Sipho Tendai",
           "Adeyemi Chukwu Dlamini Kiplagat Mabuza Nkosi Ogunleye Tshabalala"),
    "me": ("Ayşegül Fatemeh Hadas Layla Noura Şebnem Yael", "Abdulrahman Cemal Eyal Farhad Khalid Mehmet Uri",
           "Al-Masri Ben-Ami Çelikkol Haddad Karagöz Rosenfeld-Levi Shirazi Yıldırımer"),
}
LAST_MULTI = {"Della Rovere", "de Groot", "van der Meulen"}


def _split(block):
    for name in LAST_MULTI:
        block = block.replace(name, name.replace(" ", "_"))
    return [w.replace("_", " ") for w in block.split()]


NAMES = {k: tuple(_split(b) for b in v) for k, v in NAMES.items()}

NATIVE_NAMES = ["王晓燕", "陈国伟", "李佳怡", "佐々木健太", "松永遥", "小早川由紀子", "김민서", "정준호", "Анна Соколова", "Всеволод Журавлёв",
                "Людмила Петрова", "Γιώργος Παπαδόπουλος", "محمد الحداد", "ليلى المصري", "नेहा देशपांडे", "अरविंद चौधरी", "สมชาย ใจดี",
                "יעל רוזנפלד", "Людмил Живков", "오은지", "刘建国", "高橋大地"]

# country: (language, culture, [(city, state, postcodes like)], country name)
PLACES = {
    "US": ("en", "us", [("Tallahassee", "Florida", "323##"), ("Spokane", "Washington", "992##"), ("Chattanooga", "Tennessee", "374##"),
                        ("Duluth", "Minnesota", "558##"), ("Albuquerque", "NM", "871##"), ("Scranton", "Pennsylvania", "185##"),
                        ("Boise", "Idaho", "837##"), ("Shreveport", "LA", "711##"), ("Bakersfield", "CA", "933##-####")], "United States"),
    "GB": ("en", "en", [("Huddersfield", "West Yorkshire", "HD# #AB"), ("Shrewsbury", "Shropshire", "SY# #PL"), ("Truro", "Cornwall", "TR# #HN"),
                        ("Kirkcaldy", "Fife", "KY# #XD"), ("Aberystwyth", "Ceredigion", "SY2# #DB")], "United Kingdom"),
    "DE": ("de", "de", [("Bielefeld", "Nordrhein-Westfalen", "336##"), ("Göttingen", "Niedersachsen", "370##"), ("Würzburg", "Bayern", "970##"),
                        ("Chemnitz", "Sachsen", "091##"), ("Kassel", "Hessen", "341##")], "Germany"),
    "FR": ("fr", "fr", [("Clermont-Ferrand", "Auvergne", "630##"), ("Besançon", "Doubs", "250##"), ("Quimper", "Finistère", "290##")], "France"),
    "ES": ("es", "es", [("Salamanca", "Castilla y León", "370##"), ("Cartagena", "Murcia", "302##"), ("Vitoria", "Álava", "010##")], "Spain"),
    "IT": ("it", "it", [("Ferrara", "Emilia-Romagna", "441##"), ("Lecce", "Puglia", "731##"), ("Bergamo", "Lombardia", "241##")], "Italy"),
    "NL": ("nl", "nl", [("Zwolle", "Overijssel", "80## KL"), ("Leeuwarden", "Friesland", "89## BT")], "Netherlands"),
    "BE": ("nl", "nl", [("Kortrijk", "West-Vlaanderen", "85##"), ("Hasselt", "Limburg", "35##")], "Belgium"),
    "PL": ("pl", "pl", [("Bydgoszcz", "kujawsko-pomorskie", "85-###"), ("Rzeszów", "podkarpackie", "35-###")], "Poland"),
    "PT": ("pt", "pt", [("Coimbra", "Beira Litoral", "30##-###"), ("Braga", "Minho", "47##-###")], "Portugal"),
    "BR": ("pt", "pt", [("Uberlândia", "Minas Gerais", "384##-###"), ("Joinville", "SC", "892##-###")], "Brazil"),
    "MX": ("es", "es", [("Hermosillo", "Sonora", "830##"), ("Xalapa", "Veracruz", "910##")], "Mexico"),
    "AR": ("es", "es", [("Rosario", "Santa Fe", "2###")], "Argentina"),
    "SE": ("sv", "nordic", [("Västerås", "Västmanland", "722 ##"), ("Örebro", "Närke", "702 ##")], "Sweden"),
    "IN": ("en", "in", [("Coimbatore", "Tamil Nadu", "6410##"), ("Nagpur", "Maharashtra", "4400##"), ("Kochi", "Kerala", "6820##")], "India"),
    "CA": ("en", "us", [("Saskatoon", "Saskatchewan", "S7K #L#"), ("Sudbury", "Ontario", "P3E #B#")], "Canada"),
    "AU": ("en", "en", [("Ballarat", "VIC", "33##"), ("Toowoomba", "Queensland", "43##")], "Australia"),
    "ZA": ("en", "af", [("Bloemfontein", "Free State", "93##"), ("Polokwane", "Limpopo", "07##")], "South Africa"),
    "JP": ("ja", "ea", [("仙台市", "宮城県", "980-00##"), ("金沢市", "石川県", "920-00##")], "Japan"),
    "CN": ("zh", "ea", [("兰州市", "甘肃省", "7300##"), ("宜昌市", "湖北省", "4430##")], "China"),
    "RU": ("ru", "slav", [("Воронеж", "Воронежская область", "3940##"), ("Томск", "Томская область", "6340##")], "Russia"),
}
STREETS = {
    "en": ["Bracken Lane", "Tollgate Crescent", "Quarry Bank Road", "Hawthorn Close", "Mill Race Court", "Coppice Drive", "Foundry Terrace"],
    "us": ["Sycamore Hollow Rd", "W Persimmon Ave", "Old Ferry Turnpike", "NE Larkspur St", "County Road 417", "Magnolia Bend Blvd", "Tamarack Trail"],
    "de": ["Birkenstieg", "Am Mühlenteich", "Heckenrosenweg", "Gerberstraße", "Lange Reihe", "Schützenallee"],
    "fr": ["rue des Tanneurs", "avenue du Moulin-Vert", "impasse des Glycines", "boulevard Carnot-Nord", "chemin des Pinsons"],
    "es": ["Calle de los Olivos", "Avenida del Molino", "Camino Viejo", "Plaza de la Fuente", "Calle Tahona"],
    "it": ["Via dei Mulini", "Viale delle Magnolie", "Piazza del Pozzo", "Via Fornaci"],
    "nl": ["Molenweg", "Kanaaldijk Noord", "Wilgenlaan", "Oude Haven"],
    "pl": ["ul. Lipowa", "ul. Młyńska", "al. Jesionowa"],
    "pt": ["Rua das Oliveiras", "Avenida do Moinho", "Travessa da Fonte"],
    "sv": ["Björkvägen", "Kvarngatan", "Sjöstigen"],
}
FIRMS = ["Halbrook & Sons Ltd", "Tidewater Optics Inc.", "Lindenau Fördertechnik GmbH", "Boulangerie Ravaux S.A.", "Kestrel Logistics LLC",
         "Orizaba Textiles S.A. de C.V.", "Vesterhav Marine A/S", "Pinecone Analytics Inc", "Okonkwo Freight Ltd", "Mährisch Papier AG",
         "Cobbleford Dental Practice", "Stellmacher Haustechnik GmbH", "Arctus Foods Oy", "Sunil Threads Pvt. Ltd.", "三河精工株式会社"]
SCHOOLS = ["Thornfield Comprehensive", "University of East Marsh", "Gymnasium am Wallgraben", "Lycée Jean-Perrin-Nord", "St Brigid's Primary School",
           "Cedar Bluff Middle School", "Hochschule Niederrhein-West", "Universidad del Altiplano", "Kalamba State College", "Ridgemont High"]


def pick(r, pool):
    return pool[r.randrange(len(pool))]


def fill(r, pattern):
    """# digit, @ upper letter, ? upper letter or digit, ~ lower letter, ^ hex, * base62."""
    out = []
    for c in pattern:
        if c == "#":
            out.append(r.choice("0123456789"))
        elif c == "@":
            out.append(r.choice("ABCDEFGHJKLMNPRSTUVWXYZ"))
        elif c == "?":
            out.append(r.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789"))
        elif c == "~":
            out.append(r.choice("abcdefghijklmnopqrstuvwxyz"))
        elif c == "^":
            out.append(r.choice("0123456789abcdef"))
        elif c == "*":
            out.append(r.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"))
        else:
            out.append(c)
    return "".join(out)


def ascii_of(s):
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a", "ł": "l", "ı": "i", "æ": "ae", "đ": "d", "ñ": "n"})
    import unicodedata
    s = unicodedata.normalize("NFKD", s.lower().translate(table))
    return "".join(c for c in s if c.isascii() and (c.isalnum() or c in " -'")).replace(" ", "").replace("'", "")


class Persona:
    def __init__(self, r, country=None):
        self.r = r
        self.country = country or r.choice(["US"] * 6 + ["GB"] * 4 + ["DE"] * 2 + ["IN", "CA", "AU"] + list(PLACES))
        if self.country not in PLACES:
            self.country = "US"
        self.lang, culture, cities, self.country_name = PLACES[self.country]
        if r.random() < 0.15:
            culture = r.choice(list(NAMES))
        female, male, family = NAMES[culture]
        self.culture = culture
        self.gender = r.choice("FM")
        self.first = pick(r, female if self.gender == "F" else male)
        self.last = pick(r, family)
        self.city, self.state, code = pick(r, cities)
        self.postal = fill(r, code)
        self.birth = datetime.date(1938, 1, 1) + datetime.timedelta(days=r.randrange(25000))

    def full(self):
        k = self.r.random()
        if k < 0.72:
            return f"{self.first} {self.last}"
        if k < 0.80:
            return f"{self.first} {self.r.choice('ABCDEGHJKLMPRSTW')}. {self.last}"
        if k < 0.86:
            return f"{self.last}, {self.first}"
        if k < 0.91:
            return f"{self.first[0]}. {self.last}"
        if k < 0.95:
            return pick(self.r, NATIVE_NAMES)
        return f"{self.first} {self.last}".upper() if self.r.random() < 0.5 else f"{self.first} {self.last}".lower()

    def local(self):
        f, l = ascii_of(self.first), ascii_of(self.last)
        return self.r.choice([f"{f}.{l}", f"{f}{l}", f"{f[0]}{l}", f"{f}_{l}", f"{l}.{f}", f"{f}{self.birth.year % 100:02d}",
                              f"{f[0]}.{l}", f"{f}-{l}", f"{l}{self.r.randrange(10, 999)}"])

    def user(self):
        f, l = ascii_of(self.first).replace("-", ""), ascii_of(self.last).replace("-", "")
        return self.r.choice([f"{f[0]}{l}"[:14], f"{f}{l[0]}", f"{f}{self.r.randrange(2, 99)}", f"{l[:6]}{f[:2]}", f"{f}_{l[:3]}",
                              f"{f}.{l}"[:18]])
