public import FlagAPI
import Synchronization

extension LocalService {
    /// What webhooks were told; nobody tells them where this process has no one for it.
    public func deliveries(
        _ request: DeliveryRequest
    ) async throws(ServiceProblem) -> [Delivery] {
        guard let source = deliverySource.withLock(\.self) else {
            throw .unreachable(text: "Nobody tells other systems of changes on this data.")
        }
        return try await source(request)
    }

    /// Sets who tells other systems of changes.
    public nonisolated func setDeliverySource(_ source: @escaping DeliverySource) {
        deliverySource.withLock { $0 = source }
    }

    /// Answers what is asked about webhooks.
    public typealias DeliverySource =
        @Sendable (DeliveryRequest) async throws(ServiceProblem) -> [Delivery]
}
