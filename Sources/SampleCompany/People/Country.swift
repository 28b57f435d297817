/// Where customers live, and what people are called there.
struct Country {
    let name: String
    /// Customers in 1,000 who live here.
    let weight: Int
    let cities: [String]
    let firstNames: [String]
    let lastNames: [String]
    /// Whether the family's name comes first, without a blank.
    let familyFirst: Bool

    private init(
        _ name: String,
        _ weight: Int,
        _ cities: String,
        _ firstNames: String,
        _ lastNames: String,
        familyFirst: Bool = false
    ) {
        self.name = name
        self.weight = weight
        self.cities = Self.words(cities)
        self.firstNames = Self.words(firstNames)
        self.lastNames = Self.words(lastNames)
        self.familyFirst = familyFirst
    }

    /// The parts of a text between bars.
    private static func words(_ text: String) -> [String] {
        text.split(separator: "|").map(String.init)
    }

    static let all: [Country] = [
        Country(
            "Germany",
            360,
            "Berlin|Hamburg|Munich|Köln|Frankfurt|Leipzig|Stuttgart|Bremen|Dresden|Nürnberg",
            "Anna|Paul|Lena|Jonas|Marie|Lukas|Sophie|Felix|Ayşe|Mehmet|Jürgen|Käthe|Björn|Ute|Emre",
            "Schmidt|Müller|Weber|Fischer|Wagner|Becker|Schäfer|Koch|Yılmaz|Groß|Krüger|Vogel|Busch"
        ),
        Country(
            "Austria",
            110,
            "Wien|Graz|Linz|Salzburg|Innsbruck",
            "Mia|Tobias|Valentina|Maximilian|Johanna|Leopold|Theresa|Florian|Magdalena|Xaver",
            "Hofer|Gruber|Huber|Steiner|Moser|Pichler|Eder|Wörgötter|Prohaska|Zauner"
        ),
        Country(
            "France",
            90,
            "Paris|Lyon|Marseille|Nantes|Bordeaux|Lille",
            "Léa|Hugo|Chloé|Théo|Zoé|Amélie|François|Noémie|Raphaël|Inès|Étienne",
            "Martin|Lefèvre|Dubois|Moreau|Fournier|Gauthier|D’Angelo|Benoît|Çelik|N’Diaye"
        ),
        Country(
            "Switzerland",
            50,
            "Zürich|Basel|Genève|Bern|Lugano",
            "Reto|Urs|Céline|Nadja|Luca|Seraina|Beat|Aurélie",
            "Meier|Zürcher|Favre|Bühler|Rossi|Ammann|Caduff"
        ),
        Country(
            "Netherlands",
            60,
            "Amsterdam|Rotterdam|Utrecht|Eindhoven",
            "Daan|Sanne|Bram|Fleur|Jeroen|Noor|Thijs|Anouk",
            "de Vries|Jansen|van den Berg|Bakker|Visser|Smit|ten Hag"
        ),
        Country(
            "United Kingdom",
            60,
            "London|Manchester|Bristol|Leeds|Edinburgh",
            "Olivia|Harry|Amelia|Jack|Isla|George|Priya|Callum|Siân",
            "Smith|Jones|Taylor|O’Connor|Patel|Wilson|MacLeod|Khan"
        ),
        Country(
            "Italy",
            55,
            "Milano|Roma|Torino|Bologna|Firenze",
            "Giulia|Matteo|Chiara|Alessandro|Francesca|Nicolò|Elena|Davide",
            "Rossi|Ferrari|Esposito|Bianchi|Colombo|De Luca|Dell’Acqua"
        ),
        Country(
            "Poland",
            45,
            "Warszawa|Kraków|Łódź|Wrocław|Gdańsk",
            "Zofia|Jan|Małgorzata|Paweł|Agnieszka|Łukasz|Żaneta|Stanisław",
            "Nowak|Kowalski|Wiśniewska|Wójcik|Dąbrowski|Zieliński|Szczęsny"
        ),
        Country(
            "Spain",
            40,
            "Madrid|Barcelona|Valencia|Sevilla|Bilbao",
            "Lucía|Martín|Sofía|José|Begoña|Íñigo|Carmen|Álvaro",
            "García|Fernández|Núñez|López|Ibáñez|Martínez|Etxeberria"
        ),
        Country(
            "Sweden",
            30,
            "Stockholm|Göteborg|Malmö|Umeå",
            "Åsa|Erik|Linnéa|Björn|Maja|Göran|Ebba",
            "Andersson|Sjöberg|Lindström|Nyström|Åkerlund"
        ),
        Country(
            "Denmark",
            20,
            "København|Aarhus|Odense",
            "Søren|Freja|Mads|Astrid|Jørgen|Ida",
            "Sørensen|Nielsen|Kjær|Østergaard|Holm"
        ),
        Country(
            "Finland",
            12,
            "Helsinki|Tampere|Turku",
            "Päivi|Eero|Aino|Väinö|Sanni",
            "Virtanen|Mäkinen|Järvinen|Hämäläinen"
        ),
        Country(
            "Norway",
            10,
            "Oslo|Bergen|Tromsø",
            "Ingrid|Håkon|Sigrid|Lars",
            "Hansen|Bjørnstad|Ødegård"
        ),
        Country(
            "Belgium",
            15,
            "Antwerpen|Bruxelles|Gent",
            "Lotte|Maxime|Joëlle|Wout",
            "Peeters|Dupont|Claes|Lambert"
        ),
        Country(
            "Portugal",
            10,
            "Lisboa|Porto|Coimbra",
            "João|Inês|Tomás|Conceição",
            "Silva|Gonçalves|Simões"
        ),
        Country(
            "Czechia",
            10,
            "Praha|Brno|Plzeň",
            "Jiří|Šárka|Ondřej|Růžena",
            "Dvořák|Novotná|Říha|Černý"
        ),
        Country(
            "Greece",
            6,
            "Αθήνα|Θεσσαλονίκη",
            "Ελένη|Γιώργος|Κατερίνα|Νίκος",
            "Παπαδοπούλου|Νικολαΐδης|Αγγελής"
        ),
        Country(
            "Bulgaria",
            6,
            "София|Пловдив",
            "Иван|Мария|Десислава|Георги",
            "Петров|Димитрова|Ангелов"
        ),
        Country(
            "Hungary",
            5,
            "Budapest|Győr",
            "Zsófia|Ádám|Boglárka|Örs",
            "Nagy|Kovács|Szőke|Tőkés"
        ),
        Country(
            "Japan",
            3,
            "東京|大阪",
            "花子|健太|さくら|翔",
            "佐藤|鈴木|高橋|渡辺",
            familyFirst: true
        ),
        Country("China", 2, "上海|北京", "伟|芳|娜|秀英", "王|李|张|欧阳", familyFirst: true),
        Country("South Korea", 1, "서울|부산", "서연|민준|지우", "김|이|박", familyFirst: true),
    ]
}
