public import Experiments
public import FlagAPI
public import FlagModel
public import TerminalUI

/// Something that happened and that the screen may answer to.
public enum Message: Sendable {
    /// A key was pressed.
    case key(TerminalUI.Key)
    /// Text was pasted; it goes into a text field or nowhere.
    case paste(String)
    /// Many keys came at once: text that was meant for another window.
    case burst(String)
    /// The mouse was pressed or its wheel moved.
    case mouse(MouseEvent)
    /// The terminal says how its background looks.
    case brightness(Brightness)
    /// The line at this place was chosen, as a press would, where there is no mouse.
    case choice(Point)
    /// The terminal has another size.
    case resized(Size)
    /// As whom this screen came in, where somebody asks; before the first picture.
    case identity(Identity)
    /// The model as it is now; an older one than is known is ignored.
    case picture(Picture)
    /// There is no data yet, or the service could not be asked.
    case noData(Welcome)
    /// The views of the list of flags that this person keeps.
    case views([SavedView])
    /// Something went wrong outside, in a sentence: the service is gone, a file cannot be read.
    case problem(String)
    /// A timer that was asked for has run out.
    case tick(TimerID)
    /// The answer to an effect.
    case reply(Reply)
}

/// An answer of the service.
public enum Reply: Sendable {
    /// To ``Effect/propose(_:)``; the picture holds the change.
    case proposed(GUID, Result<Made, ServiceProblem>)
    /// To ``Effect/undo(_:)``; the picture holds the change.
    case undone(UndoRequest, Result<Made, ServiceProblem>)
    /// To ``Effect/undoPlan(of:)``.
    case undoPlan(of: UInt64, Result<UndoPlan, ServiceProblem>)
    /// To ``Effect/picture(at:generation:)``.
    case past(generation: Int, Result<PastPicture, ServiceProblem>)
    /// To ``Effect/differences(from:to:generation:)``.
    case differences(generation: Int, Result<[Difference], ServiceProblem>)
    /// To ``Effect/given(_:generation:)``.
    case given(generation: Int, Result<[GivenAnswer], ServiceProblem>)
    /// To ``Effect/history(_:generation:)``.
    case history(generation: Int, Result<HistoryPage, ServiceProblem>)
    /// To ``Effect/customers(_:generation:)``.
    case customers(generation: Int, Result<CustomerPage, ServiceProblem>)
    /// To ``Effect/customersWithKeys(_:generation:)``.
    case customersWithKeys(generation: Int, Result<[Customer], ServiceProblem>)
    /// To ``Effect/customer(_:in:at:generation:)``; `nil` where nobody is known by the key.
    case customer(generation: Int, Result<Customer?, ServiceProblem>)
    /// To ``Effect/counts(_:generation:)``.
    case counts(generation: Int, Result<[EvaluationCount], ServiceProblem>)
    /// To ``Effect/zone(_:)``; `nil` where this machine knows nothing of it.
    case zone(String, Zone?)
    /// To ``Effect/people(_:generation:)``.
    case people(generation: Int, Result<PeopleAnswer, ServiceProblem>)
    /// To ``Effect/review(_:generation:)``.
    case review(generation: Int, Result<ReviewFinding, ServiceProblem>)
    /// To ``Effect/attributes(in:)``.
    case attributes(in: GUID, Result<[ObservedAttribute], ServiceProblem>)
    /// To ``Effect/eventNames(in:)``.
    case eventNames(in: GUID, Result<[ObservedEvent], ServiceProblem>)
    /// To ``Effect/readKeys(_:generation:)``.
    case keyFile(generation: Int, Result<KeyFilePiece, KeyFileProblem>)
    /// To ``Effect/experimentCounts(_:generation:)``.
    case experimentCounts(generation: Int, Result<ExperimentCounts, ServiceProblem>)
    /// To ``Effect/experimentGroups(_:generation:)``.
    case experimentGroups(generation: Int, Result<[ExperimentGroup], ServiceProblem>)
    /// To ``Effect/checkSetup(_:generation:)``.
    case setupCheck(generation: Int, Result<SetupCheck, ServiceProblem>)
    /// To ``Effect/planTraffic(_:generation:)``.
    case planTraffic(generation: Int, Result<PlanTraffic, ServiceProblem>)
    /// To ``Effect/writeFile(path:text:)``: the whole path.
    case written(Result<String, FileProblem>)
    /// To ``Effect/applications(generation:)``.
    case applications(generation: Int, Result<ApplicationsReport, ServiceProblem>)
    /// To ``Effect/welcome(_:)``, when it did not work; a sentence.
    case welcomeFailed(String)

    /// A change that was made, and the model with it.
    public struct Made: Sendable {
        /// The proof.
        public let receipt: Receipt
        /// The model afterwards; `nil` when it comes by itself.
        public let picture: Picture?

        /// Puts the parts together.
        public init(receipt: Receipt, picture: Picture?) {
            self.receipt = receipt
            self.picture = picture
        }
    }
}

/// Something to be done outside of the screen, as data.
public enum Effect: Equatable, Sendable {
    /// Ask the service for changes.
    case propose(Proposal)
    /// Ask the service to take an entry back.
    case undo(UndoRequest)
    /// Ask what taking an entry back would do now.
    case undoPlan(of: UInt64)
    /// Ask for everything as it was.
    case picture(at: PastPoint, generation: Int)
    /// Ask how the model after one entry differs from the model after another.
    case differences(from: UInt64, to: UInt64, generation: Int)
    /// Ask what applications were in fact given for a customer.
    case given(GivenRequest, generation: Int)
    /// Ask for a page of history.
    case history(HistoryRequest, generation: Int)
    /// Ask for customers by a part of their name or key.
    case customers(CustomerRequest, generation: Int)
    /// Ask for the names of customers.
    case customersWithKeys([CustomerKey], generation: Int)
    /// Ask what is known of one customer, as applications of an environment described them: now,
    /// or as they had by a moment.
    case customer(CustomerKey, in: GUID, at: Moment?, generation: Int)
    /// Ask how often flags were evaluated.
    case counts(CountsRequest, generation: Int)
    /// Look up when clocks of the zone with this name are set, as in `Europe/Berlin`.
    case zone(String)
    /// Ask a question about some of everybody who is known.
    case people(PeopleRequest, generation: Int)
    /// Ask something for the review session.
    case review(ReviewQuestion, generation: Int)
    /// Ask which attributes applications of an environment describe customers with.
    case attributes(in: GUID)
    /// Ask which metric events applications of an environment report.
    case eventNames(in: GUID)
    /// Read some bytes of a file of customers' keys.
    case readKeys(KeyFileRequest, generation: Int)
    /// Ask what was counted of a run of an experiment.
    case experimentCounts(ExperimentCountsRequest, generation: Int)
    /// Ask what was counted of parts of the customers.
    case experimentGroups(ExperimentGroupsRequest, generation: Int)
    /// Split the customers of one version by chance, again and again.
    case checkSetup(ExperimentCountsRequest, generation: Int)
    /// Ask what customers did lately who would have taken part in an experiment.
    case planTraffic(ExperimentCountsRequest, generation: Int)
    /// Write a new file; one that is there stays as it is.
    case writeFile(path: String, text: String)
    /// Ask which applications are connected.
    case applications(generation: Int)
    /// Send ``Message/tick(_:)`` after so many milliseconds; a later one with this id replaces it.
    case timer(TimerID, milliseconds: Int)
    /// Put text on the terminal's clipboard.
    case copy(String)
    /// Remember who works here.
    case remember(actor: String)
    /// Keep this person's views of the list of flags.
    case saveViews([SavedView])
    /// Write a setting of the screens into the person's file; the value as it stands there.
    case keepSetting(name: String, value: String)
    /// Begin in the way that was chosen; a picture follows.
    case welcome(WelcomeChoice)
    /// Leave; print ``DashboardState/farewell``.
    case quit
    /// Stop until the shell brings the program back.
    case suspend
    /// Draw everything again.
    case redraw
}

/// The timers that screens use.
public enum TimerID: Hashable, Sendable {
    /// The line that says what happened goes away.
    case toast
    /// The selection has rested: ask for what belongs to it.
    case rest
    /// What applications do has to be asked for again, while it is on screen.
    case traffic
    /// A count takes long enough to say so.
    case counting
    /// The result on screen has to be asked for again.
    case results
    /// What else needs a decision has to be asked for again.
    case agenda
}

/// What a first start finds.
public enum Welcome: Hashable, Sendable {
    /// There is no data directory yet.
    case noDirectory(path: String)
    /// There is one, and nothing in it.
    case empty
}

/// The ways to begin.
public enum WelcomeChoice: Hashable, Sendable {
    /// Flags, customers and history that were made up.
    case demo
    /// The file at a path.
    case importFile(path: String)
    /// An empty deck with a LIVE environment and one for practice.
    case startEmpty
}

/// Why a file was not written.
public struct FileProblem: Error, Equatable, Sendable {
    /// What happened, where, and what to do.
    public let sentence: String

    /// Keeps the sentence.
    public init(_ sentence: String) { self.sentence = sentence }
}
