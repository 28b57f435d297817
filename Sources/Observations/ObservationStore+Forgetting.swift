public import FlagModel
import GRDB

extension ObservationStore {
    /// Deletes everything that is known of a customer, so that no byte of it stays in the file.
    ///
    /// Reports that came before are written first. One that comes later makes the customer known
    /// again: applications that go on naming somebody have to stop. Values stay where others have
    /// them, and so do counts, which name nobody. Copies of the file are not touched.
    ///
    /// The file is searched for exposures and events of the customer, and its index of names is
    /// written anew; reports wait in memory meanwhile. A file of an older Flagdeck is written anew
    /// as a whole the first time, because it may hold what was deleted earlier.
    ///
    /// - Parameter key: who.
    /// - Returns: the name that was known, empty without one; `nil` when nobody has the key.
    /// - Throws: ``ObservationsError``; after ``ObservationsError/busy(path:)`` the customer may
    ///   be deleted while some bytes are still in the file or in its log, and calling again
    ///   removes them.
    /// - Complexity: O(*n*) in exposures, metric events and customers.
    public func forget(_ key: CustomerKey) async throws(ObservationsError) -> String? {
        await traffic.flush()
        let name = try await traffic.forgetting { database in
            try CustomerForgetting(key, in: database).forget()
        }
        try await pool.clean()
        return name
    }
}
