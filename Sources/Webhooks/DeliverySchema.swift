import GRDB

/// The tables of the log of webhooks.
///
/// | table | holds |
/// |---|---|
/// | `delivery` | one row a post: 0 waits, 1 was delivered, 2 was given up; times are in ms |
/// | `progress` | one row: the last entry of the journal whose posts are in `delivery` |
enum DeliverySchema {
    /// What `PRAGMA application_id` says in our files: "FlgW".
    static let applicationID = 0x466C_6757
    /// The newest format that this program reads and writes.
    static let version = 1

    /// A file of something else, or of a newer program.
    struct Foreign: Error, CustomStringConvertible {
        let description: String
    }

    /// Makes the tables in a new file, and refuses one that is not ours.
    static func prepare(_ database: Database) throws {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard application != applicationID else {
            guard version <= Self.version else {
                throw Foreign(description: "a newer Flagdeck wrote it")
            }
            return
        }
        guard application == 0, version == 0 else {
            throw Foreign(description: "it belongs to another program")
        }
        try database.inTransaction {
            try database.execute(sql: tables)
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(Self.version)")
            return .commit
        }
    }

    private static let tables = """
        CREATE TABLE delivery (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            guid TEXT NOT NULL UNIQUE,
            webhook TEXT NOT NULL,
            entry INTEGER NOT NULL,
            events TEXT NOT NULL,
            subject TEXT NOT NULL,
            created INTEGER NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            tried INTEGER,
            due INTEGER,
            status INTEGER,
            answer TEXT NOT NULL DEFAULT '',
            body BLOB
        );
        CREATE INDEX deliveryByDue ON delivery (webhook, due) WHERE state = 0;
        CREATE INDEX deliveryByWebhook ON delivery (webhook, seq);
        CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), entry INTEGER NOT NULL);
        """
}
