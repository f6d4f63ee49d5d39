namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The properties of a call that are fixed when it begins.</summary>
/// <param name="Bits">The bits, as described at <see cref="Call.Marks"/>.</param>
internal readonly record struct CallMarks(uint Bits)
{
    private const int CanaryShift = 31;
    private const int EvidenceShift = 30;
    private const int FirstShift = 29;
    private const int KindShift = 27;
    private const uint AgeMask = (1u << KindShift) - 1;
    private const long TicksPerUnit = TimeSpan.TicksPerMicrosecond;

    public bool IsCanary => (Bits >> CanaryShift) != 0;

    /// <summary>True when guards may bet on it: its unit was known before the attempt began.</summary>
    public bool IsEvidence => ((Bits >> EvidenceShift) & 1) != 0;

    /// <summary>True when its unit is new to this attempt.</summary>
    public bool IsFirst => ((Bits >> FirstShift) & 1) != 0;

    public CallKind Kind => (CallKind)((Bits >> KindShift) & 3);

    /// <summary>The time of its beginning, in ticks since its page began, to the microsecond.</summary>
    public long Ticks => (Bits & AgeMask) * TicksPerUnit;

    /// <summary>The same call of a unit that was seen before.</summary>
    public CallMarks NotFirst() => new(Bits & ~(1u << FirstShift));

    public static CallMarks Of(bool isCanary, bool isEvidence, bool isFirst, CallKind kind, long ticks) => new(
        (isCanary ? 1u << CanaryShift : 0)
        | (isEvidence ? 1u << EvidenceShift : 0)
        | (isFirst ? 1u << FirstShift : 0)
        | ((uint)kind << KindShift)
        | (uint)Math.Clamp(ticks / TicksPerUnit, 0, AgeMask));
}
