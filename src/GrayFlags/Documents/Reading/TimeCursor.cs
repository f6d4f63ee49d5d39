namespace GrayFlags.Documents.Reading;

/// <summary>A place in the text of a date and time.</summary>
internal ref struct TimeCursor(ReadOnlySpan<char> text)
{
    private const int TickDigits = 7;

    private ReadOnlySpan<char> _rest = text;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly bool IsAtDigit => _rest is [>= '0' and <= '9', ..];

    /// <summary>True when a day or its name comes first, not a year.</summary>
    public readonly bool IsAtLetterOrShortNumber => _rest is [(>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ..] or [_, ' ', ..] or [_, _, ' ', ..];

    public bool TryTake(char character)
    {
        if (_rest.IsEmpty || _rest[0] != character)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    public bool TryTake(string word)
    {
        if (!_rest.StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        _rest = _rest[word.Length..];
        return true;
    }

    /// <summary>Takes one of some words of three letters, whatever their case; else -1.</summary>
    public int TakeWord(string words)
    {
        const int Length = 3;
        for (var index = 0; index < words.Length && _rest.Length >= Length; index += Length)
        {
            if (_rest[..Length].Equals(words.AsSpan(index, Length), StringComparison.OrdinalIgnoreCase))
            {
                _rest = _rest[Length..];
                return index / Length;
            }
        }

        return -1;
    }

    /// <summary>Takes a number of exactly so many digits.</summary>
    public bool TryNumber(int digits, out int number)
    {
        number = 0;
        if (_rest.Length < digits)
        {
            return false;
        }

        foreach (var character in _rest[..digits])
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }

            number = (number * 10) + (character - '0');
        }

        _rest = _rest[digits..];
        return true;
    }

    /// <summary>Takes the decimals of a second; those beyond a tick say nothing.</summary>
    public bool TryFraction(out long ticks)
    {
        ticks = 0;
        var end = _rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? _rest.Length : end;
        for (var index = 0; index < TickDigits; index++)
        {
            ticks = (ticks * 10) + (index < digits ? _rest[index] - '0' : 0);
        }

        _rest = _rest[digits..];
        return digits > 0;
    }

    /// <summary>Takes the rest, where it is a zone's name behind its offset: <c> CST</c>, or <c>[Asia/Shanghai]</c> after RFC 9557.</summary>
    public readonly bool TryZoneName()
    {
        const int MaxAbbreviation = 5;
        if (_rest is ['[', .. var name, ']'])
        {
            return name.IndexOfAny('[', '!') < 0 && !name.IsEmpty;
        }

        if (_rest is not [' ', .. var abbreviation] || abbreviation.Length is 0 or > MaxAbbreviation)
        {
            return false;
        }

        foreach (var character in abbreviation)
        {
            if (!char.IsAsciiLetter(character))
            {
                return false;
            }
        }

        return true;
    }
}
