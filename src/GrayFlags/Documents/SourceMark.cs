namespace GrayFlags.Documents;

/// <summary>Where a definition was written: the name of its source, the line it starts on, and the lines of its fields.</summary>
/// <remarks>
/// Kept beside the definitions so that problems found after the merge can still name a line; the definitions themselves hold only what was written.
/// A value, since there is one for each definition.
/// </remarks>
internal struct SourceMark(string? source, int? line)
{
    // Lines are counted from 1.
    private readonly int _line = line ?? 0;
    private List<(string Field, int Line)>? _fields;

    public string? Source { get; } = source;

    public readonly int? Line => _line == 0 ? null : _line;

    // Only fields that stand on a line of their own are kept: a rule on one line costs nothing.
    public void AddField(string field, int? line)
    {
        if (line is { } value && value != _line)
        {
            (_fields ??= []).Add((field, value));
        }
    }

    public readonly int? LineOf(string field)
    {
        if (_fields is not null)
        {
            foreach (var (name, line) in _fields)
            {
                if (name == field)
                {
                    return line;
                }
            }
        }

        return Line;
    }
}
