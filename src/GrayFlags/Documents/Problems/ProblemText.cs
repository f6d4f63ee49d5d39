using System.Globalization;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Documents.Problems;

/// <summary>Every message about a document. Each names the value that was found and what is allowed.</summary>
internal static partial class ProblemText
{
    public const string Empty = "the document is empty; an object such as { \"flags\": { } } is expected";
    public const string Utf16 = "the document is UTF-16; save it as UTF-8";
    public const string NotUtf8 = "the document is not valid UTF-8; save it as UTF-8";
    public const string LoneSurrogate = "the text holds one half of a surrogate pair, which no character is written as";
    public const string EndsTooEarly = "the text ends before the document does; a closing bracket or quote is missing, or the file was not written to its end";
    public const string NulByte = "there is a NUL character; the file is not text, is UTF-16, or was not written to its end";
    public const string ControlCharacter =
        "a line break or another control character stands inside a text; close the quote, or write it as an escape such as \\n";
    public const string CommentNotAllowed = "comments are not allowed in this source";
    public const string TrailingCommaNotAllowed = "a comma before a closing bracket is not allowed in this source";
    public const string UnexpectedQuote = "'\"' is not expected here; a comma, a colon or a quote before it may be missing";
    public const string RulesAreKeyed =
        "rules are an object keyed by name, not a list: { \"staff\": { … } }. Names let configuration layers merge, "
        + "and the order in which rules stand means nothing";
    public const string PercentageAllowed = "a number from 0 to 100 with up to three decimals is allowed";
    public const string NameAllowed = "1 to 128 letters, digits, '.', '_', '-' or '/' are allowed";
    public const string FlagSaysNothing =
        "the flag says nothing: write true to turn it on for everyone, or give it rules, a rollout, a default, or \"enabled\": false";
    public const string SegmentSaysNothing = "the segment says nothing: give it users, segments, regions or when (an empty list matches nobody)";
    public const string NotInSegments = "a segment says who somebody is: write this condition in the rule that names the segment";
    public const string ConditionsSayNothing = "there is no condition here: remove it, or give it one (an empty list matches nobody)";
    public const decimal MaxWhole = int.MaxValue;
    public const string OnlyWithHash = "stands with 'hash' only";
    public const string NotWithHash = "is not allowed with 'hash'";
    public const string NotWholeUnleash = "a share of Unleash is made of whole numbers";
    public const string OutOf100 = "shares by this hash are out of 100";
    public const string SaltWithHash = "a share by 'hash' names its salt, which is hashed with the unit";
    public const string UnknownHash = "is no hash; unleash, unleashVariant, featureManagement, flagd and flagdV1 are";
    public const string UnknownMissing = "is none of outside, empty and random";
    public const string AllocationOfNothing = "an allocation is a list of at least one step";
    public const string AllocationWithServe = "an allocation chooses the variant of those who are served true; here is served something else";
    public const string AllocationWithRollout =
        "a rollout knows who has the new version; it does not go with 'allocation', nor with variants that say 'enabled' themselves";
    public const string NestedPercentage = "a percentage is not allowed in any, all or not; write it beside them, or in a rule of its own";
    public const string NothingNested = "the list is empty; give it at least one object of conditions, such as { \"users\": [\"u-1\"] }";
    public const string EmptyWindow = "the window has neither start nor end, nor a recurrence";
    public const string RecurrenceTwice = "days, daysOfMonth, from and to stand both in the window and beside a recurrence; write them in the recurrence only";
    public const string RecurrenceSaysNothing = "the recurrence says nothing: give it days, daysOfMonth, from, to or an interval above 1";
    public const string NoTimeZone = "days and times of day are those of a time zone; give the window a timeZone, such as Asia/Shanghai or UTC";
    public const string FromIsTo = "from and to are the same time; leave both out, or write 00:00 to 24:00, for whole days";
    public const string DaysOfADailyRecurrence = "days are those of a week; write \"every\": \"week\", or leave one of the two out";
    public const string NotMonthly = "daysOfMonth are those of a month; write \"every\": \"month\", or leave one of the two out";
    public const string MonthlyWithoutDays = "a monthly recurrence needs daysOfMonth, such as [1, -1], or days of the week";
    public const string WeeklyWithoutDays = "a weekly recurrence needs days, such as [\"mon\", \"fri\"]";
    public const string UntilAndCount = "until and count are two ways to say when the recurrence ends; give one of them";
    public const string NoAnchor = "an interval above 1, or a count, starts from the day of the window's start; give the window a start";
    public const string OfAndRamp = "of and ramp both say how large the share is; give one of them";
    public const string EmptyRamp = "the ramp has no point; give it at least one, such as { \"at\": \"2026-12-01T00:00:00+08:00\", \"of\": 25 }";
    public const string ShapeWithoutRamp = "only a ramp has a shape";
    public const string CannotBeWritten = "the document was built in code and cannot be written as JSON: a definition or a text in it is null";
    public const string StaticAndMore = "a flag is either on or off for everyone, or has rules, a rollout, a default, variants or enabled";
    public const string WeightsAllZero = "every weight is 0; a split needs one above 0";
    public const string SplitWithoutWeights = "a split needs variants with weights, such as { \"blue\": { \"weight\": 50 }, \"green\": { \"weight\": 50 } }";
    public const string EmptySalt = "a salt may not be empty; leave it out for the flag's own";
    public const string EmptyEntry = "an empty text can be nobody's entry";

    public const string WhenSaysNothing = "no attribute is asked for: remove it, or give it one, such as { \"plan\": \"pro\" }";
    public const string AttributeSaysNothing = "there is no operator here: remove it, or give it one, such as { \"gte\": 100 }";
    public const string NullLiteral = "a literal is null; a text, a number, true or false is allowed";
    public const string PatternThatExplodes =
        "its automaton grows too large; write fewer wildcards and repetitions that may hold at the same time, such as .{0,20}b.{0,20}";

    public const string PatternsTakeTooMuch = "the patterns up to here take too much memory together; write fewer or simpler ones";

    public const string CaseOfNothing = "only eq, ne, in, notIn, contains, startsWith and endsWith can ignore case, and none of them is here";
    public const string EmptyPart = "an empty text is a part of every text; { \"exists\": true } asks for any";

    public static string TooLarge(long max) => Invariant($"the document is larger than {max} bytes, the limit MaxBytes");

    public static string TooDeep(int max) => Invariant($"objects and lists are nested deeper than {max}, the limit MaxDepth");

    public static string NestedTooDeep(int max) => Invariant($"any, all and not are nested deeper than {max}, the limit MaxNesting");

    public static string TooMany(int count, string what, int max, string limit) => Invariant($"{count} {what} are more than {max}, the limit {limit}");

    public static string TextTooLong(int length, int max) => Invariant($"a text of {length} characters is longer than {max}, the limit MaxTextLength");

    public static string Syntax(string message) => Invariant($"not valid JSON: {message}");

    public static string Unexpected(string character) => Invariant($"{character} is not expected here");

    public static string UnexpectedWord(string character) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{character} is not expected here; names and texts stand in double quotes, and the only words without quotes are true, "
                + $"false and null (neither NaN nor infinities)");

    public static string MoreUnknown(int count, string what) => Invariant($"{count} more names are those of no {what}");

    public static string MoreProblems(int count) => Invariant($"{count} more problems are not listed");

    public static string Kind(string found, string allowed) => Invariant($"{found} is found where {allowed} is expected");

    public static string UnknownField(string field, string? near, IEnumerable<string> allowed) => near is null
        ? Invariant($"'{field}' is not a field here; allowed are {string.Join(", ", allowed)}")
        : Invariant($"'{field}' is not a field here; did you mean '{near}'? Allowed are {string.Join(", ", allowed)}");

    public static string GivenTwice(string name) => Invariant($"'{name}' is given twice (names ignore case)");

    public static string RepeatedInJson(string name) => Invariant($"'{name}' is given twice in one object");

    public static string NotAPercentage(string found) => Invariant($"{found} is not a percentage; {PercentageAllowed}");

    public static string BadJsonLogic(string found) =>
        $"{found} is no comparison of JsonLogic; one is an operator and a literal of JSON, such as == \"gold\", in [\"a\", 1], sem_ver ^ \"1.2\", or !! alone";

    public static string NotAWhole(string found) => Invariant($"{found} is not the whole of a share; a number above 0, up to {MaxWhole}, is allowed");

    public static string NotInTheWhole(string found, decimal outOf) => Invariant($"{found} is not a part of {outOf}; a number from 0 to {outOf} is allowed");

    public static string BeyondTheWhole(decimal from, decimal of, decimal outOf) => Invariant($"'from' {from} and 'of' {of} end beyond {outOf}");

    public static string NotAWeight(string found) => Invariant($"{found} is not a weight; a number from 0 to 100000 with up to three decimals is allowed");

    public static string RangeBeyond100(decimal from, decimal of) => Invariant($"from {from} and of {of} end beyond 100");

    public static string BadName(string found) => Invariant($"{found} is not a name; {NameAllowed}");

    public static string NoOffset(string found) =>
        Invariant($"{found} has no offset from UTC, so its instant is unknown; write 2026-12-01T00:00:00+08:00 or …Z");

    public static string NoOffsetAndNoZone(string found) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{found} has no offset from UTC, and the window has no timeZone, so its instant is unknown; write 2026-12-01T00:00:00+08:00, …Z, "
                + $"or a timeZone such as Asia/Shanghai");

    public static string UnknownTimeZone(string found, string? near) => near is null
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{found} is not a time zone that this machine knows; an IANA name, such as Europe/Berlin, "
                + $"is allowed (where it is right, the machine lacks tzdata)")
        : Invariant($"{found} is not a time zone; did you mean '{near}'? IANA names are allowed");

    public static string NotATimeOfDay(string found) => Invariant($"{found} is not a time of day such as 09:30 (to may be 24:00)");

    public static string NotADayOfMonth(string found) =>
        Invariant($"{found} is not a day of a month; whole numbers from 1 to 31, or from -1, the last day, to -31 are allowed");

    public static string NotADay(string found) => Invariant($"{found} is not a day of the week; {DayNames.Allowed} are allowed");

    public static string BeyondTime(string found) => Invariant($"{found} is outside of the years 1 to 9999 in UTC");

    public static string UntilBeforeStart(DateOnly until, DateOnly start) =>
        Invariant($"until {until:yyyy-MM-dd} is before the day of start, {start:yyyy-MM-dd}");

    public static string RampNotAscending(DateTimeOffset at, DateTimeOffset before) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"at {at:yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz} is not after {before:yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz}, the point before it; "
                + $"write the points in the order of time");

    public static string LayerOverlap(string range, string salt, string otherRange, string other) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{range} overlaps {otherRange} of {other}, and both have the salt {salt}; give them ranges that do not overlap, "
                + $"or \"overlap\": true where a subject may be in both");

    public static string NotAnInstant(string found) => Invariant($"{found} is not an ISO 8601 date and time with an offset, such as 2026-12-01T00:00:00+08:00");

    public static string NotADate(string found) => Invariant($"{found} is not a date such as 2027-03-01");

    public static string NotAnExpiry(string found) => Invariant($"{found} is not a date such as 2027-03-01, or a date and time with an offset");

    public static string NotAnInteger(string found, long min, long max) => Invariant($"{found} is not allowed; a whole number from {min} to {max} is");

    public static string SchemaVersion(string found) => Invariant($"{found} is not a schema version that this version of the library knows; 1 is allowed");

    public static string StartNotBeforeEnd(WindowEdgeDefinition start, WindowEdgeDefinition end) => Invariant($"start {start} is not before end {end}");

    public static string UnknownReference(string what, string name, string? near) => near is null
        ? Invariant($"there is no {what} '{name}'")
        : Invariant($"there is no {what} '{name}'; did you mean '{near}'?");

    public static string Cycle(string what, IEnumerable<string> names) =>
        Invariant($"the {what}s refer to each other in a circle: {string.Join(" -> ", names)}");

    public static string TooManySteps(string what, long steps, int max) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"one answer of {what} may take {steps} steps, with all rules, conditions, segments and required flags that it leads to; "
                + $"that is more than {max}, the limit MaxEvaluationCost");

    public static string MoreCircles(string what, int count) => Invariant($"{count} more circles of {what}s are not listed, the last of them here");

    public static string MoreInCircle(int count) => Invariant($"… ({count} more)");

    public static string TooDeepReference(string what, int max) => Invariant($"{what}s are nested deeper than {max}");

    public static string TooManyAsked(int max) =>
        Invariant($"the segments named here lead to more than {max} segments, each counted once for every way to it; the limit is MaxSegments");

    public static string TooManyRequired(int max) =>
        Invariant($"the flags required here lead to more than {max} flags, each counted once for every way to it; the limit is MaxFlags");

    public static string ReservedWord(string word, string allowed) => Invariant($"'{word}' is a reserved word; {allowed}");

    public static string ReservedVariant(string name) => Invariant($"'{name}' cannot be a variant's name: true, false and split have a meaning of their own");

    public static string DeepRegion(string found, int max) => Invariant($"the region {found} has too many levels; at most {max} are allowed");

    public static string BadRegion(string found) =>
        Invariant($"{found} is not a region; letters, digits and '_' in levels separated by '-' are allowed, such as CN-GD");

    public static string NoTest(string name) => Invariant($"the condition '{name}' makes no test of its parameters");

    public static string ConditionThrew(string name, string type) => Invariant($"the condition '{name}' throws {type} when it reads its parameters");

    public static string BadSubject(string found) =>
        Invariant($"{found} is not a subject; user, region, instance, request or the name of an attribute is allowed");

    public static string BadAttribute(string found) =>
        Invariant($"{found} is not the name of an attribute; 1 to {DocumentLimits.MaxNameLength} characters are allowed");

    public static string NotInOrder(string found) =>
        Invariant($"{found} is neither a number nor a date and time with an offset, such as 100 or 2026-12-01T00:00:00+08:00");

    public static string BadPattern(string found, string reason) => Invariant($"{found} is not a pattern that can be used: {reason}");

    public static string PatternTooLong(int length, int max) => Invariant($"a pattern of {length} characters is longer than {max}, the limit MaxPatternLength");

    public static string PatternOfTooManyClasses(int count, int max) =>
        Invariant($"it has {count} different characters and classes, of which a class counts twice, and {max} are allowed");

    public static string PatternTooLarge(long size, int max) =>
        Invariant($"a pattern of the size {size}, counted repetitions written out, is larger than {max}, the limit MaxPatternSize");

    public static string PatternsTooLarge(long size, int max) =>
        Invariant($"the patterns up to here have the size {size} together, which is larger than {max}, the limit MaxPatternsSize");

    public static string BadVersionRange(string found) =>
        Invariant($"{found} is not a range of versions; comparisons such as '>=2.1.0 <3', '^1.2', '1.2.x', '1.2 - 1.4' or '1.4.0 || >=2' are allowed");

    public static string BadNetwork(string found) =>
        Invariant($"{found} is not a network; an IPv4 or IPv6 address or block such as 10.0.0.0/8 or 2001:db8::/32 is allowed");

    public static string BelongsInARule(string field, string value) =>
        Invariant($"'{field}' belongs in a rule: \"rules\": {{ \"canary\": {{ \"{field}\": {value} }} }}");

    public static string ServeOfAFlag(string value) =>
        Invariant($"'serve' belongs in a rule; what the flag serves where no rule matches is \"default\": {value}");

    public static string NamelessRule(string field, string value) =>
        Invariant($"a rule needs a name around its conditions: \"rules\": {{ \"canary\": {{ \"{field}\": {value} }} }}");

    public static string OfAnotherSystem(string field, string system, string here) =>
        Invariant($"'{field}' is a field of {system}, for whose documents there is no converter yet; here {here}");

    public static string OptionInTheDocument(string name) =>
        Invariant($"'{name}' is an option, and options are given in code, not in the document: AddGrayFlags(section, o => o.{name} = …)");

    public static string TextOfAnotherKind(string found, string allowed, string meant, bool areTextsUsual) => areTextsUsual
        ? Invariant($"{Kind(found, allowed)}; write {meant}")
        : WithoutQuotes(Kind("the text " + found, allowed), meant);

    public static string WithoutQuotes(string problem, string meant) => Invariant($"{problem}; write {meant} without quotes");

    public static string SwitchAsVariant(string found, bool meant, IReadOnlyCollection<string> variants) => string.Create(
        CultureInfo.InvariantCulture,
        $"there is no variant {found}; write {(meant ? "true" : "false")}, without quotes, where {(meant ? "on" : "off")} is meant; "
            + $"{(variants.Count == 0 ? "the flag has no variants" : "variants are " + LogSafeText.Names(variants))}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
