import Dashboard

/// Files of customers' keys in memory, read in small pieces.
struct KeyFiles {
    /// The texts, by their path.
    var texts: [String: String] = [:]
    /// Bytes of one piece.
    var pieceBytes = 40

    func piece(_ request: KeyFileRequest) -> Result<KeyFilePiece, KeyFileProblem> {
        guard let text = texts[request.path] else {
            return .failure(KeyFileProblem("\(request.path) cannot be read: it is not there."))
        }
        let bytes = Array(text.utf8)
        let end = min(bytes.count, request.offset + pieceBytes)
        let piece = Array(bytes[min(request.offset, end)..<end])
        let next = end < bytes.count ? end : nil
        return .success(KeyFilePiece(bytes: piece, size: bytes.count, next: next))
    }
}
