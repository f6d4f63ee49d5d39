using GrayFlags.Rules.Operators;

namespace GrayFlags.Compilation.Patterns;

/// <summary>Matches a pattern with texts that are made against it, and tells how large its automaton grows by them.</summary>
/// <remarks>
/// The size of a pattern does not bound its automaton, which may double with each character that is left open: <c>.{0,20}b.{0,20}c</c> takes 27 MB and half a
/// second for one text. So it is tried: texts that lead to each open place, and from there on noise out of the characters that stand around it. Counted are
/// allocations, which are the same on every machine, however busy. A pattern that hides such a place from the trial is not impossible, only hard to come by;
/// what it could cost then, its size bounds.
/// </remarks>
internal sealed class PatternTrial
{
    private const int NoiseLength = 1_024;
    private const int FirstLength = 64;
    private const int MaxPlaces = 64;
    private const int Texts = 8;

    // As long as a pattern may be, counts written out: a place behind a longer lead would never be reached.
    private const int MaxLead = 1_000;

    private readonly Pattern _pattern;
    private readonly List<PatternNode> _leaves = [];
    private readonly List<int> _places = [];
    private readonly char[] _text = new char[MaxLead + NoiseLength];
    private ulong _state = 0x9e3779b97f4a7c15;

    private PatternTrial(Pattern pattern) => _pattern = pattern;

    /// <summary>The bytes by which the automaton grows for one text; the trial ends when they are more than is allowed.</summary>
    public static long Bytes(Pattern pattern, PatternNode root, long allowed) => new PatternTrial(pattern).Run(root, allowed);

    private long Run(PatternNode root, long allowed)
    {
        Collect(root, isOpen: false);
        Span<char> text = _text;

        // What the engine allocates once a pattern is none of the automaton.
        _pattern.IsMatch("a");
        var most = Grow(Noise(text[..NoiseLength], 0, _leaves.Count), allowed);
        var all = most;
        var step = Math.Max(1, (_places.Count + MaxPlaces - 1) / MaxPlaces);
        for (var place = 0; place < _places.Count && most <= allowed && all <= Texts * allowed; place += step)
        {
            var leaf = _places[place];
            var length = Lead(text, root, leaf);
            var tried = text[..(length + NoiseLength)];
            Noise(tried[length..], leaf, leaf + 2);
            var bytes = Grow(tried, allowed);
            most = Math.Max(most, bytes);
            all += bytes;
        }

        // One text takes this much, another something else; what many take together counts in part.
        return Math.Max(most, all / Texts);
    }

    // A little more of the text each time, so that also what explodes at once is soon left.
    private long Grow(ReadOnlySpan<char> text, long allowed)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bytes = 0L;
        for (var length = FirstLength; bytes <= allowed; length *= 2)
        {
            _pattern.IsMatch(text[..Math.Min(length, text.Length)]);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (length >= text.Length)
            {
                break;
            }
        }

        return bytes;
    }

    private void Collect(PatternNode node, bool isOpen)
    {
        isOpen |= node.IsOpen;
        if (node.Parts.Count == 0)
        {
            if (node.Samples.Length > 0)
            {
                if (isOpen)
                {
                    _places.Add(_leaves.Count);
                }

                _leaves.Add(node);
            }

            return;
        }

        foreach (var part in node.Parts)
        {
            Collect(part, isOpen);
        }
    }

    // A text that the pattern begins with, up to a leaf.
    private int Lead(Span<char> text, PatternNode root, int leaf)
    {
        var length = 0;
        var next = 0;
        Emit(root, leaf, text[..MaxLead], ref length, ref next);
        return length;
    }

    private void Emit(PatternNode node, int until, Span<char> text, ref int length, ref int next)
    {
        var first = next;
        for (var turn = 0; turn < Math.Max(1, Math.Min(node.Min, MaxLead)); turn++)
        {
            next = first;
            if (node.Parts.Count > 0)
            {
                foreach (var part in node.Parts)
                {
                    Emit(part, until, text, ref length, ref next);
                }
            }
            else if (node.Samples.Length > 0 && next++ < until && length < text.Length)
            {
                text[length++] = Any(node.Samples);
            }
        }
    }

    private ReadOnlySpan<char> Noise(Span<char> text, int from, int to)
    {
        to = Math.Min(to, _leaves.Count);
        for (var index = 0; index < text.Length; index++)
        {
            text[index] = from < to && Next(8) != 0 ? Any(_leaves[from + Next(to - from)].Samples) : 'a';
        }

        return text;
    }

    private char Any(string samples) => samples[Next(samples.Length)];

    // Xorshift: the same texts on every machine.
    private int Next(int count)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)((_state >> 33) % (uint)count);
    }
}
