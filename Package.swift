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

let package = Package(
    name: "flagdeck",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0")
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

        // The service and the way to it.
        .target(name: "FlagAPI", dependencies: ["FlagModel"], swiftSettings: settings),

        // Tests: a suite names every module that it imports.
        .tests("JSON"),
        .tests("FlagModel", "JSON"),
    ],
    swiftLanguageModes: [.v6]
)

extension Target {
    static func tests(_ subject: String, _ others: Dependency...) -> Target {
        .testTarget(
            name: subject + "Tests",
            dependencies: [.target(name: subject)] + others,
            swiftSettings: settings
        )
    }
}
