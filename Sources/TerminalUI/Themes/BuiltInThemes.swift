// Generated from themes/*.toml: run the tests with FLAGDECK_REGENERATE=1 to renew it.
extension Theme {
    /// Every theme that comes with the program, in the order of the picker.
    public static let builtIn: [Theme] = [
        builtInDefault,
        builtInDark,
        builtInLight,
        builtInHighContrast,
        builtInColourSafe,
        builtInBlueYellowSafe,
        builtInMidnight,
        builtInPaper,
        builtInPhosphor,
        builtInMono,
    ]

    /// The file `themes/default.toml`.
    static let builtInDefault = Theme(
        name: "default",
        looks: [
            .text: [Paint(.standard)],
            .dim: [Paint(.standard, [.dim])],
            .heading: [Paint(.standard, [.bold])],
            .rule: [Paint(.standard, [.dim])],
            .accent: [Paint(.palette(4), [.bold])],
            .selected: [Paint(nil, [.reverse])],
            .tabOn: [Paint(nil, [.bold, .reverse])],
            .key: [Paint(nil, [.bold])],
            .field: [Paint(nil, [.underline])],
            .on: [Paint(.palette(2))],
            .some: [Paint(.palette(3))],
            .off: [Paint(.standard, [.dim])],
            .experiment: [Paint(.palette(5))],
            .draft: [Paint(.palette(6))],
            .good: [Paint(.palette(2), [.bold])],
            .look: [Paint(.palette(3), [.bold])],
            .bad: [Paint(.palette(1), [.bold])],
            .past: [Paint(.palette(3), [.reverse])],
        ]
    )

    /// The file `themes/dark.toml`.
    static let builtInDark = Theme(
        name: "dark",
        looks: [
            .text: [Paint(.palette(188), on: .palette(234)), Paint(.standard)],
            .dim: [Paint(.palette(247)), Paint(.standard, [.dim])],
            .heading: [Paint(.palette(231), [.bold]), Paint(nil, [.bold])],
            .rule: [Paint(.palette(243)), Paint(.standard, [.dim])],
            .accent: [Paint(.palette(111), [.bold]), Paint(.palette(4), [.bold])],
            .selected: [Paint(.palette(231), on: .palette(237)), Paint(nil, [.reverse])],
            .tabOn: [
                Paint(.palette(234), on: .palette(111), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .key: [Paint(.palette(117), [.bold]), Paint(nil, [.bold])],
            .field: [
                Paint(.palette(231), on: .palette(236), [.underline]),
                Paint(nil, [.underline]),
            ],
            .on: [Paint(.palette(114)), Paint(.palette(2))],
            .some: [Paint(.palette(221)), Paint(.palette(3))],
            .off: [Paint(.palette(247)), Paint(.standard, [.dim])],
            .experiment: [Paint(.palette(183)), Paint(.palette(5))],
            .draft: [Paint(.palette(80)), Paint(.palette(6))],
            .good: [Paint(.palette(114), [.bold]), Paint(.palette(2), [.bold])],
            .look: [Paint(.palette(221), [.bold]), Paint(.palette(3), [.bold])],
            .bad: [Paint(.palette(210), [.bold]), Paint(.palette(1), [.bold])],
            .past: [Paint(.palette(234), on: .palette(221)), Paint(.palette(3), [.reverse])],
        ]
    )

    /// The file `themes/light.toml`.
    static let builtInLight = Theme(
        name: "light",
        looks: [
            .text: [Paint(.palette(235), on: .palette(231)), Paint(.standard)],
            .dim: [Paint(.palette(241)), Paint(.standard, [.dim])],
            .heading: [Paint(.palette(16), [.bold]), Paint(nil, [.bold])],
            .rule: [Paint(.palette(243)), Paint(.standard, [.dim])],
            .accent: [Paint(.palette(25), [.bold]), Paint(.palette(4), [.bold])],
            .selected: [Paint(.palette(16), on: .palette(189)), Paint(nil, [.reverse])],
            .tabOn: [
                Paint(.palette(231), on: .palette(25), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .key: [Paint(.palette(24), [.bold]), Paint(nil, [.bold])],
            .field: [
                Paint(.palette(16), on: .palette(255), [.underline]),
                Paint(nil, [.underline]),
            ],
            .on: [Paint(.palette(22)), Paint(.palette(2))],
            .some: [Paint(.palette(94)), Paint(.palette(3))],
            .off: [Paint(.palette(241)), Paint(.standard, [.dim])],
            .experiment: [Paint(.palette(91)), Paint(.palette(5))],
            .draft: [Paint(.palette(24)), Paint(.palette(6))],
            .good: [Paint(.palette(22), [.bold]), Paint(.palette(2), [.bold])],
            .look: [Paint(.palette(94), [.bold]), Paint(.palette(3), [.bold])],
            .bad: [Paint(.palette(124), [.bold]), Paint(.palette(1), [.bold])],
            .past: [Paint(.palette(231), on: .palette(94)), Paint(.palette(3), [.reverse])],
        ]
    )

    /// The file `themes/high-contrast.toml`.
    static let builtInHighContrast = Theme(
        name: "high-contrast",
        looks: [
            .text: [Paint(.palette(231), on: .palette(16)), Paint(.standard)],
            .dim: [Paint(.palette(188)), Paint(.standard)],
            .heading: [Paint(.palette(231), [.bold, .underline]), Paint(nil, [.bold])],
            .rule: [Paint(.palette(188)), Paint(.standard)],
            .accent: [Paint(.palette(226), [.bold]), Paint(.palette(3), [.bold])],
            .selected: [
                Paint(.palette(16), on: .palette(231), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .tabOn: [
                Paint(.palette(16), on: .palette(226), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .key: [Paint(.palette(226), [.bold]), Paint(nil, [.bold])],
            .field: [Paint(.palette(231), [.underline]), Paint(nil, [.underline])],
            .on: [Paint(.palette(83), [.bold]), Paint(.palette(2), [.bold])],
            .some: [Paint(.palette(226), [.bold]), Paint(.palette(3), [.bold])],
            .off: [Paint(.palette(188)), Paint(.standard)],
            .experiment: [Paint(.palette(219), [.bold]), Paint(.palette(5), [.bold])],
            .draft: [Paint(.palette(51), [.bold]), Paint(.palette(6), [.bold])],
            .good: [Paint(.palette(83), [.bold]), Paint(.palette(2), [.bold])],
            .look: [Paint(.palette(226), [.bold]), Paint(.palette(3), [.bold])],
            .bad: [Paint(.palette(217), [.bold, .underline]), Paint(.palette(1), [.bold])],
            .past: [
                Paint(.palette(16), on: .palette(226), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
        ]
    )

    /// The file `themes/colour-safe.toml`.
    static let builtInColourSafe = Theme(
        name: "colour-safe",
        looks: [
            .text: [Paint(.palette(188), on: .palette(234)), Paint(.standard)],
            .dim: [Paint(.palette(247)), Paint(.standard, [.dim])],
            .heading: [Paint(.palette(231), [.bold]), Paint(nil, [.bold])],
            .rule: [Paint(.palette(243)), Paint(.standard, [.dim])],
            .accent: [Paint(.palette(231), [.bold, .underline]), Paint(nil, [.bold])],
            .selected: [Paint(.palette(231), on: .palette(237)), Paint(nil, [.reverse])],
            .tabOn: [
                Paint(.palette(234), on: .palette(188), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .key: [Paint(.palette(231), [.bold]), Paint(nil, [.bold])],
            .field: [
                Paint(.palette(231), on: .palette(236), [.underline]),
                Paint(nil, [.underline]),
            ],
            .on: [Paint(.palette(74)), Paint(.palette(4))],
            .some: [Paint(.palette(221)), Paint(.palette(3))],
            .off: [Paint(.palette(247)), Paint(.standard, [.dim])],
            .experiment: [Paint(.palette(182)), Paint(.palette(5))],
            .draft: [Paint(.palette(116)), Paint(.palette(6))],
            .good: [Paint(.palette(74), [.bold]), Paint(.palette(4), [.bold])],
            .look: [Paint(.palette(221), [.bold]), Paint(.palette(3), [.bold])],
            .bad: [
                Paint(.palette(214), [.bold, .underline]),
                Paint(.palette(3), [.bold, .underline]),
            ],
            .past: [Paint(.palette(234), on: .palette(221)), Paint(.palette(3), [.reverse])],
        ]
    )

    /// The file `themes/blue-yellow-safe.toml`.
    static let builtInBlueYellowSafe = Theme(
        name: "blue-yellow-safe",
        looks: [
            .text: [Paint(.palette(188), on: .palette(234)), Paint(.standard)],
            .dim: [Paint(.palette(247)), Paint(.standard, [.dim])],
            .heading: [Paint(.palette(231), [.bold]), Paint(nil, [.bold])],
            .rule: [Paint(.palette(243)), Paint(.standard, [.dim])],
            .accent: [Paint(.palette(231), [.bold, .underline]), Paint(nil, [.bold])],
            .selected: [Paint(.palette(231), on: .palette(237)), Paint(nil, [.reverse])],
            .tabOn: [
                Paint(.palette(234), on: .palette(188), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .key: [Paint(.palette(231), [.bold]), Paint(nil, [.bold])],
            .field: [
                Paint(.palette(231), on: .palette(236), [.underline]),
                Paint(nil, [.underline]),
            ],
            .on: [Paint(.palette(80)), Paint(.palette(6))],
            .some: [Paint(.palette(231), [.bold]), Paint(nil, [.bold])],
            .off: [Paint(.palette(247)), Paint(.standard, [.dim])],
            .experiment: [Paint(.palette(224), [.italic]), Paint(nil, [.italic])],
            .draft: [Paint(.palette(159), [.underline]), Paint(.palette(6), [.underline])],
            .good: [Paint(.palette(80), [.bold]), Paint(.palette(6), [.bold])],
            .look: [Paint(.palette(231), [.bold, .reverse]), Paint(nil, [.bold, .reverse])],
            .bad: [
                Paint(.palette(210), [.bold, .underline]),
                Paint(.palette(1), [.bold, .underline]),
            ],
            .past: [Paint(.palette(234), on: .palette(231)), Paint(nil, [.reverse])],
        ]
    )

    /// The file `themes/midnight.toml`.
    static let builtInMidnight = Theme(
        name: "midnight",
        looks: [
            .text: [Paint(.palette(189), on: .palette(17)), Paint(.standard)],
            .dim: [Paint(.palette(146)), Paint(.standard, [.dim])],
            .heading: [Paint(.palette(231), [.bold]), Paint(nil, [.bold])],
            .rule: [Paint(.palette(103)), Paint(.standard, [.dim])],
            .accent: [Paint(.palette(222), [.bold]), Paint(.palette(3), [.bold])],
            .selected: [Paint(.palette(231), on: .palette(19)), Paint(nil, [.reverse])],
            .tabOn: [
                Paint(.palette(17), on: .palette(222), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .key: [Paint(.palette(117), [.bold]), Paint(nil, [.bold])],
            .field: [
                Paint(.palette(231), on: .palette(18), [.underline]),
                Paint(nil, [.underline]),
            ],
            .on: [Paint(.palette(120)), Paint(.palette(2))],
            .some: [Paint(.palette(221)), Paint(.palette(3))],
            .off: [Paint(.palette(146)), Paint(.standard, [.dim])],
            .experiment: [Paint(.palette(219)), Paint(.palette(5))],
            .draft: [Paint(.palette(123)), Paint(.palette(6))],
            .good: [Paint(.palette(120), [.bold]), Paint(.palette(2), [.bold])],
            .look: [Paint(.palette(221), [.bold]), Paint(.palette(3), [.bold])],
            .bad: [Paint(.palette(217), [.bold]), Paint(.palette(1), [.bold])],
            .past: [Paint(.palette(17), on: .palette(221)), Paint(.palette(3), [.reverse])],
        ]
    )

    /// The file `themes/paper.toml`.
    static let builtInPaper = Theme(
        name: "paper",
        looks: [
            .text: [Paint(.palette(237), on: .palette(230)), Paint(.standard)],
            .dim: [Paint(.palette(241)), Paint(.standard, [.dim])],
            .heading: [Paint(.palette(16), [.bold]), Paint(nil, [.bold])],
            .rule: [Paint(.palette(243)), Paint(.standard, [.dim])],
            .accent: [Paint(.palette(88), [.bold]), Paint(.palette(1), [.bold])],
            .selected: [Paint(.palette(16), on: .palette(223)), Paint(nil, [.reverse])],
            .tabOn: [
                Paint(.palette(230), on: .palette(88), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .key: [Paint(.palette(54), [.bold]), Paint(nil, [.bold])],
            .field: [
                Paint(.palette(16), on: .palette(231), [.underline]),
                Paint(nil, [.underline]),
            ],
            .on: [Paint(.palette(22)), Paint(.palette(2))],
            .some: [Paint(.palette(58), [.bold]), Paint(.palette(3))],
            .off: [Paint(.palette(59)), Paint(.standard, [.dim])],
            .experiment: [Paint(.palette(89)), Paint(.palette(5))],
            .draft: [Paint(.palette(24)), Paint(.palette(6))],
            .good: [Paint(.palette(22), [.bold]), Paint(.palette(2), [.bold])],
            .look: [Paint(.palette(88), [.bold]), Paint(.palette(3), [.bold])],
            .bad: [
                Paint(.palette(88), [.bold, .underline]),
                Paint(.palette(1), [.bold, .underline]),
            ],
            .past: [Paint(.palette(230), on: .palette(58)), Paint(.palette(3), [.reverse])],
        ]
    )

    /// The file `themes/phosphor.toml`.
    static let builtInPhosphor = Theme(
        name: "phosphor",
        looks: [
            .text: [Paint(.palette(114), on: .palette(16)), Paint(.palette(2))],
            .dim: [Paint(.palette(71)), Paint(.palette(2), [.dim])],
            .heading: [Paint(.palette(157), [.bold]), Paint(.palette(2), [.bold])],
            .rule: [Paint(.palette(65)), Paint(.palette(2), [.dim])],
            .accent: [Paint(.palette(194), [.bold]), Paint(.palette(2), [.bold])],
            .selected: [Paint(.palette(16), on: .palette(114)), Paint(nil, [.reverse])],
            .tabOn: [
                Paint(.palette(16), on: .palette(157), [.bold]),
                Paint(nil, [.bold, .reverse]),
            ],
            .key: [Paint(.palette(194), [.bold]), Paint(.palette(2), [.bold])],
            .field: [Paint(.palette(194), [.underline]), Paint(nil, [.underline])],
            .on: [Paint(.palette(157), [.bold]), Paint(.palette(2), [.bold])],
            .some: [Paint(.palette(192)), Paint(.palette(2))],
            .off: [Paint(.palette(71)), Paint(.palette(2), [.dim])],
            .experiment: [Paint(.palette(194), [.italic]), Paint(.palette(2), [.italic])],
            .draft: [Paint(.palette(122), [.underline]), Paint(.palette(6), [.underline])],
            .good: [Paint(.palette(157), [.bold]), Paint(.palette(2), [.bold])],
            .look: [Paint(.palette(228), [.bold]), Paint(.palette(3), [.bold])],
            .bad: [
                Paint(.palette(216), [.bold, .underline]),
                Paint(.palette(1), [.bold, .underline]),
            ],
            .past: [
                Paint(.palette(16), on: .palette(228), [.bold]),
                Paint(.palette(3), [.reverse]),
            ],
        ]
    )

    /// The file `themes/mono.toml`.
    static let builtInMono = Theme(
        name: "mono",
        looks: [
            .text: [Paint(.standard)],
            .dim: [Paint(.standard, [.dim])],
            .heading: [Paint(.standard, [.bold])],
            .rule: [Paint(.standard, [.dim])],
            .accent: [Paint(.standard, [.bold])],
            .selected: [Paint(nil, [.reverse])],
            .tabOn: [Paint(nil, [.bold, .reverse])],
            .key: [Paint(nil, [.bold])],
            .field: [Paint(nil, [.underline])],
            .on: [Paint(.standard)],
            .some: [Paint(.standard)],
            .off: [Paint(.standard, [.dim])],
            .experiment: [Paint(.standard)],
            .draft: [Paint(.standard, [.underline])],
            .good: [Paint(.standard, [.bold])],
            .look: [Paint(.standard, [.bold])],
            .bad: [Paint(nil, [.bold, .underline])],
            .past: [Paint(nil, [.reverse])],
        ]
    )
}
