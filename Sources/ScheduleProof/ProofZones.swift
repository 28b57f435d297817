/// Zones whose clocks are set in every way there is: in both halves of the year, by half an hour,
/// at midnight, for a month of fasting, by a whole day, backwards in winter, or never.
package enum ProofZones {
    /// All of them.
    ///
    /// The moments were worked out with Python's `zoneinfo` on the zone database of 2026.
    package static let all: [ProofZone] = [
        ProofZone(
            name: "Europe/Berlin",
            begin: 1796083200,
            rule: "CET-1CEST,M3.5.0,M10.5.0/3",
            firstOffset: 3600,
            changes: [(1806195600, 7200), (1824944400, 3600)]
        ),
        ProofZone(
            name: "Europe/London",
            begin: 1796083200,
            rule: "GMT0BST,M3.5.0/1,M10.5.0",
            firstOffset: 0,
            changes: [(1806195600, 3600), (1824944400, 0)]
        ),
        ProofZone(
            name: "Europe/Dublin",
            begin: 1796083200,
            rule: "IST-1GMT0,M10.5.0,M3.5.0/1",
            firstOffset: 0,
            changes: [(1806195600, 3600), (1824944400, 0)]
        ),
        ProofZone(
            name: "Atlantic/Azores",
            begin: 1796083200,
            rule: "<-01>1<+00>,M3.5.0/0,M10.5.0/1",
            firstOffset: -3600,
            changes: [(1806195600, 0), (1824944400, -3600)]
        ),
        ProofZone(
            name: "America/New_York",
            begin: 1796083200,
            rule: "EST5EDT,M3.2.0,M11.1.0",
            firstOffset: -14400,
            changes: [
                (1793512800, -18000),
                (1805007600, -14400),
                (1825567200, -18000),
            ]
        ),
        ProofZone(
            name: "America/Los_Angeles",
            begin: 1796083200,
            rule: "PST8PDT,M3.2.0,M11.1.0",
            firstOffset: -25200,
            changes: [
                (1793523600, -28800),
                (1805018400, -25200),
                (1825578000, -28800),
            ]
        ),
        ProofZone(
            name: "America/St_Johns",
            begin: 1796083200,
            rule: "NST3:30NDT,M3.2.0,M11.1.0",
            firstOffset: -9000,
            changes: [
                (1793507400, -12600),
                (1805002200, -9000),
                (1825561800, -12600),
            ]
        ),
        ProofZone(
            name: "America/Santiago",
            begin: 1796083200,
            rule: "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
            firstOffset: -10800,
            changes: [(1806807600, -14400), (1820116800, -10800)]
        ),
        ProofZone(
            name: "America/Sao_Paulo",
            begin: 1796083200,
            rule: "<-03>3",
            firstOffset: -10800,
            changes: []
        ),
        ProofZone(
            name: "Africa/Cairo",
            begin: 1796083200,
            rule: "EET-2EEST,M4.5.5/0,M10.5.4/24",
            firstOffset: 7200,
            changes: [(1809036000, 10800), (1824757200, 7200)]
        ),
        ProofZone(
            name: "Africa/Casablanca",
            begin: 1796083200,
            rule: nil,
            firstOffset: 3600,
            changes: [
                (1801965600, 0),
                (1804989600, 3600),
                (1832205600, 0),
            ]
        ),
        ProofZone(
            name: "Asia/Beirut",
            begin: 1796083200,
            rule: "EET-2EEST,M3.5.0/0,M10.5.0/0",
            firstOffset: 7200,
            changes: [(1806184800, 10800), (1824930000, 7200)]
        ),
        ProofZone(
            name: "Asia/Kathmandu",
            begin: 1796083200,
            rule: "<+0545>-5:45",
            firstOffset: 20700,
            changes: []
        ),
        ProofZone(
            name: "Asia/Tokyo",
            begin: 1796083200,
            rule: "JST-9",
            firstOffset: 32400,
            changes: []
        ),
        ProofZone(
            name: "Australia/Sydney",
            begin: 1796083200,
            rule: "AEST-10AEDT,M10.1.0,M4.1.0/3",
            firstOffset: 39600,
            changes: [(1806768000, 36000), (1822492800, 39600)]
        ),
        ProofZone(
            name: "Australia/Lord_Howe",
            begin: 1796083200,
            rule: "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
            firstOffset: 39600,
            changes: [(1806764400, 37800), (1822491000, 39600)]
        ),
        ProofZone(
            name: "Pacific/Auckland",
            begin: 1796083200,
            rule: "NZST-12NZDT,M9.5.0,M4.1.0/3",
            firstOffset: 46800,
            changes: [(1806760800, 43200), (1821880800, 46800)]
        ),
        ProofZone(
            name: "Pacific/Chatham",
            begin: 1796083200,
            rule: "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
            firstOffset: 49500,
            changes: [(1806760800, 45900), (1821880800, 49500)]
        ),
        ProofZone(
            name: "Pacific/Apia",
            begin: 1306886400,
            rule: nil,
            firstOffset: -36000,
            changes: [
                (1301752800, -39600),
                (1316872800, -36000),
                (1325239200, 50400),
                (1333202400, 46800),
                (1348927200, 50400),
            ]
        ),
    ]
}
