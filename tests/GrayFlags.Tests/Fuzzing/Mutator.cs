using System.Globalization;
using System.Text;

namespace GrayFlags.Tests.Fuzzing;

/// <summary>Breaks documents in ways that know their structure.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly string[] OddNumbers =
        ["1e400", "-1e400", "\"NaN\"", "-0", "-0.0", "9007199254740993", "1e-9", "100.0001", "-1", "1E+99999999999", "0x10", "00", "NaN"];
    private static readonly string[] OtherTypes =
        ["null", "true", "0", "-1.5", "\"\"", "\"x\"", "[]", "{}", "[[]]", "{\"a\": 1}", "[\"a\", \"a\"]", "\"2026-12-01T00:00:00Z\""];
    private static readonly byte[] Syntax = [.. "\"\\{}[],:0-e\n\0"u8];
    private static readonly string[] Marks = ["\ufeff", "// a comment\n", "/* another */", "\u2028", "\0", "#", ",", "\u00a0"];

    /// <summary>The document, broken; null where it has nothing that could be broken so.</summary>
    public string? Break(JsonTree document, JsonTree other, Mutation mutation)
    {
        var all = document.All().ToList();
        var isDone = mutation switch
        {
            Mutation.DeleteField => OnField(all, (fields, index) => fields.RemoveAt(index)),
            Mutation.DuplicateField => OnField(all, (fields, index) => fields.Insert(random.Next(fields.Count + 1), fields[index])),
            Mutation.DuplicateFieldEscaped => OnField(all, (fields, index) => fields.Add((Escaped(fields[index].Name), fields[index].Value))),
            Mutation.RenameField => OnField(all, (fields, index) => fields[index] = (Renamed(fields[index].Name), fields[index].Value)),
            Mutation.SwapType => OnField(all, (fields, index) => fields[index] = (fields[index].Name, JsonTree.OfScalar(Pick(OtherTypes)))),
            Mutation.NullOut => OnField(all, (fields, index) => fields[index] = (fields[index].Name, JsonTree.OfScalar("null"))),
            Mutation.OddNumber =>
                OnField(all, (fields, index) => fields[index] = (fields[index].Name, JsonTree.OfScalar(Pick(OddNumbers))), value => value.IsNumber),
            Mutation.WrapInDepth => OnField(all, (fields, index) => fields[index] = (fields[index].Name, Wrapped(fields[index].Value))),
            Mutation.Splice => OnField(all, (fields, index) => fields[index] = (fields[index].Name, Pick([.. other.All()]))),
            Mutation.Reorder => Reorder(all),
            Mutation.EscapeText =>
                OnField(
                    all,
                    (fields, index) => fields[index] = (fields[index].Name, JsonTree.OfScalar(Escaped(fields[index].Value.Scalar))),
                    value => value.IsText),
            _ => true,
        };
        if (!isDone)
        {
            return null;
        }

        var text = document.ToString();
        return mutation switch
        {
            Mutation.InsertMark => text.Insert(random.Next(3) == 0 ? 0 : random.Next(text.Length + 1), Pick(Marks)),
            Mutation.AppendGarbage => text + Pick(["}", "{}", "x", " \n\t", "// end", "\0", "null", ","]),
            Mutation.Cut => text[..random.Next(text.Length)],
            _ => text,
        };
    }

    /// <summary>One to four bytes flipped, written over, taken out or put in.</summary>
    public byte[] BreakBytes(byte[] utf8)
    {
        var bytes = new List<byte>(utf8);
        for (var count = random.Next(1, 5); count > 0 && bytes.Count > 0; count--)
        {
            var index = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[index] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[index] = Syntax[random.Next(Syntax.Length)];
                    break;
                case 2:
                    bytes.RemoveAt(index);
                    break;
                default:
                    bytes.Insert(index, (byte)random.Next(256));
                    break;
            }
        }

        return [.. bytes];
    }

    private bool OnField(List<JsonTree> all, Action<List<(string Name, JsonTree Value)>, int> change, Func<JsonTree, bool>? isMeant = null)
    {
        var places = new List<(List<(string, JsonTree Value)> Fields, int Index)>();
        foreach (var fields in all.Select(node => node.Fields).OfType<List<(string, JsonTree Value)>>())
        {
            places.AddRange(Enumerable.Range(0, fields.Count).Where(index => isMeant?.Invoke(fields[index].Value) ?? true).Select(index => (fields, index)));
        }

        if (places.Count == 0)
        {
            return false;
        }

        var (meant, at) = places[random.Next(places.Count)];
        change(meant, at);
        return true;
    }

    private bool Reorder(List<JsonTree> all)
    {
        foreach (var node in all)
        {
            if (node.Fields is { Count: > 1 } fields)
            {
                var shuffled = fields.ToArray();
                random.Shuffle(shuffled);
                fields.Clear();
                fields.AddRange(shuffled);
            }
        }

        return true;
    }

    private JsonTree Wrapped(JsonTree value)
    {
        for (var depth = Pick([1, 2, 30, 31, 32, 33, 64, 65, 1_000]); depth > 0; depth--)
        {
            value = random.Next(2) == 0 ? JsonTree.OfList([value]) : JsonTree.OfObject(("\"a\"", value));
        }

        return value;
    }

    // One character as \uXXXX: the same text to a reader that knows its escapes.
    private string Escaped(string quoted)
    {
        var plain = Enumerable.Range(1, Math.Max(quoted.Length - 2, 0))
            .Where(index => char.IsAsciiLetter(quoted[index]) && !quoted.Contains('\\', StringComparison.Ordinal))
            .ToList();
        if (plain.Count == 0)
        {
            return quoted;
        }

        var at = plain[random.Next(plain.Count)];
        return new StringBuilder(quoted).Remove(at, 1).Insert(at, string.Create(CultureInfo.InvariantCulture, $"\\u{(int)quoted[at]:x4}")).ToString();
    }

    private string Renamed(string quoted) => random.Next(4) switch
    {
        0 => quoted.ToUpperInvariant(),
        1 when quoted.Length > 3 => quoted.Remove(random.Next(1, quoted.Length - 1), 1),
        2 => Pick(["\"\"", "\" \"", "\"__proto__\"", "\"when\"", "\"window\"", "\"split\"", "\"\\ud800\""]),
        _ => quoted.Insert(1, "x"),
    };

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];
}
