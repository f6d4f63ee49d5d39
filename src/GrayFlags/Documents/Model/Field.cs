using System.Collections.Immutable;

namespace GrayFlags.Documents;

/// <summary>One field of an object of documents, in the table of that object.</summary>
/// <param name="Index">Its place in the table.</param>
/// <param name="Name">Its name, as the schema spells it.</param>
/// <param name="Kind">The kind of its value. Null: the object's own reader and writer know it.</param>
internal sealed record Field(int Index, string Name, FieldKind? Kind)
{
    /// <summary>A field that no table holds.</summary>
    public static implicit operator Field(string name) => new(-1, name, null);

    public static ImmutableArray<Field> Table(ReadOnlySpan<(string Name, FieldKind Kind)> rows)
    {
        var table = ImmutableArray.CreateBuilder<Field>(rows.Length);
        foreach (var (name, kind) in rows)
        {
            table.Add(new(table.Count, name, kind));
        }

        return table.MoveToImmutable();
    }

    public static Field Find(ImmutableArray<Field> table, string name)
    {
        foreach (var field in table)
        {
            if (field.Name == name)
            {
                return field;
            }
        }

        throw new KeyNotFoundException($"There is no field '{name}'.");
    }

    public bool Equals(Field? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Index;
}
