namespace GrayFlags.Simulator.Experiments;

/// <summary>One line of the table: streams that are played, and the bar for what they give.</summary>
/// <param name="name">What is played.</param>
internal abstract class Experiment(string name)
{
    public string Name => name;

    /// <summary>The line of the table.</summary>
    /// <param name="streams">How many streams.</param>
    /// <param name="seed">Makes them.</param>
    public abstract IEnumerable<Figure> Run(int streams, ulong seed);

    public override string ToString() => name;
}
