namespace GrayFlags.Documents;

/// <summary>One field of an object of documents, in the table of that object.</summary>
/// <param name="Index">Its place in the table.</param>
/// <param name="Name">Its name, as the schema spells it.</param>
/// <param name="Kind">The kind of its value. Null: the object's own reader and writer know it.</param>
internal sealed record Field(int Index, string Name, FieldKind? Kind)
{
    /// <summary>A field that no table holds.</summary>
    public static implicit operator Field(string name) => new(-1, name, null);

    public bool Equals(Field? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Index;
}
