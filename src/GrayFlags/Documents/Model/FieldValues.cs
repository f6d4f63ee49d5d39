namespace GrayFlags.Documents;

/// <summary>The values of the fields that an object has: few of those it may have are given, and the others take no room.</summary>
internal struct FieldValues
{
    private KeyValuePair<Field, object>[]? _given;

    /// <summary>The fields that are given, each with its value, in the order in which they were.</summary>
    public readonly ReadOnlySpan<KeyValuePair<Field, object>> Given => _given;

    public readonly bool IsEmpty => _given is null;

    /// <summary>Gives a field, which is not given yet, its value; null gives none.</summary>
    public void Add(Field field, object? value)
    {
        if (value is not null)
        {
            _given = [.. _given ?? [], new(field, value)];
        }
    }

    /// <summary>The value of a field; null when it is not given.</summary>
    public readonly object? Find(Field field)
    {
        foreach (var (given, value) in Given)
        {
            if (ReferenceEquals(given, field))
            {
                return value;
            }
        }

        return null;
    }
}
