import Crypto
import Evaluation
import FlagAPI
import FlagModel
import JSON
import NIOHTTP1
import Observations

/// Answers in OpenFeature's remote evaluation protocol.
///
/// Source: OFREP 0.3.0, `service/openapi.yaml`, and protocol pull request 84.
enum OpenFeatureResponses {
    /// An answer, and what it tells about a customer.
    typealias Response = (answer: HTTPAnswer, observed: ObservedItem?)

    /// One flag for one customer; it counts as an evaluation, because the provider reports none.
    static func flag(
        _ key: String,
        _ body: [UInt8],
        _ picture: EnvironmentPicture,
        at now: Moment
    ) -> Response {
        let request: OpenFeatureRequest
        do throws(OpenFeatureRequest.Problem) {
            request = try OpenFeatureRequest(body)
        } catch {
            return (.json(problem(error.code, error.details, key: key), .badRequest), nil)
        }
        guard let flag = picture.rendered(key: key), let compiled = flag.compiled else {
            let details = "There is no flag with this key."
            return (.json(problem("FLAG_NOT_FOUND", details, key: key), .notFound), nil)
        }
        var bytes: [UInt8] = []
        guard request.hasKey || !flag.openFeature.needsKey else {
            flag.openFeature.writeKeyMissing(to: &bytes)
            return (.json(bytes, .badRequest), nil)
        }
        let answer = picture.evaluator.answer(compiled, for: request.user.prepared)
        guard flag.openFeature.write(answer, to: &bytes), let index = answer.variationIndex else {
            return (.json(bytes, .badRequest), nil)
        }
        guard let customer = request.user.customer else { return (.json(bytes), nil) }
        let evaluation = ObservedEvaluation(
            flagKey: key,
            variationID: flag.flag.variations[index].id,
            countsForExperiments: answer.countsForExperiments,
            time: now
        )
        return (.json(bytes), ObservedItem(customer: customer, evaluations: [evaluation]))
    }

    /// All flags for one customer; it counts as no evaluation, because nobody was shown anything
    /// yet.
    ///
    /// - Parameters:
    ///   - body: the request's body.
    ///   - target: the request's address, for the hints in its query.
    ///   - validator: the request's `If-None-Match`.
    ///   - events: where the provider hears of changes.
    ///   - picture: what is served.
    /// - Returns: the answer, and the customer that an application named.
    static func flags(
        _ body: [UInt8],
        _ target: RequestTarget,
        validator: String?,
        events: String,
        _ picture: EnvironmentPicture
    ) -> Response {
        // The tag stands for the request, too: the same customer with another plan gets another.
        let tag = Self.tag(picture, body, events: events)
        let isHinted =
            target["flagConfigEtag"] != nil || target["flagConfigLastModified"] != nil
        if !isHinted, let validator, matches(validator, tag) {
            return (HTTPAnswer.empty(.notModified).with("ETag", tag), nil)
        }
        let request: OpenFeatureRequest
        do throws(OpenFeatureRequest.Problem) {
            request = try OpenFeatureRequest(body)
        } catch {
            return (.json(problem(error.code, error.details, key: nil), .badRequest), nil)
        }
        let bytes = write(request, events: events, picture)
        let observed = request.user.customer.map { ObservedItem(customer: $0) }
        var answer = HTTPAnswer.json(bytes)
        answer.headers = [("ETag", tag), ("access-control-expose-headers", "ETag, Retry-After")]
        return (answer, observed)
    }

    private static func write(
        _ request: OpenFeatureRequest,
        events: String,
        _ picture: EnvironmentPicture
    ) -> [UInt8] {
        let customer = request.user.prepared
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + picture.flags.count * 160)
        bytes += "{\"flags\":[".utf8
        var isFirst = true
        for flag in picture.flags {
            guard let compiled = flag.compiled, !flag.isGone else { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            if let forAll = flag.openFeature.forAll {
                bytes += forAll
            } else if request.hasKey || !flag.openFeature.needsKey {
                flag.openFeature.write(
                    picture.evaluator.answer(compiled, for: customer),
                    to: &bytes
                )
            } else {
                flag.openFeature.writeKeyMissing(to: &bytes)
            }
        }
        bytes += picture.openFeatureMetadata
        bytes += events.utf8
        bytes += "\"},\"inactivityDelaySec\":120}]}".utf8
        return bytes
    }

    /// What rings the provider's bell: the flags have changed.
    static func event(_ picture: EnvironmentPicture) -> [UInt8] {
        let data: JSONValue = [
            "type": "refetchEvaluation", "etag": .string("\"\(picture.clock)\""),
            "lastModified": .integer(Int(picture.clock / 1000)),
        ]
        let text = String(decoding: data.canonicalBytes(), as: UTF8.self)
        return Array("id: \(picture.clock)\nevent: message\ndata: \(text)\n\n".utf8)
    }

    /// An error in the protocol's words.
    static func problem(_ code: String, _ details: String, key: String?) -> JSONValue {
        var members = [
            JSONMember(key: "errorCode", value: .string(code)),
            JSONMember(key: "errorDetails", value: .string(details)),
        ]
        if let key { members.append(JSONMember(key: "key", value: .string(key))) }
        return .object(JSONObject(members))
    }

    /// A tag of the environment's state and of the whole request; found without evaluating.
    private static func tag(
        _ picture: EnvironmentPicture,
        _ body: [UInt8],
        events: String
    ) -> String {
        var hash = SHA256()
        // The first byte stands for the way in which answers are written.
        withUnsafeBytes(of: (UInt64(1), picture.clock)) { hash.update(bufferPointer: $0) }
        picture.evaluator.state.environment.id.bytes.withUnsafeBytes {
            hash.update(bufferPointer: $0)
        }
        // The answer holds the address of events, whose ticket is renewed once an hour.
        var events = events
        events.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        body.withUnsafeBytes { hash.update(bufferPointer: $0) }
        let quote = UInt8(ascii: "\"")
        return hash.finalize().withUnsafeBytes { digest in
            String(unsafeUninitializedCapacity: 34) { text in
                text[0] = quote
                for index in 0..<16 {
                    text[2 * index + 1] = hexadecimal[Int(digest[index] >> 4)]
                    text[2 * index + 2] = hexadecimal[Int(digest[index] & 15)]
                }
                text[33] = quote
                return 34
            }
        }
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)

    /// Whether a validator names a tag, with or without quotes.
    static func matches(_ validator: String, _ tag: String) -> Bool {
        validator.split(separator: ",").contains { part in
            var part = part.drop { $0 == " " }
            while part.last == " " { part.removeLast() }
            if part.hasPrefix("W/") { part.removeFirst(2) }
            return part == "*" || part == tag || "\"\(part)\"" == tag
        }
    }
}
