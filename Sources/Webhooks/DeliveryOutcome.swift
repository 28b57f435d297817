import FlagAPI
import FlagModel

extension DeliveryStore.Outcome {
    /// What becomes of a post after a try.
    init(_ answer: PostAnswer, afterTries count: Int, at now: Moment) {
        let once = Self(answer)
        let pause = once.state == .delivered ? nil : RetryRule.pause(afterTries: count)
        self.init(
            state: pause == nil ? once.state : .waiting,
            nextTryAt: pause.map { now.adding(microseconds: $0 * 1000) },
            status: once.status,
            answer: once.answer
        )
    }

    /// What becomes of a post that is tried once.
    init(_ answer: PostAnswer) {
        switch answer {
        case .answered(let status, let beginning):
            self.init(
                state: (200..<300).contains(status) ? .delivered : .givenUp,
                nextTryAt: nil,
                status: status,
                answer: String(decoding: beginning, as: UTF8.self)
            )
        case .failed(let reason):
            self.init(state: .givenUp, nextTryAt: nil, status: nil, answer: reason)
        }
    }

    /// A post that is not even tried.
    static func givenUp(_ reason: String) -> DeliveryStore.Outcome {
        DeliveryStore.Outcome(state: .givenUp, nextTryAt: nil, status: nil, answer: reason)
    }
}
