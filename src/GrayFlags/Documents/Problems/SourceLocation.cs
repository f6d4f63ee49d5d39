namespace GrayFlags.Documents.Problems;

/// <summary>The place where a definition was written: the name of its source, the position it starts at, and those of its fields.</summary>
/// <remarks>
/// Kept beside the definitions so that problems found after the merge can still name a line; the definitions themselves hold only what was written.
/// A value, since there is one for each definition; the column fits where the line alone would leave a gap.
/// </remarks>
internal struct SourceLocation(string? source, TextPosition position)
{
    private readonly TextPosition _position = position;

    // The source, or the positions of fields with the source as the first one's name.
    private object? _origin = source;

    public readonly string? Source => _origin is List<(string Field, TextPosition Position)> fields ? fields[0].Field : (string?)_origin;

    public readonly TextPosition Position => _position;

    // Only fields that stand on a line of their own are kept: a rule on one line costs nothing.
    public void AddField(string field, TextPosition position)
    {
        if (position.Line != _position.Line)
        {
            var fields = _origin as List<(string Field, TextPosition Position)> ?? [((string)_origin!, default)];
            fields.Add((field, position));
            _origin = fields;
        }
    }

    public readonly TextPosition PositionOf(string field)
    {
        if (_origin is List<(string Field, TextPosition Position)> fields)
        {
            for (var index = 1; index < fields.Count; index++)
            {
                if (fields[index].Field == field)
                {
                    return fields[index].Position;
                }
            }
        }

        return Position;
    }
}
