namespace GrayFlags.Simulator.Experiments;

/// <summary>
/// Streams that are played, and the bars for what they give. Each stream has a seed and gives numbers, so that a run may be stopped and gone on with.
/// </summary>
/// <param name="row">The row of the table: a bar, and one variation of what it is held under.</param>
/// <param name="name">Which case of it.</param>
internal abstract class Experiment(string row, string name)
{
    public string Row => row;

    public string Name { get; } = name.Length == 0 ? row : $"{row}: {name}";

    /// <summary>Plays one stream.</summary>
    /// <returns>Numbers that <see cref="Judge"/> understands.</returns>
    public abstract double[] Play(ulong seed);

    /// <summary>Holds the streams against their bars.</summary>
    public abstract IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends);

    public override string ToString() => Name;
}
