import FlagModel
import TerminalUI

extension SafeText {
    /// A number as everything says it to people: `10,300`.
    static func count(_ number: Int) -> SafeText { SafeText(Words.grouped(number)) }
}
