using System.Collections.Immutable;

namespace GrayFlags.Documents;

/// <summary>Collects the fields of one kind of object, in the order of the schema.</summary>
internal sealed class FieldTable
{
    private readonly ImmutableArray<Field>.Builder _rows = ImmutableArray.CreateBuilder<Field>();

    /// <summary>The fields that were added so far.</summary>
    public ImmutableArray<Field> Rows => _rows.ToImmutable();

    public Field Add(string name, FieldKind kind)
    {
        var field = new Field(_rows.Count, name, kind);
        _rows.Add(field);
        return field;
    }
}
