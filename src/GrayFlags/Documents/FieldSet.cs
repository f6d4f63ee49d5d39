using System.Text;

namespace GrayFlags.Documents;

/// <summary>The fields that one kind of object may have.</summary>
internal sealed class FieldSet
{
    private readonly byte[][] _utf8;

    public FieldSet(params string[] names)
    {
        Names = names;
        _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Fields of the schema that a later version will read; they get a message of their own.</summary>
    public IReadOnlyList<string> NotYet { get; init; } = [];

    public ReadOnlySpan<byte> Utf8(int index) => _utf8[index];

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
