namespace GrayFlags.Usage;

/// <summary>The usage of an evaluator that does not measure it.</summary>
internal sealed class NoUsage : IGrayUsage
{
    public static NoUsage Instance { get; } = new();

    public bool IsMeasured => false;

    public bool IsOfFleet => false;

    public IReadOnlyList<FlagUsage> GetAll() => [];

    public FlagUsage? GetUsage(string flag) => null;
}
