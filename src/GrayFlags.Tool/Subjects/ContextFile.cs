namespace GrayFlags.Tool.Subjects;

/// <summary>Contexts from a file of JSON lines. Whoever has nothing to do reads the next block, so that no more blocks are in memory than threads.</summary>
internal sealed class ContextFile(Stream stream, ulong seed) : SubjectSource
{
    private const int BlockSize = 1 << 18;

    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLine = 1 << 20;

    private readonly object _gate = new();
    private byte[] _rest = [];
    private long _line = 1;
    private bool _isAtEnd;

    public override long? Count => null;

    public BadLines BadLines { get; } = new();

    public override bool Take(List<Subject> batch)
    {
        batch.Clear();
        if (ReadBlock(out var line) is not { } block)
        {
            return false;
        }

        var left = block;
        while (left.Length > 0)
        {
            var end = left.Span.IndexOf((byte)'\n');
            Add(batch, end < 0 ? left : left[..end], line++);
            left = end < 0 ? default : left[(end + 1)..];
        }

        return true;
    }

    private void Add(List<Subject> batch, ReadOnlyMemory<byte> text, long line)
    {
        if (line == 1 && text.Span.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        if (text.Span.Trim(" \t\r"u8).IsEmpty)
        {
            return;
        }

        var problem = $"longer than {MaxLine} bytes";
        if (text.Length <= MaxLine && ContextLine.Read(text, out problem) is { } context)
        {
            batch.Add(new Subject(line, context, Draw.OfRequest(seed, line)));
        }
        else
        {
            BadLines.Add(line, problem);
        }
    }

    // Ends with a line, or is a part of one that is too long anyway.
    private ReadOnlyMemory<byte>? ReadBlock(out long line)
    {
        lock (_gate)
        {
            line = _line;
            var block = new byte[_rest.Length + BlockSize];
            _rest.CopyTo(block, 0);
            var length = _rest.Length;
            while (!_isAtEnd)
            {
                var read = stream.Read(block, length, block.Length - length);
                _isAtEnd = read == 0;
                length += read;
                if (block.AsSpan(0, length).LastIndexOf((byte)'\n') is var last and >= 0)
                {
                    _rest = block[(last + 1)..length];
                    _line += block.AsSpan(0, last + 1).Count((byte)'\n');
                    return block.AsMemory(0, last + 1);
                }

                if (length > MaxLine)
                {
                    SkipLine();
                    _rest = [];
                    _line++;
                    return block.AsMemory(0, length);
                }

                if (length == block.Length)
                {
                    Array.Resize(ref block, length * 2);
                }
            }

            _rest = [];
            if (length == 0)
            {
                return null;
            }

            return block.AsMemory(0, length);
        }
    }

    private void SkipLine()
    {
        for (var next = stream.ReadByte(); next != '\n'; next = stream.ReadByte())
        {
            if (next < 0)
            {
                _isAtEnd = true;
                return;
            }
        }
    }
}
