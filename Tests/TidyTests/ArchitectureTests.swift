import Testing

/// Holds the source tree to the map in `docs/explanation/architecture.md`: arrows run inwards.
struct ArchitectureTests {
    /// What each module may import of this package.
    static let mayImport: [String: Set<String>] = [
        "JSON": [],
        "FlagModel": ["JSON"],
        "FeatBit": ["FlagModel", "JSON"],
        "CPCRE2": [],
        "Evaluation": ["CPCRE2", "FlagModel", "JSON"],
        "Statistics": [],
        "StatisticsCases": ["JSON", "Statistics"],
        "Experiments": ["FlagModel", "JSON", "Statistics"],
        "FlagAPI": ["Experiments", "FlagModel", "JSON"],
        "UnixSocket": [],
        "TLS": ["FlagModel"],
        "SampleCompany": ["FlagAPI", "FlagModel", "JSON"],
        "Journal": ["JSON"],
        "Observations": ["Experiments", "FlagAPI", "FlagModel", "JSON"],
        "FlagService": [
            "Evaluation", "Experiments", "FlagAPI", "FlagModel", "JSON", "Journal", "Observations",
        ],
        "CCurl": [],
        "Webhooks": ["CCurl", "FeatBit", "FlagAPI", "FlagModel", "FlagService", "JSON"],
        "FlagServer": [
            "Evaluation", "FeatBit", "FlagAPI", "FlagModel", "FlagService", "JSON", "Observations",
            "TLS", "UnixSocket", "Webhooks",
        ],
        "FlagClient": ["Experiments", "FlagAPI", "FlagModel", "JSON", "TLS", "UnixSocket"],
        "TerminalUI": [],
        "CNcurses": [],
        "CursesTerminal": ["CNcurses", "TerminalUI"],
        "Dashboard": [
            "Evaluation", "Experiments", "FlagAPI", "FlagModel", "JSON", "TerminalUI",
        ],
        "flagdeck": [
            "CursesTerminal", "Dashboard", "Evaluation", "Experiments", "FeatBit", "FlagAPI",
            "FlagClient", "FlagModel", "FlagServer", "FlagService", "JSON", "Journal",
            "Observations", "SampleCompany", "StatisticsCases", "TLS", "TerminalUI", "UnixSocket",
        ],
        "JournalProof": ["JSON", "Journal"],
        "ScheduleProof": ["FlagAPI", "FlagModel", "FlagService", "Journal", "JournalProof"],
        "ExperimentProof": ["Experiments", "FlagModel", "Statistics"],
        "ReviewProof": [
            "FlagAPI", "FlagModel", "FlagService", "JSON", "Journal", "JournalProof",
        ],
        "CLinux": [],
        "flagdeck-prove": [
            "ExperimentProof", "Experiments", "FlagAPI", "FlagClient", "FlagModel", "JSON",
            "Journal", "JournalProof", "ReviewProof", "ScheduleProof", "Statistics", "UnixSocket",
        ],
        "flagdeck-bench": [
            "CLinux", "Dashboard", "Evaluation", "Experiments", "FeatBit", "FlagAPI", "FlagModel",
            "FlagServer", "FlagService", "JSON", "Journal", "Observations", "TerminalUI",
        ],
    ]

    /// What only one module may import, so that everything else can do without it.
    static let keptWithin: [String: Set<String>] = [
        "ArgumentParser": ["flagdeck", "flagdeck-prove"],
        "GRDB": ["Observations", "Webhooks"], "GRDBSQLite": ["Observations"], "CCurl": ["Webhooks"],
        "TOMLKit": ["TerminalUI"],
        "CNcurses": ["CursesTerminal"], "CPCRE2": ["Evaluation"],
        "CLinux": ["flagdeck-bench"],
        "Crypto": ["FlagServer", "Journal", "Webhooks"],
        "NIOCore": ["FlagClient", "FlagServer", "TLS", "flagdeck-bench"], "NIOSSL": ["TLS"],
        "HashTreeCollections": ["FlagModel"], "Foundation": ["Observations", "Webhooks"],
    ]

    @Test func `the map names every module`() {
        #expect(Set(SourceTree.modules) == Set(Self.mayImport.keys))
    }

    @Test(arguments: mayImport.keys.sorted())
    func `a module imports only what is inside it`(module: String) {
        for file in SourceTree.files(in: "Sources/" + module) {
            for imported in file.imports where Self.mayImport.keys.contains(imported) {
                #expect(
                    Self.mayImport[module]?.contains(imported) == true,
                    "\(file.path) imports \(imported)"
                )
            }
        }
    }

    @Test(arguments: keptWithin.keys.sorted())
    func `a library stays within the module that hides it`(library: String) {
        for file in SourceTree.files(in: "Sources") where file.imports.contains(library) {
            let module = file.path.split(separator: "/")[1]
            #expect(
                Self.keptWithin[library]?.contains(String(module)) == true,
                "\(file.path) imports \(library)"
            )
        }
    }
}
