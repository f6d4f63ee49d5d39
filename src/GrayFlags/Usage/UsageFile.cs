using GrayFlags.Snapshots.Persistence;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Usage;

/// <summary>Keeps what was measured in the state directory. Never throws: a file that cannot be read or written is logged, and measuring goes on.</summary>
/// <param name="folder">The state directory; null for none, and then a restart forgets.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class UsageFile(StateFolder? folder, TimeProvider clock, ILogger logger)
{
    // Ten thousand flags with long names for 35 days.
    private const long MostBytes = 64L << 20;

    private const string Name = "usage";

    public UsageState Read()
    {
        if (folder is null || !folder.TryRead(Name, MostBytes, out var file))
        {
            return new UsageState();
        }

        if (UsageStateJson.Read(file.Payload.Span) is { } state)
        {
            return state;
        }

        Log.UsageUnreadable(logger);
        return new UsageState();
    }

    public bool TryWrite(UsageState state) =>
        folder is null || folder.TryWrite(Name, new SavedHeader { SavedAt = clock.GetUtcNow() }, UsageStateJson.Write(state));
}
