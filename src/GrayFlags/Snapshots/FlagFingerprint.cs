using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrayFlags.Documents;
using GrayFlags.Documents.Writing;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Snapshots;

/// <summary>Identifies what flags of one rule set answer: their text, hashed once, and what the clock and rollouts make of it.</summary>
internal sealed class FlagFingerprint
{
    private const int Length = 16;

    private readonly FlagParts _parts;
    private readonly byte[] _text;

    public FlagFingerprint(RuleSet rules, FlagSelection flags)
    {
        Rules = rules;
        _parts = new FlagParts(rules.Flags.ByName(flags == FlagSelection.ClientSide), rules.Flags.ByPlace);
        _text = SHA256.HashData(TextOf(_parts));
    }

    public RuleSet Rules { get; }

    /// <summary>The fingerprint as of an instant.</summary>
    public string At(FlagSnapshot snapshot, long utcTicks)
    {
        var state = new StringBuilder(Convert.ToHexString(_text));
        foreach (var timed in _parts.Timed)
        {
            state.Append(CultureInfo.InvariantCulture, $",{timed.StateAt(utcTicks)}");
        }

        foreach (var flag in RolledOut())
        {
            var rollout = snapshot.Rollouts[flag.Rollout!.Index];
            var size = flag.Rollout.Ramp is { } ramp ? ramp.SizeAt(GrownFor(rollout, ramp, utcTicks)) : 0;

            // By its gate, which a pause leaves as it is.
            state.Append(CultureInfo.InvariantCulture, $";{flag.Name},{rollout.Admission},{size}");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(state.ToString()), hash);
        return Convert.ToBase64String(hash[..Length]).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>The next instant at which the clock alone may change it; null when it never does.</summary>
    public long? NextChange(FlagSnapshot snapshot, long utcTicks)
    {
        long? next = null;
        foreach (var timed in _parts.Timed)
        {
            next = Earlier(next, timed.NextChange(utcTicks));
        }

        foreach (var flag in RolledOut().Where(static flag => flag.Rollout!.Ramp is not null))
        {
            var rollout = snapshot.Rollouts[flag.Rollout!.Index];
            var (now, end) = (utcTicks + rollout.ClockAhead.Ticks, rollout.Record.StageStartedAt.UtcTicks + flag.Rollout.Ramp!.Over.Ticks);
            if (rollout.Record.Phase == RolloutPhase.Running && now < end)
            {
                next = Earlier(next, Math.Min(end, ITimedCondition.StepOf(now) + ITimedCondition.Step.Ticks) - rollout.ClockAhead.Ticks);
            }
        }

        return next;
    }

    // By the latest full step of the clock, and by its end at once.
    private static TimeSpan GrownFor(RolloutState rollout, ClockRamp ramp, long utcTicks)
    {
        var now = utcTicks + rollout.ClockAhead.Ticks;
        var grown = rollout.GrownFor(At(now));
        return grown >= ramp.Over ? grown : rollout.GrownFor(At(ITimedCondition.StepOf(now)));
    }

    private static DateTimeOffset At(long utcTicks) => new(utcTicks, TimeSpan.Zero);

    private static long? Earlier(long? left, long? right) => left is null || right < left ? right ?? left : left;

    // In the order of their names, since that of a rule set depends on the order in which they are written.
    private static ReadOnlySpan<byte> TextOf(FlagParts parts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var document = new FlagDocument
        {
            Off = [.. parts.Flags.Where(static flag => flag.IsKilled).Select(static flag => flag.Name).Order(StringComparer.Ordinal)],
            Segments = parts.Segments.OrderBy(static segment => segment.Name, StringComparer.Ordinal)
                .ToDictionary(static segment => segment.Name, static segment => segment.Definition),
            Flags = parts.Flags.OrderBy(static flag => flag.Name, StringComparer.Ordinal)
                .ToDictionary(static flag => flag.Name, static flag => flag.Definition),
        };
        DocumentWriter.WriteTo(buffer, document, indented: false);
        return buffer.WrittenSpan;
    }

    private IEnumerable<Flag> RolledOut() =>
        _parts.Flags.Where(static flag => flag.Rollout is not null).OrderBy(static flag => flag.Name, StringComparer.Ordinal);
}
