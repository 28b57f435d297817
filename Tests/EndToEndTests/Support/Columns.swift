import Foundation

/// How many cells text takes on a terminal, as the system's own tables say.
enum Columns {
    private typealias Measure = @convention(c) (wchar_t) -> Int32

    /// Not in the C headers that Swift sees.
    private static let wcwidth: Measure? = {
        setlocale(LC_CTYPE, "C.UTF-8")
        return dlsym(dlopen(nil, RTLD_NOW), "wcwidth").map { unsafeBitCast($0, to: Measure.self) }
    }()

    static func width(of text: String) -> Int {
        guard let wcwidth else { return text.count }
        return text.unicodeScalars.reduce(0) { width, scalar in
            width + max(0, Int(wcwidth(wchar_t(scalar.value))))
        }
    }

    /// The cell in which a sign first stands, from 0.
    static func place(of sign: Character, in text: String) -> Int? {
        text.firstIndex(of: sign).map { width(of: String(text[..<$0])) }
    }
}
