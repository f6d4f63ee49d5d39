using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Time;

/// <summary>The time by which a flag should be gone, for its maintainers; it does not change the answers.</summary>
/// <param name="End">The first instant at which it should be.</param>
/// <param name="Flag">The flag's name.</param>
/// <param name="Definition">What the document says of it.</param>
internal sealed record Expiry(DateTimeOffset End, string Flag, FlagDefinition Definition)
{
    /// <summary>The message shown once the end has passed.</summary>
    public string Reminder
    {
        get
        {
            var owner = string.IsNullOrEmpty(Definition.Owner) ? "" : $", its owner is {LogSafeText.Quote(Definition.Owner)}";
            return $"flags.{LogSafeText.Escape(Flag)} has expired ({Definition.Expires}){owner}; take it out of the code, then out of the document";
        }
    }
}
