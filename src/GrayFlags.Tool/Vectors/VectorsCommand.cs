using System.CommandLine;
using System.Globalization;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Signing;
using Spectre.Console;

namespace GrayFlags.Tool.Vectors;

/// <summary><c>grayflags vectors</c>: buckets and hashes, for those who port the algorithm and want to know that they did.</summary>
internal static class VectorsCommand
{
    private const string About = "MurmurHash3 x64 128, seed 0, of the UTF-8 bytes; h1 and h2 as 16 hex digits. "
        + "bucket = ((fmix64(h1(id) ^ h1(salt)) >> 32) * 100000) >> 32.";

    // Lengths around a block of 16 bytes, and scripts of one to four bytes a character.
    private static readonly string[] Salts = ["new-checkout", "new-checkout:rollout", "灰度"];
    private static readonly string[] Ids =
    [
        "a", "user-42", "0123456789abcde", "0123456789abcdef", "0123456789abcdef0", "é", "张三", "用户-13800138000", "😀emoji",
    ];

    public static Command Create(Terminal terminal)
    {
        var salts = new Option<string[]>("--salt")
        {
            Description = "A salt: in a percentage the flag's name in lower case, in a rollout with :rollout behind it; one for each. Default: some samples.",
            HelpName = "text",
        };
        var ids = new Option<string[]>("--id") { Description = "An id; one for each. Default: some samples.", HelpName = "text" };
        var file = new Option<string?>("--ids") { Description = "A file with an id in each line.", HelpName = "file" };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object, with the hashes of all texts." };
        var command = new Command("vectors", "Prints buckets of ids under salts, to check a port of the algorithm.") { salts, ids, file, isJson };
        command.SetAction(parsed =>
        {
            string[] given = [.. parsed.GetValue(ids) ?? [], .. parsed.GetValue(file) is { } path ? Lines(path) : []];
            string[] salted = parsed.GetValue(salts) is { Length: > 0 } some ? some : Salts;
            string[] asked = given.Length > 0 ? given : Ids;
            var vectors = salted.SelectMany(salt => asked.Select(id => BucketVector.Of(salt, id))).ToList();
            if (parsed.GetValue(isJson))
            {
                WriteJson(vectors, [.. salted.Concat(asked).Distinct().Select(HashVector.Of)], terminal);
            }
            else
            {
                Write(vectors, terminal);
            }

            return ExitCode.Success;
        });
        return command.With(
            terminal,
            "# The buckets of two users in the percentages of a flag.",
            "grayflags vectors --salt new-checkout --id ana --id bo",
            "# Samples for the tests of a port, of each length and script that matters.",
            "grayflags vectors --json > vectors.json");
    }

    private static string[] Lines(string path) =>
        [.. SigningFile.ReadText(path).TrimEnd('\r', '\n').Split('\n').Select(static line => line.TrimEnd('\r'))];

    private static void Write(List<BucketVector> vectors, Terminal terminal)
    {
        if (!terminal.IsTerminal)
        {
            vectors.ForEach(vector => terminal.Out.WriteLine(string.Join('\t', vector.Salt, vector.Id, HashVector.Of(vector.Id).H1, Shown(vector.Bucket))));
            return;
        }

        var table = new Table().AddColumns("salt", "id", "h1 of the id").AddColumn(new TableColumn("bucket").RightAligned());
        vectors.ForEach(vector => table.AddRow(Cell(vector.Salt), Cell(vector.Id), Cell(HashVector.Of(vector.Id).H1), Cell(Shown(vector.Bucket))));
        terminal.Console.Write(table);
        terminal.Console.Write(new Text(About));
        terminal.Console.WriteLine();
    }

    private static Text Cell(string text) => new(text);

    private static string Shown(int bucket) => bucket.ToString(CultureInfo.InvariantCulture);

    private static void WriteJson(List<BucketVector> buckets, List<HashVector> hashes, Terminal terminal) => terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.Field("about", About);
        json.WriteStartArray("hash");
        foreach (var hash in hashes)
        {
            json.WriteStartObject();
            json.Field("text", hash.Text).Field("utf8", hash.Utf8).Field("h1", hash.H1).Field("h2", hash.H2);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("bucket");
        foreach (var vector in buckets)
        {
            json.WriteStartObject();
            json.Field("salt", vector.Salt).Field("id", vector.Id).Field("bucket", vector.Bucket);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
