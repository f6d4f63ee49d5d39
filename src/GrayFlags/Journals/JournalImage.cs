namespace GrayFlags.Journals;

/// <summary>One of a journal's two files, as read.</summary>
internal sealed class JournalImage
{
    /// <summary>The first line, or null when this is not a file of the journal.</summary>
    public JournalHeader? Header { get; private init; }

    /// <summary>The length of the first line, including its end.</summary>
    public int HeaderLength { get; private init; }

    /// <summary>The intact lines by number.</summary>
    public SortedDictionary<long, JournalLine> Lines { get; } = [];

    /// <summary>The problem found; null when there is none, and when there is no file.</summary>
    public string? Problem { get; private set; }

    /// <summary>True when the file has a newer format and must not be changed.</summary>
    public bool IsNewer { get; private init; }

    /// <summary>True when the file is a journal of another kind.</summary>
    public bool IsOther { get; private init; }

    /// <summary>True when access to the file was denied.</summary>
    public bool IsDenied { get; private init; }

    /// <summary>True when there is no file.</summary>
    public bool IsMissing { get; private init; }

    /// <summary>True when the last line is incomplete, left by an append that never returned.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>True when lines may be missing after the last intact one.</summary>
    public bool HasOpenEnd { get; private set; } = true;

    /// <summary>True when the file belongs to another journal of this kind.</summary>
    public bool IsStranger { get; private set; }

    /// <summary>The number of the last line; 0 when there is none.</summary>
    public long Last => Math.Max(Header?.Base ?? 0, Lines.Count == 0 ? 0 : Lines.Keys.Max());

    /// <summary>The number of lines present from the compacted state.</summary>
    public int StateLines => Header is { } header ? Lines.Keys.Count(sequence => sequence <= header.Base) : 0;

    public static JournalImage Missing() => new() { IsMissing = true };

    public static JournalImage Bad(string problem) => new() { Problem = problem };

    public static JournalImage Denied(string problem) => new() { Problem = problem, IsDenied = true };

    public static JournalImage Parse(string kind, ReadOnlySpan<byte> bytes)
    {
        if (JournalFormat.ParseHeader(bytes, out var length) is not { } header)
        {
            return Bad("its first line is not that of a journal");
        }

        if (header.Version != JournalFormat.Version)
        {
            return new JournalImage { Problem = $"it has a format of a newer version of this library; this one knows {JournalFormat.Version}", IsNewer = true };
        }

        if (header.Kind != kind)
        {
            return new JournalImage { Problem = $"it is a journal of '{header.Kind}', not of '{kind}'", IsOther = true };
        }

        var image = new JournalImage { Header = header, HeaderLength = length };
        image.Read(kind, bytes[length..]);
        if (image.Problem is null && image.StateLines != header.Count)
        {
            image.Problem = $"it has {image.StateLines} of the {header.Count} lines of its state";
        }

        return image;
    }

    /// <summary>Marks an intact file as belonging to another journal of this kind.</summary>
    public void Disown()
    {
        IsStranger = true;
        Problem ??= "it belongs to another journal";
    }

    private void Read(string kind, ReadOnlySpan<byte> rest)
    {
        var number = 1;
        HasOpenEnd = false;
        while (!rest.IsEmpty)
        {
            number++;
            var end = rest.IndexOf(JournalFormat.LineEnd);
            var text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (JournalFormat.ParseLine(kind, text) is { } line)
            {
                // The first wins: no writer uses a number twice.
                Lines.TryAdd(line.Sequence, line);
                HasOpenEnd = false;
                IsTorn = end < 0;
            }
            else if (end < 0 && JournalFormat.IsBeginOfLine(text))
            {
                IsTorn = true;
            }
            else
            {
                Problem ??= $"line {number} is damaged";
                HasOpenEnd = true;
            }
        }
    }
}
