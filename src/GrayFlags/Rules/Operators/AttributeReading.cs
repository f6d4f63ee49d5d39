using GrayFlags.Bucketing;

namespace GrayFlags.Rules.Operators;

/// <summary>The value of one attribute, read once for all operators that ask for it.</summary>
internal readonly ref struct AttributeReading
{
    private readonly ContextAttribute _attribute;
    private readonly GrayContext _context;
    private readonly ref bool _isUnreadable;

    /// <param name="attribute">The attribute.</param>
    /// <param name="context">The context that has it.</param>
    /// <param name="nowTicks">Now in ticks of UTC, where an operator reads the clock.</param>
    /// <param name="isUnreadable">Set when an operator cannot read the value.</param>
    public AttributeReading(ContextAttribute attribute, GrayContext context, long nowTicks, ref bool isUnreadable)
    {
        _attribute = attribute;
        _context = context;
        _isUnreadable = ref isUnreadable;
        NowTicks = nowTicks;
        Value = attribute.Read(context);
    }

    public readonly GrayValue Value;

    public readonly long NowTicks;

    /// <summary>The hash of a text of this value: the one that the context keeps where the value is that text, else computed.</summary>
    public ulong HashOf(string text) =>
        Value.Kind == GrayValueKind.Text && _attribute.TryGetHash(_context, out var hash) ? hash : TextHash.Of(text);

    /// <summary>Notes that the operator cannot compare the value; it does not hold then.</summary>
    public bool Unreadable()
    {
        _isUnreadable = true;
        return false;
    }
}
