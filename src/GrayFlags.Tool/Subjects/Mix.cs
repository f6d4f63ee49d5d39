namespace GrayFlags.Tool.Subjects;

/// <summary>Values with their shares, which chance picks from.</summary>
internal sealed class Mix<T>
{
    private readonly double[] _upTo;

    /// <param name="values">Each value, the word that it is shown as, and its share; the shares add up to 1.</param>
    public Mix(IReadOnlyList<(T Value, string Shown, double Share)> values)
    {
        Values = values;
        _upTo = new double[values.Count];
        var sum = 0.0;
        for (var index = 0; index < values.Count; index++)
        {
            sum += values[index].Share;
            _upTo[index] = sum;
        }
    }

    public IReadOnlyList<(T Value, string Shown, double Share)> Values { get; }

    /// <summary>The value at a place of the unit interval.</summary>
    public T At(double place)
    {
        for (var index = 0; index < _upTo.Length - 1; index++)
        {
            if (place < _upTo[index])
            {
                return Values[index].Value;
            }
        }

        return Values[^1].Value;
    }

    /// <summary>A mix in which all are as frequent.</summary>
    public static Mix<T> Even(IReadOnlyList<(T Value, string Shown)> values) => new([.. values.Select(each => (each.Value, each.Shown, 1.0 / values.Count))]);
}
