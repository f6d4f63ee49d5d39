using System.Collections;

namespace GrayFlags;

/// <summary>The answers of many flags for one context: of one version of the rules and of one instant, ordered by name. Immutable.</summary>
public sealed class FlagAnswers : IReadOnlyList<FlagAnswer>
{
    private readonly FlagAnswer[] _answers;

    internal FlagAnswers(string version, FlagAnswer[] answers)
    {
        Version = version;
        _answers = answers;
    }

    /// <summary>The version of the rules that answered; empty before any were loaded.</summary>
    public string Version { get; }

    /// <summary>The number of flags.</summary>
    public int Count => _answers.Length;

    /// <summary>The answer of one flag.</summary>
    /// <param name="index">The flag's place in the order of names, from 0.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="IndexOutOfRangeException">There are not so many.</exception>
    public FlagAnswer this[int index] => _answers[index];

    /// <summary>The answers as memory, to be read without a copy.</summary>
    /// <returns>The answers in the order of names.</returns>
    public ReadOnlySpan<FlagAnswer> AsSpan() => _answers;

    /// <inheritdoc/>
    public IEnumerator<FlagAnswer> GetEnumerator() => ((IEnumerable<FlagAnswer>)_answers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _answers.GetEnumerator();
}
