using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Time;

/// <summary>When a flag should be gone, for those who look after it; the answers do not change by it.</summary>
/// <param name="End">The first instant at which it should be.</param>
/// <param name="Flag">The flag's name.</param>
/// <param name="Definition">What the document says of it.</param>
internal sealed record Expiry(DateTimeOffset End, string Flag, FlagDefinition Definition)
{
    /// <summary>What is said from the end on.</summary>
    public string Reminder
    {
        get
        {
            var owner = string.IsNullOrEmpty(Definition.Owner) ? "" : $", its owner is {LogSafeText.Quote(Definition.Owner)}";
            return $"flags.{LogSafeText.Escape(Flag)} has expired ({Definition.Expires}){owner}; take it out of the code, then out of the document";
        }
    }
}
