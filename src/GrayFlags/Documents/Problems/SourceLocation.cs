namespace GrayFlags.Documents.Problems;

/// <summary>The place where a definition was written: the name of its source, the line it starts on, and the lines of its fields.</summary>
/// <remarks>
/// Kept beside the definitions so that problems found after the merge can still name a line; the definitions themselves hold only what was written.
/// A value, since there is one for each definition.
/// </remarks>
internal struct SourceLocation(string? source, int? line)
{
    // Lines are counted from 1.
    private readonly int _line = line ?? 0;

    // The source, or the lines of fields with the source as the first one's name.
    private object? _origin = source;

    public readonly string? Source => _origin is List<(string Field, int Line)> fields ? fields[0].Field : (string?)_origin;

    public readonly int? Line => _line == 0 ? null : _line;

    // Only fields that stand on a line of their own are kept: a rule on one line costs nothing.
    public void AddField(string field, int? line)
    {
        if (line is { } value && value != _line)
        {
            var fields = _origin as List<(string Field, int Line)> ?? [((string)_origin!, 0)];
            fields.Add((field, value));
            _origin = fields;
        }
    }

    public readonly int? LineOf(string field)
    {
        if (_origin is List<(string Field, int Line)> fields)
        {
            for (var index = 1; index < fields.Count; index++)
            {
                if (fields[index].Field == field)
                {
                    return fields[index].Line;
                }
            }
        }

        return Line;
    }
}
