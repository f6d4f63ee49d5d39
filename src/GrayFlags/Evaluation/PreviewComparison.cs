using GrayFlags.Rules;
using GrayFlags.Snapshots;

namespace GrayFlags.Evaluation;

/// <summary>Two snapshots of rules, and for how many contexts they answer differently. For one thread.</summary>
/// <remarks>By context and not by flag: when time is up, what was counted is right for every flag, over fewer contexts.</remarks>
internal sealed class PreviewComparison : IRequiredFlags
{
    private readonly FlagSnapshot _before;
    private readonly FlagSnapshot _after;
    private readonly TimeProvider _clock;
    private readonly FrameServices _services;
    private readonly long _nowTicks;
    private readonly (Flag? Before, Flag? After)[] _flags;
    private readonly Flip[] _ofContext;
    private readonly int[][] _counts;

    // Values may be large, and the same two are compared for each context.
    private readonly Dictionary<(Variant?, Variant?), bool> _sameValues = [];

    public PreviewComparison(FlagSnapshot before, FlagSnapshot after, IReadOnlyCollection<string> names, TimeProvider clock)
    {
        (_before, _after, _clock) = (before, after, clock);
        _nowTicks = clock.GetUtcNow().UtcTicks;
        _services = new FrameServices(clock, new RequestRandom(0), this);
        _flags = [.. names.Select(name => (before.Flags.Find(name), after.Flags.Find(name)))];
        _ofContext = new Flip[_flags.Length];
        _counts = [.. _flags.Select(static _ => new int[Enum.GetValues<Flip>().Length])];
    }

    private enum Flip : byte
    {
        None,
        On,
        Off,
        Variant,
        Value,
    }

    /// <summary>The differences of the contexts that were asked, also of flags that have none.</summary>
    public IEnumerable<FlagFlips> Flips => _flags.Zip(_counts, static (flag, counts) => new FlagFlips(
        (flag.After ?? flag.Before!).Name, counts[(int)Flip.On], counts[(int)Flip.Off], counts[(int)Flip.Variant], counts[(int)Flip.Value]));

    /// <summary>Asks for each context, for at most so long.</summary>
    /// <returns>The number of contexts that were asked.</returns>
    public int Ask(IReadOnlyList<GrayContext> contexts, TimeSpan longest, CancellationToken cancellationToken)
    {
        var begun = _clock.GetTimestamp();
        for (var place = 0; place < contexts.Count; place++)
        {
            // The same draw for both: what only chance decides is no change.
            if (!TryAsk(contexts[place], (ulong)place + 1, begun, longest, cancellationToken))
            {
                return place;
            }

            for (var flag = 0; flag < _ofContext.Length; flag++)
            {
                _counts[flag][(int)_ofContext[flag]]++;
            }
        }

        return contexts.Count;
    }

    private bool TryAsk(GrayContext context, ulong request, long begun, TimeSpan longest, CancellationToken cancellationToken)
    {
        for (var place = 0; place < _flags.Length; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_clock.GetElapsedTime(begun) >= longest)
            {
                return false;
            }

            var (old, now) = _flags[place];
            var (was, variantBefore) = Decide(old, _before, context, request);
            var (isOn, variantAfter) = Decide(now, _after, context, request);
            _ofContext[place] = was != isOn ? isOn ? Flip.On : Flip.Off
                : !string.Equals(variantBefore?.Name, variantAfter?.Name, StringComparison.OrdinalIgnoreCase) ? Flip.Variant
                : IsSameValue(variantBefore, variantAfter) ? Flip.None
                : Flip.Value;
        }

        return true;
    }

    private bool IsSameValue(Variant? before, Variant? after)
    {
        if (ReferenceEquals(before, after))
        {
            return true;
        }

        if (!_sameValues.TryGetValue((before, after), out var isSame))
        {
            isSame = before?.Value?.GetRawText() == after?.Value?.GetRawText();
            _sameValues.Add((before, after), isSame);
        }

        return isSame;
    }

    private (bool IsOn, Variant? Variant) Decide(Flag? flag, FlagSnapshot snapshot, GrayContext context, ulong request)
    {
        if (flag is null)
        {
            return (false, null);
        }

        EvaluationFrame.Make(out var frame, context, snapshot.Flags.ByPlace, snapshot.Admissions, _services, _nowTicks, request);
        var verdict = Precedence.DecideByDocument(flag, ref frame);
        var variant = verdict.Serve.Variant(ref frame);
        return (verdict.ToDecision(variant, "", ref frame).Enabled, variant);
    }

    Serve IRequiredFlags.ServeOf(Flag flag, ref EvaluationFrame frame, out bool isOverridden)
    {
        isOverridden = false;
        return Precedence.DecideByDocument(flag, ref frame).Serve;
    }
}
