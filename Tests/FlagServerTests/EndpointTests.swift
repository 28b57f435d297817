import NIOHTTP1
import Testing

@testable import FlagServer

struct EndpointTests {
    @Test(arguments: [
        (HTTPMethod.GET, "/streaming?type=server", Endpoint.streaming),
        (.GET, "/api/public/sdk/server/latest-all?timestamp=0", .latestForServer),
        (.POST, "/api/public/sdk/client/latest-all", .latestForClient),
        (.POST, "/api/public/insight/track", .track),
        (.POST, "/api/public/featureflag/evaluate", .evaluate),
        (.POST, "/ofrep/v1/evaluate/flags", .openFeatureFlags),
        (.POST, "/ofrep/v1/evaluate/flags/", .openFeatureFlags),
        (.POST, "/ofrep/v1/evaluate/flags/gift-wrap", .openFeatureFlag("gift-wrap")),
        (.POST, "/ofrep/v1/evaluate/flags/gift%2Dwrap", .openFeatureFlag("gift-wrap")),
        (.GET, "/ofrep/v1/events?ticket=x", .openFeatureEvents),
        (.GET, "/health/liveness", .liveness), (.HEAD, "/health/readiness", .readiness),
        (.GET, "/metrics", .metrics), (.OPTIONS, "/api/public/insight/track", .preflight),
        (.GET, "/api/public/insight/track", .otherMethod("POST")),
        (.HEAD, "/ofrep/v1/events?ticket=x", .otherMethod("GET")),
        (.DELETE, "/metrics", .otherMethod("GET")), (.GET, "/", .unknown),
        (.POST, "/ofrep/v1/evaluate/flags/a/b", .unknown),
        (.POST, "/ofrep/v1/evaluate/flags/%ff", .unknown),
        (.POST, "/ofrep/v1/evaluate/flags/%4", .unknown),
        (.POST, "/ofrep/v1/evaluate/flags/%zz", .unknown), (.OPTIONS, "/nothing", .unknown),
    ])
    func `a request is taken to its endpoint`(
        method: HTTPMethod,
        address: String,
        endpoint: Endpoint
    ) {
        #expect(Endpoint(method, RequestTarget(address)) == endpoint)
    }

    @Test(arguments: [
        ("/a?x=1&y=2", "y", "2"), ("/a?x=%20&x=2", "x", " "), ("/a?x", "x", ""),
        ("/a?x=a=b", "x", "a=b"), ("/a", "x", nil), ("/a?", "x", nil), ("/a?x=%f", "x", nil),
        ("?x=1", "x", "1"),
    ])
    func `a query gives the first value of a name`(address: String, name: String, value: String?) {
        #expect(RequestTarget(address)[name] == value)
    }
}
