// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let cSettings: [CSetting] = [
    .treatAllWarnings(as: .error)
]

func nio(_ name: String) -> Target.Dependency {
    .product(name: name, package: "swift-nio")
}

let package = Package(
    name: "flagdeck",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "flagdeck", targets: ["flagdeck"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit.git", exact: "0.6.0"),
    ],
    targets: [
        // Pure middle.
        .target(name: "JSON", swiftSettings: settings),
        .target(
            name: "FlagModel",
            dependencies: [
                "JSON",
                .product(name: "HashTreeCollections", package: "swift-collections"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Evaluation",
            dependencies: ["CPCRE2", "FlagModel", "JSON"],
            swiftSettings: settings
        ),
        .target(name: "FeatBit", dependencies: ["FlagModel", "JSON"], swiftSettings: settings),
        .target(name: "Statistics", swiftSettings: settings),
        .target(
            name: "Experiments",
            dependencies: ["FlagModel", "JSON", "Statistics"],
            swiftSettings: settings
        ),
        .target(
            name: "StatisticsCases",
            dependencies: ["JSON", "Statistics"],
            swiftSettings: settings
        ),
        .target(
            name: "SampleCompany",
            dependencies: ["FlagAPI", "FlagModel"],
            swiftSettings: settings
        ),

        // What is kept.
        .target(
            name: "Journal",
            dependencies: ["JSON", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings
        ),
        .target(
            name: "Observations",
            dependencies: [
                "Experiments", "FlagAPI", "FlagModel", "JSON",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),

        // The service and the way to it.
        .target(name: "UnixSocket", swiftSettings: settings),
        .target(
            name: "TLS",
            dependencies: [
                "FlagModel",
                nio("NIOCore"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "FlagAPI",
            dependencies: ["Experiments", "FlagModel", "JSON"],
            swiftSettings: settings
        ),
        .target(
            name: "FlagService",
            dependencies: [
                "Evaluation", "Experiments", "FlagAPI", "FlagModel", "JSON", "Journal",
                "Observations",
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Webhooks",
            dependencies: [
                "CCurl", "FeatBit", "FlagAPI", "FlagModel", "FlagService", "JSON",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "FlagServer",
            dependencies: [
                "Evaluation", "FeatBit", "FlagAPI", "FlagModel", "FlagService", "JSON",
                "Observations", "TLS", "UnixSocket", "Webhooks",
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "FlagClient",
            dependencies: [
                "Experiments", "FlagAPI", "FlagModel", "JSON", "TLS", "UnixSocket",
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"),
            ],
            swiftSettings: settings
        ),

        // The screen.
        .target(
            name: "TerminalUI",
            dependencies: [.product(name: "TOMLKit", package: "TOMLKit")],
            swiftSettings: settings
        ),
        .target(
            name: "CursesTerminal",
            dependencies: ["TerminalUI", "CNcurses"],
            swiftSettings: settings
        ),
        .target(
            name: "Dashboard",
            dependencies: [
                "Evaluation", "Experiments", "FlagAPI", "FlagModel", "JSON", "TerminalUI",
            ],
            swiftSettings: settings
        ),

        // The program.
        .executableTarget(
            name: "flagdeck",
            dependencies: [
                "CursesTerminal", "Dashboard", "Evaluation", "Experiments", "FeatBit", "FlagAPI",
                "FlagClient", "FlagModel", "FlagServer", "FlagService", "JSON", "Journal",
                "Observations", "SampleCompany", "StatisticsCases", "TLS", "TerminalUI",
                "UnixSocket", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        // The proofs of the journal: a disk that fails on demand, and the program that runs them.
        .target(
            name: "JournalProof",
            dependencies: ["JSON", "Journal"],
            swiftSettings: settings
        ),
        // The proof of plans: a year of them, with the clock and the disk in memory.
        .target(
            name: "ScheduleProof",
            dependencies: ["FlagAPI", "FlagModel", "FlagService", "Journal", "JournalProof"],
            swiftSettings: settings
        ),
        // The proofs of results: made-up experiments by the ten thousand.
        .target(
            name: "ExperimentProof",
            dependencies: ["Experiments", "FlagModel", "Statistics"],
            swiftSettings: settings
        ),
        // The proof of reviews: made-up teams by the ten thousand.
        .target(
            name: "ReviewProof",
            dependencies: [
                "FlagAPI", "FlagModel", "FlagService", "JSON", "Journal", "JournalProof",
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "flagdeck-bench",
            dependencies: [
                .target(name: "CLinux", condition: .when(platforms: [.linux])),
                "Dashboard", "Evaluation", "Experiments", "FeatBit", "FlagAPI", "FlagModel",
                "FlagServer", "FlagService", "JSON", "Journal", "Observations", "TerminalUI",
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "flagdeck-prove",
            dependencies: [
                "ExperimentProof", "Experiments", "FlagAPI", "FlagClient", "FlagModel", "JSON",
                "Journal", "JournalProof", "ReviewProof", "ScheduleProof", "Statistics",
                "UnixSocket",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),

        // C.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(
            name: "CPCRE2",
            pkgConfig: "libpcre2-8",
            providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]
        ),
        .target(
            name: "CCurl",
            cSettings: cSettings,
            linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]
        ),
        .target(
            name: "CNcurses",
            cSettings: cSettings,
            linkerSettings: [
                .linkedLibrary("ncursesw", .when(platforms: [.linux])),
                .linkedLibrary("tinfo", .when(platforms: [.linux])),
                .linkedLibrary("ncurses", .when(platforms: [.macOS])),
            ]
        ),

        // Tests: a suite names every module that it imports.
        .target(
            name: "TestSupport",
            dependencies: ["FlagAPI", "FlagModel"],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .tests("JSON"),
        .tests("FlagModel", "JSON", "TestSupport", exclude: ["Golden"]),
        .tests("Evaluation", "FeatBit", "FlagModel", "JSON", exclude: ["Vectors"]),
        .tests("FeatBit", "FlagModel", "JSON", exclude: ["Fixtures"]),
        .tests("Statistics", "JSON", "StatisticsCases", exclude: ["Vectors"]),
        .tests("Experiments", "ExperimentProof", "FlagModel", "JSON", "Statistics"),
        .tests("Journal", "JSON", "JournalProof", exclude: ["Golden"]),
        .tests(
            "Observations",
            "Experiments",
            "FlagAPI",
            "FlagModel",
            .product(name: "GRDB", package: "GRDB.swift")
        ),
        .tests(
            "FlagService",
            "Evaluation",
            "Experiments",
            "FlagAPI",
            "FlagModel",
            "JSON",
            "Journal",
            "Observations",
            "ReviewProof",
            "TestSupport"
        ),
        .tests(
            "FlagServer",
            "Evaluation",
            "FeatBit",
            "FlagAPI",
            "FlagModel",
            "FlagService",
            "JSON",
            "Observations",
            "TestSupport",
            nio("NIOCore"),
            nio("NIOEmbedded"),
            nio("NIOPosix"),
            nio("NIOHTTP1"),
            nio("NIOWebSocket")
        ),
        .tests("ScheduleProof", "FlagModel"),
        .tests(
            "Webhooks",
            "FeatBit",
            "FlagAPI",
            "FlagModel",
            "FlagServer",
            "FlagService",
            "JSON",
            nio("NIOCore"),
            nio("NIOPosix"),
            nio("NIOHTTP1")
        ),
        .tests("UnixSocket"),
        .tests("TLS", "FlagModel", "TestSupport", nio("NIOCore"), nio("NIOPosix")),
        .tests(
            "FlagClient",
            "Experiments",
            "FlagAPI",
            "FlagModel",
            "FlagServer",
            "FlagService",
            "JSON",
            "TestSupport",
            "UnixSocket",
            nio("NIOCore"),
            nio("NIOPosix"),
            nio("NIOHTTP1")
        ),
        .tests("SampleCompany", "FlagAPI", "FlagModel"),
        .tests("TerminalUI"),
        .tests("CursesTerminal"),
        .tests(
            "Dashboard",
            "Evaluation",
            "Experiments",
            "FlagAPI",
            "FlagModel",
            "TerminalUI",
            exclude: ["Golden"]
        ),
        .testTarget(name: "TidyTests", swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                .target(name: "CLinux", condition: .when(platforms: [.linux])),
                "flagdeck", "flagdeck-prove", "TestSupport",
            ],
            exclude: ["Python"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)

extension Target {
    static func tests(
        _ subject: String,
        _ others: Dependency...,
        exclude: [String] = []
    ) -> Target {
        .testTarget(
            name: subject + "Tests",
            dependencies: [.target(name: subject)] + others,
            exclude: exclude,
            swiftSettings: settings
        )
    }
}
