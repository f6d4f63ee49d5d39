using System.Collections.ObjectModel;
using System.Text;

namespace GrayFlags.Documents.Reading;

/// <summary>The fields that one kind of object may have.</summary>
internal sealed class FieldSet
{
    private readonly byte[][] _utf8;
    private readonly Field[] _fields;

    public FieldSet(params Field[] fields)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Length, FieldBitmap.Size);
        _fields = fields;
        Names = Array.ConvertAll(fields, field => field.Name);
        _utf8 = Array.ConvertAll(fields, field => Encoding.UTF8.GetBytes(field.Name));
    }

    public IReadOnlyList<string> Names { get; }

    public Field this[int index] => _fields[index];

    /// <summary>Fields that people write here by mistake, each with the message that its value makes.</summary>
    public IReadOnlyDictionary<string, Func<string, string>> Hints { get; init; } = ReadOnlyDictionary<string, Func<string, string>>.Empty;

    /// <summary>The fields that came later than the others, each with the minor number of the first schema that has it.</summary>
    public IReadOnlyDictionary<string, int> Since { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>The place of a name that is written as the schema writes it; -1 for all others.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8)
    {
        var names = _utf8;
        for (var index = 0; index < names.Length; index++)
        {
            if (utf8.SequenceEqual(names[index]))
            {
                return index;
            }
        }

        return -1;
    }

    public int IndexOf(string name)
    {
        for (var index = 0; index < Names.Count; index++)
        {
            if (string.Equals(Names[index], name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }
}
