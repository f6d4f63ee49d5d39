namespace GrayFlags.Documents.Reading;

/// <summary>The fields of one object that were met, and those that were met again.</summary>
internal struct FieldBitmap
{
    /// <summary>The largest number of fields.</summary>
    public const int Size = 32;

    private uint _once;
    private uint _again;

    /// <summary>Notes a field.</summary>
    /// <param name="index">Its place in the <see cref="FieldSet"/>.</param>
    /// <returns>Whether it is met for the first time.</returns>
    public bool Add(int index)
    {
        var bit = 1u << index;
        if ((_once & bit) != 0)
        {
            _again |= bit;
            return false;
        }

        _once |= bit;
        return true;
    }

    public readonly bool IsRepeated(int index) => (_again & (1u << index)) != 0;
}
