import Testing

@testable import UnixSocket

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct SocketListenerTests {
    let folder = SocketFolder()

    @Test func `a path may have as many bytes as the system allows, and none more`() throws {
        let longest = "/" + String(repeating: "a", count: SocketAddress.maximumBytes - 1)

        #expect(try SocketAddress(path: longest).path == longest)
        #expect(
            throws: SocketProblem.pathTooLong(
                path: longest + "a",
                bytes: SocketAddress.maximumBytes + 1
            )
        ) { try SocketAddress(path: longest + "a") }
    }

    @Test func `only the owner may connect unless a group may`() throws {
        let listener = try SocketListener(at: folder.address())
        #expect(folder.mode?.permissions == 0o600)
        #expect(folder.mode?.isSocket == true)
        listener.unlink()
        close(listener.descriptor)

        let shared = try SocketListener(at: folder.address(), access: .group(getegid()))
        #expect(folder.mode?.permissions == 0o660)
        shared.unlink()
        close(shared.descriptor)
        #expect(folder.mode == nil)
    }

    @Test func `a socket that nobody listens on is taken over`() throws {
        let gone = try SocketListener(at: folder.address())
        close(gone.descriptor)

        let next = try SocketListener(at: folder.address())
        let connection = try folder.address().connect()

        close(connection)
        // The one that is gone does not take the name of the next.
        gone.unlink()
        #expect(folder.mode?.isSocket == true)
        next.unlink()
        #expect(folder.mode == nil)
        close(next.descriptor)
    }

    @Test func `a socket that somebody listens on stays`() throws {
        let first = try SocketListener(at: folder.address())
        defer { close(first.descriptor) }

        #expect(throws: SocketProblem.inUse(path: try folder.address().path)) {
            try SocketListener(at: folder.address())
        }
        let connection = try folder.address().connect()
        close(connection)
    }

    @Test func `a file that is no socket stays`() throws {
        let path = try folder.address().path
        close(open(path, O_CREAT | O_WRONLY, 0o600))

        #expect(throws: SocketProblem.notASocket(path: path)) {
            try SocketListener(at: folder.address())
        }
        #expect(folder.mode?.isSocket == false)
    }

    @Test func `whoever finds no listener is told that there is nobody`() throws {
        let address = try folder.address()
        #expect(throws: SocketProblem.nobody(path: address.path)) { try address.connect() }
        let gone = try SocketListener(at: address)
        close(gone.descriptor)
        #expect(throws: SocketProblem.nobody(path: address.path)) { try address.connect() }
    }
}
