namespace GrayFlags;

/// <summary>The form in which a value keeps its number. Each number that can be a <see cref="Whole"/> is one.</summary>
internal enum NumberForm : byte
{
    /// <summary>A whole number from -2^63 to 2^63 - 1.</summary>
    Whole,

    /// <summary>A whole number from 2^63 to 2^64 - 1.</summary>
    Unsigned,

    /// <summary>Up to 96 bits and a power of ten, without zeros at the end.</summary>
    Decimal,

    /// <summary>A double.</summary>
    Real,
}
