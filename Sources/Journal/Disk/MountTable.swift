/// What the system says about its mounted file systems.
enum MountTable {
    /// File systems whose locks do not exclude other machines.
    static let networkTypes: Set<String> = [
        "9p", "afs", "ceph", "cifs", "coda", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4",
        "ocfs2", "smb3", "smbfs", "fuse.glusterfs", "fuse.sshfs", "fuse.s3fs",
    ]

    /// The type of the file system on `device`, nil when it is not known (as on macOS).
    static func type(ofDevice device: UInt64) -> String? {
        guard let file = try? SystemFile("/proc/self/mountinfo", .read),
            let bytes = try? file.bytes(at: 0, count: 1_048_576)
        else { return nil }
        return type(ofDevice: device, in: String(decoding: bytes, as: UTF8.self))
    }

    /// Finds the device in lines of the form `id parent major:minor … - type source options`.
    static func type(ofDevice device: UInt64, in table: String) -> String? {
        let major = (device >> 8) & 0xFFF | (device >> 32) & 0xFFFF_F000
        let minor = device & 0xFF | (device >> 12) & 0xFFFF_FF00
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[2] == "\(major):\(minor)",
                let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count
            else { continue }
            return String(fields[dash + 1])
        }
        return nil
    }
}
