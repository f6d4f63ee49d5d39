using System.Collections.Immutable;

namespace GrayFlags.Documents;

/// <summary>One operator of <c>when</c> as a field of documents.</summary>
/// <param name="Index">Its place in <see cref="AttributeDefinition.Operators"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Operand">How its operand is read and written.</param>
internal sealed record OperatorField(int Index, string Name, OperandKind Operand)
{
    public static ImmutableArray<OperatorField> Table(ReadOnlySpan<(string Name, OperandKind Operand)> rows)
    {
        var table = ImmutableArray.CreateBuilder<OperatorField>(rows.Length);
        foreach (var (name, operand) in rows)
        {
            table.Add(new(table.Count, name, operand));
        }

        return table.MoveToImmutable();
    }

    public static OperatorField Find(ImmutableArray<OperatorField> table, string name)
    {
        foreach (var field in table)
        {
            if (field.Name == name)
            {
                return field;
            }
        }

        throw new KeyNotFoundException($"There is no operator '{name}'.");
    }

    public bool Equals(OperatorField? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Index;
}
