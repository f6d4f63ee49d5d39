namespace GrayFlags.Benchmarks.Workload;

/// <summary>1,024 questions: which flag, for which user. The same for the floor, for us and for the peers.</summary>
internal sealed class Question
{
    private const int Seed = 4_711;

    public Question(int flagCount)
    {
        Names = Workload.Names.Of(flagCount);
        var random = new Random(Seed);

        // Texts of the caller's own, as literals are: no look-up may get by with comparing references.
        Asked = [.. Enumerable.Range(0, Users.Count).Select(_ => random.Next(flagCount)).Select(index => new string(Names[index].AsSpan()))];
    }

    /// <summary>All flags.</summary>
    public string[] Names { get; }

    /// <summary>The flag of each question; its user is the one at the same place.</summary>
    public string[] Asked { get; }
}
