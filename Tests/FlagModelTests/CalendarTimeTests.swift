import FlagModel
import Testing

struct CalendarTimeTests {
    /// A calendar that only knows how long each month is.
    private struct NaiveCalendar {
        var (year, month, day) = (1900, 1, 1)

        private var daysOfMonth: Int {
            switch month {
            case 4, 6, 9, 11: 30
            case 2: isLeapYear ? 29 : 28
            default: 31
            }
        }

        private var isLeapYear: Bool {
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        }

        mutating func nextDay() {
            day += 1
            guard day > daysOfMonth else { return }
            (day, month) = (1, month + 1)
            guard month > 12 else { return }
            (month, year) = (1, year + 1)
        }
    }

    @Test func `every day from 1900 to 2100 is the next on the calendar`() throws {
        var moment = try #require(Moment("1900-01-01T00:00:00Z"))
        var naive = NaiveCalendar()
        var count = 0
        while naive.year <= 2100 {
            let time = CalendarTime(moment)
            guard (time.year, time.month, time.day) == (naive.year, naive.month, naive.day),
                CalendarTime(moment.adding(microseconds: 86_399_999_999)).day == naive.day
            else {
                Issue.record("\(time) should be \(naive)")
                return
            }
            naive.nextDay()
            moment = moment.adding(microseconds: 86_400_000_000)
            count += 1
        }

        #expect(count == 201 * 365 + 49)
    }

    @Test func `a moment is taken apart down to the millisecond`() throws {
        let time = CalendarTime(try #require(Moment("2024-02-29T23:58:57.654321Z")))

        #expect((time.year, time.month, time.day) == (2024, 2, 29))
        #expect((time.hour, time.minute, time.second) == (23, 58, 57))
        #expect(time.millisecond == 654)
    }

    @Test(arguments: [(7200, 3, 1, 1), (-86_400, 2, 28, 23), (0, 2, 29, 23), (60, 2, 29, 23)])
    func `an offset moves the clock and the day`(
        seconds: Int,
        month: Int,
        day: Int,
        hour: Int
    ) throws {
        let moment = try #require(Moment("2024-02-29T23:58:00Z"))
        let time = CalendarTime(moment, offsetSeconds: seconds)

        #expect((time.month, time.day, time.hour) == (month, day, hour))
    }
}
