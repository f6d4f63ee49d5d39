using System.Diagnostics.CodeAnalysis;

namespace GrayFlags.Tests.Architecture.PublicApi.Sample;

/// <summary>What a class may declare; what is not visible must not be printed.</summary>
public abstract class SampleBase<T>
    where T : notnull
{
    public const string Name = "a \"b\"";
    public static readonly int? Limit = 1;
    private protected const int Hidden = 1;

    protected SampleBase(List<string?>? names, string?[] others)
    {
        Names = names;
        Others = others;
    }

    private SampleBase()
        : this(null, [])
    {
    }

    public List<string?>? Names { get; private set; }

    public string?[] Others { get; protected init; }

    public required T Value { get; set; }

    internal int Inner { get; set; }

    public abstract bool TryGet(string name, [NotNullWhen(true)] out string? value);

    public override string ToString() => Name;

    [Obsolete("use Find")]
    protected internal virtual ref readonly T Look(in T first, ref T second, params ReadOnlySpan<T> rest) => throw new NotSupportedException();

    private protected abstract void HiddenToo();

    public readonly struct Nested;

    private sealed class HiddenNested : Exception;
}
